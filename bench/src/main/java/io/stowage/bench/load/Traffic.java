package io.stowage.bench.load;

import io.stowage.bench.BenchException;
import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.Frames;
import io.stowage.bench.fleet.Grants;
import io.stowage.client.frame.FrameHandler;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One extent manager's commands, one a message: a reservation of one extent with three thick replicas, then the return of the
 * oldest grant, in turns, so that space never runs out. Decodes each reply down to the chunk ids; anything but OK ends the run.
 * Commands are numbered without gaps and answered in order. Allocates nothing after its start.
 */
public final class Traffic {
    /** Told of each reply. */
    @FunctionalInterface
    interface Observer {
        /** The reply to the command of this number. */
        void onReply(long correlationId, boolean isReservation);
    }

    /** Open grants beyond which only frees are sent: a stall leaves reservations without their frees. */
    private static final int MANY_GRANTS = 1 << 10;

    private static final int MAX_GRANTS = 1 << 16;
    private static final long EXTENT_BYTES = 256L << 20;
    private static final int BUFFER_LENGTH = 4_096;
    private static final int LOOKS_BETWEEN_CLOCKS = 1_024;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Link link;
    private final Frames frames;
    private final IdleStrategy idle;
    private final Runnable healthCheck;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final Grants grants = new Grants(MAX_GRANTS);
    private final FrameHandler handler = this::onFrame;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveForAllocationReplyDecoder reserved = new ReserveForAllocationReplyDecoder();
    private final CommandReplyDecoder freed = new CommandReplyDecoder();
    private Observer observer = (correlationId, isReservation) -> {};
    private int waitingLength;
    private int reserveLength;
    private int freeLength;
    private int idleLooks;
    private long idleDeadlineNs;
    private boolean isReservation;
    private long sent;
    private long received;
    private @Nullable UnsafeBuffer reservedFrame;
    private @Nullable UnsafeBuffer freedFrame;

    /**
     * Traffic of a fleet's measured extent manager.
     *
     * @param link        to send by.
     * @param frames      to send.
     * @param idle        when nothing is there to do.
     * @param healthCheck throws where waiting has become pointless.
     */
    public Traffic(final Link link, final Frames frames, final IdleStrategy idle, final Runnable healthCheck) {
        this.link = link;
        this.frames = frames;
        this.idle = idle;
        this.healthCheck = healthCheck;
    }

    /** Tells of replies from now on. */
    void observe(final Observer told) {
        observer = told;
    }

    /** Offers the next command, or again the one that was not taken. */
    boolean trySend() {
        if (waitingLength == 0) {
            encodeNext();
        }
        if (link.offer(buffer, 0, waitingLength) <= 0) {
            return false;
        }
        waitingLength = 0;
        sent++;
        return true;
    }

    /** Takes the replies that have arrived; returns how much was done. */
    int poll() {
        return link.poll(handler);
    }

    /** Sends the next command, and takes replies while it is not taken. */
    public void send() {
        while (!trySend()) {
            idle(poll());
        }
    }

    /** Gets out what waits, and waits for all replies. */
    public void drain() {
        if (waitingLength != 0) {
            send();
        }
        while (sent > received) {
            idle(poll());
        }
    }

    /** What to do when that much was done; ends the run where replies are missing for too long. */
    void idle(final int work) {
        idle.idle(work);
        if (work > 0 || (sent == received && waitingLength == 0)) {
            idleLooks = 0;
            idleDeadlineNs = 0;
        } else if (++idleLooks == LOOKS_BETWEEN_CLOCKS) {
            idleLooks = 0;
            requireInTime(System.nanoTime());
        }
    }

    /** Number that the next new command gets, once nothing waits. */
    long nextCorrelationId() {
        if (waitingLength != 0) {
            throw new IllegalStateException("a command still waits to be taken");
        }
        return frames.correlationId() + 1;
    }

    /** Whether the command that was encoded last reserves. */
    boolean lastWasReservation() {
        return isReservation;
    }

    /** {@return length of a reservation, bytes; 0 before the first} */
    public int reserveLength() {
        return reserveLength;
    }

    /** {@return length of a free, bytes; 0 before the first} */
    public int freeLength() {
        return freeLength;
    }

    long sent() {
        return sent;
    }

    long received() {
        return received;
    }

    /**
     * Copies of the first reply of each kind, for the echo.
     *
     * @return both.
     */
    public EchoReplies replies() {
        final UnsafeBuffer reservedReply = reservedFrame;
        final UnsafeBuffer freedReply = freedFrame;
        if (reservedReply == null || freedReply == null) {
            throw new IllegalStateException("both kinds of commands must have been answered once");
        }
        return new EchoReplies(reservedReply, freedReply);
    }

    private void encodeNext() {
        final boolean isOdd = (sent & 1) == 1;
        isReservation = grants.extents() == 0 || (!isOdd && grants.extents() < MANY_GRANTS);
        if (isReservation) {
            reserveLength = frames.reserve(buffer, Fleet.MEASURED_EM, 1, EXTENT_BYTES);
            waitingLength = reserveLength;
        } else {
            freeLength = frames.free(buffer, Fleet.MEASURED_EM, EXTENT_BYTES, grants, 1);
            waitingLength = freeLength;
        }
    }

    private boolean onFrame(final DirectBuffer frame, final int offset, final int length) {
        header.wrap(frame, offset);
        if (header.templateId() == ReserveForAllocationReplyDecoder.TEMPLATE_ID) {
            reserved.wrapAndApplyHeader(frame, offset, header);
            final long correlationId = reserved.header().correlationId();
            final ResultCode result = reserved.header().result();
            if (result != ResultCode.OK || !grants.add(reserved)) {
                throw new BenchException(
                        "a reservation was answered " + result + "; the benchmark needs them all granted");
            }
            received++;
            observer.onReply(correlationId, true);
            if (reservedFrame == null) {
                reservedFrame = copy(frame, offset, length);
            }
        } else if (header.templateId() == CommandReplyDecoder.TEMPLATE_ID) {
            freed.wrapAndApplyHeader(frame, offset, header);
            final long correlationId = freed.header().correlationId();
            final ResultCode result = freed.header().result();
            if (result != ResultCode.OK) {
                throw new BenchException("a free was answered " + result + " / "
                        + freed.header().reason() + "; the benchmark needs them all taken");
            }
            received++;
            observer.onReply(correlationId, false);
            if (freedFrame == null) {
                freedFrame = copy(frame, offset, length);
            }
        }
        return true;
    }

    private void requireInTime(final long nowNs) {
        healthCheck.run();
        if (idleDeadlineNs == 0) {
            idleDeadlineNs = nowNs + DEADLINE_NS;
        } else if (nowNs - idleDeadlineNs >= 0) {
            throw new BenchException((sent - received)
                    + " commands were not answered within a minute; look for errors of the server above");
        }
    }

    private static UnsafeBuffer copy(final DirectBuffer frame, final int offset, final int length) {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, frame, offset, length);
        return copy;
    }
}
