package io.stowage.bench.design;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What a design makes of a cluster, in the mean over so many clusters that together they have as many chunks with room as one
 * has without full chunks.
 *
 * @param maxOverMean   utilisation of the fullest chunk over the mean, at 80 %.
 * @param newOverFair   share of empty chunks, which are added at 80 % and are 5 % of all, in the next writes, over their share of
 *                      the capacity.
 * @param refusedFilled allocated share of the capacity when a decision is refused because fewer zones than wanted have room.
 */
public record Quality(double maxOverMean, double newOverFair, double refusedFilled) {
    /** Size of the cluster on which it is seen. */
    static final int CHUNKS = 1_000;

    private static final int SMALLEST_SEGMENTS = 1_000;
    private static final int FILLED_PERCENT = 80;
    private static final int PERCENT = 100;
    private static final int NEW_OF = 20;
    private static final long SEED = 11;

    /** Fills clusters; those chunks that are full from the start count nowhere. */
    static Quality of(final DesignKind kind, final int fullPercent) {
        final List<Quality> each = new ArrayList<>();
        for (int seed = 0; seed < PERCENT / (PERCENT - fullPercent); seed++) {
            each.add(of(kind, new DesignCluster(CHUNKS, SMALLEST_SEGMENTS, seed), fullPercent));
        }
        return new Quality(
                mean(each, Quality::maxOverMean), mean(each, Quality::newOverFair), mean(each, Quality::refusedFilled));
    }

    private static double mean(final List<Quality> all, final ToDoubleFunction<Quality> figure) {
        return all.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static Quality of(final DesignKind kind, final DesignCluster cluster, final int fullPercent) {
        final IntPredicate isFull = chunk -> cluster.isFull(chunk, fullPercent);
        final DesignFilling filling = new DesignFilling(kind, cluster, isFull, SEED);
        filling.fillTo(FILLED_PERCENT);
        final double maxOverMean = filling.evenness().maxOverMean();
        filling.fillTo(PERCENT);
        return new Quality(maxOverMean, newOverFair(kind, cluster, isFull), filling.filledShare());
    }

    private static double newOverFair(final DesignKind kind, final DesignCluster cluster, final IntPredicate isFull) {
        final long open = chunks(cluster, isFull.negate()).count();
        final IntPredicate isNew = chunk -> cluster.rank(chunk) >= cluster.chunks() - open / NEW_OF;
        final DesignFilling filling = new DesignFilling(kind, cluster, isFull.or(isNew), SEED);
        filling.fillTo(FILLED_PERCENT);
        chunks(cluster, isNew).forEach(filling::empty);
        final long capacity = capacity(cluster, isFull.negate());
        final long writes = capacity / PERCENT / Design.REPLICAS;
        for (long i = 0; i < writes; i++) {
            filling.write();
        }
        final double share = (double) filling.allocated(isNew) / (writes * Design.REPLICAS);
        return share * capacity / capacity(cluster, isNew);
    }

    private static long capacity(final DesignCluster cluster, final IntPredicate isCounted) {
        return chunks(cluster, isCounted).mapToLong(cluster::capacity).sum();
    }

    private static IntStream chunks(final DesignCluster cluster, final IntPredicate isMeant) {
        return IntStream.range(0, cluster.chunks()).filter(isMeant);
    }
}
