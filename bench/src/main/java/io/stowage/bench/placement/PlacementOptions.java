package io.stowage.bench.placement;

import java.nio.file.Path;
import java.util.List;

/**
 * How to compare.
 *
 * @param chunks              of the clusters on which decisions are timed.
 * @param fullPercents        shares of the chunks that are full, each timed apart.
 * @param decisions           of a batch.
 * @param batches             of a turn.
 * @param rounds              turns of each policy on each cluster.
 * @param fillChunks          of the clusters that are filled.
 * @param segmentsPerUnit     segments that the smallest chunk of these holds.
 * @param feasibilityClusters clusters that are asked for what is and is not feasible.
 * @param withPeers           whether the peers' policies are measured too.
 * @param withCrush           whether CRUSH is measured too.
 * @param seed                of the clusters.
 * @param directory           for the cluster files.
 */
public record PlacementOptions(
        List<Integer> chunks,
        List<Integer> fullPercents,
        int decisions,
        int batches,
        int rounds,
        List<Integer> fillChunks,
        int segmentsPerUnit,
        int feasibilityClusters,
        boolean withPeers,
        boolean withCrush,
        long seed,
        Path directory) {
    /** Share of the capacity up to which clusters are filled. */
    public static final double FILL_SHARE = 0.8;

    /** Chunks of each cluster that is asked for what is feasible. */
    public static final int FEASIBILITY_CHUNKS = 100;

    /** Checks what is given. */
    public PlacementOptions {
        chunks = List.copyOf(chunks);
        fullPercents = List.copyOf(fullPercents);
        fillChunks = List.copyOf(fillChunks);
        for (final int percent : fullPercents) {
            if (percent < 0 || percent > 99) {
                throw new IllegalArgumentException("the share of full chunks must be between 0 and 99, not " + percent);
            }
        }
        if (decisions < 1 || batches < 1 || rounds < 1) {
            throw new IllegalArgumentException("decisions, batches and rounds must be at least 1");
        }
    }
}
