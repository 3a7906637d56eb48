package io.stowage.bench.engine;

import io.stowage.codecs.Role;

/** Who speaks: an extent manager or chunk with its incarnation, over the session that it has at the moment. */
public final class Sender {
    private final Role role;
    private final int id;
    private long incarnation;
    private long sessionId;

    /**
     * A sender before its first incarnation.
     *
     * @param role      of the sender.
     * @param id        of the extent manager or chunk; 0 for the others.
     * @param sessionId of its session.
     */
    public Sender(final Role role, final int id, final long sessionId) {
        this.role = role;
        this.id = id;
        this.sessionId = sessionId;
    }

    /**
     * It starts again.
     *
     * @param newSessionId of the session that it has from now on.
     */
    public void restart(final long newSessionId) {
        incarnation++;
        sessionId = newSessionId;
    }

    /**
     * Its role.
     *
     * @return role.
     */
    public Role role() {
        return role;
    }

    /**
     * Its id.
     *
     * @return id, or 0.
     */
    public int id() {
        return id;
    }

    /**
     * How often it was started.
     *
     * @return incarnation, 0 before the first.
     */
    public long incarnation() {
        return incarnation;
    }

    /**
     * Its session.
     *
     * @return id.
     */
    public long sessionId() {
        return sessionId;
    }
}
