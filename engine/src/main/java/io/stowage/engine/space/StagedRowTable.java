package io.stowage.engine.space;

import io.stowage.engine.table.LongIndex;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * Rows of reports that are still arriving, linked per extent manager.
 *
 * <pre>
 *   0 next + 1     4 em row      8 chunk row    12 class
 *  16 bytes       24 rx bytes   32 segments     36 rx segments
 * </pre>
 */
public final class StagedRowTable extends RowTable {
    private static final int NEXT = 0;
    private static final int EM = NEXT + Integer.BYTES;
    private static final int CHUNK = EM + Integer.BYTES;
    private static final int CLASS = CHUNK + Integer.BYTES;
    private static final int BYTES = CLASS + Integer.BYTES;
    private static final int RX_BYTES = BYTES + Long.BYTES;
    private static final int SEGMENTS = RX_BYTES + Long.BYTES;
    private static final int RX_SEGMENTS = SEGMENTS + Integer.BYTES;
    private static final int STRIDE = RX_SEGMENTS + Integer.BYTES;

    private final LongIndex byKey;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity rows at most.
     */
    public StagedRowTable(final TableMemory memory, final int capacity) {
        super(memory, "stagedRows", STRIDE, capacity);
        byKey = new LongIndex(memory, capacity);
    }

    boolean contains(final int em, final int chunk, final int spaceClass) {
        return byKey.find(SpaceRowTable.key(em, chunk, spaceClass)) != NONE;
    }

    int add(
            final OpenReportTable reports,
            final int em,
            final int chunk,
            final int spaceClass,
            final long bytes,
            final long rxBytes,
            final int segments,
            final int rxSegments) {
        final int row = take();
        final int offset = offset(row);
        buffer.putInt(offset + NEXT, reports.firstStaged(em) + 1);
        buffer.putInt(offset + EM, em);
        buffer.putInt(offset + CHUNK, chunk);
        buffer.putInt(offset + CLASS, spaceClass);
        buffer.putLong(offset + BYTES, bytes);
        buffer.putLong(offset + RX_BYTES, rxBytes);
        buffer.putInt(offset + SEGMENTS, segments);
        buffer.putInt(offset + RX_SEGMENTS, rxSegments);
        reports.firstStaged(em, row);
        byKey.add(SpaceRowTable.key(em, chunk, spaceClass), row);
        return row;
    }

    void discard(final OpenReportTable reports, final int em) {
        int row = reports.firstStaged(em);
        while (row != NONE) {
            final int next = next(row);
            byKey.remove(SpaceRowTable.key(em, chunk(row), spaceClass(row)), row);
            give(row);
            row = next;
        }
        reports.firstStaged(em, NONE);
    }

    /**
     * Rebuilds what is derived from the rows.
     *
     * @param reports whose lists lead to the rows.
     */
    public void rebuildIndex(final OpenReportTable reports) {
        byKey.clear();
        for (int em = 0; em < reports.highWater(); em++) {
            for (int row = reports.firstStaged(em); row != NONE; row = next(row)) {
                byKey.add(SpaceRowTable.key(em, chunk(row), spaceClass(row)), row);
            }
        }
    }

    int next(final int row) {
        return buffer.getInt(offset(row) + NEXT) - 1;
    }

    int chunk(final int row) {
        return buffer.getInt(offset(row) + CHUNK);
    }

    int spaceClass(final int row) {
        return buffer.getInt(offset(row) + CLASS);
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
}
