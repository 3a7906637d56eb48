package io.stowage.engine.space;

import io.stowage.engine.Invariant;
import io.stowage.engine.Limits;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.table.RowTable;

/**
 * Space promised under a space version: granted, given back, dropped by a report. Keeps the reservation rows, the sums
 * per version and the pending terms of the chunks in step.
 */
public final class Reservations {
    private final ExtentManagerTable ems;
    private final ChunkTable chunks;
    private final ReservationTable rows;
    private final SpaceAccounting accounting;

    /**
     * Ties the tables together.
     *
     * @param ems        extent managers with their versions.
     * @param chunks     chunks.
     * @param rows       reservation rows.
     * @param accounting to change.
     */
    public Reservations(
            final ExtentManagerTable ems,
            final ChunkTable chunks,
            final ReservationTable rows,
            final SpaceAccounting accounting) {
        this.ems = ems;
        this.chunks = chunks;
        this.rows = rows;
        this.accounting = accounting;
    }

    boolean hasRoomFor(final int more) {
        return rows.count() + more <= rows.capacity();
    }

    void add(final int em, final int slot, final int chunk, final int spaceClass, final long bytes) {
        int row = rows.find(em, slot, chunk, spaceClass);
        if (row == RowTable.NONE) {
            row = rows.create(em, slot, chunk, spaceClass, ems.firstReservation(em, slot));
            ems.firstReservation(em, slot, row);
            chunks.addReservationRows(chunk, 1);
        }
        rows.add(row, bytes, 1);
        ems.addReserved(em, slot, bytes, 1);
        accounting.addToClass(chunk, spaceClass, Term.THICK_PENDING, Term.THIN_PENDING, bytes);
    }

    long reservedBytes(final int em, final int slot, final int chunk, final int spaceClass) {
        final int row = rows.find(em, slot, chunk, spaceClass);
        return row == RowTable.NONE ? 0 : rows.bytes(row);
    }

    int reservedSegments(final int em, final int slot, final int chunk, final int spaceClass) {
        final int row = rows.find(em, slot, chunk, spaceClass);
        return row == RowTable.NONE ? 0 : rows.segments(row);
    }

    /** Takes one segment back; nothing was written, so its bytes go nowhere. */
    void giveBack(final int em, final int slot, final int chunk, final int spaceClass, final long bytes) {
        final int row = rows.find(em, slot, chunk, spaceClass);
        rows.add(row, -bytes, -1);
        ems.addReserved(em, slot, -bytes, -1);
        accounting.addToClass(chunk, spaceClass, Term.THICK_PENDING, Term.THIN_PENDING, -bytes);
        if (rows.isEmpty(row)) {
            ems.firstReservation(em, slot, rows.remove(row, ems.firstReservation(em, slot)));
            chunks.addReservationRows(chunk, -1);
        }
    }

    void closeVersionIfEmpty(final int em, final int slot) {
        if (ems.firstReservation(em, slot) == RowTable.NONE) {
            ems.closeVersion(em, slot);
        }
    }

    /** What becomes of a reservation that a report covers. */
    interface Dropped {
        void onDropped(int em, int chunk, int spaceClass, long bytes, long rxBytes);
    }

    /** Drops every version below a report's; the bytes leave the pending terms and are handed on. */
    void dropBelow(final int em, final long version, final Dropped dropped) {
        for (int slot = 0; slot < Limits.VERSIONS_IN_FLIGHT; slot++) {
            final long open = ems.version(em, slot);
            if (open != 0 && open < version) {
                drop(em, slot, dropped);
            }
        }
    }

    private void drop(final int em, final int slot, final Dropped dropped) {
        int row = ems.firstReservation(em, slot);
        while (row != RowTable.NONE) {
            final int chunk = rows.chunk(row);
            final int spaceClass = rows.spaceClass(row);
            final long bytes = rows.bytes(row);
            final long rxBytes = rows.rxBytes(row);
            accounting.addToClass(chunk, spaceClass, Term.THICK_PENDING, Term.THIN_PENDING, -bytes);
            accounting.addToClass(chunk, spaceClass, Term.THICK_RX, Term.THIN_RX, -rxBytes);
            chunks.addReservationRows(chunk, -1);
            dropped.onDropped(em, chunk, spaceClass, bytes, rxBytes);
            row = rows.remove(row, row);
        }
        ems.addReserved(em, slot, -ems.versionBytes(em, slot), -ems.versionSegments(em, slot));
        ems.closeVersion(em, slot);
    }

    /** Recomputes the sums of every version from its rows. */
    public void verify() {
        int found = 0;
        for (int em = 0; em < ems.highWater(); em++) {
            long pending = 0;
            for (int slot = 0; ems.isUsed(em) && slot < Limits.VERSIONS_IN_FLIGHT; slot++) {
                long bytes = 0;
                long rxBytes = 0;
                for (int row = ems.firstReservation(em, slot); row != RowTable.NONE; row = rows.next(row)) {
                    bytes += rows.bytes(row);
                    rxBytes += rows.rxBytes(row);
                    found++;
                    Invariant.check(!rows.isEmpty(row), "no reservation row is empty");
                }
                Invariant.checkEquals(bytes, ems.versionBytes(em, slot), "bytes reserved under a version", em);
                Invariant.checkEquals(rxBytes, ems.versionRxBytes(em, slot), "rx reserved under a version", em);
                pending += bytes + rxBytes;
            }
            Invariant.checkEquals(pending, ems.isUsed(em) ? ems.pendingBytes(em) : 0, "pending bytes", em);
        }
        Invariant.checkEquals(found, rows.count(), "reservation rows are all in a list", 0);
    }
}
