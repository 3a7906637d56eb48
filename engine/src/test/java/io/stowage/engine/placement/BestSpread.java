package io.stowage.engine.placement;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * How many distinct domains an extent can reach with segments on given candidates: new zones first, each of which is a new
 * rack as well, then new racks, each of which is a new brick; so at every level as many as there are new ones, or as
 * there are segments.
 */
record BestSpread(long zones, long racks, long bricks) {
    /** What new segments reach beside those placed. */
    static BestSpread reachable(
            final TwinCluster cluster,
            final List<TwinChunk> candidates,
            final List<Integer> placed,
            final int segments) {
        return new BestSpread(
                reachable(cluster, candidates, placed, segments, TwinPlace::zone),
                reachable(cluster, candidates, placed, segments, TwinPlace::rack),
                reachable(cluster, candidates, placed, segments, TwinPlace::brick));
    }

    private static long reachable(
            final TwinCluster cluster,
            final List<TwinChunk> candidates,
            final List<Integer> placed,
            final int segments,
            final ToIntFunction<TwinPlace> domain) {
        final Set<Integer> used = domains(cluster, placed, domain);
        final long fresh = candidates.stream()
                .map(chunk -> domain.applyAsInt(chunk.place()))
                .filter(id -> !used.contains(id))
                .distinct()
                .count();
        return used.size() + Math.min(segments, fresh);
    }

    /** What an extent has reached. */
    static BestSpread of(final TwinCluster cluster, final List<Integer> placed) {
        return new BestSpread(
                domains(cluster, placed, TwinPlace::zone).size(),
                domains(cluster, placed, TwinPlace::rack).size(),
                domains(cluster, placed, TwinPlace::brick).size());
    }

    private static Set<Integer> domains(
            final TwinCluster cluster, final List<Integer> placed, final ToIntFunction<TwinPlace> domain) {
        final Set<Integer> domains = new HashSet<>();
        placed.forEach(id -> domains.add(domain.applyAsInt(cluster.chunk(id).place())));
        return domains;
    }
}
