package io.stowage.bench.placement.own;

import com.sun.management.ThreadMXBean;
import io.stowage.bench.placement.cluster.Cluster;
import io.stowage.bench.placement.cluster.ClusterChunk;
import io.stowage.bench.placement.figure.Timing;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Times decisions: the request is encoded, applied with its reservation and accounting, and the reply decoded to the chunk ids.
 * What was reserved is dropped off the clock before it has filled the cluster noticeably, so that every decision meets the same
 * state. The garbage is that of the batch with the least: what decisions allocate is in every batch, what the JVM does when it
 * compiles anew only in some.
 */
final class OwnTiming {
    private static final double USED_SHARE = 0.4;
    /** Share of the free space after which what was reserved is dropped. */
    private static final double DRIFT_SHARE = 0.02;

    private static final int WARM_UP_BATCHES = 100;
    private static final long WARM_UP_NS = 3_000_000_000L;
    private static final long MAX_BATCH_NS = 3_000_000_000L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Locations locations = new Locations();
    private final OwnCluster own;
    private final Ask ask;
    private final int slice;
    private long failures;
    private long ns;
    private long cpuNs;
    private long bytes;

    private OwnTiming(final OwnCluster own, final Ask ask, final int slice) {
        this.own = own;
        this.ask = ask;
        this.slice = slice;
    }

    /** Measures on a cluster of which some percent of the chunks are full and the others used by 40 %. */
    static Timing run(
            final Cluster cluster, final int fullPercent, final Ask ask, final int decisions, final int batches) {
        final long[] used = new long[cluster.size()];
        long freeBytes = 0;
        for (final ClusterChunk chunk : cluster.chunks()) {
            final long capacity = chunk.capacityBytes();
            used[chunk.index()] = chunk.isFull(fullPercent) ? capacity : (long) (capacity * USED_SHARE);
            freeBytes += capacity - used[chunk.index()];
        }
        final long most = (long) (freeBytes * DRIFT_SHARE / (ask.segments() * ask.segmentBytes()));
        final int slices = Math.clamp(Math.ceilDiv((long) decisions, Math.max(1, most)), 1, decisions);
        final int requests = Math.ceilDiv(decisions, slices * ask.extentsPerRequest());
        try (OwnCluster own = new OwnCluster(cluster, 0)) {
            own.fill(used);
            return new OwnTiming(own, ask, requests * ask.extentsPerRequest())
                    .measure(cluster.size(), fullPercent, decisions, batches);
        }
    }

    private Timing measure(final int chunks, final int fullPercent, final int decisions, final int batches) {
        warmUp((long) WARM_UP_BATCHES * decisions);
        failures = 0;
        final double[] nsPerDecision = new double[batches];
        final double[] cpuNsPerDecision = new double[batches];
        final double[] bytesPerDecision = new double[batches];
        long measured = 0;
        for (int batch = 0; batch < batches; batch++) {
            ns = 0;
            cpuNs = 0;
            bytes = 0;
            int done = 0;
            for (; done < decisions && ns < MAX_BATCH_NS; done += slice) {
                slice();
            }
            nsPerDecision[batch] = (double) ns / done;
            cpuNsPerDecision[batch] = (double) cpuNs / done;
            bytesPerDecision[batch] = (double) bytes / done;
            measured += done;
        }
        own.verify();
        return new Timing(
                ask.name(),
                null,
                true,
                chunks,
                fullPercent,
                measured,
                failures,
                Timing.median(nsPerDecision),
                Arrays.stream(nsPerDecision).min().orElseThrow(),
                Timing.median(cpuNsPerDecision),
                Arrays.stream(bytesPerDecision).min().orElseThrow(),
                Arrays.stream(nsPerDecision).boxed().toList());
    }

    private void warmUp(final long decisions) {
        final long start = System.nanoTime();
        for (long done = 0; done < decisions && System.nanoTime() - start < WARM_UP_NS; done += slice) {
            slice();
        }
    }

    private void slice() {
        final long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        final long cpuNsBefore = THREADS.getCurrentThreadCpuTime();
        final long nsBefore = System.nanoTime();
        final int granted = reserve();
        ns += System.nanoTime() - nsBefore;
        cpuNs += THREADS.getCurrentThreadCpuTime() - cpuNsBefore;
        bytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        failures += slice - granted / ask.segments();
        own.dropReserved();
    }

    private int reserve() {
        int granted = 0;
        for (int done = 0; done < slice; done += ask.extentsPerRequest()) {
            own.reserve(ask, locations);
            granted += locations.count();
        }
        return granted;
    }
}
