package io.stowage.engine.space;

import io.stowage.engine.Limits;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.table.LongIndex;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * Space promised and not yet reported: {@code pending[v]} of chapter "space versions", one row for each extent manager,
 * open version, chunk and space class; the rows of one version are linked, so that a report drops them together. What a
 * reservation changes never lies across two cache lines.
 *
 * <pre>
 *   0 em row      4 version slot   8 chunk row     12 class
 *  16 bytes      24 segments     28 rx segments   32 rx bytes
 *  40 next + 1   44 previous + 1
 * </pre>
 */
public final class ReservationTable extends RowTable {
    private static final int EM = 0;
    private static final int SLOT = EM + Integer.BYTES;
    private static final int CHUNK = SLOT + Integer.BYTES;
    private static final int CLASS = CHUNK + Integer.BYTES;
    private static final int BYTES = CLASS + Integer.BYTES;
    private static final int SEGMENTS = BYTES + Long.BYTES;
    private static final int RX_SEGMENTS = SEGMENTS + Integer.BYTES;
    private static final int RX_BYTES = RX_SEGMENTS + Integer.BYTES;
    private static final int NEXT = RX_BYTES + Long.BYTES;
    private static final int PREVIOUS = NEXT + Integer.BYTES;
    private static final int STRIDE = PREVIOUS + Integer.BYTES;

    private static final int CHUNK_SHIFT = 3;

    private final LongIndex byKey;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity rows at most.
     */
    public ReservationTable(final TableMemory memory, final int capacity) {
        super(memory, "reservations", STRIDE, capacity);
        byKey = new LongIndex(memory, capacity, CHUNK_SHIFT);
    }

    int find(final int em, final int slot, final int chunk, final int spaceClass) {
        return byKey.find(key(em, slot, chunk, spaceClass));
    }

    /** Loads where {@link #find} starts. */
    long touch(final int em, final int slot, final int chunk, final int spaceClass) {
        return byKey.touch(key(em, slot, chunk, spaceClass));
    }

    /** Makes a row at the head of a version's list; the caller keeps the head. */
    int create(final int em, final int slot, final int chunk, final int spaceClass, final int head) {
        final int row = take();
        final int offset = offset(row);
        buffer.putInt(offset + EM, em);
        buffer.putInt(offset + SLOT, slot);
        buffer.putInt(offset + CHUNK, chunk);
        buffer.putInt(offset + CLASS, spaceClass);
        buffer.putInt(offset + NEXT, head + 1);
        if (head != NONE) {
            buffer.putInt(offset(head) + PREVIOUS, row + 1);
        }
        byKey.add(key(em, slot, chunk, spaceClass), row);
        return row;
    }

    /** Removes a row and returns the new head of its version's list. */
    int remove(final int row, final int head) {
        final int next = next(row);
        final int previous = buffer.getInt(offset(row) + PREVIOUS) - 1;
        if (next != NONE) {
            buffer.putInt(offset(next) + PREVIOUS, previous + 1);
        }
        if (previous != NONE) {
            buffer.putInt(offset(previous) + NEXT, next + 1);
        }
        byKey.remove(
                key(buffer.getInt(offset(row) + EM), buffer.getInt(offset(row) + SLOT), chunk(row), spaceClass(row)),
                row);
        give(row);
        return row == head ? next : head;
    }

    /**
     * Rebuilds what is derived from the rows.
     *
     * @param ems whose versions lead to the rows.
     */
    public void rebuildIndex(final ExtentManagerTable ems) {
        byKey.clear();
        for (int em = 0; em < ems.highWater(); em++) {
            for (int slot = 0; ems.isUsed(em) && slot < Limits.VERSIONS_IN_FLIGHT; slot++) {
                for (int row = ems.firstReservation(em, slot); row != NONE; row = next(row)) {
                    byKey.add(key(em, slot, chunk(row), spaceClass(row)), row);
                }
            }
        }
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

    void add(final int row, final long bytes, final int segments) {
        final int offset = offset(row);
        buffer.putLong(offset + BYTES, buffer.getLong(offset + BYTES) + bytes);
        buffer.putInt(offset + SEGMENTS, buffer.getInt(offset + SEGMENTS) + segments);
    }

    void addRx(final int row, final long bytes, final int segments) {
        final int offset = offset(row);
        buffer.putLong(offset + RX_BYTES, buffer.getLong(offset + RX_BYTES) + bytes);
        buffer.putInt(offset + RX_SEGMENTS, buffer.getInt(offset + RX_SEGMENTS) + segments);
    }

    boolean isEmpty(final int row) {
        return (bytes(row) | rxBytes(row) | segments(row) | rxSegments(row)) == 0;
    }

    private static long key(final int em, final int slot, final int chunk, final int spaceClass) {
        return (long) em << 40 | (long) slot << 32 | (long) chunk << CHUNK_SHIFT | spaceClass;
    }
}
