package io.stowage.client.chunk;

/**
 * Where a chunk's client stands.
 *
 * <pre>
 *  DISCONNECTED --session without id--&gt; REGISTER_NODE --&gt; AWAIT_NODE --&gt; REGISTER_CHUNK --&gt; AWAIT_CHUNK --&gt; REOPEN
 *  REOPEN --session lost or reopened--&gt; DISCONNECTED --session under its id--&gt; ALIVE
 *  ALIVE --UNKNOWN_CHUNK--&gt; REOPEN (without id)     any --session lost--&gt; DISCONNECTED     any --refused for good--&gt; STOPPED
 * </pre>
 */
public enum ChunkState {
    /** No session. */
    DISCONNECTED,

    /** {@code RegisterNode} is to be sent. */
    REGISTER_NODE,

    /** {@code RegisterNode} was sent. */
    AWAIT_NODE,

    /** {@code RegisterChunk} is to be sent. */
    REGISTER_CHUNK,

    /** {@code RegisterChunk} was sent. */
    AWAIT_CHUNK,

    /** The session must be opened anew, under the sender id that is known now. */
    REOPEN,

    /** Keepalives flow. */
    ALIVE,

    /** Refused for good: nothing is sent any more. */
    STOPPED
}
