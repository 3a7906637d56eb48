package io.stowage.client.space;

import static io.stowage.client.space.SpaceRowsLayout.BYTES_OFFSET;
import static io.stowage.client.space.SpaceRowsLayout.KEY_OFFSET;
import static io.stowage.client.space.SpaceRowsLayout.LENGTH;
import static io.stowage.client.space.SpaceRowsLayout.RX_BYTES_OFFSET;
import static io.stowage.client.space.SpaceRowsLayout.RX_SEGMENTS_OFFSET;
import static io.stowage.client.space.SpaceRowsLayout.SEGMENTS_OFFSET;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Signed sums of segments and bytes per chunk and space class: an off-heap hash table with open addressing and linear
 * probing, at most two thirds full.
 *
 * <p>It allocates only when it grows. Rows are never deleted one by one (a row of zeros stays until {@link #clear}, or until
 * the table grows), so that a probe needs no tombstones. The order of the slots depends only on the history of calls.
 */
final class SpaceRows {
    private static final int MIN_CAPACITY = 16;
    /** A row count beyond this would not fit the buffer's index. */
    private static final int MAX_CAPACITY = BitUtil.findNextPositivePowerOfTwo(Integer.MAX_VALUE / LENGTH) >> 1;

    private UnsafeBuffer rows;
    private int capacity;
    private int used;

    SpaceRows(final int expectedRows) {
        capacity = BitUtil.findNextPositivePowerOfTwo(Math.max(MIN_CAPACITY, expectedRows + expectedRows / 2));
        rows = allocate(capacity);
    }

    static long key(final int chunk, final int spaceClass) {
        return (long) chunk << 3 | spaceClass;
    }

    static int chunk(final long key) {
        return (int) (key >>> 3);
    }

    static int spaceClass(final long key) {
        return (int) key & 7;
    }

    /** Adds to a row, which comes to be if there is none. */
    void change(final long key, final long segments, final long bytes, final long rxSegments, final long rxBytes) {
        final int offset = offsetForChange(key);
        add(offset + SEGMENTS_OFFSET, segments);
        add(offset + BYTES_OFFSET, bytes);
        add(offset + RX_SEGMENTS_OFFSET, rxSegments);
        add(offset + RX_BYTES_OFFSET, rxBytes);
    }

    /** Adds every row of another table to this one. */
    void addAll(final SpaceRows other) {
        for (int slot = 0; slot < other.capacity; slot++) {
            final long key = other.keyAt(slot);
            if (key != 0) {
                change(
                        key,
                        other.segmentsAt(slot),
                        other.bytesAt(slot),
                        other.rxSegmentsAt(slot),
                        other.rxBytesAt(slot));
            }
        }
    }

    /** The slot of a row, or -1. */
    int find(final long key) {
        final int mask = capacity - 1;
        for (int slot = home(key, mask); ; slot = slot + 1 & mask) {
            final long found = keyAt(slot);
            if (found == key) {
                return slot;
            }
            if (found == 0) {
                return -1;
            }
        }
    }

    int capacity() {
        return capacity;
    }

    int used() {
        return used;
    }

    long keyAt(final int slot) {
        return rows.getLong(slot * LENGTH + KEY_OFFSET);
    }

    long segmentsAt(final int slot) {
        return rows.getLong(slot * LENGTH + SEGMENTS_OFFSET);
    }

    long bytesAt(final int slot) {
        return rows.getLong(slot * LENGTH + BYTES_OFFSET);
    }

    long rxSegmentsAt(final int slot) {
        return rows.getLong(slot * LENGTH + RX_SEGMENTS_OFFSET);
    }

    long rxBytesAt(final int slot) {
        return rows.getLong(slot * LENGTH + RX_BYTES_OFFSET);
    }

    boolean isZeroAt(final int slot) {
        return (segmentsAt(slot) | bytesAt(slot) | rxSegmentsAt(slot) | rxBytesAt(slot)) == 0;
    }

    void clear() {
        if (used > 0) {
            rows.setMemory(0, rows.capacity(), (byte) 0);
            used = 0;
        }
    }

    private int offsetForChange(final long key) {
        final int mask = capacity - 1;
        int slot = home(key, mask);
        while (true) {
            final long found = keyAt(slot);
            if (found == key) {
                return slot * LENGTH;
            }
            if (found == 0) {
                break;
            }
            slot = slot + 1 & mask;
        }
        if ((used + 1) * 3L > capacity * 2L) {
            grow();
            return offsetForChange(key);
        }
        used++;
        rows.putLong(slot * LENGTH + KEY_OFFSET, key);
        return slot * LENGTH;
    }

    private void grow() {
        if (capacity == MAX_CAPACITY) {
            throw new IllegalStateException("a ledger holds at most " + capacity * 2L / 3
                    + " rows of a chunk and space class; split the extent manager's shard");
        }
        final UnsafeBuffer old = rows;
        final int oldCapacity = capacity;
        capacity = oldCapacity * 2;
        rows = allocate(capacity);
        used = 0;
        for (int slot = 0; slot < oldCapacity; slot++) {
            final int from = slot * LENGTH;
            final long key = old.getLong(from + KEY_OFFSET);
            final long segments = old.getLong(from + SEGMENTS_OFFSET);
            final long bytes = old.getLong(from + BYTES_OFFSET);
            final long rxSegments = old.getLong(from + RX_SEGMENTS_OFFSET);
            final long rxBytes = old.getLong(from + RX_BYTES_OFFSET);
            if (key != 0 && (segments | bytes | rxSegments | rxBytes) != 0) {
                change(key, segments, bytes, rxSegments, rxBytes);
            }
        }
    }

    private void add(final int index, final long delta) {
        rows.putLong(index, rows.getLong(index) + delta);
    }

    private static int home(final long key, final int mask) {
        final long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }

    private static UnsafeBuffer allocate(final int capacity) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * LENGTH));
    }
}
