package io.stowage.engine.space;

import io.stowage.engine.Invariant;
import io.stowage.engine.Limits;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.table.RowTable;

/**
 * Space promised under a space version: granted, given back, dropped by a report. Keeps the reservation rows, the sums
 * per version and the pending terms of the chunks in step.
 */
public final class Reservations {
    private final ExtentManagerTable ems;
    private final ReservationTable rows;
    private final SpaceAccounting accounting;
    private final int[] found = new int[Limits.MAX_SEGMENTS_PER_EXTENT];

    /** Never read: a field that is written keeps the reads ahead from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    /**
     * Ties the tables together.
     *
     * @param ems        extent managers with their versions.
     * @param rows       reservation rows.
     * @param accounting to change.
     */
    public Reservations(final ExtentManagerTable ems, final ReservationTable rows, final SpaceAccounting accounting) {
        this.ems = ems;
        this.rows = rows;
        this.accounting = accounting;
    }

    boolean hasRoomFor(final int more) {
        return rows.count() + more <= rows.capacity();
    }

    /**
     * Promises a segment on each of some chunks, none of which comes twice. All that is going to be read is asked for before
     * anything is changed: so the segments of an extent wait for memory together instead of one after the other.
     */
    void add(
            final int em,
            final int slot,
            final int[] onChunks,
            final int from,
            final int to,
            final int spaceClass,
            final long bytes) {
        long read = 0;
        for (int i = from; i < to; i++) {
            read ^= rows.touch(em, slot, onChunks[i], spaceClass) ^ accounting.touch(onChunks[i], spaceClass);
        }
        for (int i = from; i < to; i++) {
            final int row = rows.find(em, slot, onChunks[i], spaceClass);
            found[i - from] = row;
            read ^= row == RowTable.NONE ? 0 : rows.bytes(row);
        }
        touched = read;
        for (int i = from; i < to; i++) {
            final int row = found[i - from];
            rows.add(row == RowTable.NONE ? create(em, slot, onChunks[i], spaceClass) : row, bytes, 1);
            accounting.addToClass(onChunks[i], spaceClass, Term.THICK_PENDING, Term.THIN_PENDING, bytes);
        }
        ems.addReserved(em, slot, (to - from) * bytes, to - from);
    }

    /** Holds space at the destination of a reposition. */
    void addRx(final int em, final int slot, final int chunk, final int spaceClass, final long bytes) {
        rows.addRx(findOrCreate(em, slot, chunk, spaceClass), bytes, 1);
        ems.addReservedRx(em, slot, bytes, 1);
        accounting.addToClass(chunk, spaceClass, Term.THICK_RX, Term.THIN_RX, bytes);
    }

    private int findOrCreate(final int em, final int slot, final int chunk, final int spaceClass) {
        final int row = rows.find(em, slot, chunk, spaceClass);
        return row == RowTable.NONE ? create(em, slot, chunk, spaceClass) : row;
    }

    private int create(final int em, final int slot, final int chunk, final int spaceClass) {
        final int row = rows.create(em, slot, chunk, spaceClass, ems.firstReservation(em, slot));
        ems.firstReservation(em, slot, row);
        return row;
    }

    /** Whether so many segments of that size can be taken out of a row and leave a row that is whole. */
    boolean holds(
            final int em,
            final int slot,
            final int chunk,
            final int spaceClass,
            final boolean rx,
            final long bytes,
            final int count) {
        final int row = rows.find(em, slot, chunk, spaceClass);
        if (row == RowTable.NONE) {
            return false;
        }
        final long reserved = rx ? rows.rxBytes(row) : rows.bytes(row);
        final int segments = rx ? rows.rxSegments(row) : rows.segments(row);
        return segments > count ? reserved > bytes * count : reserved == bytes * count && segments == count;
    }

    long reservedBytes(final int em, final int slot, final int chunk, final int spaceClass, final boolean rx) {
        final int row = rows.find(em, slot, chunk, spaceClass);
        if (row == RowTable.NONE) {
            return 0;
        }
        return rx ? rows.rxBytes(row) : rows.bytes(row);
    }

    /** Takes one segment back; nothing was written, so its bytes go nowhere. */
    void giveBack(final int em, final int slot, final int chunk, final int spaceClass, final long bytes) {
        final int row = rows.find(em, slot, chunk, spaceClass);
        rows.add(row, -bytes, -1);
        ems.addReserved(em, slot, -bytes, -1);
        accounting.addToClass(chunk, spaceClass, Term.THICK_PENDING, Term.THIN_PENDING, -bytes);
        removeIfEmpty(em, slot, row);
    }

    /** Gives back the destination of a reposition that never began. */
    void giveBackRx(final int em, final int slot, final int chunk, final int spaceClass, final long bytes) {
        final int row = rows.find(em, slot, chunk, spaceClass);
        rows.addRx(row, -bytes, -1);
        ems.addReservedRx(em, slot, -bytes, -1);
        accounting.addToClass(chunk, spaceClass, Term.THICK_RX, Term.THIN_RX, -bytes);
        removeIfEmpty(em, slot, row);
    }

    private void removeIfEmpty(final int em, final int slot, final int row) {
        if (rows.isEmpty(row)) {
            ems.firstReservation(em, slot, rows.remove(row, ems.firstReservation(em, slot)));
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
            dropped.onDropped(em, chunk, spaceClass, bytes, rxBytes);
            row = rows.remove(row, row);
        }
        ems.addReserved(em, slot, -ems.versionBytes(em, slot), 0);
        ems.addReservedRx(em, slot, -ems.versionRxBytes(em, slot), 0);
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
