package io.stowage.server.journal;

/** What stands at a place of a cycle file. */
enum ExcerptState {
    /** A batch, whole and as it was written. */
    VALID,

    /** Nothing was written here yet, or the file ends. */
    END,

    /** Chronicle's end marker: the writer has moved on to the next cycle, or the file was sealed. */
    SEALED,

    /** An excerpt that its writer has begun and not finished, which is normal only while the writer lives. */
    INCOMPLETE,

    /** Something else. */
    DAMAGED
}
