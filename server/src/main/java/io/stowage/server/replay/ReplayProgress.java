package io.stowage.server.replay;

/** Told how far a replay has come. Called on its thread. */
@FunctionalInterface
public interface ReplayProgress {
    /** Tells nobody. */
    ReplayProgress NONE = (entries, position, timestampMs) -> {};

    /**
     * The replay goes on from here.
     *
     * @param entries     applied so far.
     * @param position    of the last of them, bytes.
     * @param timestampMs of the last of them, milliseconds since 1970.
     */
    void onProgress(long entries, long position, long timestampMs);
}
