package io.stowage.engine.candidate;

import io.stowage.engine.table.TableBuffer;
import io.stowage.engine.table.TableMemory;

/**
 * Sums over blocks of positions, for several planes alike: the weight before a block, and the block in which a given weight
 * falls, both in a few cache lines.
 *
 * <pre>
 *  a plane: levels from the lowest; a node has 16 children
 *
 *    node of level 0     +----------+----------+-- ... --+-----------+   entry i: weight of the
 *    (two cache lines)   | block 0  | 0 to 1   |         | 0 to 15   |   children 0 to i, 64 bits
 *                        +----------+----------+-- ... --+-----------+
 *    node of level 1     the same over 16 nodes of level 0, and so on up to one node
 * </pre>
 *
 * Sums are kept as running sums within a node, so that a search finds the quarter and then the entry by three comparisons
 * each that wait for nothing, and without a branch that could be mispredicted: the sign of a difference counts. A change touches at most 16 entries a level; it happens only when a chunk enters or leaves a view.
 */
final class WeightTree {
    private static final int SHIFT = 4;
    private static final int FAN_OUT = 1 << SHIFT;
    private static final int LANES = FAN_OUT - 1;
    private static final int NODE_LENGTH = FAN_OUT * Long.BYTES;
    private static final int LAST = LANES * Long.BYTES;
    private static final int MAX_HEIGHT = 8;

    private final TableBuffer buffer;
    private final int planeLength;
    private final int[] levels = new int[MAX_HEIGHT];
    private int height;
    private long remainder;

    WeightTree(final TableMemory memory, final int planes, final int maxBlocks) {
        int length = 0;
        int level = 0;
        int entries = maxBlocks;
        do {
            levels[level++] = length;
            // One node more than the entries fill: the sum before the entry behind the last one is asked for too.
            entries = (entries >> SHIFT) + 1;
            length += entries * NODE_LENGTH;
        } while (entries > 1);
        planeLength = length;
        buffer = memory.allocate((long) length * planes);
        height = level;
    }

    /** Forgets all weights; only so many blocks are used from now on. */
    void clear(final int blocks) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        height = 1;
        for (int entries = blocks >> SHIFT; entries > 0; entries >>= SHIFT) {
            height++;
        }
    }

    /** Adds to the weight of a block while all are collected; {@link #sumUp} follows. */
    void collect(final int plane, final int block, final long weight) {
        final int at = node(plane, 0, block >> SHIFT) + (block & LANES) * Long.BYTES;
        buffer.putLong(at, buffer.getLong(at) + weight);
    }

    /** Makes running sums of the weights that were collected since {@link #clear}. */
    void sumUp(final int plane, final int blocks) {
        int entries = blocks;
        for (int level = 0; level < height; level++) {
            final int nodes = (entries >> SHIFT) + 1;
            for (int i = 0; i < nodes; i++) {
                final long sum = runUp(node(plane, level, i));
                if (level + 1 < height) {
                    final int parent = node(plane, level + 1, i >> SHIFT) + (i & LANES) * Long.BYTES;
                    buffer.putLong(parent, sum);
                }
            }
            entries = nodes;
        }
    }

    private long runUp(final int node) {
        long sum = 0;
        for (int at = node; at <= node + LAST; at += Long.BYTES) {
            sum += buffer.getLong(at);
            buffer.putLong(at, sum);
        }
        return sum;
    }

    /** Changes the weight of a block. */
    void add(final int plane, final int block, final long delta) {
        int entry = block;
        for (int level = 0; level < height; level++) {
            final int node = node(plane, level, entry >> SHIFT);
            for (int at = node + (entry & LANES) * Long.BYTES; at <= node + LAST; at += Long.BYTES) {
                buffer.putLong(at, buffer.getLong(at) + delta);
            }
            entry >>= SHIFT;
        }
    }

    /** Weight of all blocks. */
    long total(final int plane) {
        return buffer.getLong(node(plane, height - 1, 0) + LAST);
    }

    /** Weight of all blocks before one. */
    long before(final int plane, final int block) {
        long sum = 0;
        int entry = block;
        for (int level = 0; level < height; level++) {
            final int lane = entry & LANES;
            if (lane != 0) {
                sum += buffer.getLong(node(plane, level, entry >> SHIFT) + (lane - 1) * Long.BYTES);
            }
            entry >>= SHIFT;
        }
        return sum;
    }

    /** The block in which a weight falls, from 0 to {@link #total} - 1; {@link #remainder} is what is left of it there. */
    int find(final int plane, final long weight) {
        long left = weight;
        int entry = 0;
        for (int level = height - 1; level >= 0; level--) {
            final int node = node(plane, level, entry);
            int lane = (isBelow(left, node, 3) + isBelow(left, node, 7) + isBelow(left, node, 11)) << 2;
            lane += isBelow(left, node, lane) + isBelow(left, node, lane + 1) + isBelow(left, node, lane + 2);
            if (lane != 0) {
                left -= buffer.getLong(node + (lane - 1) * Long.BYTES);
            }
            entry = (entry << SHIFT) + lane;
        }
        remainder = left;
        return entry;
    }

    /** 1 if the running sum up to a lane leaves the weight behind it, else 0. */
    private int isBelow(final long weight, final int node, final int lane) {
        return (int) ((buffer.getLong(node + lane * Long.BYTES) - weight - 1) >>> 63);
    }

    /** Weight of the blocks before that which was found last, taken from the weight that was looked for. */
    long remainder() {
        return remainder;
    }

    private int node(final int plane, final int level, final int index) {
        return plane * planeLength + levels[level] + index * NODE_LENGTH;
    }
}
