package io.stowage.bench.placement.figure;

import java.util.Arrays;

/**
 * How even the utilisations of chunks are.
 *
 * @param mean     of the chunks, each counting the same whatever its size.
 * @param max      of the fullest.
 * @param min      of the emptiest.
 * @param stddev   around the mean.
 * @param overfull chunks above 1.
 */
public record Evenness(double mean, double max, double min, double stddev, long overfull) {
    /**
     * Sums utilisations up.
     *
     * @param utilisations of the chunks.
     * @return the sums.
     */
    public static Evenness of(final double[] utilisations) {
        final double mean = Arrays.stream(utilisations).average().orElse(0);
        double max = 0;
        double min = Double.MAX_VALUE;
        double squares = 0;
        long overfull = 0;
        for (final double each : utilisations) {
            max = Math.max(max, each);
            min = Math.min(min, each);
            squares += (each - mean) * (each - mean);
            overfull += each > 1 ? 1 : 0;
        }
        return new Evenness(mean, max, min, Math.sqrt(squares / utilisations.length), overfull);
    }

    /**
     * The figure that the target is about.
     *
     * @return 1 where all chunks are filled to the same share.
     */
    public double maxOverMean() {
        return max / mean;
    }
}
