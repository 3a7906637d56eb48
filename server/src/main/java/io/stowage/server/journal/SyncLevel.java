package io.stowage.server.journal;

/** What a committed batch survives. */
public enum SyncLevel {
    /**
     * The death of the process, kill -9 included: the batch is in the page cache of the operating system. A power loss or a
     * crash of the operating system may take the newest batches, or leave holes between them, which then stop the start.
     */
    PROCESS,

    /**
     * Power loss as well, as far as the drive keeps its word about flushes: each commit forces the cycle file, and a new file's
     * directory, before it returns.
     */
    BATCH
}
