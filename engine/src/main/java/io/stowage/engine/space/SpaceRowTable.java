package io.stowage.engine.space;

import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.table.LongIndex;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * What extent managers reported: one row for each extent manager, chunk and space class, linked per extent manager.
 *
 * <pre>
 *   0 em row        4 chunk row     8 class        12 staged row + 1, only while a report ends
 *  16 next + 1     20 previous + 1
 *  24 bytes        32 rx bytes     40 segments     44 rx segments
 *  48 dropped pending bytes        56 dropped pending rx bytes, only while a report ends
 * </pre>
 */
public final class SpaceRowTable extends RowTable {
    private static final int EM = 0;
    private static final int CHUNK = EM + Integer.BYTES;
    private static final int CLASS = CHUNK + Integer.BYTES;
    private static final int STAGED = CLASS + Integer.BYTES;
    private static final int NEXT = STAGED + Integer.BYTES;
    private static final int PREVIOUS = NEXT + Integer.BYTES;
    private static final int BYTES = PREVIOUS + Integer.BYTES;
    private static final int RX_BYTES = BYTES + Long.BYTES;
    private static final int SEGMENTS = RX_BYTES + Long.BYTES;
    private static final int RX_SEGMENTS = SEGMENTS + Integer.BYTES;
    private static final int DROPPED = RX_SEGMENTS + Integer.BYTES;
    private static final int DROPPED_RX = DROPPED + Long.BYTES;
    private static final int STRIDE = DROPPED_RX + Long.BYTES;

    private final LongIndex byKey;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity rows at most.
     */
    public SpaceRowTable(final TableMemory memory, final int capacity) {
        super(memory, "spaceRows", STRIDE, capacity);
        byKey = new LongIndex(memory, capacity);
    }

    int find(final int em, final int chunk, final int spaceClass) {
        return byKey.find(key(em, chunk, spaceClass));
    }

    int findOrCreate(final ExtentManagerTable ems, final int em, final int chunk, final int spaceClass) {
        final long key = key(em, chunk, spaceClass);
        final int found = byKey.find(key);
        if (found != NONE) {
            return found;
        }
        final int row = take();
        if (row == NONE) {
            return NONE;
        }
        final int offset = offset(row);
        buffer.putInt(offset + EM, em);
        buffer.putInt(offset + CHUNK, chunk);
        buffer.putInt(offset + CLASS, spaceClass);
        final int head = ems.firstSpaceRow(em);
        buffer.putInt(offset + NEXT, head + 1);
        if (head != NONE) {
            buffer.putInt(offset(head) + PREVIOUS, row + 1);
        }
        ems.firstSpaceRow(em, row);
        byKey.add(key, row);
        return row;
    }

    void remove(final ExtentManagerTable ems, final int row) {
        final int em = em(row);
        final int next = next(row);
        final int previous = buffer.getInt(offset(row) + PREVIOUS) - 1;
        if (next != NONE) {
            buffer.putInt(offset(next) + PREVIOUS, previous + 1);
        }
        if (previous != NONE) {
            buffer.putInt(offset(previous) + NEXT, next + 1);
        } else {
            ems.firstSpaceRow(em, next);
        }
        byKey.remove(key(em, chunk(row), spaceClass(row)), row);
        give(row);
    }

    /**
     * Rebuilds what is derived from the rows.
     *
     * @param ems whose lists lead to the rows.
     */
    public void rebuildIndex(final ExtentManagerTable ems) {
        byKey.clear();
        for (int em = 0; em < ems.highWater(); em++) {
            if (ems.isUsed(em)) {
                for (int row = ems.firstSpaceRow(em); row != NONE; row = next(row)) {
                    byKey.add(key(em, chunk(row), spaceClass(row)), row);
                }
            }
        }
    }

    int em(final int row) {
        return buffer.getInt(offset(row) + EM);
    }

    int chunk(final int row) {
        return buffer.getInt(offset(row) + CHUNK);
    }

    int spaceClass(final int row) {
        return buffer.getInt(offset(row) + CLASS);
    }

    int next(final int row) {
        return buffer.getInt(offset(row) + NEXT) - 1;
    }

    long bytes(final int row) {
        return buffer.getLong(offset(row) + BYTES);
    }

    long rxBytes(final int row) {
        return buffer.getLong(offset(row) + RX_BYTES);
    }

    int segments(final int row) {
        return buffer.getInt(offset(row) + SEGMENTS);
    }

    int rxSegments(final int row) {
        return buffer.getInt(offset(row) + RX_SEGMENTS);
    }

    void inForce(final int row, final long bytes, final long rxBytes, final int segments, final int rxSegments) {
        final int offset = offset(row);
        buffer.putLong(offset + BYTES, bytes);
        buffer.putLong(offset + RX_BYTES, rxBytes);
        buffer.putInt(offset + SEGMENTS, segments);
        buffer.putInt(offset + RX_SEGMENTS, rxSegments);
    }

    boolean isInForce(final int row) {
        final int offset = offset(row);
        return (buffer.getLong(offset + BYTES)
                        | buffer.getLong(offset + RX_BYTES)
                        | buffer.getInt(offset + SEGMENTS)
                        | buffer.getInt(offset + RX_SEGMENTS))
                != 0;
    }

    int staged(final int row) {
        return buffer.getInt(offset(row) + STAGED) - 1;
    }

    void staged(final int row, final int stagedRow) {
        buffer.putInt(offset(row) + STAGED, stagedRow + 1);
    }

    void addDropped(final int row, final long bytes, final long rxBytes) {
        final int offset = offset(row);
        buffer.putLong(offset + DROPPED, buffer.getLong(offset + DROPPED) + bytes);
        buffer.putLong(offset + DROPPED_RX, buffer.getLong(offset + DROPPED_RX) + rxBytes);
    }

    long dropped(final int row) {
        return buffer.getLong(offset(row) + DROPPED);
    }

    long droppedRx(final int row) {
        return buffer.getLong(offset(row) + DROPPED_RX);
    }

    void clearDropped(final int row) {
        buffer.putLong(offset(row) + DROPPED, 0);
        buffer.putLong(offset(row) + DROPPED_RX, 0);
    }

    static long key(final int em, final int chunk, final int spaceClass) {
        return (long) em << 32 | (long) chunk << 3 | spaceClass;
    }
}
