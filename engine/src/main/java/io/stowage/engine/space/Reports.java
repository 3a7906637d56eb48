package io.stowage.engine.space;

import io.stowage.codecs.Reason;
import io.stowage.engine.Invariant;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.extentmanager.Readiness;
import io.stowage.engine.table.RowTable;

/**
 * How a full report takes effect: its rows replace those in force, the reservations of the versions below it are dropped,
 * and {@link Settlement} says how the bytes flow.
 */
public final class Reports implements Reservations.Dropped {
    private final ExtentManagerTable ems;
    private final ChunkTable chunks;
    private final ChunkSpaceTable space;
    private final SpaceRowTable rows;
    private final StagedRowTable staged;
    private final OpenReportTable reports;
    private final Reservations reservations;
    private final Settlement settlement;
    private final Readiness readiness;
    private final ThickGone thickGone;

    /**
     * Ties the tables together.
     *
     * @param ems          extent managers.
     * @param chunks       chunks.
     * @param space        terms of the chunks.
     * @param rows         rows in force.
     * @param staged       rows that are arriving.
     * @param reports      reports that are open.
     * @param reservations to drop.
     * @param settlement   of what rows change.
     * @param readiness    that a report may bring.
     */
    public Reports(
            final ExtentManagerTable ems,
            final ChunkTable chunks,
            final ChunkSpaceTable space,
            final SpaceRowTable rows,
            final StagedRowTable staged,
            final OpenReportTable reports,
            final Reservations reservations,
            final Settlement settlement,
            final Readiness readiness) {
        this.ems = ems;
        this.chunks = chunks;
        this.space = space;
        this.rows = rows;
        this.staged = staged;
        this.reports = reports;
        this.reservations = reservations;
        this.settlement = settlement;
        this.readiness = readiness;
        thickGone = new ThickGone(chunks.capacity());
    }

    /**
     * Forgets a report that is arriving.
     *
     * @param em row.
     */
    public void discard(final int em) {
        staged.discard(reports, em);
        reports.close(em);
    }

    /**
     * A session ended: what it was reporting is discarded.
     *
     * @param sessionId that ended; 0: all.
     */
    public void discardOfSession(final long sessionId) {
        for (int em = 0; em < ems.highWater(); em++) {
            if (reports.version(em) != 0 && (sessionId == 0 || reports.session(em) == sessionId)) {
                discard(em);
            }
        }
    }

    /**
     * A chunk goes: a report that is arriving may name it, so that all that are open will be refused and come again.
     *
     * @param chunkId of the chunk.
     */
    public void chunkRemoved(final int chunkId) {
        for (int em = 0; em < ems.highWater(); em++) {
            if (reports.version(em) != 0) {
                reports.fault(em, Reason.UNKNOWN_CHUNK_IN_ROW.value(), 0, chunkId);
            }
        }
    }

    /** Whether every staged row finds or gets a row in force. */
    boolean hasRoomFor(final int em) {
        int created = 0;
        for (int row = reports.firstStaged(em); row != RowTable.NONE; row = staged.next(row)) {
            if (rows.find(em, staged.chunk(row), staged.spaceClass(row)) == RowTable.NONE) {
                created++;
            }
        }
        return rows.count() + created <= rows.capacity();
    }

    /** Puts the staged rows in force and drops the reservations below the report's version, all at once. */
    void takeEffect(final int em) {
        final long version = reports.version(em);
        for (int row = reports.firstStaged(em); row != RowTable.NONE; row = staged.next(row)) {
            final int target = rows.findOrCreate(ems, em, staged.chunk(row), staged.spaceClass(row));
            rows.staged(target, row);
        }
        countThickGone(em);
        reservations.dropBelow(em, version, this);
        settleThickGone(em);
        int inForce = 0;
        long reportedBytes = 0;
        int row = ems.firstSpaceRow(em);
        while (row != RowTable.NONE) {
            final int next = rows.next(row);
            replace(row, rows.staged(row));
            if (rows.isInForce(row)) {
                inForce++;
                reportedBytes += rows.bytes(row) + rows.rxBytes(row);
            } else {
                chunks.addSpaceRows(rows.chunk(row), -1);
                rows.remove(ems, row);
            }
            row = next;
        }
        ems.spaceRows(em, inForce);
        ems.reportedBytes(em, reportedBytes);
        ems.lastVersion(em, version);
        readiness.settled(em);
        discard(em);
    }

    /** A reservation that the report covers waits at its row for {@link #replace}, or is settled where there is none. */
    @Override
    public void onDropped(final int em, final int chunk, final int spaceClass, final long bytes, final long rxBytes) {
        final int row = rows.find(em, chunk, spaceClass);
        if (!SpaceClass.isThin(spaceClass) && rows.find(em, chunk, SpaceClass.thinned(spaceClass)) != RowTable.NONE) {
            thickGone.add(chunk, spaceClass, bytes + rxBytes);
        }
        if (row == RowTable.NONE) {
            settlement.settle(chunk, spaceClass, 0, 0, bytes + rxBytes);
        } else {
            rows.addDropped(row, bytes, rxBytes);
        }
    }

    private void countThickGone(final int em) {
        for (int row = ems.firstSpaceRow(em); row != RowTable.NONE; row = rows.next(row)) {
            if (!SpaceClass.isThin(rows.spaceClass(row))) {
                final int now = rows.staged(row);
                final long left = now == RowTable.NONE ? 0 : staged.bytes(now) + staged.rxBytes(now);
                thickGone.add(rows.chunk(row), rows.spaceClass(row), rows.bytes(row) + rows.rxBytes(row) - left);
            }
        }
    }

    /** Whatever may have been made thin waits at its thin row, like the reservations that are dropped. */
    private void settleThickGone(final int em) {
        for (int row = ems.firstSpaceRow(em); row != RowTable.NONE; row = rows.next(row)) {
            if (SpaceClass.isThin(rows.spaceClass(row)) && rows.staged(row) != RowTable.NONE) {
                final long thinBytes = staged.bytes(rows.staged(row));
                rows.addDropped(row, thickGone.madeThin(rows.chunk(row), rows.spaceClass(row), thinBytes), 0);
            }
        }
        for (int row = ems.firstSpaceRow(em); row != RowTable.NONE; row = rows.next(row)) {
            thickGone.clear(rows.chunk(row), rows.spaceClass(row));
        }
    }

    private void replace(final int row, final int stagedRow) {
        final boolean stays = stagedRow != RowTable.NONE;
        final long bytes = stays ? staged.bytes(stagedRow) : 0;
        final long rxBytes = stays ? staged.rxBytes(stagedRow) : 0;
        final int segments = stays ? staged.segments(stagedRow) : 0;
        final int rxSegments = stays ? staged.rxSegments(stagedRow) : 0;
        final long rxEnded = Math.max(0, rows.rxBytes(row) + rows.droppedRx(row) - rxBytes);
        if (!rows.isInForce(row)) {
            chunks.addSpaceRows(rows.chunk(row), 1);
        }
        chunks.addSegments(rows.chunk(row), (long) segments + rxSegments - rows.segments(row) - rows.rxSegments(row));
        settlement.settle(
                rows.chunk(row),
                rows.spaceClass(row),
                bytes - rows.bytes(row),
                rxBytes - rows.rxBytes(row),
                rows.dropped(row) + rxEnded);
        rows.inForce(row, bytes, rxBytes, segments, rxSegments);
        rows.clearDropped(row);
        rows.staged(row, RowTable.NONE);
    }

    /**
     * Forgets all that an extent manager reported, is reporting and has reserved.
     *
     * @param em row.
     */
    public void forget(final int em) {
        discard(em);
        reservations.dropBelow(em, Long.MAX_VALUE, this);
        settleThickGone(em);
        int row = ems.firstSpaceRow(em);
        while (row != RowTable.NONE) {
            final int next = rows.next(row);
            replace(row, RowTable.NONE);
            chunks.addSpaceRows(rows.chunk(row), -1);
            rows.remove(ems, row);
            row = next;
        }
    }

    /** Recomputes the sums that are kept beside the rows. */
    public void verify() {
        final long[] segments = new long[Math.max(1, chunks.highWater())];
        final int[] spaceRows = new int[segments.length];
        final long[] nominal = new long[segments.length * SpaceClass.COUNT];
        int found = 0;
        for (int em = 0; em < ems.highWater(); em++) {
            int inForce = 0;
            long bytes = 0;
            for (int row = ems.isUsed(em) ? ems.firstSpaceRow(em) : RowTable.NONE;
                    row != RowTable.NONE;
                    row = rows.next(row)) {
                final int chunk = rows.chunk(row);
                segments[chunk] += (long) rows.segments(row) + rows.rxSegments(row);
                spaceRows[chunk]++;
                nominal[chunk * SpaceClass.COUNT + rows.spaceClass(row)] += rows.bytes(row);
                inForce++;
                found++;
                bytes += rows.bytes(row) + rows.rxBytes(row);
                Invariant.check(rows.isInForce(row), "no space row is empty");
                Invariant.check(rows.staged(row) == RowTable.NONE, "no space row is staged between commands");
            }
            if (ems.isUsed(em)) {
                Invariant.checkEquals(inForce, ems.spaceRows(em), "rows of an extent manager", em);
                Invariant.checkEquals(bytes, ems.reportedBytes(em), "reported bytes of an extent manager", em);
            }
        }
        Invariant.checkEquals(found, rows.count(), "space rows are all in a list", 0);
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            if (chunks.isUsed(chunk)) {
                Invariant.checkEquals(segments[chunk], chunks.segments(chunk), "segments of a chunk", chunk);
                Invariant.checkEquals(spaceRows[chunk], chunks.spaceRows(chunk), "space rows of a chunk", chunk);
                verifyNominal(chunk, nominal);
            }
        }
    }

    private void verifyNominal(final int chunk, final long[] nominal) {
        for (int spaceClass = 0; spaceClass < SpaceClass.COUNT; spaceClass++) {
            final int term = SpaceClass.isThin(spaceClass) ? Term.THIN_NOMINAL : Term.THICK;
            Invariant.checkEquals(
                    nominal[chunk * SpaceClass.COUNT + spaceClass],
                    space.term(chunk, SpaceClass.tier(spaceClass), SpaceClass.priority(spaceClass), term),
                    "nominal bytes of the reports on a chunk",
                    chunk);
        }
    }
}
