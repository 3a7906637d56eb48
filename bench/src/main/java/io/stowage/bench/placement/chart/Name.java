package io.stowage.bench.placement.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import org.knowm.xchart.internal.chartpart.Annotation;

/** A text in a colour of its own, to the right of a point or above it. XChart's own texts have one colour for all. */
final class Name extends Annotation {
    private static final int GAP = 12;
    private static final int HALF_HEIGHT = 5;

    private final String text;
    private final Color color;
    private final double x;
    private final double y;

    Name(final String text, final Color color, final double x, final double y) {
        super(false);
        this.text = text;
        this.color = color;
        this.x = x;
        this.y = y;
    }

    @Override
    public void paint(final Graphics2D graphics) {
        graphics.setFont(Look.labels());
        graphics.setColor(color);
        graphics.drawString(text, getXAxisScreenValue(x) + GAP, getYAxisScreenValue(y) + HALF_HEIGHT);
    }
}
