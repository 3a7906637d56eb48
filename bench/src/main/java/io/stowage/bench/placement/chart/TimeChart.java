package io.stowage.bench.placement.chart;

import io.stowage.bench.placement.figure.Timing;
import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Time of a decision over the size of the cluster, both logarithmic: a line for each policy, with its name at its end. Where
 * most decisions failed there is no point: refusing is not deciding.
 */
final class TimeChart {
    private static final int HEIGHT = 560;
    private static final float OURS_WIDTH = 3.5f;
    private static final float PEER_WIDTH = 2;
    /** Room for names to the right of the last point, as a factor of the x axis. */
    private static final double NAMES = 7;

    /** Share of the height of the plot below which two names would overlap. */
    private static final double APART = 0.042;

    private TimeChart() {}

    static XYChart of(final List<Timing> timings, final int fullPercent, final List<String> policies) {
        final XYChart chart = new XYChartBuilder()
                .width(Look.WIDTH)
                .height(HEIGHT)
                .title("Time of a placement decision, 3 replicas, " + (fullPercent == 0 ? "none" : fullPercent + " %")
                        + " of the chunks full")
                .xAxisTitle("chunks in the cluster")
                .yAxisTitle("processor time of a decision, ns")
                .build();
        Look.apply(chart.getStyler());
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setXAxisLogarithmicDecadeOnly(true);
        chart.getStyler().setYAxisLogarithmicDecadeOnly(true);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(Look::number);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(Look::number);
        final List<Timing> drawn = new ArrayList<>();
        final Map<String, Timing> ends = new LinkedHashMap<>();
        for (final String policy : policies) {
            final List<Timing> line = timings.stream()
                    .filter(each -> each.peer().equals(policy) && each.fullPercent() == fullPercent)
                    .filter(each -> !each.isFailing())
                    .sorted(Comparator.comparingInt(Timing::chunks))
                    .toList();
            if (!line.isEmpty()) {
                add(chart, policy, line);
                drawn.addAll(line);
                ends.put(policy, line.getLast());
            }
        }
        name(chart, ends, apart(drawn));
        return chart;
    }

    private static void add(final XYChart chart, final String policy, final List<Timing> line) {
        final XYSeries series = chart.addSeries(
                policy,
                line.stream().mapToDouble(Timing::chunks).toArray(),
                line.stream().mapToDouble(Timing::cpuNsPerDecision).toArray());
        final boolean isOurs = Look.color(policy).equals(Look.OURS);
        series.setLineColor(Look.color(policy));
        series.setLineStyle(
                new BasicStroke(isOurs ? OURS_WIDTH : PEER_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(Look.color(policy));
    }

    /** From the bottom up, each name beside the end of its line or as far above as the one below it needs. */
    private static void name(final XYChart chart, final Map<String, Timing> ends, final double apart) {
        final int last = ends.values().stream().mapToInt(Timing::chunks).max().orElse(1);
        chart.getStyler().setXAxisMax(last * NAMES);
        final List<Map.Entry<String, Timing>> upwards = new ArrayList<>(ends.entrySet());
        upwards.sort(Comparator.comparingDouble(end -> end.getValue().cpuNsPerDecision()));
        double below = 0;
        for (final Map.Entry<String, Timing> end : upwards) {
            final double y = Math.max(end.getValue().cpuNsPerDecision(), below * apart);
            chart.addAnnotation(new Name(end.getKey(), Look.color(end.getKey()), last, y));
            below = y;
        }
    }

    /** The least factor between the places of two names, for the height of the plot is a power of the range of all times. */
    private static double apart(final List<Timing> drawn) {
        final DoubleSummaryStatistics ns =
                drawn.stream().mapToDouble(Timing::cpuNsPerDecision).summaryStatistics();
        return Math.pow(ns.getMax() / ns.getMin(), APART);
    }
}
