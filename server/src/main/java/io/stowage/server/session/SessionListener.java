package io.stowage.server.session;

/** What the loop wants to know of sessions. Called on the server's thread. */
public interface SessionListener {
    /**
     * A session takes commands now.
     *
     * @param session that is open.
     */
    void onOpened(Session session);

    /**
     * A handshake is refused.
     *
     * @param session that will not be.
     * @param why     it is refused.
     */
    void onRefused(Session session, Refusal why);

    /**
     * A session takes nothing any more.
     *
     * @param session that ends.
     * @param why     it ends.
     * @param wasOpen whether the log may hold commands of it.
     */
    void onEnded(Session session, EndReason why, boolean wasOpen);
}
