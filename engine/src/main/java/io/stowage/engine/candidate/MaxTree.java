package io.stowage.engine.candidate;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableBuffer;
import io.stowage.engine.table.TableMemory;

/**
 * Values by position, for several planes alike, and the largest of any interval of them.
 *
 * <pre>
 *  a plane: level 0 has the values, 64 bits each; an entry of level n is the largest of 16 entries of level n - 1
 * </pre>
 *
 * A change stops where nothing becomes larger and what becomes smaller was not the largest. Positions without a value have
 * zero, and values are never negative.
 */
final class MaxTree {
    private static final int SHIFT = 4;
    private static final int FAN_OUT = 1 << SHIFT;
    private static final int MAX_HEIGHT = 9;

    private final TableBuffer buffer;
    private final int planeLength;
    private final int[] levels = new int[MAX_HEIGHT];
    private final int height;
    private long bestValue;
    private int bestLevel;
    private int bestEntry;

    MaxTree(final TableMemory memory, final int planes, final int positions) {
        int length = 0;
        int level = 0;
        int entries = positions;
        while (true) {
            final int padded = (entries + FAN_OUT - 1) & -FAN_OUT;
            levels[level++] = length;
            length += padded * Long.BYTES;
            if (entries <= 1) {
                break;
            }
            entries = padded >> SHIFT;
        }
        height = level;
        planeLength = length;
        buffer = memory.allocate((long) length * planes);
    }

    void clear() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
    }

    long value(final int plane, final int position) {
        return buffer.getLong(at(plane, 0, position));
    }

    void set(final int plane, final int position, final long value) {
        long old = buffer.getLong(at(plane, 0, position));
        if (old == value) {
            return;
        }
        buffer.putLong(at(plane, 0, position), value);
        int entry = position;
        long now = value;
        for (int level = 1; level < height; level++) {
            final int parent = at(plane, level, entry >> SHIFT);
            final long largest = buffer.getLong(parent);
            if (now < largest) {
                if (old < largest) {
                    return;
                }
                now = largestOf(plane, level - 1, entry & -FAN_OUT);
            }
            if (now == largest) {
                return;
            }
            buffer.putLong(parent, now);
            old = largest;
            entry >>= SHIFT;
        }
    }

    /** Sets a value while all are collected; {@link #raise} follows. */
    void collect(final int plane, final int position, final long value) {
        buffer.putLong(at(plane, 0, position), value);
    }

    /** Finds the maxima of the values that were collected at so many positions, the first ones. */
    void raise(final int plane, final int positions) {
        int entries = positions;
        for (int level = 1; level < height; level++) {
            entries = (entries + FAN_OUT - 1) >> SHIFT;
            for (int entry = 0; entry < entries; entry++) {
                buffer.putLong(at(plane, level, entry), largestOf(plane, level - 1, entry << SHIFT));
            }
        }
    }

    /** Largest value of an interval; zero where it is empty. */
    long max(final int plane, final int from, final int to) {
        search(plane, from, to);
        return bestValue;
    }

    /** First position of the largest value of an interval, or {@link RowTable#NONE} where all are zero. */
    int positionOfMax(final int plane, final int from, final int to) {
        search(plane, from, to);
        if (bestValue == 0) {
            return RowTable.NONE;
        }
        int entry = bestEntry;
        for (int level = bestLevel - 1; level >= 0; level--) {
            entry <<= SHIFT;
            while (buffer.getLong(at(plane, level, entry)) != bestValue) {
                entry++;
            }
        }
        return entry;
    }

    /** How many values of an interval are at least another, which is positive. */
    int countAtLeast(final int plane, final int from, final int to, final long least) {
        return from < to ? countBelow(plane, height - 1, 0, entryAt(height - 1, to - 1) + 1, from, to, least) : 0;
    }

    /** Counts below some entries of a level; what lies below an entry that is too small need not be looked at. */
    private int countBelow(
            final int plane,
            final int level,
            final int first,
            final int end,
            final int from,
            final int to,
            final long least) {
        int found = 0;
        final int low = Math.max(first, entryAt(level, from));
        final int high = Math.min(end, entryAt(level, to - 1) + 1);
        for (int entry = low; entry < high; entry++) {
            if (buffer.getLong(at(plane, level, entry)) >= least) {
                found += level == 0
                        ? 1
                        : countBelow(plane, level - 1, entry << SHIFT, (entry + 1) << SHIFT, from, to, least);
            }
        }
        return found;
    }

    private static int entryAt(final int level, final int position) {
        return position >> (level * SHIFT);
    }

    /** From both ends inwards and upwards, until a level has nothing left between them. */
    private void search(final int plane, final int from, final int to) {
        bestValue = 0;
        bestLevel = 0;
        bestEntry = 0;
        int low = from;
        int high = to;
        for (int level = 0; low < high; level++) {
            if (level == height - 1) {
                consider(plane, level, low, high);
                return;
            }
            final int lowEdge = Math.min(high, (low + FAN_OUT - 1) & -FAN_OUT);
            final int highEdge = Math.max(lowEdge, high & -FAN_OUT);
            consider(plane, level, low, lowEdge);
            consider(plane, level, highEdge, high);
            low = (lowEdge + FAN_OUT - 1) >> SHIFT;
            high = highEdge >> SHIFT;
        }
    }

    private void consider(final int plane, final int level, final int from, final int to) {
        for (int entry = from; entry < to; entry++) {
            final long value = buffer.getLong(at(plane, level, entry));
            if (value > bestValue || (value == bestValue && value != 0 && isBeforeBest(level, entry))) {
                bestValue = value;
                bestLevel = level;
                bestEntry = entry;
            }
        }
    }

    private boolean isBeforeBest(final int level, final int entry) {
        return (long) entry << (level * SHIFT) < (long) bestEntry << (bestLevel * SHIFT);
    }

    private long largestOf(final int plane, final int level, final int first) {
        long largest = 0;
        for (int i = 0; i < FAN_OUT; i++) {
            largest = Math.max(largest, buffer.getLong(at(plane, level, first + i)));
        }
        return largest;
    }

    private int at(final int plane, final int level, final int entry) {
        return plane * planeLength + levels[level] + entry * Long.BYTES;
    }
}
