package io.stowage.engine.placement;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.FunnelEncoder;
import io.stowage.codecs.Health;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;

/**
 * Why a request cannot be granted: how many chunks are left after each filter. Counted over all chunks, only when a
 * request is refused.
 */
public final class FunnelCount {
    private final ChunkTable chunks;
    private final SpaceLimits limits;
    private final Placement placement;
    private int registered;
    private int inPool;
    private int inUse;
    private int healthy;
    private int notIsolated;
    private int tier;
    private int space;
    private int spread;
    private int separable;
    private int sharing;

    /**
     * Ties the parts together.
     *
     * @param chunks    chunks.
     * @param limits    of a decision.
     * @param placement with the segments placed so far.
     */
    public FunnelCount(final ChunkTable chunks, final SpaceLimits limits, final Placement placement) {
        this.chunks = chunks;
        this.limits = limits;
        this.placement = placement;
    }

    /** Counts nothing: for items that were granted. */
    public void clear() {
        registered = inPool = inUse = healthy = notIsolated = tier = space = spread = separable = sharing = 0;
    }

    /**
     * Counts for a request as it stands, with the segments that were placed before it got stuck.
     *
     * @param request that cannot be granted.
     */
    public void count(final PlacementRequest request) {
        clear();
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            if (chunks.isUsed(chunk)) {
                registered++;
                filter(chunk, request);
            }
        }
    }

    private void filter(final int chunk, final PlacementRequest request) {
        if (chunks.pool(chunk) != request.pool()) {
            return;
        }
        inPool++;
        if (chunks.adminState(chunk) != AdminState.IN_USE.value()) {
            return;
        }
        inUse++;
        if (chunks.health(chunk) != Health.HEALTHY.value()) {
            return;
        }
        healthy++;
        if (chunks.isolation(chunk) != 0) {
            return;
        }
        notIsolated++;
        if (!chunks.offers(chunk, SpaceClass.tier(request.spaceClass()))) {
            return;
        }
        tier++;
        final boolean isSeparable = placement.isSeparable(chunk);
        final boolean isSpread = isSeparable && placement.isSpreadEnough(chunk);
        if (isSpread) {
            separable++;
        }
        if (!limits.fits(chunk, request.spaceClass(), request.segmentBytes(), request.protects())) {
            return;
        }
        space++;
        if (isSpread) {
            spread++;
        } else if (isSeparable) {
            sharing++;
        }
    }

    /**
     * Whether separation is what lacks: every chunk is excluded, or shares a node, or with strict spread a larger domain, with a
     * segment placed already, so that more space would not help; or strict spread alone rules out a chunk with room.
     *
     * @return false if it is space.
     */
    public boolean lacksDomain() {
        return (tier > 0 && separable == 0) || sharing > 0;
    }

    /**
     * Writes the counts.
     *
     * @param target of a reply.
     */
    public void encode(final FunnelEncoder target) {
        target.registered(registered)
                .inPool(inPool)
                .inUse(inUse)
                .healthy(healthy)
                .notIsolated(notIsolated)
                .tier(tier)
                .space(space)
                .spread(spread);
    }
}
