package io.stowage.tools.whatif;

import io.stowage.tools.whatif.Bag.Spot;
import io.stowage.tools.whatif.Holdings.Cell;
import io.stowage.tools.whatif.Rows.Row;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Takes what an extent manager of the first history tells into its holdings, and gives what it would have told in the other one. */
final class Ledger {
    private static final int THIN = 2;

    private final Holdings held;

    Ledger(final Holdings held) {
        this.held = held;
    }

    /** A full report: the rows that it has in the other history. */
    Rows report(final long version, final Rows told, final boolean keepsExtra) {
        held.cover(version, keepsExtra);
        final TreeSet<Cell> cells = new TreeSet<>(held.segments().keySet());
        cells.addAll(held.rx().keySet());
        cells.addAll(told.all().keySet());
        cells.removeIf(cell -> cell.chunk() == Bag.NOWHERE);
        final Rows missing = new Rows();
        for (final Cell cell : cells) {
            final Row row = told.of(cell);
            final Bag segments = held.segments().get(cell);
            final Bag rx = held.rx().get(cell);
            missing.add(
                    cell,
                    new Row(
                            row.segments() - Holdings.segments(segments),
                            row.bytes() - (segments == null ? 0 : segments.bytes()),
                            row.rxSegments() - Holdings.segments(rx),
                            row.rxBytes() - (rx == null ? 0 : rx.bytes())));
        }
        change(missing);
        return inOther();
    }

    /** A delta: the changes that it makes in the other history. */
    Rows change(final Rows told) {
        final Rows other = new Rows();
        final Rows left = new Rows();
        told.all().forEach(left::add);
        arrive(left, other);
        makeThin(left, other);
        for (final Map.Entry<Cell, Row> each : new TreeMap<>(left.all()).entrySet()) {
            final Cell cell = each.getKey();
            final Row row = each.getValue();
            if (row.segments() > 0) {
                held.found(false, cell, row.segments(), row.bytes());
                other.add(cell, new Row(row.segments(), row.bytes(), 0, 0));
            }
            if (row.rxSegments() > 0) {
                held.found(true, cell, row.rxSegments(), row.rxBytes());
                other.add(cell, new Row(0, 0, row.rxSegments(), row.rxBytes()));
            }
        }
        for (final Map.Entry<Cell, Row> each : new TreeMap<>(left.all()).entrySet()) {
            final Cell cell = each.getKey();
            final long gone = Math.min(
                    -each.getValue().segments(),
                    Holdings.segments(held.segments().get(cell)));
            if (gone > 0) {
                held.gone(
                        cell,
                        gone,
                        each.getValue().bytes() / each.getValue().segments(),
                        (spot, count) -> tell(other, spot, cell, count, 0));
            }
            final long rxGone = Math.min(
                    -each.getValue().rxSegments(), Holdings.segments(held.rx().get(cell)));
            if (rxGone > 0) {
                held.rxGone(
                        cell,
                        rxGone,
                        each.getValue().rxBytes() / each.getValue().rxSegments(),
                        (spot, count) -> tell(other, spot, cell, 0, count));
            }
        }
        return other;
    }

    private void arrive(final Rows left, final Rows other) {
        for (final Map.Entry<Cell, Row> each : new TreeMap<>(left.all()).entrySet()) {
            final Cell cell = each.getKey();
            final Row row = each.getValue();
            final long count = Math.min(
                    Math.min(row.segments(), -row.rxSegments()),
                    Holdings.segments(held.rx().get(cell)));
            if (count > 0) {
                final long bytes = row.rxBytes() / row.rxSegments();
                held.arrived(cell, count, bytes, (spot, one) -> tell(other, spot, cell, one, -one));
                left.add(cell, new Row(-count, -count * bytes, count, count * bytes));
            }
        }
    }

    private void makeThin(final Rows left, final Rows other) {
        for (final Map.Entry<Cell, Row> each : new TreeMap<>(left.all()).entrySet()) {
            final Cell thin = each.getKey();
            final Cell thick = new Cell(thin.chunk(), thin.spaceClass() & ~THIN);
            final long count = (thin.spaceClass() & THIN) == 0
                    ? 0
                    : Math.min(
                            Math.min(each.getValue().segments(), -left.of(thick).segments()),
                            Holdings.segments(held.segments().get(thick)));
            if (count > 0) {
                final long bytes = each.getValue().bytes() / each.getValue().segments();
                held.madeThin(thick, thin, count, bytes, (spot, one) -> {
                    tell(other, spot, thick, -one, 0);
                    tell(other, spot, thin, one, 0);
                });
                left.add(thin, new Row(-count, -count * bytes, 0, 0));
                left.add(thick, new Row(count, count * bytes, 0, 0));
            }
        }
    }

    private static void tell(
            final Rows other, final Spot spot, final Cell cell, final long segments, final long rxSegments) {
        if (spot.chunk() != Bag.NOWHERE) {
            other.add(
                    new Cell(spot.chunk(), cell.spaceClass()),
                    new Row(segments, segments * spot.bytes(), rxSegments, rxSegments * spot.bytes()));
        }
    }

    private Rows inOther() {
        final Rows rows = new Rows();
        held.segments().forEach((cell, bag) -> bag.spots().forEach((spot, count) -> tell(rows, spot, cell, count, 0)));
        held.rx().forEach((cell, bag) -> bag.spots().forEach((spot, count) -> tell(rows, spot, cell, 0, count)));
        return rows;
    }
}
