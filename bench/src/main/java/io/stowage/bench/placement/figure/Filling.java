package io.stowage.bench.placement.figure;

import org.jspecify.annotations.Nullable;

/**
 * How evenly a policy fills a cluster, as every contestant prints it.
 *
 * @param peer            name of the policy.
 * @param refreshEvery    after how many decisions the policy sees again how full chunks are; 1: at once; 0: it does not look.
 * @param chunks          of the cluster.
 * @param endedBy         why the filling ended, where it was not because the cluster was as full as wanted; else null or "fill".
 * @param decisions       until it ended.
 * @param failures        of these.
 * @param meanUtilisation of the chunks in the end, each counting the same.
 * @param maxUtilisation  of the fullest chunk.
 * @param maxOverMean     that, over the mean.
 * @param stddev          of the chunks' utilisations.
 * @param minUtilisation  of the emptiest chunk.
 * @param overfull        chunks that got more than they hold.
 * @param rackViolations  extents whose replicas are not on distinct racks.
 * @param zoneSpread      distinct zones of an extent, in the mean; negative: not seen.
 * @param newChunkShare   share of the chunks that were added in the next writes, over their fair share; null: not seen.
 * @param failuresAfter   decisions that failed after chunks were removed and added.
 * @param skewAfter       max/mean of the chunks that were there before, after those writes; null: not seen.
 * @param skewLater       max/mean of all chunks when the cluster was filled further; null: not seen.
 */
public record Filling(
        String peer,
        int refreshEvery,
        int chunks,
        @Nullable String endedBy,
        long decisions,
        long failures,
        double meanUtilisation,
        double maxUtilisation,
        double maxOverMean,
        double stddev,
        double minUtilisation,
        long overfull,
        long rackViolations,
        double zoneSpread,
        @Nullable Double newChunkShare,
        long failuresAfter,
        @Nullable Double skewAfter,
        @Nullable Double skewLater) {
    private static final String AS_WANTED = "fill";

    /**
     * Whether the cluster was filled as far as was wanted.
     *
     * @return false where a policy gave up or took too long.
     */
    public boolean isWhole() {
        return endedBy == null || endedBy.equals(AS_WANTED);
    }
}
