package io.stowage.bench.placement.cluster;

import io.stowage.bench.fleet.FleetShape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * All chunks of a cluster of the shape of {@link FleetShape}.
 *
 * @param chunks by index.
 */
public record Cluster(List<ClusterChunk> chunks) {
    private static final int PERCENT = 100;

    /** Keeps what is given. */
    public Cluster {
        chunks = List.copyOf(chunks);
    }

    /**
     * A cluster in which, for any P, P percent of the chunks are full, scattered over racks and sizes.
     *
     * @param count of the chunks.
     * @param seed  of which are full.
     * @return the same for the same arguments.
     */
    public static Cluster generate(final int count, final long seed) {
        final FleetShape shape = new FleetShape(count);
        final int[] order = shuffled(count, seed);
        final List<ClusterChunk> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            final int fullRank = (int) ((long) order[i] * PERCENT / count);
            final String zone = shape.zone(i);
            chunks.add(
                    new ClusterChunk(i, zone, zone + '-' + shape.rack(i), "n" + i, shape.capacityBytes(i), fullRank));
        }
        return new Cluster(chunks);
    }

    /**
     * Numbers in random order.
     *
     * @param count of them, from 0.
     * @param seed  of the order.
     * @return a permutation.
     */
    public static int[] shuffled(final int count, final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            final int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /**
     * How many chunks.
     *
     * @return count.
     */
    public int size() {
        return chunks.size();
    }

    /**
     * Racks in the order in which they appear.
     *
     * @return names.
     */
    public List<String> racks() {
        return chunks.stream().map(ClusterChunk::rack).distinct().toList();
    }

    /**
     * Capacity of all chunks.
     *
     * @return bytes.
     */
    public long totalBytes() {
        return chunks.stream().mapToLong(ClusterChunk::capacityBytes).sum();
    }

    /**
     * Chunks that are not full.
     *
     * @param fullPercent share of the chunks that is full.
     * @return count.
     */
    public int notFull(final int fullPercent) {
        return (int) chunks.stream().filter(chunk -> !chunk.isFull(fullPercent)).count();
    }
}
