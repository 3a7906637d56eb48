package io.stowage.bench.design;

import io.stowage.bench.micro.MicroBenchmarks;
import io.stowage.bench.micro.MicroOptions;
import io.stowage.bench.micro.MicroResult;
import io.stowage.bench.output.Machine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/** Runs the designs under JMH and fills clusters by them. */
public final class DesignBenchmarks {
    private static final String ALL = "io\\.stowage\\.bench\\.design\\..*";

    private DesignBenchmarks() {}

    /**
     * Long enough for figures.
     *
     * @return a fork of three seconds for each row.
     */
    public static MicroOptions full() {
        return new MicroOptions(List.of(100, 1_000, 10_000, 100_000), ALL, 1, 3, 1_000, false);
    }

    /**
     * Long enough to see that the designs run and make no garbage; the times mean nothing.
     *
     * @return one short fork at the size of which the quality is seen too.
     */
    public static MicroOptions quick() {
        return new MicroOptions(List.of(Quality.CHUNKS), ALL, 1, 2, 50, true);
    }

    /**
     * Runs them.
     *
     * @param options  how.
     * @param progress told what JMH has to say.
     * @return the figures.
     */
    public static DesignReport run(final MicroOptions options, final PrintStream progress) {
        options.chunks().forEach(DesignCluster::checkSize);
        final Machine machine = Machine.now();
        final List<DesignRow> rows = new ArrayList<>();
        for (final RunResult run : MicroBenchmarks.measure(options, progress)) {
            rows.add(row(run));
        }
        rows.sort(Comparator.comparingInt(DesignRow::fullPercent)
                .thenComparingInt(DesignRow::chunks)
                .thenComparing(DesignRow::design));
        final boolean garbageFree = rows.stream().map(DesignRow::time).noneMatch(MicroResult::makesGarbage);
        return new DesignReport(rows, garbageFree, options, machine);
    }

    private static DesignRow row(final RunResult run) {
        final BenchmarkParams parameters = run.getParams();
        final DesignKind design = DesignKind.valueOf(parameters.getParam("design"));
        final int chunks = Integer.parseInt(parameters.getParam("chunks"));
        final int full = Integer.parseInt(parameters.getParam("full"));
        final Quality quality = chunks == Quality.CHUNKS ? Quality.of(design, full) : null;
        return new DesignRow(design, chunks, full, MicroBenchmarks.result(run, 0), quality);
    }
}
