package io.stowage.sim.simulation;

import java.util.ArrayList;
import java.util.List;

/** The extent table of one extent manager: its segments, which are on the disks too. It survives crashes. */
final class ExtentTable {
    private final World world;
    private final Fleet fleet;
    private final List<Segment> segments = new ArrayList<>();

    ExtentTable(final World world, final Fleet fleet) {
        this.world = world;
        this.fleet = fleet;
    }

    List<Segment> segments() {
        return segments;
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    int size() {
        return segments.size();
    }

    boolean holds(final Segment segment) {
        return segments.contains(segment);
    }

    Segment any() {
        return segments.get(world.below(segments.size()));
    }

    /** Whether some segment is the destination of a copy that runs. */
    boolean copies() {
        return segments.stream().anyMatch(Segment::isRx);
    }

    /** Fills the destination of a copy with what the source holds; false if there is no room for it. */
    boolean copyOver(final Segment source, final Segment destination) {
        return !destination.isThin()
                || fleet.disk(destination.chunk).fill(destination, source.isThin() ? source.usedBytes() : source.bytes);
    }

    /** Those that are lost with a chunk whose id will never be used again, as a copy. */
    List<Segment> lostWith(final int chunk) {
        return fleet.isGone(chunk)
                ? segments.stream()
                        .filter(segment -> segment.chunk == chunk && segment.isForgotten())
                        .toList()
                : List.of();
    }

    void take(final Segment segment) {
        world.touched.add(segment.chunk);
        segments.add(segment);
        fleet.disk(segment.chunk).put(segment);
    }

    void remove(final Segment segment) {
        world.touched.add(segment.chunk);
        segments.remove(segment);
        fleet.disk(segment.chunk).remove(segment);
    }

    /** All extents are deleted. */
    void clear() {
        List.copyOf(segments).forEach(this::remove);
    }

    void belongsToEarlierIncarnation() {
        segments.forEach(Segment::belongsToEarlierIncarnation);
    }

    /** The engine was told to forget all of them. */
    void forgotten() {
        segments.forEach(segment -> segment.forgotten(true));
    }

    /** A report of this version tells of all that was granted below it. */
    void reported(final long version) {
        for (final Segment segment : segments) {
            if (segment.isForgotten() && segment.version() < version) {
                segment.forgotten(false);
                world.touched.add(segment.chunk);
            }
        }
    }

    /** Some segment to be dropped: one on a chunk that is to be emptied, if there is such a one. */
    Segment toDrop() {
        Segment chosen = segments.get(world.below(segments.size()));
        for (int tries = 0; tries < 8 && !fleet.chunk(chosen.chunk).isEvacuated(); tries++) {
            chosen = segments.get(world.below(segments.size()));
        }
        return chosen;
    }
}
