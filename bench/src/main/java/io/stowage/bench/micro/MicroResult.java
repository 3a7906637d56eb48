package io.stowage.bench.micro;

import org.jspecify.annotations.Nullable;

/**
 * One row: a benchmark at one size.
 *
 * @param benchmark     class and method.
 * @param chunks        size of the fleet; null where it has none.
 * @param nsPerOp       mean time of an operation, nanoseconds.
 * @param errorNs       half of its 99.9 % confidence interval, nanoseconds; 0 where there are too few iterations for one.
 * @param bestNs        that of the fastest iteration, nanoseconds: the least disturbed one.
 * @param cpuShare      share of the time that the JVM was on a processor; well below 1: other processes disturbed it.
 * @param cpuNsPerOp    mean time of an operation on a processor, nanoseconds: nsPerOp without the waiting for other processes.
 * @param bytesPerOp    garbage of an operation in the median iteration, bytes.
 * @param operations    in the shortest iteration, that is over how many the garbage was spread at least.
 * @param timesTheFloor cpuNsPerOp over that of the copy of the same bytes; null for what moves other bytes.
 */
public record MicroResult(
        String benchmark,
        @Nullable Integer chunks,
        double nsPerOp,
        double errorNs,
        double bestNs,
        double cpuShare,
        double cpuNsPerOp,
        double bytesPerOp,
        long operations,
        @Nullable Double timesTheFloor) {
    /** Garbage of an operation from which on a hot path is not free of it, bytes. */
    public static final double GARBAGE_LIMIT_BYTES = 1;

    /**
     * What JMH itself leaves in an iteration at most, bytes. Where a busy machine lets few operations through, its share of each
     * of them would look like garbage of the hot path.
     */
    public static final double HARNESS_BYTES = 64 << 10;

    /**
     * Whether the hot path makes garbage.
     *
     * @return true from a byte an operation on, if they make more in an iteration than JMH itself may.
     */
    public boolean makesGarbage() {
        return !(bytesPerOp < GARBAGE_LIMIT_BYTES) && !(bytesPerOp * operations < HARNESS_BYTES);
    }
}
