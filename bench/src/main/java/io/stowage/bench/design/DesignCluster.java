package io.stowage.bench.design;

import io.stowage.bench.placement.cluster.Cluster;

/**
 * Chunks of 4 zones x 25 racks, numbered by zone and rack; sizes 1:2:4 mixed in every rack. All is counted in segments of one
 * size.
 */
final class DesignCluster {
    static final int ZONES = 4;
    static final int RACKS_PER_ZONE = 25;
    static final int RACKS = ZONES * RACKS_PER_ZONE;
    private static final int SIZES = 3;
    private static final int PERCENT = 100;
    private static final int MAX_CHUNKS = 1 << 17;

    private final int[] capacities;
    private final int[] ranks;
    private final int chunksPerRack;

    /**
     * A cluster.
     *
     * @param chunks           a multiple of the racks.
     * @param smallestSegments segments in a chunk of the smallest size.
     * @param seed             of the random order in which chunks are full or new.
     */
    DesignCluster(final int chunks, final int smallestSegments, final long seed) {
        checkSize(chunks);
        chunksPerRack = chunks / RACKS;
        ranks = Cluster.shuffled(chunks, seed);
        capacities = new int[chunks];
        for (int chunk = 0; chunk < chunks; chunk++) {
            capacities[chunk] = smallestSegments << (chunk + rackOf(chunk)) % SIZES;
        }
    }

    /** Refuses a size of which no cluster can be made. */
    static void checkSize(final int chunks) {
        if (chunks < RACKS || chunks > MAX_CHUNKS || chunks % RACKS != 0) {
            throw new IllegalArgumentException(
                    "chunks must be a multiple of " + RACKS + " up to " + MAX_CHUNKS + ", not " + chunks);
        }
    }

    int chunks() {
        return capacities.length;
    }

    int chunksPerRack() {
        return chunksPerRack;
    }

    int capacity(final int chunk) {
        return capacities[chunk];
    }

    int rackOf(final int chunk) {
        return chunk / chunksPerRack;
    }

    int zoneOf(final int chunk) {
        return chunk / (chunksPerRack * RACKS_PER_ZONE);
    }

    /** Place of a chunk in a random order: full ones are taken from its start, new ones from its end. */
    int rank(final int chunk) {
        return ranks[chunk];
    }

    /** Whether a chunk is full from the start. */
    boolean isFull(final int chunk, final int fullPercent) {
        return (long) ranks[chunk] * PERCENT < (long) fullPercent * chunks();
    }

    /** What is allocated at the start: all of the full chunks, and a share of the others. */
    int[] start(final int fullPercent, final int filledPercent) {
        final int[] allocated = new int[chunks()];
        for (int chunk = 0; chunk < allocated.length; chunk++) {
            final int percent = isFull(chunk, fullPercent) ? PERCENT : filledPercent;
            allocated[chunk] = (int) ((long) capacities[chunk] * percent / PERCENT);
        }
        return allocated;
    }
}
