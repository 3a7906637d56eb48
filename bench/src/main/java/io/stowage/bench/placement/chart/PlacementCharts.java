package io.stowage.bench.placement.chart;

import io.stowage.bench.BenchException;
import io.stowage.bench.placement.figure.Filling;
import io.stowage.bench.placement.figure.Timing;
import io.stowage.bench.placement.own.Ask;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.IChart;

/** Draws what a run showed. */
public final class PlacementCharts {
    private static final double PERCENT = 100;

    /** Rows that are no policy of their own. */
    private static final Set<String> VARIANTS = Set.of(Ask.SINGLE, Ask.CODED);

    private PlacementCharts() {}

    /**
     * Writes the pictures of a run.
     *
     * @param timings   of all policies.
     * @param fillings  of all policies.
     * @param directory to write to; made where it is not there.
     */
    public static void write(final List<Timing> timings, final List<Filling> fillings, final Path directory) {
        final List<String> policies = timings.stream()
                .map(Timing::peer)
                .distinct()
                .filter(policy -> !VARIANTS.contains(policy))
                .toList();
        try {
            Files.createDirectories(directory);
            for (final int fullPercent :
                    timings.stream().map(Timing::fullPercent).distinct().toList()) {
                write(
                        TimeChart.of(timings, fullPercent, policies),
                        directory.resolve("placement-time-" + fullPercent + "-full.svg"));
            }
            final int largest = timings.stream().mapToInt(Timing::chunks).max().orElse(0);
            final Map<String, Double> garbage = garbage(timings, policies, largest);
            if (!garbage.isEmpty()) {
                write(
                        BarChart.of(
                                String.format("Garbage of a decision, 3 replicas, %,d chunks, none full", largest),
                                "heap allocated by a decision, bytes",
                                "%,.0f",
                                garbage),
                        directory.resolve("placement-garbage.svg"));
            }
            final int filled = fillings.stream().mapToInt(Filling::chunks).max().orElse(0);
            if (filled > 0) {
                write(
                        BarChart.of(
                                String.format(
                                        "How far the fullest of %,d chunks is above the mean, filled to 80 %%", filled),
                                "utilisation of the fullest chunk over the mean, less 1, in percent",
                                "%.2f",
                                evenness(fillings, filled)),
                        directory.resolve("placement-evenness.svg"));
            }
        } catch (final IOException e) {
            throw new BenchException("the charts cannot be written to " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Double> garbage(
            final List<Timing> timings, final List<String> policies, final int chunks) {
        final Map<String, Double> bars = new LinkedHashMap<>();
        for (final String policy : policies) {
            timings.stream()
                    .filter(each -> each.peer().equals(policy) && each.chunks() == chunks && each.fullPercent() == 0)
                    .filter(each -> each.bytesPerDecision() >= 0)
                    .findFirst()
                    .ifPresent(each -> bars.put(policy, each.bytesPerDecision()));
        }
        return bars;
    }

    /** Of a policy that was measured several times, the best. */
    private static Map<String, Double> evenness(final List<Filling> fillings, final int chunks) {
        final Map<String, Double> bars = new LinkedHashMap<>();
        for (final Filling each : fillings) {
            if (each.chunks() == chunks) {
                bars.merge(each.peer(), (each.maxOverMean() - 1) * PERCENT, Math::min);
            }
        }
        return bars;
    }

    private static void write(final IChart chart, final Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(chart, out, "svg");
        }
    }
}
