package io.stowage.engine.placement;

import static java.util.stream.Collectors.groupingBy;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Rules 1 to 4: which of the feasible chunks are the best group for the next segment. */
record PreferenceRules(TwinCluster cluster, TwinRequest request, List<Integer> placed) {
    /** Classes of room, best first. */
    enum Room {
        WHOLE_BELOW_HIGH_WATER,
        WHOLE,
        LESS
    }

    /** Rules 2, 3 and 4, one after the other. */
    List<TwinChunk> best(final List<TwinChunk> feasible) {
        return spread(inPreferredZone(roomy(feasible)));
    }

    /** Rule 2. */
    private List<TwinChunk> roomy(final List<TwinChunk> chunks) {
        final Room best = chunks.stream().map(this::room).min(Room::compareTo).orElse(Room.LESS);
        return chunks.stream().filter(chunk -> room(chunk) == best).toList();
    }

    Room room(final TwinChunk chunk) {
        final TwinLimits limits = new TwinLimits(cluster, request);
        if (limits.room(chunk) < request.wholeBytes(cluster.settings())) {
            return Room.LESS;
        }
        return limits.isFilledAtMost(TwinSettings.HIGH_WATER_PPM, chunk, request.wholeBytes(cluster.settings()))
                ? Room.WHOLE_BELOW_HIGH_WATER
                : Room.WHOLE;
    }

    /**
     * Rule 3: the zone gets the majority, of two segments one. The first segment goes elsewhere where the preferred chunk stands
     * there, if not all that belongs elsewhere is there.
     */
    private List<TwinChunk> inPreferredZone(final List<TwinChunk> chunks) {
        final int zone = request.preferredZone();
        if (zone == 0) {
            return chunks;
        }
        final int all = request.segmentsInAll();
        final int share = all == 2 ? 1 : all / 2 + 1;
        final long there = segmentsIn(TwinPlace::zone, zone);
        final boolean startsElsewhere = isFirst() && prefersChunkOutside(zone) && placed.size() - there < all - share;
        return orAll(chunks, chunk -> chunk.place().zone() == zone == (there < share && !startsElsewhere));
    }

    private boolean isFirst() {
        return placed.size() == request.existing().size();
    }

    private boolean prefersChunkOutside(final int zone) {
        final TwinChunk preferred = cluster.chunks().get(request.preferred());
        return preferred != null
                && preferred.pool() == request.poolId()
                && preferred.place().zone() != zone;
    }

    /** Rule 4. */
    private List<TwinChunk> spread(final List<TwinChunk> chunks) {
        final List<TwinChunk> newZones = unused(chunks, TwinPlace::zone);
        if (!newZones.isEmpty()) {
            return newZones;
        }
        final List<TwinChunk> newRacks = unused(chunks, TwinPlace::rack);
        if (!newRacks.isEmpty()) {
            return fewest(newRacks, TwinPlace::zone);
        }
        final List<TwinChunk> newBricks = unused(chunks, TwinPlace::brick);
        return newBricks.isEmpty() ? fewest(chunks, TwinPlace::brick) : fewest(newBricks, TwinPlace::rack);
    }

    private List<TwinChunk> unused(final List<TwinChunk> chunks, final ToIntFunction<TwinPlace> domain) {
        return chunks.stream()
                .filter(chunk -> segmentsIn(domain, domain.applyAsInt(chunk.place())) == 0)
                .toList();
    }

    private List<TwinChunk> fewest(final List<TwinChunk> chunks, final ToIntFunction<TwinPlace> domain) {
        return chunks.stream()
                .collect(groupingBy(chunk -> segmentsIn(domain, domain.applyAsInt(chunk.place()))))
                .entrySet()
                .stream()
                .min(java.util.Map.Entry.comparingByKey())
                .map(java.util.Map.Entry::getValue)
                .orElse(List.of());
    }

    private long segmentsIn(final ToIntFunction<TwinPlace> domain, final int id) {
        return placed.stream()
                .filter(chunk -> domain.applyAsInt(cluster.chunk(chunk).place()) == id)
                .count();
    }

    private static List<TwinChunk> orAll(final List<TwinChunk> chunks, final Predicate<TwinChunk> wanted) {
        final List<TwinChunk> some = chunks.stream().filter(wanted).toList();
        return some.isEmpty() ? chunks : some;
    }

    /** Rule 1: whether the preferred chunk must take the segment. */
    boolean mustTakePreferred(final List<TwinChunk> best) {
        return isFirst()
                && best.stream()
                        .filter(chunk -> chunk.id() == request.preferred())
                        .anyMatch(chunk -> new TwinLimits(cluster, request)
                                .isFilledAtMost(
                                        TwinSettings.LOCALITY_LOAD_PPM,
                                        chunk,
                                        request.segmentBytes(cluster.settings())));
    }

    /** The roomiest, where chunks have room for less than a whole extent; else all, for the load decides. */
    List<TwinChunk> roomiest(final List<TwinChunk> best) {
        if (best.isEmpty() || room(best.getFirst()) != Room.LESS) {
            return best;
        }
        final TwinLimits limits = new TwinLimits(cluster, request);
        final long most = best.stream().mapToLong(limits::room).max().orElse(0);
        return best.stream().filter(chunk -> limits.room(chunk) == most).toList();
    }
}
