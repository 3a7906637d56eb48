package io.stowage.bench.endurance;

/** Numbers of sessions: every incarnation of every sender has one of its own, and newer ones have larger numbers. */
final class Sessions {
    private static final int IDS = 1 << 20;

    private Sessions() {}

    static long ofExtentManager(final int id, final long incarnation) {
        return (incarnation * IDS + id) * 2;
    }

    static long ofChunk(final int id, final long incarnation) {
        return (incarnation * IDS + id) * 2 + 1;
    }
}
