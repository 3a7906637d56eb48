package io.stowage.engine.placement;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.FunnelDecoder;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import java.util.List;
import java.util.function.Predicate;

/** How many chunks are left after each filter. */
record TwinFunnel(
        long registered, long inPool, long inUse, long healthy, long notIsolated, long tier, long space, long spread) {
    static final TwinFunnel NONE = new TwinFunnel(0, 0, 0, 0, 0, 0, 0, 0);

    static TwinFunnel of(final FunnelDecoder funnel) {
        return new TwinFunnel(
                funnel.registered(),
                funnel.inPool(),
                funnel.inUse(),
                funnel.healthy(),
                funnel.notIsolated(),
                funnel.tier(),
                funnel.space(),
                funnel.spread());
    }

    /** Counted before any segment of the extent is placed. */
    static TwinFunnel of(final TwinCluster cluster, final TwinRequest request) {
        final List<Predicate<TwinChunk>> filters = List.of(
                chunk -> chunk.pool() == request.poolId(),
                chunk -> chunk.adminState() == AdminState.IN_USE,
                chunk -> chunk.health() == Health.HEALTHY,
                chunk -> chunk.isolation() == Isolation.NONE,
                chunk -> chunk.space(request.spaceClass()).offered(),
                new TwinLimits(cluster, request)::fits,
                chunk -> new HardRules(cluster, request).isSeparable(chunk, request.existing()));
        final long[] left = new long[filters.size() + 1];
        for (final TwinChunk chunk : cluster.chunks().values()) {
            left[0]++;
            for (int i = 0; i < filters.size() && filters.get(i).test(chunk); i++) {
                left[i + 1]++;
            }
        }
        return new TwinFunnel(left[0], left[1], left[2], left[3], left[4], left[5], left[6], left[7]);
    }

    /** Whether the filters before space and spread, which placing cannot change, let through the same. */
    boolean agreesBeforeSpace(final TwinFunnel other) {
        return registered == other.registered
                && inPool == other.inPool
                && inUse == other.inUse
                && healthy == other.healthy
                && notIsolated == other.notIsolated
                && tier == other.tier;
    }
}
