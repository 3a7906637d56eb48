package io.stowage.bench.space;

import io.stowage.bench.BenchException;
import io.stowage.bench.micro.CpuShareProfiler;
import io.stowage.bench.micro.MicroBenchmarks;
import io.stowage.bench.micro.MicroOptions;
import io.stowage.bench.output.Machine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Runs the benchmarks of this package under JMH and compares the sizes. */
public final class SpaceBenchmarks {
    /** Name of the benchmark whose operation is a whole report. */
    static final String REPORT = "report";

    private static final int SMALL = 100;
    private static final int LARGE = 10_000;
    private static final int QUICK_LARGE = 400;
    private static final String ALL = "io\\.stowage\\.bench\\.space\\..*";

    private SpaceBenchmarks() {}

    /**
     * How a full run is measured.
     *
     * @param forks      JVMs for each row.
     * @param iterations measured in each of them at each size.
     * @param include    regular expression on the operations' names.
     * @return options.
     */
    public static MicroOptions full(final int forks, final int iterations, final String include) {
        return new MicroOptions(List.of(SMALL, LARGE), ALL + include, forks, 2 * iterations, 300, false);
    }

    /**
     * A run that shows that everything works; the times mean nothing.
     *
     * @param include regular expression on the operations' names.
     * @return options.
     */
    public static MicroOptions quick(final String include) {
        return new MicroOptions(List.of(SMALL, QUICK_LARGE), ALL + include, 1, 2, 50, true);
    }

    /**
     * Runs them.
     *
     * @param options  how.
     * @param progress told what JMH has to say.
     * @return the figures.
     */
    public static SpaceReport run(final MicroOptions options, final PrintStream progress) {
        final Machine machine = Machine.now();
        final List<SpaceResult> results = new ArrayList<>();
        for (final RunResult run : MicroBenchmarks.measure(options, progress)) {
            results.add(result(run, options.chunks(), 0));
            results.add(result(run, options.chunks(), 1));
        }
        final int small = options.chunks().getFirst();
        final int large = options.chunks().getLast();
        return new SpaceReport(
                results,
                SpaceReport.ratios(results, small, large),
                List.of(TableSizes.of(small), TableSizes.of(large)),
                options,
                machine);
    }

    /** JMH's iterations are those of the small and of the large cluster in turns. */
    private static SpaceResult result(final RunResult run, final List<Integer> sizes, final int turn) {
        final String benchmark = run.getParams().getBenchmark();
        final String operation = benchmark.substring(benchmark.lastIndexOf('.') + 1);
        final int chunks = sizes.get(turn);
        final Touch touch = Touch.valueOf(run.getParams().getParam("touch"));
        final int perOperation = operation.equals(REPORT) ? SpaceFixture.rowsOfAReport(touch, chunks) : 1;
        final List<Double> cpuNs = new ArrayList<>();
        final List<Double> bytes = new ArrayList<>();
        long operations = Long.MAX_VALUE;
        for (final BenchmarkResult fork : run.getBenchmarkResults()) {
            int index = 0;
            for (final IterationResult iteration : fork.getIterationResults()) {
                if (index++ % sizes.size() != turn) {
                    continue;
                }
                final double share = secondary(iteration, CpuShareProfiler.SHARE);
                cpuNs.add(iteration.getPrimaryResult().getScore() * Math.min(1, share) / perOperation);
                bytes.add(secondary(iteration, MicroBenchmarks.GARBAGE) / perOperation);
                operations = Math.min(operations, iteration.getMetadata().getAllOps() * perOperation);
            }
        }
        return new SpaceResult(operation, touch, chunks, median(cpuNs), smallest(cpuNs), median(bytes), operations);
    }

    private static double secondary(final IterationResult iteration, final String figure) {
        final Result<?> result = iteration.getSecondaryResults().get(figure);
        if (result == null) {
            throw new BenchException("JMH reports no " + figure + "; use a JVM that counts what a thread allocates");
        }
        return result.getScore();
    }

    private static double median(final List<Double> values) {
        final double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double smallest(final List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    }
}
