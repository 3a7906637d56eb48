package io.stowage.bench.design;

import io.stowage.bench.BenchException;
import io.stowage.bench.placement.figure.Evenness;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Fills a cluster by a design, with an account of its own by which each decision is checked. */
final class DesignFilling {
    private static final int PERCENT = 100;

    private final String name;
    private final DesignCluster cluster;
    private final int[] allocated;
    private final int[] open;
    private final Design design;
    private final int[] chosen = new int[Design.REPLICAS];

    /**
     * Starts with an empty cluster, but for the chunks that are full.
     *
     * @param kind    of the design.
     * @param cluster to fill.
     * @param isFull  which chunks are full from the start.
     * @param seed    of the draws.
     */
    DesignFilling(final DesignKind kind, final DesignCluster cluster, final IntPredicate isFull, final long seed) {
        this.cluster = cluster;
        name = kind.toString();
        allocated = new int[cluster.chunks()];
        IntStream.range(0, cluster.chunks())
                .filter(isFull)
                .forEach(chunk -> allocated[chunk] = cluster.capacity(chunk));
        open = IntStream.range(0, cluster.chunks()).filter(isFull.negate()).toArray();
        design = kind.create(cluster, allocated, new Draws(seed));
    }

    /**
     * Writes until the chunks that were not full at the start are filled to a share.
     *
     * @param percent of their capacity.
     * @return false if it was refused before.
     */
    boolean fillTo(final int percent) {
        final long goal = capacityOfOpen() * percent / PERCENT;
        for (long written = writtenToOpen(); written < goal; written += Design.REPLICAS) {
            if (!write()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Makes one decision.
     *
     * @return false if it was refused, as it must be.
     * @throws BenchException if the decision is wrong.
     */
    boolean write() {
        if (!design.place(chosen, 0)) {
            check(zonesWithRoom() < Design.REPLICAS, "refused although there is room");
            return false;
        }
        int zones = 0;
        for (final int chunk : chosen) {
            check(allocated[chunk] < cluster.capacity(chunk), "chose a full chunk");
            allocated[chunk]++;
            zones |= 1 << cluster.zoneOf(chunk);
        }
        check(Integer.bitCount(zones) == Design.REPLICAS, "chose two chunks in a zone");
        return true;
    }

    /** Gives all of a chunk back: one that was full is then like a new one. */
    void empty(final int chunk) {
        while (allocated[chunk] > 0) {
            design.giveBack(chunk);
            allocated[chunk]--;
        }
    }

    /** How even the chunks are that were not full at the start. */
    Evenness evenness() {
        return Evenness.of(IntStream.of(open)
                .mapToDouble(chunk -> (double) allocated[chunk] / cluster.capacity(chunk))
                .toArray());
    }

    /** Allocated share of the chunks that were not full at the start. */
    double filledShare() {
        return (double) writtenToOpen() / capacityOfOpen();
    }

    long allocated(final IntPredicate isCounted) {
        return IntStream.range(0, allocated.length)
                .filter(isCounted)
                .mapToLong(chunk -> allocated[chunk])
                .sum();
    }

    private long writtenToOpen() {
        return IntStream.of(open).mapToLong(chunk -> allocated[chunk]).sum();
    }

    private long capacityOfOpen() {
        return IntStream.of(open).mapToLong(cluster::capacity).sum();
    }

    private int zonesWithRoom() {
        return (int) IntStream.range(0, allocated.length)
                .filter(chunk -> allocated[chunk] < cluster.capacity(chunk))
                .map(cluster::zoneOf)
                .distinct()
                .count();
    }

    private void check(final boolean isRight, final String fault) {
        if (!isRight) {
            throw new BenchException(name + ' ' + fault);
        }
    }
}
