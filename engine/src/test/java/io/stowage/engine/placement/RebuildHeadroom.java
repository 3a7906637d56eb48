package io.stowage.engine.placement;

import java.util.HashMap;
import java.util.Map;

/**
 * What new data must leave for the rebuild of the largest failure domain: all eligible chunks of the pool together must still
 * take as much protecting data as the chunks of any one domain could hold if they were empty. Since the domain's own free
 * space stands on both sides, that says that the others can take all that the domain holds now.
 */
record RebuildHeadroom(TwinCluster cluster, TwinRequest request) {
    /** Whether so many more bytes would eat into it. */
    boolean isEatenBy(final long bytes) {
        if (request.protects() || cluster.settings().value(TwinSettings.REBUILD_HEADROOM) == 0) {
            return false;
        }
        final HardRules rules = new HardRules(cluster, request);
        final Map<Integer, Long> held = new HashMap<>();
        long free = 0;
        for (final TwinChunk chunk : cluster.chunks().values()) {
            if (rules.isOffered(chunk)) {
                final TwinSpace space = chunk.space(request.spaceClass());
                final long limit = cluster.settings().without(space.capacity(), TwinSettings.HEADROOM_PROTECT_PPM);
                free += Math.max(0, limit - space.allocated());
                held.merge(domain(chunk), limit, Long::sum);
            }
        }
        return free - bytes
                < held.values().stream().mapToLong(Long::longValue).max().orElse(0);
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
