package io.stowage.engine.candidate;

import io.stowage.engine.table.TableBuffer;
import io.stowage.engine.table.TableMemory;
import java.util.Arrays;

/**
 * Sums over blocks of positions, for several planes alike: the weight before a block, and the block in which a given weight
 * falls, both in a few cache lines.
 *
 * <pre>
 *  a plane: levels from the lowest; a node has 8 children and is a cache line
 *
 *    node of level 0     +---------+---------+----------+-- ... --+------------+   entry i: weight of the
 *                        |    0    | block 0 |  0 to 1  |         |   0 to 6   |   children before i, 64 bits
 *                        +---------+---------+----------+-- ... --+------------+
 *    node of level 1     the same over 8 nodes of level 0, and so on up to one node
 * </pre>
 *
 * With the sums of what is before it, a search finds a child by seven comparisons that wait for nothing and without a branch
 * that could be mispredicted: the sign of a difference counts. A change touches at most 7 entries a level; it happens only when
 * a chunk enters or leaves a view.
 */
final class WeightTree {
    private static final int SHIFT = 3;
    private static final int FAN_OUT = 1 << SHIFT;
    private static final int LANES = FAN_OUT - 1;
    private static final int NODE_LENGTH = FAN_OUT * Long.BYTES;
    private static final int MAX_HEIGHT = 12;

    private final TableBuffer buffer;
    private final int planeLength;
    private final long[] totals;
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
        totals = new long[planes];
        buffer = memory.allocate((long) length * planes);
        height = level;
    }

    /** Forgets all weights; only so many blocks are used from now on. */
    void clear(final int blocks) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        Arrays.fill(totals, 0);
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

    /** Makes sums of the weights that were collected since {@link #clear}. */
    void sumUp(final int plane, final int blocks) {
        int entries = blocks;
        for (int level = 0; level < height; level++) {
            final int nodes = (entries >> SHIFT) + 1;
            for (int i = 0; i < nodes; i++) {
                final long sum = sumUpNode(node(plane, level, i));
                if (level + 1 < height) {
                    final int parent = node(plane, level + 1, i >> SHIFT) + (i & LANES) * Long.BYTES;
                    buffer.putLong(parent, sum);
                } else {
                    totals[plane] += sum;
                }
            }
            entries = nodes;
        }
    }

    private long sumUpNode(final int node) {
        long sum = 0;
        for (int at = node; at < node + NODE_LENGTH; at += Long.BYTES) {
            final long weight = buffer.getLong(at);
            buffer.putLong(at, sum);
            sum += weight;
        }
        return sum;
    }

    /** Changes the weight of a block. */
    void add(final int plane, final int block, final long delta) {
        int entry = block;
        for (int level = 0; level < height; level++) {
            final int node = node(plane, level, entry >> SHIFT);
            for (int lane = (entry & LANES) + 1; lane < FAN_OUT; lane++) {
                final int at = node + lane * Long.BYTES;
                buffer.putLong(at, buffer.getLong(at) + delta);
            }
            entry >>= SHIFT;
        }
        totals[plane] += delta;
    }

    /** Weight of all blocks. */
    long total(final int plane) {
        return totals[plane];
    }

    /** Weight of all blocks before one. */
    long before(final int plane, final int block) {
        long sum = 0;
        int entry = block;
        for (int level = 0; level < height; level++) {
            sum += buffer.getLong(node(plane, level, entry >> SHIFT) + (entry & LANES) * Long.BYTES);
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
            final int lane = LANES
                    - (isBelow(left, node, 1)
                            + isBelow(left, node, 2)
                            + isBelow(left, node, 3)
                            + isBelow(left, node, 4)
                            + isBelow(left, node, 5)
                            + isBelow(left, node, 6)
                            + isBelow(left, node, 7));
            left -= buffer.getLong(node + lane * Long.BYTES);
            entry = (entry << SHIFT) + lane;
        }
        remainder = left;
        return entry;
    }

    /** 1 if a weight falls before a child, else 0. */
    private int isBelow(final long weight, final int node, final int lane) {
        return (int) ((weight - buffer.getLong(node + lane * Long.BYTES)) >>> (Long.SIZE - 1));
    }

    /** Weight of the blocks before that which was found last, taken from the weight that was looked for. */
    long remainder() {
        return remainder;
    }

    private int node(final int plane, final int level, final int index) {
        return plane * planeLength + levels[level] + index * NODE_LENGTH;
    }
}
