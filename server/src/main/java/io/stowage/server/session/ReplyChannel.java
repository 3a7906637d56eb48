package io.stowage.server.session;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The way back to one client: its publication, and the frames that it has not taken yet. What precedes each frame on the wire, if
 * anything does, is the host's. Belongs to the thread that answers.
 */
public final class ReplyChannel {
    private static final DirectBuffer NO_PREFIX = new UnsafeBuffer(new byte[0]);

    private final int queueBytes;
    private final DirectBuffer prefix;
    private @Nullable ExclusivePublication publication;
    private @Nullable ReplyQueue queue;
    private boolean queueUsed;

    /**
     * A channel that is not connected yet: frames wait.
     *
     * @param queueBytes bound of the frames that may wait, bytes.
     */
    public ReplyChannel(final int queueBytes) {
        this(queueBytes, NO_PREFIX);
    }

    /**
     * A channel that is not connected yet, whose frames are preceded by something.
     *
     * @param queueBytes bound of the frames that may wait, bytes.
     * @param prefix     sent before each frame, as it stands at that moment.
     */
    public ReplyChannel(final int queueBytes, final DirectBuffer prefix) {
        this.queueBytes = queueBytes;
        this.prefix = prefix;
    }

    /**
     * The publication.
     *
     * @return null until there is one.
     */
    public @Nullable ExclusivePublication publication() {
        return publication;
    }

    /**
     * Connects it.
     *
     * @param value publication, which stays the caller's to close.
     */
    public void publication(final ExclusivePublication value) {
        publication = value;
    }

    /**
     * Whether frames wait.
     *
     * @return whether {@link #sendQueued} has something to do.
     */
    public boolean hasQueued() {
        return queue != null && !queue.isEmpty();
    }

    /**
     * What waits for the client.
     *
     * @return bytes of the frames, with their headers in the queue.
     */
    public int waitingBytes() {
        return queue == null ? 0 : queue.used();
    }

    /**
     * The longest frame that the channel carries.
     *
     * @return bytes; 0 until there is a publication.
     */
    public int maxFrameLength() {
        return publication == null ? 0 : publication.maxMessageLength() - prefix.capacity();
    }

    /**
     * Sends now, or keeps for later.
     *
     * @param buffer holding the frame.
     * @param offset of the frame.
     * @param length of the frame, bytes.
     * @return what became of it.
     */
    public SendOutcome send(final DirectBuffer buffer, final int offset, final int length) {
        if (!hasQueued()) {
            final SendOutcome outcome = offer(buffer, offset, length);
            if (outcome != SendOutcome.QUEUED) {
                return outcome;
            }
        }
        if (queue == null) {
            queue = new ReplyQueue(queueBytes);
        }
        queueUsed = true;
        return queue.add(buffer, offset, length) ? SendOutcome.QUEUED : SendOutcome.QUEUE_FULL;
    }

    /**
     * Sends what waits, as far as the client takes it.
     *
     * @return SENT when nothing waits any more; else why the oldest frame still does.
     */
    public SendOutcome sendQueued() {
        final ReplyQueue waiting = queue;
        while (waiting != null && !waiting.isEmpty()) {
            final SendOutcome outcome = offer(waiting.buffer(), waiting.peekOffset(), waiting.peekLength());
            if (outcome != SendOutcome.SENT) {
                return outcome;
            }
            waiting.remove();
        }
        return SendOutcome.SENT;
    }

    /** Gives the memory of an empty queue back, once it was not needed for a whole tick: bursts reuse it. */
    public void tick() {
        if (queue != null && queue.isEmpty() && !queueUsed) {
            queue = null;
        }
        queueUsed = false;
    }

    private SendOutcome offer(final DirectBuffer buffer, final int offset, final int length) {
        final ExclusivePublication target = publication;
        if (target == null) {
            return SendOutcome.QUEUED;
        }
        final int prefixLength = prefix.capacity();
        if (prefixLength + length > target.maxMessageLength()) {
            return SendOutcome.TOO_LONG;
        }
        final long position = prefixLength == 0
                ? target.offer(buffer, offset, length)
                : target.offer(prefix, 0, prefixLength, buffer, offset, length, null);
        if (position > 0) {
            return SendOutcome.SENT;
        }
        if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
            return SendOutcome.GONE;
        }
        // Back pressure, an administrative action, or not connected for the moment: the client may catch up.
        return SendOutcome.QUEUED;
    }
}
