package io.stowage.engine.placement;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What new data must leave for the rebuild of the largest failure domain: all eligible chunks of the pool together must still
 * take as much protecting data as any one domain holds and could still take. Since the domain's own free space stands on both
 * sides, that says that the others can take all that the domain holds now. Where fewer than two domains take anything, no
 * loss could be rebuilt, and nothing is kept.
 */
record RebuildHeadroom(TwinCluster cluster, TwinRequest request) {
    /** Whether so many more bytes would eat into it. */
    boolean isEatenBy(final long bytes) {
        if (request.protects() || cluster.settings().value(TwinSettings.REBUILD_HEADROOM) == 0) {
            return false;
        }
        final HardRules rules = new HardRules(cluster, request);
        final Map<Integer, Long> stakes = new HashMap<>();
        final Set<Integer> takers = new HashSet<>();
        long free = 0;
        for (final TwinChunk chunk : cluster.chunks().values()) {
            if (chunk.pool() != request.poolId()) {
                continue;
            }
            final TwinSpace space = chunk.space(request.spaceClass());
            long room = 0;
            if (rules.isOffered(chunk)) {
                final long limit = cluster.settings().without(space.capacity(), TwinSettings.HEADROOM_PROTECT_PPM);
                room = Math.max(0, limit - space.allocated());
                takers.add(domain(chunk));
            }
            free += room;
            stakes.merge(domain(chunk), room + space.allocated(), Long::sum);
        }
        final long largest =
                stakes.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return takers.size() > 1 && free - bytes < largest;
    }

    private int domain(final TwinChunk chunk) {
        return switch ((int) cluster.settings().value(TwinSettings.REBUILD_HEADROOM)) {
            case 1 -> chunk.id();
            case 2 -> chunk.place().node();
            case 3 -> chunk.place().brick();
            default -> chunk.place().rack();
        };
    }
}
