package io.stowage.bench.design;

/** Fenwick trees of one length, one behind the other (Fenwick, "A new data structure for cumulative frequency tables", 1994). */
final class FenwickTrees {
    private final int length;
    private final long[] sums;
    private long remainder;

    FenwickTrees(final int trees, final int length) {
        this.length = length;
        sums = new long[trees * (length + 1)];
    }

    void add(final int tree, final int index, final long delta) {
        final int base = tree * (length + 1);
        for (int i = index + 1; i <= length; i += i & -i) {
            sums[base + i] += delta;
        }
    }

    /** The index in which a weight falls; {@link #remainder} is what is left of it there. */
    int find(final int tree, final long weight) {
        final int base = tree * (length + 1);
        long left = weight;
        int index = 0;
        for (int step = Integer.highestOneBit(length); step > 0; step >>= 1) {
            if (index + step <= length && sums[base + index + step] <= left) {
                index += step;
                left -= sums[base + index];
            }
        }
        remainder = left;
        return index;
    }

    long remainder() {
        return remainder;
    }
}
