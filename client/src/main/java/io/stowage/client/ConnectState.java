package io.stowage.client;

/**
 * Steps of {@link AsyncConnect}, in their order; any of them may end in {@link #FAILED}.
 *
 * <pre>
 *  ADD_SUBSCRIPTION -&gt; AWAIT_SUBSCRIPTION -&gt; ADD_PUBLICATION -&gt; AWAIT_PUBLICATION -&gt; SEND_CONNECT_REQUEST
 *      -&gt; AWAIT_CHALLENGE -&gt; SEND_CHALLENGE_RESPONSE -&gt; AWAIT_SESSION_EVENT -&gt; DONE
 * </pre>
 *
 * With a cluster, a member that does not lead sends the attempt from {@link #AWAIT_CHALLENGE} back to {@link #AWAIT_PUBLICATION}, and a
 * leader that asks for no proof straight on to {@link #AWAIT_SESSION_EVENT}.
 */
public enum ConnectState {
    /** The subscription for replies is to be asked for. */
    ADD_SUBSCRIPTION(0),

    /** The media driver sets up the subscription; for UDP, it binds a port. */
    AWAIT_SUBSCRIPTION(1),

    /** The publication to the server is to be asked for. */
    ADD_PUBLICATION(2),

    /** The media driver sets up the publication, and a server is to be found at its other end. */
    AWAIT_PUBLICATION(3),

    /** The connect request is to be sent. */
    SEND_CONNECT_REQUEST(4),

    /** The server opens its publication for replies and sends a challenge. */
    AWAIT_CHALLENGE(5),

    /** The proof is to be sent. */
    SEND_CHALLENGE_RESPONSE(6),

    /** The server checks the proof. */
    AWAIT_SESSION_EVENT(7),

    /** The session is open. */
    DONE(8),

    /** The session could not be opened; everything was closed. */
    FAILED(9);

    private final int code;

    ConnectState(final int code) {
        this.code = code;
    }

    /**
     * Stable number of the state.
     *
     * @return 0 to 9.
     */
    public int code() {
        return code;
    }
}
