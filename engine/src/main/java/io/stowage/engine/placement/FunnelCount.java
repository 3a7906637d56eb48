package io.stowage.engine.placement;

import io.stowage.codecs.FunnelEncoder;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.candidate.RoomIndex;
import io.stowage.engine.candidate.StateCounts;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.candidate.View;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.space.SpaceClass;

/**
 * Why a request cannot be granted: how many chunks are left after each filter. A look at all chunks counts for all items of a
 * command: what a state filters is counted once for each pool, and the rooms are followed from item to item.
 */
public final class FunnelCount {
    private final ChunkTable chunks;
    private final CandidateIndex index;
    private final RoomIndex rooms;
    private final StateCounts states;
    private final Placement placement;
    private int registered;
    private int inPool;
    private int inUse;
    private int healthy;
    private int notIsolated;
    private int tier;
    private int space;
    private int spread;
    private boolean isSeparable;
    private int sharing;
    private int countedPool;
    private int countedView;
    private long countedBytes;
    private long countedAt = -1;
    private int counted;

    /**
     * Ties the parts together.
     *
     * @param chunks    chunks.
     * @param index     of the candidates.
     * @param placement with the segments placed so far.
     */
    public FunnelCount(final ChunkTable chunks, final CandidateIndex index, final Placement placement) {
        this.chunks = chunks;
        this.index = index;
        this.placement = placement;
        rooms = index.rooms();
        states = new StateCounts(chunks, index);
    }

    /** Counts nothing: for items that were granted. */
    public void clear() {
        registered = inPool = inUse = healthy = notIsolated = tier = space = spread = sharing = 0;
        isSeparable = false;
    }

    /**
     * Counts for a request as it stands, with the segments that were placed before it got stuck.
     *
     * @param request that cannot be granted.
     */
    public void count(final PlacementRequest request) {
        states.count(request.pool(), SpaceClass.tier(request.spaceClass()));
        registered = chunks.count();
        inPool = states.inPool();
        inUse = states.inUse();
        healthy = states.healthy();
        notIsolated = states.notIsolated();
        tier = states.offersTier();
        final int view = View.view(request.spaceClass(), request.protects(), false);
        rooms.open(view);
        space = countSpace(request.pool(), view, request.segmentBytes());
        final int apart = countApart(placement.separable(), view, request);
        spread = placement.lowestLevel() == TopologyOrder.NODE
                ? apart
                : countApart(placement.spreadEnough(), view, request);
        sharing = apart - spread;
    }

    private int countApart(final Region region, final int view, final PlacementRequest request) {
        isSeparable = region.takesSegments(view);
        return space - region.countOutside(rooms, view, request.segmentBytes());
    }

    /** Items that are alike have the same count, as long as nothing is granted between them. */
    private int countSpace(final int pool, final int view, final long bytes) {
        if (countedAt != rooms.changes() || countedPool != pool || countedView != view || countedBytes != bytes) {
            countedAt = rooms.changes();
            countedPool = pool;
            countedView = view;
            countedBytes = bytes;
            counted = rooms.count(
                    view, index.order().poolStart(pool), index.order().poolEnd(pool), bytes);
        }
        return counted;
    }

    /**
     * Whether separation is what lacks: every chunk is excluded, or shares a node, or with strict spread a larger domain, with a
     * segment placed already, so that more space would not help; or strict spread alone rules out a chunk with room.
     *
     * @return false if it is space.
     */
    public boolean lacksDomain() {
        return (tier > 0 && !isSeparable) || sharing > 0;
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
