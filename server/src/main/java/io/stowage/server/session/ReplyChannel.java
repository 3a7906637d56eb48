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

    private final DirectBuffer prefix;
    private final ReplyQueue queue;
    private @Nullable ExclusivePublication publication;
    private boolean queueUsed;

    /**
     * A channel that is not connected yet: frames wait.
     *
     * @param memory for the frames that wait, with the bound for them.
     */
    public ReplyChannel(final ReplyMemory memory) {
        this(memory, NO_PREFIX);
    }

    /**
     * A channel that is not connected yet, whose frames are preceded by something.
     *
     * @param memory for the frames that wait, with the bound for them.
     * @param prefix sent before each frame, as it stands at that moment.
     */
    public ReplyChannel(final ReplyMemory memory, final DirectBuffer prefix) {
        this.queue = new ReplyQueue(memory);
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
        return !queue.isEmpty();
    }

    /**
     * What waits for the client.
     *
     * @return bytes of the frames, with their headers in the queue.
     */
    public int waitingBytes() {
        return queue.used();
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
        queueUsed = true;
        return queue.add(buffer, offset, length) ? SendOutcome.QUEUED : SendOutcome.QUEUE_FULL;
    }

    /**
     * Sends what waits, as far as the client takes it.
     *
     * @return SENT when nothing waits any more; else why the oldest frame still does.
     */
    public SendOutcome sendQueued() {
        while (!queue.isEmpty()) {
            final SendOutcome outcome = offer(queue.buffer(), queue.peekOffset(), queue.peekLength());
            if (outcome != SendOutcome.SENT) {
                return outcome;
            }
            queue.remove();
        }
        return SendOutcome.SENT;
    }

    /** Gives the memory of an empty queue back, once it was not needed for a whole tick: bursts reuse it. */
    public void tick() {
        if (queue.isEmpty() && !queueUsed) {
            queue.release();
        }
        queueUsed = false;
    }

    /** Drops what waits and gives its memory back: nobody will take it. */
    public void close() {
        queue.clear();
        queue.release();
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
