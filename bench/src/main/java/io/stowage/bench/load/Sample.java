package io.stowage.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What one slice of time showed.
 *
 * @param latenciesNs round trips of reservations, nanoseconds; empty where they were not measured.
 * @param commands    answered.
 * @param elapsedNs   time that they took, nanoseconds.
 */
public record Sample(Histogram latenciesNs, long commands, long elapsedNs) {
    private static final long MAX_NS = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;

    static Histogram histogram() {
        return new Histogram(1, MAX_NS, DIGITS);
    }

    static void record(final Histogram histogram, final long latencyNs) {
        histogram.recordValue(Math.clamp(latencyNs, 1, MAX_NS));
    }

    /**
     * A round trip that so many of a hundred did not exceed.
     *
     * @param percentile 0 to 100.
     * @return nanoseconds.
     */
    public double percentileNs(final double percentile) {
        return latenciesNs.getValueAtPercentile(percentile);
    }

    /**
     * How fast they were answered.
     *
     * @return commands a second.
     */
    public double commandsPerSecond() {
        return commands * (double) TimeUnit.SECONDS.toNanos(1) / elapsedNs;
    }
}
