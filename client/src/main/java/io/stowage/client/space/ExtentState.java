package io.stowage.client.space;

/**
 * Where an extent manager's client stands.
 *
 * <pre>
 *  DISCONNECTED --session--&gt; CONNECT --&gt; AWAIT_CONNECT --first time--&gt; QUERY_VERSIONS --&gt; AWAIT_VERSIONS --&gt; READY
 *                                              |                                                      ^
 *                                              +--ledger started before-------------------------------+
 *  READY --UNKNOWN_EM--&gt; CONNECT       any --session lost--&gt; DISCONNECTED       any --refused for good--&gt; STOPPED
 * </pre>
 */
public enum ExtentState {
    /** No session. */
    DISCONNECTED,

    /** {@code ConnectEm} is to be sent. */
    CONNECT,

    /** {@code ConnectEm} was sent. */
    AWAIT_CONNECT,

    /** The query for reservations that an earlier incarnation left is to be sent. */
    QUERY_VERSIONS,

    /** That query was sent. */
    AWAIT_VERSIONS,

    /** Requests and reports flow. */
    READY,

    /** Refused for good: nothing is sent any more. */
    STOPPED
}
