package io.stowage.engine.space;

import io.stowage.codecs.Reason;
import io.stowage.engine.Limits;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.table.RowTable;

/** How a batch of changes between two reports is checked and takes effect. */
public final class Deltas {
    private final ExtentManagerTable ems;
    private final ChunkTable chunks;
    private final SpaceRowTable rows;
    private final Settlement settlement;

    /**
     * Ties the tables together.
     *
     * @param ems        extent managers.
     * @param chunks     chunks.
     * @param rows       rows in force.
     * @param settlement of what rows change.
     */
    public Deltas(
            final ExtentManagerTable ems,
            final ChunkTable chunks,
            final SpaceRowTable rows,
            final Settlement settlement) {
        this.ems = ems;
        this.chunks = chunks;
        this.rows = rows;
        this.settlement = settlement;
    }

    /**
     * Whether every change of a batch, one after the other, leaves its row whole; notes the fault otherwise. The changes
     * are tried on the rows and taken back, for a batch may name a row more than once.
     */
    void check(final int em, final DeltaBatch batch) {
        int tried = 0;
        int created = 0;
        while (tried < batch.size() && batch.fault() == Reason.NONE) {
            final int row = rows.find(em, batch.chunk(tried), batch.spaceClass(tried));
            created += row == RowTable.NONE ? 1 : 0;
            if (isWhole(row, batch, tried)) {
                shift(row, batch, tried, 1);
                tried++;
            } else {
                batch.fault(Reason.NEGATIVE_RESULT, row == RowTable.NONE ? 0 : rows.bytes(row), batch.bytes(tried));
            }
        }
        for (int i = tried - 1; i >= 0; i--) {
            shift(rows.find(em, batch.chunk(i), batch.spaceClass(i)), batch, i, -1);
        }
        if (batch.fault() == Reason.NONE && rows.count() + created > rows.capacity()) {
            batch.fault(Reason.LIMIT_REACHED, rows.capacity(), rows.count());
        }
    }

    private boolean isWhole(final int row, final DeltaBatch batch, final int i) {
        final boolean known = row != RowTable.NONE;
        final long bytes = batch.bytes(i) + (known ? rows.bytes(row) : 0);
        final long rxBytes = batch.rxBytes(i) + (known ? rows.rxBytes(row) : 0);
        final long segments = (long) batch.segments(i) + (known ? rows.segments(row) : 0);
        final long rxSegments = (long) batch.rxSegments(i) + (known ? rows.rxSegments(row) : 0);
        return isWhole(bytes, segments) && isWhole(rxBytes, rxSegments);
    }

    private static boolean isWhole(final long bytes, final long segments) {
        return bytes >= 0
                && bytes <= Limits.MAX_BYTES
                && segments >= 0
                && segments <= ReportCommands.MAX_SEGMENTS_PER_ROW
                && segments == 0 == (bytes == 0);
    }

    private void shift(final int row, final DeltaBatch batch, final int i, final int sign) {
        if (row != RowTable.NONE) {
            rows.inForce(
                    row,
                    rows.bytes(row) + sign * batch.bytes(i),
                    rows.rxBytes(row) + sign * batch.rxBytes(i),
                    rows.segments(row) + sign * batch.segments(i),
                    rows.rxSegments(row) + sign * batch.rxSegments(i));
        }
    }

    /** Applies a batch that was checked. */
    void apply(final int em, final DeltaBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            final int chunk = batch.chunk(i);
            final int row = rows.findOrCreate(ems, em, chunk, batch.spaceClass(i));
            final boolean wasInForce = rows.isInForce(row);
            shift(row, batch, i, 1);
            final boolean isInForce = rows.isInForce(row);
            settlement.settle(
                    chunk, batch.spaceClass(i), batch.bytes(i), batch.rxBytes(i), Math.max(0, -batch.rxBytes(i)));
            chunks.addSegments(chunk, (long) batch.segments(i) + batch.rxSegments(i));
            ems.reportedBytes(em, ems.reportedBytes(em) + batch.bytes(i) + batch.rxBytes(i));
            if (wasInForce != isInForce) {
                ems.spaceRows(em, ems.spaceRows(em) + (isInForce ? 1 : -1));
                chunks.addSpaceRows(chunk, isInForce ? 1 : -1);
            }
            if (!isInForce) {
                rows.remove(ems, row);
            }
        }
    }
}
