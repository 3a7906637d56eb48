package io.stowage.sim.model;

/**
 * How much stands in a row.
 *
 * @param segments   count.
 * @param bytes      nominal bytes of them.
 * @param rxSegments reposition destinations.
 * @param rxBytes    nominal bytes of them.
 */
public record Amount(long segments, long bytes, long rxSegments, long rxBytes) {
    /** Nothing. */
    public static final Amount NONE = new Amount(0, 0, 0, 0);

    /**
     * Segments without reposition destinations.
     *
     * @param segments count.
     * @param bytes    nominal bytes of them.
     * @return that much.
     */
    public static Amount of(final long segments, final long bytes) {
        return new Amount(segments, bytes, 0, 0);
    }

    /**
     * The sum.
     *
     * @param other to be added.
     * @return both together.
     */
    public Amount plus(final Amount other) {
        return new Amount(
                segments + other.segments, bytes + other.bytes, rxSegments + other.rxSegments, rxBytes + other.rxBytes);
    }

    /**
     * The difference.
     *
     * @param other to be taken away.
     * @return what is left; negative where more was taken than there was.
     */
    public Amount minus(final Amount other) {
        return new Amount(
                segments - other.segments, bytes - other.bytes, rxSegments - other.rxSegments, rxBytes - other.rxBytes);
    }

    /**
     * Reposition destinations.
     *
     * @param segments count.
     * @param bytes    nominal bytes of them.
     * @return that much.
     */
    public static Amount rx(final long segments, final long bytes) {
        return new Amount(0, 0, segments, bytes);
    }

    /**
     * Nominal bytes of segments and reposition destinations together.
     *
     * @return bytes.
     */
    public long allBytes() {
        return bytes + rxBytes;
    }

    /**
     * Whether some figure is below zero.
     *
     * @return true if more was taken than there was.
     */
    public boolean isNegative() {
        return segments < 0 || bytes < 0 || rxSegments < 0 || rxBytes < 0;
    }

    /**
     * Whether nothing is there.
     *
     * @return true if all are zero.
     */
    public boolean isNone() {
        return equals(NONE);
    }
}
