package io.stowage.bench.micro;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * How much of an iteration the measuring JVM was on a processor: 1 where it had one for itself, 0.5 where it had to share it with
 * another process, so that half of the time per operation is not the benchmark's own. Above 1 where the compiler was still busy.
 */
public final class CpuShareProfiler implements InternalProfiler {
    /** Name of the figure in JMH's results. */
    public static final String SHARE = "cpu.share";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long cpuNs;
    private long wallNs;

    /** Makes the profiler; called by JMH. */
    public CpuShareProfiler() {}

    @Override
    public String getDescription() {
        return "Share of the time that the JVM was on a processor";
    }

    @Override
    public void beforeIteration(final BenchmarkParams benchmarkParams, final IterationParams iterationParams) {
        cpuNs = system.getProcessCpuTime();
        wallNs = System.nanoTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            final BenchmarkParams benchmarkParams,
            final IterationParams iterationParams,
            final IterationResult result) {
        final double share = (system.getProcessCpuTime() - cpuNs) / (double) (System.nanoTime() - wallNs);
        return List.of(new ScalarResult(SHARE, share, "", AggregationPolicy.AVG));
    }
}
