package io.stowage.engine.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which chunks may take the next segment of an extent, and how many segments it can get at all. */
record HardRules(TwinCluster cluster, TwinRequest request) {
    /** Feasible chunks for the next segment beside those placed, existing ones among them. */
    List<TwinChunk> feasible(final List<Integer> placed) {
        final TwinLimits limits = new TwinLimits(cluster, request);
        return cluster.chunks().values().stream()
                .filter(this::isOffered)
                .filter(limits::fits)
                .filter(chunk -> isSeparable(chunk, placed))
                .filter(chunk -> isSpreadEnough(chunk, placed))
                .toList();
    }

    /** Whether a chunk is there for such requests, whatever its space. */
    boolean isOffered(final TwinChunk chunk) {
        return chunk.isEligible()
                && chunk.pool() == request.poolId()
                && chunk.space(request.spaceClass()).offered();
    }

    /** Not excluded, and on no node that holds a segment of the extent. */
    boolean isSeparable(final TwinChunk chunk, final List<Integer> placed) {
        return !request.excluded().contains(chunk.id())
                && !placed.contains(chunk.id())
                && !(cluster.settings().separatesNodes()
                        && places(placed)
                                .anyMatch(place -> place.node() == chunk.place().node()));
    }

    /**
     * Strict spread: in a zone without a segment as long as the pool has one, else in such a rack, else in such a brick, else
     * anywhere. The pool has the domains of all its registered chunks, whatever their state, space and tiers. Where a zone
     * is preferred, zones are not kept apart.
     */
    private boolean isSpreadEnough(final TwinChunk chunk, final List<Integer> placed) {
        return !request.strict()
                || keptApart(placed)
                        .map(domain -> places(placed)
                                .noneMatch(place -> domain.applyAsInt(place) == domain.applyAsInt(chunk.place())))
                        .orElse(true);
    }

    /** The largest domains of which the pool has one without a segment. */
    private Optional<ToIntFunction<TwinPlace>> keptApart(final List<Integer> placed) {
        return Stream.<ToIntFunction<TwinPlace>>of(TwinPlace::zone, TwinPlace::rack, TwinPlace::brick)
                .skip(request.preferredZone() == 0 ? 0 : 1)
                .filter(domain -> hasUnused(domain, placed))
                .findFirst();
    }

    private boolean hasUnused(final ToIntFunction<TwinPlace> domain, final List<Integer> placed) {
        final Set<Integer> used = places(placed).map(domain::applyAsInt).collect(Collectors.toSet());
        return cluster.chunks().values().stream()
                .filter(chunk -> chunk.pool() == request.poolId())
                .anyMatch(chunk -> !used.contains(domain.applyAsInt(chunk.place())));
    }

    /** Segments that an extent can get. */
    int mostSegments(final List<Integer> placed) {
        final TwinLimits limits = new TwinLimits(cluster, request);
        return mostSegments(
                cluster.chunks().values().stream()
                        .filter(this::isOffered)
                        .filter(limits::fits)
                        .toList(),
                placed);
    }

    /**
     * Segments that an extent can get on some chunks. Each takes a domain of its own out of the way of the next ones (a chunk, a
     * node, with strict spread a brick, rack or zone), and domains of one kind do not overlap: whichever chunk is taken, no
     * other domain is lost. So any order finds the most.
     */
    int mostSegments(final List<TwinChunk> candidates, final List<Integer> placed) {
        final List<Integer> all = new ArrayList<>(placed);
        Optional<TwinChunk> next = Optional.empty();
        do {
            next.ifPresent(chunk -> all.add(chunk.id()));
            next = candidates.stream()
                    .filter(chunk -> isSeparable(chunk, all))
                    .filter(chunk -> isSpreadEnough(chunk, all))
                    .findFirst();
        } while (next.isPresent());
        return all.size() - placed.size();
    }

    private Stream<TwinPlace> places(final List<Integer> placed) {
        return placed.stream().map(id -> cluster.chunk(id).place());
    }
}
