package io.stowage.bench.load;

import io.stowage.bench.BenchException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Latencies as files: a {@code .hgrm} of each contestant, which HdrHistogram's plotter reads, and a picture of both, microseconds over
 * the percentile, its axis stretched towards the rare ones.
 */
final class LatencyFiles {
    private static final double NS_PER_MICRO = 1_000;
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final Color SERVER = new Color(0xC2410C);
    private static final Color ECHO = new Color(0x4B5563);
    private static final Color GRID = new Color(0xE5E7EB);
    private static final int WIDTH = 920;
    private static final int HEIGHT = 480;

    private LatencyFiles() {}

    /** Writes the files of all contests that timed anything. */
    static void write(final Path directory, final List<Contest> contests) {
        try {
            Files.createDirectories(directory);
            for (final Contest contest : contests) {
                final Histogram server = contest.latenciesOfServer();
                final Histogram echo = contest.latenciesOfEcho();
                if (server.getTotalCount() > 0 && echo.getTotalCount() > 0) {
                    final String name = "load-" + contest.load().replace(' ', '-');
                    writeHistogram(directory.resolve(name + "-server.hgrm"), server);
                    writeHistogram(directory.resolve(name + "-echo.hgrm"), echo);
                    draw(directory.resolve(name + ".svg"), contest.load(), server, echo);
                }
            }
        } catch (final IOException e) {
            throw new BenchException(
                    "the histograms cannot be written to " + directory + " (" + e.getMessage()
                            + "); name another folder with --histograms",
                    e);
        }
    }

    private static void writeHistogram(final Path file, final Histogram histogram) throws IOException {
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            histogram.outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NS_PER_MICRO);
        }
    }

    private static void draw(final Path file, final String load, final Histogram server, final Histogram echo)
            throws IOException {
        final XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Latency, " + load + ", one reservation of 3 replicas")
                .xAxisTitle("percentile")
                .yAxisTitle("microseconds")
                .build();
        chart.getStyler().setLocale(Locale.ROOT);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setPlotGridLinesColor(GRID);
        chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1));
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
        chart.getStyler().setLegendBorderColor(Color.WHITE);
        chart.getStyler().setChartTitleBoxVisible(false);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setXAxisLogarithmicDecadeOnly(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(LatencyFiles::percentile);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(value -> String.format(Locale.ROOT, "%,.0f", value));
        add(chart, "server, journal on", server, SERVER);
        add(chart, "echo of the same bytes", echo, ECHO);
        try (var out = Files.newOutputStream(file)) {
            ChartEncoder.saveChart(chart, out, "svg");
        }
    }

    private static void add(final XYChart chart, final String name, final Histogram histogram, final Color color) {
        final List<Double> oneIn = new ArrayList<>();
        final List<Double> micros = new ArrayList<>();
        for (final HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALF_DISTANCE)) {
            final double beyond = 1 - value.getPercentileLevelIteratedTo() / 100;
            if (beyond > 0) {
                oneIn.add(1 / beyond);
                micros.add(value.getValueIteratedTo() / NS_PER_MICRO);
            }
        }
        final XYSeries series = chart.addSeries(name, oneIn, micros);
        series.setLineColor(color);
        series.setMarker(SeriesMarkers.NONE);
    }

    /** One in ten is the 90th percentile, one in a hundred the 99th. */
    private static String percentile(final double oneIn) {
        final double percent = 100 - 100 / oneIn;
        return percent == Math.rint(percent)
                ? String.format(Locale.ROOT, "%.0f", percent)
                : Float.toString((float) percent);
    }
}
