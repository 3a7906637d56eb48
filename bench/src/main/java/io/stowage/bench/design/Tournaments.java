package io.stowage.bench.design;

import java.util.Arrays;

/** Binary trees of one length, one behind the other, in which each node is the smaller of its two children. */
final class Tournaments {
    /** What loses to everything. */
    static final long NOTHING = Long.MAX_VALUE;

    private final int leaves;
    private final long[] nodes;

    Tournaments(final int trees, final int length) {
        leaves = length == 1 ? 1 : Integer.highestOneBit(length - 1) << 1;
        nodes = new long[trees * 2 * leaves];
        Arrays.fill(nodes, NOTHING);
    }

    void set(final int tree, final int index, final long value) {
        final int base = tree * 2 * leaves;
        int at = leaves + index;
        nodes[base + at] = value;
        for (at >>= 1; at > 0; at >>= 1) {
            nodes[base + at] = Math.min(nodes[base + 2 * at], nodes[base + 2 * at + 1]);
        }
    }

    long smallest(final int tree) {
        return nodes[tree * 2 * leaves + 1];
    }
}
