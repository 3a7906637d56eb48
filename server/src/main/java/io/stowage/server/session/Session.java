package io.stowage.server.session;

import io.aeron.ExclusivePublication;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.SessionProof;
import org.jspecify.annotations.Nullable;

/** One client: who it is, what it may still send, and how it is answered. Belongs to the server's thread. */
public final class Session implements Speaker {
    private final long id;
    private final Origin origin;
    private final ConnectAttempt attempt;
    private final ReplyChannel replies;

    private SessionState state = SessionState.CONNECTING;
    private @Nullable EndReason endReason;
    private @Nullable Refusal refusal;

    private long registrationId;
    private byte[] nonce = new byte[0];

    private long lastHeardNs;
    private long deadlineNs;
    private boolean attended;

    /**
     * A session that is about to connect.
     *
     * @param id      positive, unique since the server started.
     * @param origin  where its frames come from.
     * @param attempt what it asked for.
     * @param memory  for the frames that wait for it.
     */
    Session(final long id, final Origin origin, final ConnectAttempt attempt, final ReplyMemory memory) {
        this.id = id;
        this.origin = origin;
        this.attempt = attempt;
        this.replies = new ReplyChannel(memory);
    }

    /**
     * The id in the log and on the wire.
     *
     * @return positive.
     */
    public long id() {
        return id;
    }

    @Override
    public Role role() {
        return attempt.role();
    }

    @Override
    public int sender() {
        return attempt.sender();
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
        return replies.publication();
    }

    /** The way back to the client. */
    ReplyChannel replies() {
        return replies;
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

    @Override
    public String toString() {
        return "session " + id + " of " + role() + (sender() == 0 ? "" : " " + Integer.toUnsignedString(sender()));
    }
}
