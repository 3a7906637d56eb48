package io.stowage.bench.placement.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.style.AxesChartStyler;

/** How all charts look: a policy has the same colour in each, ours the only strong one. */
final class Look {
    static final int WIDTH = 920;
    static final Color OURS = new Color(0xC2410C);
    static final Color INK = new Color(0x1F2937);
    private static final Color FAINT = new Color(0xE5E7EB);
    private static final Color AXIS = new Color(0x6B7280);
    private static final String FAMILY = Font.SANS_SERIF;
    private static final int LABEL_SIZE = 13;

    /** Blue and green shades of those who do not see capacity, and purple ones of those who do. */
    private static final Map<String, Color> COLORS = Map.of(
            "stowage", OURS,
            "crush", new Color(0x4B5563),
            "ozone-rack-aware", new Color(0x0369A1),
            "ozone-rack-scatter", new Color(0x38A3D1),
            "ozone-capacity", new Color(0x7E22CE),
            "hdfs-default", new Color(0x15803D),
            "hdfs-available-space", new Color(0xB0489E));

    private static final Color OTHERS = new Color(0x9CA3AF);

    private Look() {}

    static Color color(final String policy) {
        return COLORS.getOrDefault(policy, OTHERS);
    }

    static Font labels() {
        return new Font(FAMILY, Font.PLAIN, LABEL_SIZE);
    }

    /** Without exponents. */
    static String number(final double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.1f" : "%,.0f", value);
    }

    static void apply(final AxesChartStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setChartFontColor(INK);
        styler.setChartTitleFont(new Font(FAMILY, Font.BOLD, 17));
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitlePadding(10);
        styler.setChartPadding(16);
        styler.setAxisTitleFont(new Font(FAMILY, Font.PLAIN, LABEL_SIZE));
        styler.setAxisTitlePadding(10);
        styler.setAxisTickLabelsFont(labels());
        styler.setAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(AXIS);
        styler.setPlotGridLinesColor(FAINT);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotTicksMarksVisible(false);
        styler.setLegendVisible(false);
        styler.setAntiAlias(true);
    }
}
