package io.stowage.server.session;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.SessionProof;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** One client: who it is, what it may still send, and how it is answered. Belongs to the server's thread. */
public final class Session {
    private final long id;
    private final Origin origin;
    private final ConnectAttempt attempt;
    private final int queueBytes;

    private SessionState state = SessionState.CONNECTING;
    private @Nullable EndReason endReason;
    private @Nullable Refusal refusal;

    private long registrationId;
    private @Nullable ExclusivePublication publication;
    private @Nullable ReplyQueue queue;
    private boolean queueUsed;
    private byte[] nonce = new byte[0];

    private long lastHeardNs;
    private long deadlineNs;
    private boolean attended;

    /**
     * A session that is about to connect.
     *
     * @param id         positive, unique since the server started.
     * @param origin     where its frames come from.
     * @param attempt    what it asked for.
     * @param queueBytes bound of the frames that may wait for it, bytes.
     */
    Session(final long id, final Origin origin, final ConnectAttempt attempt, final int queueBytes) {
        this.id = id;
        this.origin = origin;
        this.attempt = attempt;
        this.queueBytes = queueBytes;
    }

    /**
     * The id in the log and on the wire.
     *
     * @return positive.
     */
    public long id() {
        return id;
    }

    /**
     * Its role.
     *
     * @return the role that it connected with.
     */
    public Role role() {
        return attempt.role();
    }

    /**
     * The id in whose name it speaks.
     *
     * @return extent manager or chunk id; 0 for the others, and for a chunk that has yet to register.
     */
    public int sender() {
        return attempt.sender();
    }

    /**
     * Whether it may speak in this name: extent managers and chunks only in their own, the others in any.
     *
     * @param named sender in the header of a request, or the chunk that it keeps alive.
     * @return whether it may.
     */
    public boolean maySpeakFor(final int named) {
        return switch (role()) {
            case EXTENT_MANAGER, CHUNK -> named == sender();
            default -> true;
        };
    }

    /**
     * Where it stands.
     *
     * @return its state.
     */
    public SessionState state() {
        return state;
    }

    /**
     * Whether its commands are taken.
     *
     * @return true in {@link SessionState#OPEN}.
     */
    public boolean isOpen() {
        return state == SessionState.OPEN;
    }

    /**
     * Notes that a frame arrived.
     *
     * @param nowNs time of the loop, nanoseconds.
     */
    public void heard(final long nowNs) {
        lastHeardNs = nowNs;
    }

    Origin origin() {
        return origin;
    }

    ConnectAttempt attempt() {
        return attempt;
    }

    @Nullable
    EndReason endReason() {
        return endReason;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    void refuse(final Refusal why) {
        refusal = why;
    }

    long lastHeardNs() {
        return lastHeardNs;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    void deadlineNs(final long value) {
        deadlineNs = value;
    }

    long registrationId() {
        return registrationId;
    }

    void registrationId(final long value) {
        registrationId = value;
    }

    @Nullable
    ExclusivePublication publication() {
        return publication;
    }

    void publication(final ExclusivePublication value) {
        publication = value;
    }

    byte[] nonce() {
        return nonce;
    }

    void nonce(final byte[] value) {
        if (value.length != SessionProof.NONCE_LENGTH) {
            throw new IllegalArgumentException("a nonce has " + SessionProof.NONCE_LENGTH + " bytes");
        }
        nonce = value;
    }

    /** Whether every turn of the loop looks at it: it connects, ends, or has frames that wait. */
    boolean attended() {
        return attended;
    }

    void attended(final boolean value) {
        attended = value;
    }

    /** The one place where the state changes; false, and nothing changed, where the table does not have it. */
    boolean become(final SessionState next, final @Nullable EndReason why) {
        if (!state.mayBecome(next)) {
            return false;
        }
        state = next;
        if (endReason == null) {
            endReason = why;
        }
        return true;
    }

    boolean hasQueued() {
        return queue != null && !queue.isEmpty();
    }

    /** Bytes of the frames that wait for the client. */
    int waitingBytes() {
        return queue == null ? 0 : queue.used();
    }

    /** Sends now, or keeps for later; the outcome says which. */
    SendOutcome send(final DirectBuffer buffer, final int offset, final int length) {
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

    /** Sends what waits, as far as the client takes it. */
    SendOutcome sendQueued() {
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
    void tick() {
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
        if (length > target.maxMessageLength()) {
            return SendOutcome.TOO_LONG;
        }
        final long position = target.offer(buffer, offset, length);
        if (position > 0) {
            return SendOutcome.SENT;
        }
        if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
            return SendOutcome.GONE;
        }
        // Back pressure, an administrative action, or not connected for the moment: the client may catch up.
        return SendOutcome.QUEUED;
    }

    @Override
    public String toString() {
        return "session " + id + " of " + role() + (sender() == 0 ? "" : " " + Integer.toUnsignedString(sender()));
    }
}
