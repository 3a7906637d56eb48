package io.stowage.bench;

import io.stowage.bench.output.Json;
import io.stowage.bench.placement.PlacementBenchmark;
import io.stowage.bench.placement.PlacementOptions;
import io.stowage.bench.placement.PlacementReport;
import io.stowage.bench.placement.chart.PlacementCharts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench placement}: where segments go, beside the policies of other systems. */
@Command(
        name = "placement",
        description = "Time, garbage and evenness of placement decisions, beside those of Ozone, HDFS and CRUSH.")
final class PlacementCommand implements Callable<Integer> {
    private static final int DECISIONS = 20_000;
    private static final int BATCHES = 5;
    private static final int QUICK_DECISIONS = 640;
    private static final int QUICK_BATCHES = 3;
    private static final int SEGMENTS_PER_UNIT = 1_000;
    private static final int QUICK_SEGMENTS_PER_UNIT = 100;
    private static final int CLUSTERS = 200;
    private static final int QUICK_CLUSTERS = 5;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; progress goes to standard error in any case.")
    private boolean json;

    @Option(
            names = "--quick",
            description = "Short batches, one turn: shows that everything runs, the times mean nothing.")
    private boolean quick;

    @Option(
            names = "--chunks",
            split = ",",
            defaultValue = "100,1000,10000,100000",
            description = "Sizes of the clusters on which decisions are timed (default: ${DEFAULT-VALUE}).")
    private List<Integer> chunks = List.of();

    @Option(
            names = "--full",
            split = ",",
            defaultValue = "0,50,90",
            description = "Percent of the chunks that are full (default: ${DEFAULT-VALUE}).")
    private List<Integer> full = List.of();

    @Option(
            names = "--fill-chunks",
            split = ",",
            defaultValue = "100,1000",
            description = "Sizes of the clusters that are filled to 80 %% (default: ${DEFAULT-VALUE}).")
    private List<Integer> fillChunks = List.of();

    @Option(
            names = "--rounds",
            defaultValue = "2",
            description = "Turns of each policy on each cluster (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--no-peers", description = "Leave Ozone and HDFS out: nothing is built or fetched.")
    private boolean noPeers;

    @Option(names = "--no-crush", description = "Leave CRUSH out.")
    private boolean noCrush;

    @Option(names = "--seed", defaultValue = "5707", description = "Of the clusters (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--charts", paramLabel = "DIR", description = "Write pictures of the figures here, as SVG.")
    private @Nullable Path charts;

    @Option(names = "--cluster-files", paramLabel = "DIR", description = "Keep the cluster files here.")
    private @Nullable Path clusterFiles;

    PlacementCommand() {}

    @Override
    public Integer call() throws IOException {
        final Path directory = clusterFiles == null ? Files.createTempDirectory("stowage-placement") : clusterFiles;
        try {
            final PlacementReport report = PlacementBenchmark.run(options(directory), System.err);
            final PrintWriter out = spec.commandLine().getOut();
            out.println(json ? Json.text(report) : report.text());
            out.flush();
            if (charts != null) {
                PlacementCharts.write(report.timings(), report.fillings(), charts);
            }
            return report.isBroken() ? 1 : 0;
        } finally {
            if (clusterFiles == null) {
                delete(directory);
            }
        }
    }

    private PlacementOptions options(final Path directory) {
        return new PlacementOptions(
                chunks,
                full,
                quick ? QUICK_DECISIONS : DECISIONS,
                quick ? QUICK_BATCHES : BATCHES,
                quick ? 1 : rounds,
                fillChunks,
                quick ? QUICK_SEGMENTS_PER_UNIT : SEGMENTS_PER_UNIT,
                quick ? QUICK_CLUSTERS : CLUSTERS,
                !noPeers,
                !noCrush,
                seed,
                directory);
    }

    private static void delete(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
