package io.stowage.server.session;

/** What became of a frame for a client. */
public enum SendOutcome {
    /** The client's image has it. */
    SENT,

    /** It waits; a later turn of the loop sends it. */
    QUEUED,

    /** Too much waits already: the client is too slow. */
    QUEUE_FULL,

    /** The response channel cannot carry so long a frame. */
    TOO_LONG,

    /** The response channel is gone for good. */
    GONE
}
