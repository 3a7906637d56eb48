package io.stowage.bench.peers;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Fills an empty cluster by decisions of a policy, then adds new chunks and looks how the policy treats them. */
final class FillRun {
    private static final int REFUSALS_AT_MOST = 10_000;
    private static final double NEW_CHUNK_PART = 0.05;
    private static final double PART_AFTER = 0.01;

    private final PeerKind kind;
    private final Cluster cluster;
    private final Options options;

    /**
     * What to do.
     *
     * @param fill            share of the capacity.
     * @param segmentsPerUnit that fit the smallest chunk.
     * @param refreshEvery    after so many decisions the policy learns the new usage.
     * @param limitSeconds    after which the fill ends where it is.
     * @param seed            of the new chunks' sizes.
     */
    record Options(double fill, int segmentsPerUnit, int refreshEvery, int limitSeconds, long seed) {}

    FillRun(final PeerKind kind, final Cluster cluster, final Options options) {
        this.kind = kind;
        this.cluster = cluster;
        this.options = options;
    }

    FillReport run() {
        final int oldCount = cluster.chunkCount();
        final int newCount = (int) Math.max(1, Math.round(oldCount * NEW_CHUNK_PART));
        final Cluster grown = cluster.grown(newCount, new Random(options.seed()));
        final long segmentBytes = cluster.smallestCapacityBytes() / options.segmentsPerUnit();
        if (segmentBytes == 0) {
            throw new PeerException("the smallest chunk has fewer bytes than segments");
        }
        try (Peer peer = kind.open()) {
            final Filling filling = new Filling(grown, peer, options.refreshEvery(), segmentBytes);
            filling.addChunks(0, oldCount);
            final long startNs = System.nanoTime();
            final String endedBy = fill(filling, (long) (cluster.capacityBytes() * options.fill()), startNs);
            final double seconds = (System.nanoTime() - startNs) / 1e9;

            final double[] utilisations = new double[oldCount];
            Arrays.setAll(utilisations, filling::utilisation);
            final double mean = Arrays.stream(utilisations).average().orElseThrow();
            final double min = Arrays.stream(utilisations).min().orElseThrow();
            final double max = Arrays.stream(utilisations).max().orElseThrow();
            final double variance = Arrays.stream(utilisations)
                    .map(utilisation -> (utilisation - mean) * (utilisation - mean))
                    .average()
                    .orElseThrow();
            final int decisions = filling.decisions();
            final int failures = filling.failures();
            final int rackViolations = filling.rackViolations();
            final double zoneSpread = filling.zoneSpread();
            final double filled = (double) filling.usedBytes() / cluster.capacityBytes();

            filling.report();
            filling.addChunks(oldCount, oldCount + newCount);
            final long beforeBytes = filling.usedBytes();
            fill(filling, beforeBytes + (long) (grown.capacityBytes() * PART_AFTER), System.nanoTime());
            final long placedBytes = filling.usedBytes() - beforeBytes;
            final double newSegmentShare =
                    (double) filling.usedBytes(oldCount, oldCount + newCount) / Math.max(1, placedBytes);
            final double newCapacityShare = 1 - (double) cluster.capacityBytes() / grown.capacityBytes();
            return new FillReport(
                    kind.label(),
                    kind.version(),
                    kind.considersCapacity(),
                    kind.promisedRacks(),
                    oldCount,
                    options.seed(),
                    options.refreshEvery(),
                    segmentBytes,
                    endedBy,
                    rounded(filled),
                    decisions,
                    failures,
                    rounded(mean),
                    rounded(min),
                    rounded(max),
                    rounded(mean == 0 ? 0 : max / mean),
                    rounded(Math.sqrt(variance)),
                    (int) Arrays.stream(utilisations)
                            .filter(utilisation -> utilisation > 1)
                            .count(),
                    rackViolations,
                    rounded(zoneSpread),
                    rounded(seconds),
                    newCount,
                    filling.decisions() - decisions,
                    filling.failures() - failures,
                    rounded(newSegmentShare / newCapacityShare));
        }
    }

    private String fill(final Filling filling, final long targetBytes, final long startNs) {
        final long limitNs = TimeUnit.SECONDS.toNanos(options.limitSeconds());
        final int failuresBefore = filling.failures();
        while (filling.usedBytes() < targetBytes) {
            filling.place();
            if (filling.failuresInARow() >= REFUSALS_AT_MOST
                    && filling.failures() - failuresBefore >= REFUSALS_AT_MOST) {
                return "refusals";
            }
            if (System.nanoTime() - startNs >= limitNs) {
                return "time";
            }
        }
        return "fill";
    }

    private static double rounded(final double value) {
        return Math.round(value * 1e5) / 1e5;
    }
}
