package io.stowage.tools.whatif;

import io.stowage.tools.whatif.Bag.Spot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of one extent manager in both histories, coupled one to one: for each chunk and space class of the first history
 * where the second one has them. Stowage knows no extents, only counts of segments by chunk and class, and so does this; which
 * of several like segments a command means makes no difference to the space of either history.
 */
final class Holdings {
    private final TreeMap<Cell, Bag> segments = new TreeMap<>();
    private final TreeMap<Cell, Bag> rx = new TreeMap<>();
    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private final Map<Cell, Deque<Departure>> departures = new TreeMap<>();
    private final ThinShares shares;

    Holdings(final ThinShares shares) {
        this.shares = shares;
    }

    /**
     * Chunk and space class in the first history.
     *
     * @param chunk      id; {@link Bag#NOWHERE}: only the other history has it.
     * @param spaceClass tier &lt;&lt; 2 | provision &lt;&lt; 1 | priority.
     */
    record Cell(int chunk, int spaceClass) implements Comparable<Cell> {
        @Override
        public int compareTo(final Cell other) {
            final int byChunk = Integer.compare(chunk, other.chunk);
            return byChunk != 0 ? byChunk : Integer.compare(spaceClass, other.spaceClass);
        }
    }

    /** Granted under a space version that no report covers yet. */
    private record Pending(TreeMap<Cell, Bag> segments, TreeMap<Cell, Bag> rx) {
        private Pending() {
            this(new TreeMap<>(), new TreeMap<>());
        }

        private TreeMap<Cell, Bag> of(final boolean isRx) {
            return isRx ? rx : segments;
        }
    }

    /**
     * A segment that a reposition will take off a chunk.
     *
     * @param destination in the first history.
     * @param isInBoth    whether the other history granted the reposition too.
     */
    private record Departure(int destination, boolean isInBoth) {}

    /** Both histories, or one of them, granted a segment. */
    void granted(final long version, final boolean isRx, final Cell cell, final Spot spot) {
        bag(pending.computeIfAbsent(version, key -> new Pending()).of(isRx), cell)
                .add(spot, 1);
    }

    /** The first history will take a segment off a chunk. */
    void departs(final Cell from, final int destination, final boolean isInBoth) {
        departures.computeIfAbsent(from, key -> new ArrayDeque<>()).add(new Departure(destination, isInBoth));
    }

    /** A reposition that does not take place after all. */
    void stays(final int destination, final int spaceClass) {
        for (final Map.Entry<Cell, Deque<Departure>> each : departures.entrySet()) {
            if (each.getKey().spaceClass() == spaceClass
                    && each.getValue().removeIf(departure -> departure.destination() == destination)) {
                return;
            }
        }
    }

    /** A segment of a version that no report covers is given back; the place where the other history has it. */
    int freed(final long version, final boolean isRx, final Cell cell, final long bytes) {
        final Pending open = pending.get(version);
        final Bag bag = open == null ? null : open.of(isRx).get(cell);
        if (bag == null || bag.isEmpty()) {
            return cell.chunk();
        }
        final Spot spot = bag.fullest(bytes);
        bag.add(spot, -1);
        return spot.chunk();
    }

    /** A report covers all versions below its own. What only the other history granted is kept, or let go as unreported. */
    void cover(final long version, final boolean keepsExtra) {
        final Map<Long, Pending> covered = pending.headMap(version, false);
        for (final Pending each : covered.values()) {
            merge(each.segments(), false, keepsExtra);
            merge(each.rx(), true, false);
        }
        covered.clear();
    }

    private void merge(final Map<Cell, Bag> granted, final boolean isRx, final boolean keepsExtra) {
        granted.forEach((cell, bag) -> {
            if (cell.chunk() != Bag.NOWHERE || keepsExtra) {
                bag.spots().forEach((spot, count) -> add(isRx, cell, spot, count));
            }
        });
    }

    /** Segments in the reports of the first history. */
    Map<Cell, Bag> segments() {
        return segments;
    }

    /** Running repositions in the reports of the first history, at their destinations. */
    Map<Cell, Bag> rx() {
        return rx;
    }

    /** Repositions that ended: what stood at their destinations as rx is there to stay. */
    void arrived(final Cell cell, final long count, final long bytes, final Bag.Listener told) {
        for (long i = 0; i < count; i++) {
            final Spot spot = at(true, cell).fullest(bytes);
            add(true, cell, spot, -1);
            add(false, cell, spot, 1);
            told.onChange(spot, 1);
        }
    }

    /** Thick segments that became thin where they are; told each place of the other history. */
    void madeThin(final Cell thick, final Cell thin, final long count, final long bytes, final Bag.Listener told) {
        for (long i = 0; i < count; i++) {
            final Spot spot = at(false, thick).fullest(bytes);
            add(false, thick, spot, -1);
            add(false, thin, spot, 1);
            told.onChange(spot, 1);
        }
    }

    /** Segments that were not granted while this looked on: both histories have them at the same place. */
    void found(final boolean isRx, final Cell cell, final long count, final long bytes) {
        if (count > 0) {
            final long size = Math.max(1, bytes / count);
            add(isRx, cell, new Spot(cell.chunk(), size), count);
        }
    }

    /** Repositions that ended without a segment. */
    void rxGone(final Cell cell, final long count, final long bytes, final Bag.Listener told) {
        for (long i = 0; i < count; i++) {
            final Spot spot = at(true, cell).fullest(bytes);
            add(true, cell, spot, -1);
            told.onChange(spot, -1);
        }
    }

    /**
     * Segments that left a chunk. Where a reposition took them, the other history loses them on the chunk that was named, for
     * that chunk was the reason; any other segment goes from where it is.
     */
    void gone(final Cell cell, final long count, final long bytes, final Bag.Listener told) {
        for (long i = 0; i < count; i++) {
            final Deque<Departure> waiting = departures.get(cell);
            final Departure departure = waiting == null ? null : waiting.poll();
            if (departure == null) {
                told.onChange(take(cell, at(false, cell).fullest(bytes)), -1);
            } else if (departure.isInBoth()) {
                told.onChange(takeOn(cell, bytes), -1);
            } else {
                keep(cell, departure, bytes);
            }
        }
    }

    private Spot take(final Cell cell, final Spot spot) {
        add(false, cell, spot, -1);
        return spot;
    }

    /** Exchanges partners, so that the other history's segment on the very chunk goes. */
    private Spot takeOn(final Cell cell, final long bytes) {
        final Spot here = at(false, cell).on(cell.chunk());
        if (here != null) {
            return take(cell, here);
        }
        for (final Map.Entry<Cell, Bag> each : segments.entrySet()) {
            final Spot there = each.getKey().spaceClass() == cell.spaceClass()
                    ? each.getValue().on(cell.chunk())
                    : null;
            if (there != null && each.getKey().chunk() != Bag.NOWHERE) {
                final Cell partner = each.getKey();
                final Spot mine = take(cell, at(false, cell).fullest(bytes));
                add(false, partner, there, -1);
                add(false, partner, mine, 1);
                return there;
            }
        }
        return take(cell, at(false, cell).fullest(bytes));
    }

    /** The other history refused the reposition: its segment stays, and is the partner of what arrived in the first one. */
    private void keep(final Cell cell, final Departure departure, final long bytes) {
        final Spot stays = take(cell, at(false, cell).fullest(bytes));
        final Cell arrived = new Cell(departure.destination(), cell.spaceClass());
        for (final boolean isRx : new boolean[] {true, false}) {
            final Bag bag = reported(isRx).get(arrived);
            final Spot nowhere = bag == null ? null : bag.on(Bag.NOWHERE);
            if (nowhere != null) {
                add(isRx, arrived, nowhere, -1);
                add(isRx, arrived, stays, 1);
                return;
            }
        }
        add(false, new Cell(Bag.NOWHERE, cell.spaceClass()), stays, 1);
    }

    /** Told each pair of places, and how many segments have it. */
    interface Visitor {
        void onPair(Cell cell, Spot spot, long segments);
    }

    /** Tells all pairs of segments, reported or only granted. Running repositions are left out. */
    void visit(final Visitor visitor) {
        segments.forEach((cell, bag) -> bag.spots().forEach((spot, count) -> visitor.onPair(cell, spot, count)));
        pending.values()
                .forEach(open -> open.segments()
                        .forEach((cell, bag) ->
                                bag.spots().forEach((spot, count) -> visitor.onPair(cell, spot, count))));
    }

    /** Nothing of this extent manager is left, in either history. */
    void clear() {
        segments.forEach(
                (cell, bag) -> bag.spots().forEach((spot, count) -> shares.changed(cell, spot.chunk(), -count)));
        segments.clear();
        rx.clear();
        pending.clear();
        departures.clear();
    }

    private void add(final boolean isRx, final Cell cell, final Spot spot, final long count) {
        bag(reported(isRx), cell).add(spot, count);
        if (!isRx) {
            shares.changed(cell, spot.chunk(), count);
        }
    }

    private Map<Cell, Bag> reported(final boolean isRx) {
        return isRx ? rx : segments;
    }

    /** What is reported of a cell of which there is something. */
    private Bag at(final boolean isRx, final Cell cell) {
        return Objects.requireNonNull(reported(isRx).get(cell), "nothing is reported there");
    }

    private static Bag bag(final Map<Cell, Bag> where, final Cell cell) {
        return where.computeIfAbsent(cell, key -> new Bag());
    }

    /** What a report of the first history says of a cell, or what there was of it. */
    static long segments(final @Nullable Bag bag) {
        return bag == null ? 0 : bag.segments();
    }
}
