package io.stowage.bench.placement.chart;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A bar for each policy, from zero to the right, with its name and figure at its end. The bars are thick lines: XChart's own bars
 * have one colour, and their names beside them where long ones overlap.
 */
final class BarChart {
    private static final int BAR_HEIGHT = 46;
    private static final int FRAME_HEIGHT = 120;
    private static final float BAR_WIDTH = 24;
    private static final double ROOM_FOR_NAMES = 1.4;

    private BarChart() {}

    static XYChart of(final String title, final String axis, final String format, final Map<String, Double> bars) {
        final XYChart chart = new XYChartBuilder()
                .width(Look.WIDTH)
                .height(FRAME_HEIGHT + BAR_HEIGHT * bars.size())
                .title(title)
                .xAxisTitle(axis)
                .build();
        Look.apply(chart.getStyler());
        final double max =
                bars.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        chart.getStyler().setPlotGridHorizontalLinesVisible(false);
        chart.getStyler().setYAxisTicksVisible(false);
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax(Math.max(max, 1) * ROOM_FOR_NAMES);
        chart.getStyler().setYAxisMin(0.4);
        chart.getStyler().setYAxisMax(bars.size() + 0.6);
        chart.getStyler().setXAxisTickLabelsFormattingFunction(Look::number);
        final List<String> policies = new ArrayList<>(bars.keySet());
        bars.forEach((policy, value) -> {
            final double y = bars.size() - policies.indexOf(policy);
            final XYSeries bar = chart.addSeries(policy, new double[] {0, value}, new double[] {y, y});
            bar.setLineColor(Look.color(policy));
            bar.setLineStyle(new BasicStroke(BAR_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL));
            bar.setMarker(SeriesMarkers.NONE);
            final String figure = String.format(Locale.ROOT, format, value);
            chart.addAnnotation(new Name(policy + ": " + figure, Look.color(policy), value, y));
        });
        return chart;
    }
}
