package io.stowage.bench.design;

/** The engine's tree of running sums, with one plane: a node has 16 entries, entry i sums up its children 0 to i. */
final class RunningSums {
    private static final int SHIFT = 4;
    private static final int FAN_OUT = 1 << SHIFT;
    private static final int LANES = FAN_OUT - 1;
    private static final int MAX_HEIGHT = 8;

    private final int[] levels = new int[MAX_HEIGHT];
    private final int height;
    private final long[] sums;
    private int remainder;

    RunningSums(final int entries) {
        int length = 0;
        int level = 0;
        int left = entries;
        do {
            levels[level++] = length;
            left = (left >> SHIFT) + 1;
            length += left << SHIFT;
        } while (left > 1);
        height = level;
        sums = new long[length];
    }

    void add(final int entry, final long delta) {
        int at = entry;
        for (int level = 0; level < height; level++) {
            final int end = levels[level] + (at | LANES);
            for (int i = levels[level] + at; i <= end; i++) {
                sums[i] += delta;
            }
            at >>= SHIFT;
        }
    }

    /** Sum of all entries before one. */
    long before(final int entry) {
        long sum = 0;
        int at = entry;
        for (int level = 0; level < height; level++) {
            sum += (at & LANES) == 0 ? 0 : sums[levels[level] + at - 1];
            at >>= SHIFT;
        }
        return sum;
    }

    /** The entry in which a weight falls; {@link #remainder} is what is left of it there. */
    int find(final long weight) {
        long left = weight;
        int entry = 0;
        for (int level = height - 1; level >= 0; level--) {
            final int node = levels[level] + (entry << SHIFT);
            int lane = (isBelow(left, node + 3) + isBelow(left, node + 7) + isBelow(left, node + 11)) << 2;
            lane += isBelow(left, node + lane) + isBelow(left, node + lane + 1) + isBelow(left, node + lane + 2);
            left -= lane == 0 ? 0 : sums[node + lane - 1];
            entry = (entry << SHIFT) + lane;
        }
        remainder = (int) left;
        return entry;
    }

    int remainder() {
        return remainder;
    }

    /** 1 if a running sum leaves the weight behind it, else 0. */
    private int isBelow(final long weight, final int at) {
        return (int) ((sums[at] - weight - 1) >>> 63);
    }
}
