package io.stowage.engine.placement;

import io.stowage.codecs.FunnelEncoder;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.candidate.RoomIndex;
import io.stowage.engine.candidate.StateCounts;
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
        registered = inPool = inUse = healthy = notIsolated = tier = space = spread = 0;
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
        final Region separable = placement.separable();
        spread = space - separable.countOutside(rooms, view, request.segmentBytes());
        isSeparable = separable.takesSegments(view);
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
     * Whether more space on the chunks that are there would not help: every one of them is excluded, or shares a node with a
     * segment placed already.
     *
     * @return true if separation, not space, is what lacks.
     */
    public boolean lacksDomain() {
        return tier > 0 && !isSeparable;
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
