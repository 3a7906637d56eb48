package io.stowage.engine.placement;

import java.util.List;

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

    /** Strict spread: a new zone where the cluster has as many as the extent has segments
     * and none is preferred, else a new rack, else any. */
    private boolean isSpreadEnough(final TwinChunk chunk, final List<Integer> placed) {
        if (!request.strict()) {
            return true;
        }
        if (request.preferredZone() == 0 && hasZonesForAll()) {
            return places(placed)
                    .noneMatch(place -> place.zone() == chunk.place().zone());
        }
        return !hasRacksForAll()
                || places(placed)
                        .noneMatch(place -> place.rack() == chunk.place().rack());
    }

    private boolean hasZonesForAll() {
        return cluster.zones().size() >= request.segmentsInAll();
    }

    private boolean hasRacksForAll() {
        return cluster.racks() >= request.segmentsInAll();
    }

    /**
     * Segments that an extent can get. Each takes a domain of its own out of the way of the next ones (a chunk, a node, with
     * strict spread a rack or zone), and domains of one kind do not overlap: whichever chunk is taken, no other domain is
     * lost.
     */
    int mostSegments(final List<Integer> placed) {
        return countDomains(feasible(placed));
    }

    /** Chunks, nodes, racks or zones that are told apart among these. */
    int countDomains(final List<TwinChunk> chunks) {
        return (int) chunks.stream().map(this::domain).distinct().count();
    }

    private int domain(final TwinChunk chunk) {
        if (request.strict() && hasZonesForAll()) {
            return chunk.place().zone();
        }
        if (request.strict() && hasRacksForAll()) {
            return chunk.place().rack();
        }
        return cluster.settings().separatesNodes() ? chunk.place().node() : chunk.id();
    }

    private java.util.stream.Stream<TwinPlace> places(final List<Integer> placed) {
        return placed.stream().map(id -> cluster.chunk(id).place());
    }
}
