package io.stowage.bench.peers;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Times a policy in a cluster of which a part is full. The policy is warmed up first, and each batch lasts as long as time allows. */
final class TimeRun {
    static final int REPLICA_COUNT = 3;

    private static final long SEGMENT_BYTES = 256L << 20;
    private static final long NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int WARM_UP_DECISIONS = 20_000;
    private static final int FEWEST_DECISIONS = 3;

    /** Reading the time of the processor is slow. */
    private static final int CLOCK_EVERY = 16;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PeerKind kind;
    private final Cluster cluster;
    private final int fullPercent;
    private final Limits limits;
    private final long seed;
    private int faultyDecisions;

    /**
     * How long a measurement may be.
     *
     * @param decisionsPerBatch at most.
     * @param batchCount        batches.
     * @param warmUpNs          of the processor, and up to twice as much if {@value TimeRun#WARM_UP_DECISIONS} decisions take longer;
     *                          three times as much by the clock at most.
     * @param measureNs         for all batches, about.
     */
    record Limits(int decisionsPerBatch, int batchCount, long warmUpNs, long measureNs) {
        static Limits of(
                final int decisionsPerBatch,
                final int batchCount,
                final double warmUpSeconds,
                final double measureSeconds) {
            final long warmUpNs = (long) (warmUpSeconds * NS_PER_SECOND);
            final long measureNs = (long) (measureSeconds * NS_PER_SECOND);
            return new Limits(decisionsPerBatch, batchCount, warmUpNs, measureNs);
        }
    }

    TimeRun(final PeerKind kind, final Cluster cluster, final int fullPercent, final Limits limits, final long seed) {
        this.kind = kind;
        this.cluster = cluster;
        this.fullPercent = fullPercent;
        this.limits = limits;
        this.seed = seed;
    }

    TimeReport run() {
        try (Peer peer = kind.open()) {
            int roomyChunks = 0;
            for (int i = 0; i < cluster.chunkCount(); i++) {
                final Chunk chunk = cluster.chunk(i);
                peer.add(cluster.place(i), chunk.capacityBytes(), chunk.usedBytes(fullPercent));
                roomyChunks += chunk.isFull(fullPercent) ? 0 : 1;
            }
            final int warmUpDecisions = check(peer, limits.warmUpNs(), WARM_UP_DECISIONS);
            // How fast it is when it is warm.
            final long startNs = System.nanoTime();
            final int probes = check(peer, limits.warmUpNs() / 10, 1);
            final long nsPerDecision = (System.nanoTime() - startNs) / probes;
            return measure(peer, roomyChunks >= REPLICA_COUNT, warmUpDecisions + probes, nsPerDecision);
        }
    }

    /**
     * Makes decisions for a time of the processor, and for up to twice as long if they are too few: on a busy machine the compiler
     * needs longer as well. The clock ends it in any case.
     */
    private int check(final Peer peer, final long forCpuNs, final int decisionsAtLeast) {
        final long startNs = System.nanoTime();
        final long startCpuNs = threads.getCurrentThreadCpuTime();
        int decisions = 0;
        long cpuNs = 0;
        while ((cpuNs < forCpuNs || (cpuNs < 2 * forCpuNs && decisions < decisionsAtLeast))
                && System.nanoTime() - startNs < 3 * forCpuNs) {
            checkDecision(peer);
            decisions++;
            if (decisions % CLOCK_EVERY == 0 || decisions < CLOCK_EVERY) {
                cpuNs = threads.getCurrentThreadCpuTime() - startCpuNs;
            }
        }
        return decisions;
    }

    private void checkDecision(final Peer peer) {
        final int given = peer.choose(REPLICA_COUNT, SEGMENT_BYTES);
        for (int i = 0; i < given; i++) {
            final int chunk = peer.chosen(i);
            boolean isFaulty = cluster.chunk(chunk).isFull(fullPercent);
            for (int j = 0; j < i; j++) {
                isFaulty |= peer.chosen(j) == chunk;
            }
            if (isFaulty) {
                faultyDecisions++;
                return;
            }
        }
    }

    private TimeReport measure(
            final Peer peer, final boolean isFeasible, final int warmUpDecisions, final long nsPerDecision) {
        final long batchNs = limits.measureNs() / limits.batchCount();
        final int size = Math.clamp(
                batchNs / Math.max(1, nsPerDecision),
                Math.min(FEWEST_DECISIONS, limits.decisionsPerBatch()),
                limits.decisionsPerBatch());
        final double[] batches = new double[limits.batchCount()];
        final double[] cpuBatches = new double[limits.batchCount()];
        int failures = 0;
        long allocatedBytes = 0;
        for (int batch = 0; batch < batches.length; batch++) {
            final long beforeBytes = threads.getCurrentThreadAllocatedBytes();
            final long beforeCpuNs = threads.getCurrentThreadCpuTime();
            final long beforeNs = System.nanoTime();
            for (int i = 0; i < size; i++) {
                if (peer.choose(REPLICA_COUNT, SEGMENT_BYTES) < REPLICA_COUNT) {
                    failures++;
                }
            }
            batches[batch] = (double) (System.nanoTime() - beforeNs) / size;
            cpuBatches[batch] = (double) (threads.getCurrentThreadCpuTime() - beforeCpuNs) / size;
            allocatedBytes += threads.getCurrentThreadAllocatedBytes() - beforeBytes;
        }
        final int decisions = size * batches.length;
        return new TimeReport(
                kind.label(),
                kind.version(),
                kind.considersCapacity(),
                kind.promisedRacks(),
                cluster.chunkCount(),
                fullPercent,
                seed,
                isFeasible,
                warmUpDecisions,
                faultyDecisions,
                size,
                decisions,
                failures,
                tenths(median(batches)),
                tenths(Arrays.stream(batches).min().orElseThrow()),
                tenths(median(cpuBatches)),
                tenths((double) allocatedBytes / decisions),
                list(batches));
    }

    private static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static List<Double> list(final double[] values) {
        final List<Double> rounded = new ArrayList<>(values.length);
        for (final double value : values) {
            rounded.add(tenths(value));
        }
        return rounded;
    }

    private static double tenths(final double value) {
        return Math.round(value * 10) / 10.0;
    }
}
