package io.stowage.bench.micro;

import io.stowage.bench.BenchException;
import io.stowage.bench.output.Machine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks of this package under JMH, always with the allocation profiler. */
public final class MicroBenchmarks {
    private static final String CHUNKS = "chunks";
    private static final String SIZES = "sizes";
    /** Name of the garbage of an operation in JMH's results, bytes. */
    public static final String GARBAGE = "gc.alloc.rate.norm";

    private static final String FLOOR = FrameCopyBenchmark.class.getSimpleName() + ".copy";
    private static final String IGNORE_LOCK = "jmh.ignoreLock";

    private MicroBenchmarks() {}

    /**
     * Runs them, one after the other.
     *
     * @param options  how.
     * @param progress told what JMH has to say.
     * @return the figures.
     * @throws BenchException if there is nothing to run or a benchmark failed.
     */
    public static MicroReport run(final MicroOptions options, final PrintStream progress) {
        final Machine machine = Machine.now();
        final List<MicroResult> results = results(measure(options, progress));
        final boolean garbageFree = results.stream().noneMatch(MicroResult::makesGarbage);
        return new MicroReport(results, garbageFree, ForkArguments.ofThisVm(), options, machine);
    }

    /**
     * Has JMH run benchmarks with the profilers of garbage and of the share of the processor.
     *
     * @param options  how; {@code include} says which.
     * @param progress told what JMH has to say.
     * @return what JMH saw.
     * @throws BenchException if there is nothing to run or a benchmark failed.
     */
    public static Collection<RunResult> measure(final MicroOptions options, final PrintStream progress) {
        if (options.sharesMachine()) {
            System.setProperty(IGNORE_LOCK, "true");
        }
        try {
            return new Runner(
                            jmhOptions(options, ForkArguments.ofThisVm()),
                            OutputFormatFactory.createFormatInstance(progress, VerboseMode.NORMAL))
                    .run();
        } catch (final NoBenchmarksException e) {
            throw new BenchException(
                    "no benchmark has a name like '" + options.include() + "'; run all to see them", e);
        } catch (final RunnerException e) {
            throw new BenchException("the benchmarks did not run: " + e.getMessage(), e);
        }
    }

    private static Options jmhOptions(final MicroOptions options, final List<String> jvmArguments) {
        final TimeValue time = TimeValue.milliseconds(options.iterationMillis());
        return new OptionsBuilder()
                .include(options.include())
                .param(CHUNKS, options.chunks().stream().map(String::valueOf).toArray(String[]::new))
                .param(SIZES, options.chunks().stream().map(String::valueOf).collect(Collectors.joining("x")))
                .forks(options.forks())
                .warmupIterations(options.iterations())
                .warmupTime(time)
                .measurementIterations(options.iterations())
                .measurementTime(time)
                .jvmArgs(jvmArguments.toArray(String[]::new))
                .addProfiler(GCProfiler.class)
                .addProfiler(CpuShareProfiler.class)
                .shouldFailOnError(true)
                .build();
    }

    private static List<MicroResult> results(final Collection<RunResult> runs) {
        final List<MicroResult> results = new ArrayList<>();
        final double floorNs = floorNs(runs);
        for (final RunResult run : runs) {
            results.add(result(run, floorNs));
        }
        results.sort(Comparator.comparing(MicroResult::benchmark)
                .thenComparing(MicroResult::chunks, Comparator.nullsFirst(Comparator.naturalOrder())));
        return results;
    }

    /**
     * The row of one benchmark.
     *
     * @param run     what JMH saw.
     * @param floorNs processor's time of the copy of a reservation's bytes, nanoseconds; 0: not measured.
     * @return the figures.
     */
    public static MicroResult result(final RunResult run, final double floorNs) {
        final Result<?> time = run.getPrimaryResult();
        final double cpuShare = secondary(run, CpuShareProfiler.SHARE).getScore();
        final double cpuNs = cpuNs(run);
        final double error = time.getScoreError();
        final boolean movesTheseBytes = name(run).startsWith(ReserveBenchmark.class.getSimpleName())
                || name(run).startsWith(floorClass());
        return new MicroResult(
                name(run),
                chunks(run),
                time.getScore(),
                Double.isNaN(error) ? 0 : error,
                time.getStatistics().getMin(),
                cpuShare,
                cpuNs,
                secondary(run, GARBAGE).getStatistics().getPercentile(50),
                fewestOperations(run),
                movesTheseBytes && floorNs > 0 ? cpuNs / floorNs : null);
    }

    private static Result<?> secondary(final RunResult run, final String figure) {
        final Result<?> result = run.getSecondaryResults().get(figure);
        if (result == null) {
            throw new BenchException("JMH reports no " + figure + " for " + name(run)
                    + "; use a JVM that counts what a thread allocates, such as HotSpot");
        }
        return result;
    }

    /** The compiler's time, which raises the share above 1, is not the benchmark's. */
    private static double cpuNs(final RunResult run) {
        final double share = secondary(run, CpuShareProfiler.SHARE).getScore();
        return run.getPrimaryResult().getScore() * Math.min(1, share);
    }

    private static long fewestOperations(final RunResult run) {
        long fewest = Long.MAX_VALUE;
        for (final BenchmarkResult fork : run.getBenchmarkResults()) {
            for (final IterationResult iteration : fork.getIterationResults()) {
                fewest = Math.min(fewest, iteration.getMetadata().getAllOps());
            }
        }
        return fewest;
    }

    private static double floorNs(final Collection<RunResult> runs) {
        for (final RunResult run : runs) {
            if (name(run).equals(FLOOR)) {
                return cpuNs(run);
            }
        }
        return 0;
    }

    private static String floorClass() {
        return FrameCopyBenchmark.class.getSimpleName();
    }

    private static @Nullable Integer chunks(final RunResult run) {
        final String value = run.getParams().getParam(CHUNKS);
        return value == null ? null : Integer.valueOf(value);
    }

    private static String name(final RunResult run) {
        final String qualified = run.getParams().getBenchmark();
        final int method = qualified.lastIndexOf('.');
        return qualified.substring(qualified.lastIndexOf('.', method - 1) + 1);
    }
}
