package io.stowage.bench.engine;

/** Numbers of sessions: every incarnation of every sender has one of its own, and newer ones have larger numbers. */
public final class Sessions {
    private static final int IDS = 1 << 20;

    private Sessions() {}

    /**
     * Session of an extent manager.
     *
     * @param id          of it.
     * @param incarnation of it.
     * @return session id.
     */
    public static long ofExtentManager(final int id, final long incarnation) {
        return (incarnation * IDS + id) * 2;
    }

    /**
     * Session of a chunk.
     *
     * @param id          of it.
     * @param incarnation of it.
     * @return session id.
     */
    public static long ofChunk(final int id, final long incarnation) {
        return (incarnation * IDS + id) * 2 + 1;
    }
}
