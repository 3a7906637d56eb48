package io.stowage.client.blocking;

import io.stowage.client.OperatorClient;
import io.stowage.client.OperatorListener;
import io.stowage.client.SessionContext;
import io.stowage.client.StowageClient;
import io.stowage.client.StowageException;
import io.stowage.client.frame.FrameReader;
import io.stowage.client.frame.OfferCode;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/** One command at a time: sends it, polls until its answer is there or its time is over. */
final class BlockingCalls implements AutoCloseable {
    private static final int NO_MEMBER = -1;

    private final String channel;
    private final long timeoutNs;
    private final NanoClock clock;
    private final IdleStrategy idle;
    private final OperatorClient client;
    private final ExpandableArrayBuffer reply = new ExpandableArrayBuffer(4096);
    private final FrameReader reader = new FrameReader();
    private long awaited;
    private int replyLength;
    private boolean isUnknown;
    private boolean leaderChanged;
    private int leaderMember = NO_MEMBER;
    private @Nullable StowageException disconnection;
    private boolean isFinal;

    BlockingCalls(final SessionContext session, final long timeoutNs) {
        channel = session.channel();
        this.timeoutNs = timeoutNs;
        clock = session.nanoClock();
        idle = session.idleStrategy();
        client = OperatorClient.asyncConnect(session, timeoutNs, new Answers());
    }

    OperatorClient client() {
        return client;
    }

    /** Member that leads, as far as is known; -1: a standalone server. */
    int leaderMember() {
        return leaderMember;
    }

    /** Waits for the first session. */
    void awaitConnected() {
        final long deadlineNs = clock.nanoTime() + timeoutNs;
        idle.reset();
        while (!client.isConnected()) {
            idle.idle(client.poll());
            final StowageException failure = disconnection;
            if (failure != null && (isFinal || clock.nanoTime() - deadlineNs >= 0)) {
                throw failure;
            }
            if (clock.nanoTime() - deadlineNs >= 0) {
                throw new StowageException("no session with " + channel + " within " + timeoutNs / 1_000_000 + " ms ("
                        + client.connectState() + "); check that the server runs and the channel is right");
            }
        }
    }

    /** Sends by the supplier, which returns a correlation id or a code, and waits. The reply stands at offset 0. */
    FrameReader call(final LongSupplier send) {
        final long deadlineNs = clock.nanoTime() + timeoutNs;
        awaited = 0;
        replyLength = 0;
        isUnknown = false;
        leaderChanged = false;
        idle.reset();
        while (awaited == 0) {
            final long code = send.getAsLong();
            if (code > 0) {
                awaited = code;
            } else if (!OfferCode.isTransient(code)) {
                throw new StowageException("nothing was sent: " + OfferCode.text(code));
            } else {
                throwIfLate(deadlineNs, "nothing was sent: " + OfferCode.text(code));
                idle.idle(client.poll());
            }
        }
        while (replyLength == 0) {
            if (isUnknown) {
                throw new StowageException(
                        noAnswer() + ", so the outcome is unknown; look at the state, then try again");
            }
            idle.idle(client.poll());
        }
        reader.wrap(reply, 0, replyLength);
        return reader;
    }

    DirectBuffer reply() {
        return reply;
    }

    int replyLength() {
        return replyLength;
    }

    @Override
    public void close() {
        client.close();
    }

    private void throwIfLate(final long deadlineNs, final String text) {
        final StowageException failure = disconnection;
        if (clock.nanoTime() - deadlineNs >= 0 || isFinal) {
            throw failure == null ? new StowageException(text) : failure;
        }
    }

    private String noAnswer() {
        return leaderChanged
                ? "another member of the cluster took the lead before an answer came"
                : "no answer came within " + timeoutNs / 1_000_000 + " ms or before the session ended";
    }

    private final class Answers implements OperatorListener {
        @Override
        public boolean onReplyFrame(
                final long correlationId,
                final int templateId,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            if (correlationId == awaited) {
                reply.putBytes(0, buffer, offset, length);
                replyLength = length;
            }
            return true;
        }

        @Override
        public void onUnknown(final long correlationId) {
            isUnknown |= correlationId == awaited;
        }

        @Override
        public void onLeaderChange(final int memberId) {
            leaderChanged = true;
            leaderMember = memberId;
        }

        @Override
        public void onConnected(final StowageClient session) {
            leaderMember = session.leaderMember();
            disconnection = null;
        }

        @Override
        public void onDisconnected(final StowageException failure, final boolean forGood) {
            disconnection = failure;
            isFinal = forGood;
        }
    }
}
