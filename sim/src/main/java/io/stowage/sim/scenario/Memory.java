package io.stowage.sim.scenario;

import java.util.HashMap;
import java.util.Map;

/** What the lines before have told, and the lines to come may leave out. */
final class Memory {
    static final long NO_FENCE = -1;

    private final Map<Integer, Long> fences = new HashMap<>();
    private final Map<Integer, Long> chunkIncarnations = new HashMap<>();
    private final Map<Integer, Long> emIncarnations = new HashMap<>();
    private int lastEm;

    void acknowledged(final int chunk, final long incarnation, final long fence) {
        fences.put(chunk, fence);
        chunkIncarnations.put(chunk, incarnation);
    }

    void connected(final int em, final long incarnation) {
        emIncarnations.put(em, incarnation);
        lastEm = em;
    }

    /** That of the chunk's newest ack. */
    long fence(final int chunk) {
        return fences.getOrDefault(chunk, NO_FENCE);
    }

    /** That of the chunk's newest keepalive that was taken. */
    long chunkIncarnation(final int chunk) {
        return chunkIncarnations.getOrDefault(chunk, 1L);
    }

    /** That with which the extent manager connected last. */
    long emIncarnation(final int em) {
        return emIncarnations.getOrDefault(em, 1L);
    }

    /** The extent manager that connected last; 0: none did. */
    int lastEm() {
        return lastEm;
    }
}
