package io.stowage.tools.whatif;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import io.stowage.tools.whatif.Holdings.Cell;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Rows of a report, or of a delta, summed up by chunk and space class. */
final class Rows {
    private static final MessageHeaderDecoder HEADER = new MessageHeaderDecoder();
    private static final int THIN = 2;

    private final TreeMap<Cell, Row> rows = new TreeMap<>();

    /**
     * Segments and bytes there are, or how they change.
     *
     * @param segments   count.
     * @param bytes      nominal.
     * @param rxSegments destinations of repositions.
     * @param rxBytes    nominal.
     */
    record Row(long segments, long bytes, long rxSegments, long rxBytes) {
        static final Row NONE = new Row(0, 0, 0, 0);

        private Row plus(final Row other) {
            return new Row(
                    segments + other.segments,
                    bytes + other.bytes,
                    rxSegments + other.rxSegments,
                    rxBytes + other.rxBytes);
        }
    }

    Map<Cell, Row> all() {
        return rows;
    }

    Row of(final Cell cell) {
        return rows.getOrDefault(cell, Row.NONE);
    }

    /** Adds to a row; what is nothing in the end is no row. */
    void add(final Cell cell, final Row change) {
        final Row sum = of(cell).plus(change);
        if (sum.equals(Row.NONE)) {
            rows.remove(cell);
        } else {
            rows.put(cell, sum);
        }
    }

    /** Adds the rows of a part of a report. */
    void addReport(final DirectBuffer frame) {
        final ReportSpaceRowsDecoder part = new ReportSpaceRowsDecoder().wrapAndApplyHeader(frame, 0, HEADER);
        for (final ReportSpaceRowsDecoder.RowsDecoder row : part.rows()) {
            add(
                    new Cell((int) row.chunk(), row.tierRaw() << 2 | row.provisionRaw() << 1 | row.priorityRaw()),
                    new Row(row.segments(), row.bytes(), row.rxSegments(), row.rxBytes()));
        }
    }

    static Rows ofDelta(final DirectBuffer frame) {
        final Rows rows = new Rows();
        final SpaceDeltaDecoder delta = new SpaceDeltaDecoder().wrapAndApplyHeader(frame, 0, HEADER);
        for (final SpaceDeltaDecoder.RowsDecoder row : delta.rows()) {
            rows.add(
                    new Cell((int) row.chunk(), row.tierRaw() << 2 | row.provisionRaw() << 1 | row.priorityRaw()),
                    new Row(row.segments(), row.bytes(), row.rxSegments(), row.rxBytes()));
        }
        return rows;
    }

    static Rows ofProvisionChange(final DirectBuffer frame) {
        final Rows rows = new Rows();
        final UpdateProvisionDecoder change = new UpdateProvisionDecoder().wrapAndApplyHeader(frame, 0, HEADER);
        for (final UpdateProvisionDecoder.RowsDecoder row : change.rows()) {
            final int thick = row.tierRaw() << 2 | row.priorityRaw();
            rows.add(new Cell((int) row.chunk(), thick), new Row(-row.segments(), -row.bytes(), 0, 0));
            rows.add(new Cell((int) row.chunk(), thick | THIN), new Row(row.segments(), row.bytes(), 0, 0));
        }
        return rows;
    }

    static Rows ofRemoval(final DirectBuffer frame) {
        final Rows rows = new Rows();
        final RemoveExtentsDecoder removal = new RemoveExtentsDecoder().wrapAndApplyHeader(frame, 0, HEADER);
        for (final RemoveExtentsDecoder.RowsDecoder row : removal.rows()) {
            rows.add(
                    new Cell((int) row.chunk(), row.tierRaw() << 2 | row.provisionRaw() << 1 | row.priorityRaw()),
                    new Row(-row.segments(), -row.bytes(), 0, 0));
        }
        return rows;
    }
}
