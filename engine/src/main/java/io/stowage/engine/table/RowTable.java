package io.stowage.engine.table;

import io.stowage.engine.Invariant;
import io.stowage.engine.SnapshotSink;
import net.openhft.hashing.LongHashFunction;
import org.agrona.DirectBuffer;

/**
 * Rows of a fixed stride in off-heap memory, with a free list threaded through the free rows.
 *
 * <pre>
 *   0        4           8          12                      64                64 + stride
 *  +--------+-----------+----------+----------------------+------------------+----
 *  | in use | high water| free head| zeros                | row 0            | row 1 ...
 *  +--------+-----------+----------+----------------------+------------------+----
 *  free row: first 4 bytes = next free row + 1 (0: end), the rest zeros
 * </pre>
 *
 * A row is found by its index in O(1), taken and given back in O(1). Which row is taken next depends on the order of
 * the commands only, so that the bytes of the table are the same wherever the same log is applied.
 */
public abstract class RowTable {
    /** No row. */
    public static final int NONE = -1;

    private static final int IN_USE_OFFSET = 0;
    private static final int HIGH_WATER_OFFSET = IN_USE_OFFSET + Integer.BYTES;
    private static final int FREE_HEAD_OFFSET = HIGH_WATER_OFFSET + Integer.BYTES;
    private static final int HEADER_LENGTH = TableMemory.CACHE_LINE_LENGTH;

    /** The memory of the table. */
    protected final TableBuffer buffer;

    private final String name;
    private final int stride;
    private final int capacity;

    /**
     * Takes the memory of a table.
     *
     * @param memory   to take it from.
     * @param name     for snapshots and messages.
     * @param stride   of a row, bytes, a multiple of 8.
     * @param capacity rows at most.
     */
    protected RowTable(final TableMemory memory, final String name, final int stride, final int capacity) {
        Invariant.check(stride % Long.BYTES == 0, "the stride of a table is a multiple of 8");
        this.name = name;
        this.stride = stride;
        this.capacity = capacity;
        this.buffer = memory.allocate(HEADER_LENGTH + (long) stride * capacity);
    }

    /**
     * Name for snapshots and messages.
     *
     * @return the name.
     */
    public final String name() {
        return name;
    }

    /**
     * Rows at most.
     *
     * @return the limit.
     */
    public final int capacity() {
        return capacity;
    }

    /**
     * Rows in use.
     *
     * @return how many.
     */
    public final int count() {
        return buffer.getInt(IN_USE_OFFSET);
    }

    /**
     * One more than the highest row that is used or free for use again: where an ordered walk may stop.
     *
     * @return rows.
     */
    public final int highWater() {
        return buffer.getInt(HIGH_WATER_OFFSET);
    }

    /**
     * Whether another row can be taken.
     *
     * @return false at the limit.
     */
    public final boolean isFull() {
        return count() == capacity;
    }

    /**
     * Takes a row, all zeros.
     *
     * @return its index, or {@link #NONE} at the limit.
     */
    protected final int take() {
        final int freeHead = buffer.getInt(FREE_HEAD_OFFSET) - 1;
        final int row;
        if (freeHead != NONE) {
            row = freeHead;
            buffer.putInt(FREE_HEAD_OFFSET, buffer.getInt(offset(row)));
            buffer.putInt(offset(row), 0);
        } else {
            row = buffer.getInt(HIGH_WATER_OFFSET);
            if (row == capacity) {
                return NONE;
            }
            buffer.putInt(HIGH_WATER_OFFSET, row + 1);
        }
        buffer.putInt(IN_USE_OFFSET, count() + 1);
        return row;
    }

    /**
     * Gives a row back and zeroes it. The highest row leaves the table if no other is free, which is when it was taken from
     * there: the row that was freed first can never be the highest, so that this undoes {@link #take()} exactly. Rows that are given back in the reverse order in which they were taken leave the table
     * as it was, byte for byte: what is tried and taken back leaves no trace in the state.
     *
     * @param row index.
     */
    protected final void give(final int row) {
        buffer.setMemory(offset(row), stride, (byte) 0);
        if (row == highWater() - 1 && buffer.getInt(FREE_HEAD_OFFSET) == 0) {
            buffer.putInt(HIGH_WATER_OFFSET, row);
        } else {
            buffer.putInt(offset(row), buffer.getInt(FREE_HEAD_OFFSET));
            buffer.putInt(FREE_HEAD_OFFSET, row + 1);
        }
        buffer.putInt(IN_USE_OFFSET, count() - 1);
    }

    /** Gives the highest row back, for tables that are kept dense and never thread a free list. */
    protected final void dropLast() {
        final int last = highWater() - 1;
        Invariant.check(count() == last + 1, "a dense table has no free rows");
        buffer.setMemory(offset(last), stride, (byte) 0);
        buffer.putInt(HIGH_WATER_OFFSET, last);
        buffer.putInt(IN_USE_OFFSET, last);
    }

    /**
     * Where a row starts.
     *
     * @param row index.
     * @return offset in {@link #buffer}.
     */
    protected final int offset(final int row) {
        return HEADER_LENGTH + row * stride;
    }

    /**
     * Bytes that hold all there is: header and rows up to the high water mark.
     *
     * @return length, bytes.
     */
    public final int usedLength() {
        return HEADER_LENGTH + stride * highWater();
    }

    /**
     * Hash over {@link #usedLength()} bytes, XXH3.
     *
     * @param seed to chain tables with.
     * @return the hash.
     */
    public final long hash(final long seed) {
        return LongHashFunction.xx3(seed).hashMemory(buffer.addressOffset(), usedLength());
    }

    /**
     * Hands the used bytes to a snapshot.
     *
     * @param sink to take them.
     */
    public final void handTo(final SnapshotSink sink) {
        sink.onBytes(buffer, 0, usedLength());
    }

    /**
     * Puts saved bytes in place of all there is; indexes must be rebuilt afterwards.
     *
     * @param source of the bytes.
     * @param offset in the source.
     * @param length that {@link #usedLength()} was.
     */
    public final void copyFrom(final DirectBuffer source, final int offset, final int length) {
        final int rows = length < HEADER_LENGTH ? NONE : source.getInt(offset + HIGH_WATER_OFFSET);
        if (rows < 0 || rows > capacity || length != HEADER_LENGTH + stride * rows) {
            throw new IllegalArgumentException(
                    "the snapshot cannot be used: table " + name + " does not fit: " + length + " bytes, " + rows
                            + " rows, but the limit is " + capacity + "; raise the limit or use the matching snapshot");
        }
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        buffer.putBytes(0, source, offset, length);
    }
}
