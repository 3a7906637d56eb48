package io.stowage.engine.placement;

import io.stowage.engine.Limits;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.chunk.EligibleList;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.DomainTable;
import io.stowage.engine.topology.NodeTable;

/**
 * Chooses the chunks of one extent, segment by segment.
 *
 * <p>For each segment a few eligible chunks are drawn; of those that break no hard rule, the one wins that shares the
 * fewest zones, then racks, then bricks with the segments placed already, and among equals the least loaded: the power of
 * a few random choices (Mitzenmacher, "The power of two choices in randomized load balancing", 1996) on live counts. Where
 * no drawn chunk will do, or the request wants strict spread, all eligible chunks are looked at, so that a feasible
 * request is never refused: the separation of nodes is a partition matroid, so that taking any feasible chunk never
 * blocks a later one.
 *
 * <p>What varies comes from the generator in the cluster's row: the same log gives the same choice.
 */
public final class Placement {
    /** Candidates that are drawn for a segment. */
    private static final int DRAWS = 8;

    private static final int CHUNK_SPREAD = 0;

    /** Weights of sharing: each level counts to 63 below the next, for no extent has more segments than that. */
    private static final int SAME_NODE = 1;

    private static final int SAME_BRICK = SAME_NODE << 6;
    private static final int SAME_RACK = SAME_BRICK << 6;
    private static final int SAME_ZONE = SAME_RACK << 6;

    private final ClusterTable cluster;
    private final ConfigTable config;
    private final ChunkTable chunks;
    private final EligibleList eligible;
    private final NodeTable nodes;
    private final DomainTable domains;
    private final ChunkSpaceTable space;
    private final SpaceLimits limits;
    private final int[] placed = new int[2 * Limits.MAX_SEGMENTS_PER_EXTENT];
    private int placedCount;
    private int best;
    private int bestSharing;
    private long bestLoad;
    private PlacementRequest request = new PlacementRequest();

    /**
     * Ties the tables together.
     *
     * @param cluster  with the generator.
     * @param config   with the hard separation.
     * @param chunks   chunks.
     * @param eligible chunks ready for new segments.
     * @param nodes    machines.
     * @param domains  zones, racks, bricks.
     * @param space    terms of the chunks.
     * @param limits   of a decision.
     */
    public Placement(
            final ClusterTable cluster,
            final ConfigTable config,
            final ChunkTable chunks,
            final EligibleList eligible,
            final NodeTable nodes,
            final DomainTable domains,
            final ChunkSpaceTable space,
            final SpaceLimits limits) {
        this.cluster = cluster;
        this.config = config;
        this.chunks = chunks;
        this.eligible = eligible;
        this.nodes = nodes;
        this.domains = domains;
        this.space = space;
        this.limits = limits;
    }

    /**
     * Starts a new extent of a request: its existing segments count as placed.
     *
     * @param asked what every segment must fulfil.
     */
    public void begin(final PlacementRequest asked) {
        request = asked;
        placedCount = 0;
        for (int i = 0; i < asked.existingCount(); i++) {
            placed[placedCount++] = asked.existing(i);
        }
    }

    /**
     * Chooses the chunk of the next segment and counts it as placed.
     *
     * @return row in the chunk table, or {@link RowTable#NONE} if no chunk is left.
     */
    public int next() {
        final int preferred = request.preferred();
        final boolean isFirst = placedCount == request.existingCount();
        int chosen = RowTable.NONE;
        if (isFirst && preferred != RowTable.NONE && eligible.contains(preferred) && isFeasible(preferred)) {
            chosen = preferred;
        }
        if (chosen == RowTable.NONE && !request.strictSpread() && eligible.count() > DRAWS) {
            chosen = draw();
        }
        if (chosen == RowTable.NONE) {
            chosen = scan();
        }
        if (chosen != RowTable.NONE) {
            placed[placedCount++] = chosen;
        }
        return chosen;
    }

    private int draw() {
        best = RowTable.NONE;
        final int count = eligible.count();
        for (int i = 0; i < DRAWS; i++) {
            final int slot = cluster.drawBelow(count);
            consider(eligible.chunk(slot));
        }
        return best;
    }

    private int scan() {
        best = RowTable.NONE;
        final int count = eligible.count();
        if (count == 0) {
            return RowTable.NONE;
        }
        final int start = cluster.drawBelow(count);
        for (int i = 0; i < count; i++) {
            final int slot = start + i < count ? start + i : start + i - count;
            consider(eligible.chunk(slot));
        }
        return request.strictSpread() && best != RowTable.NONE && !isStrictlySpread() ? RowTable.NONE : best;
    }

    private void consider(final int chunk) {
        if (!isFeasible(chunk)) {
            return;
        }
        final int sharing = sharing(chunk);
        final long load = load(chunk);
        if (best == RowTable.NONE || sharing < bestSharing || (sharing == bestSharing && load < bestLoad)) {
            best = chunk;
            bestSharing = sharing;
            bestLoad = load;
        }
    }

    /** Whether the best choice shares no zone, and no rack, where the topology has enough of them for every segment. */
    private boolean isStrictlySpread() {
        final int wanted = request.existingCount() + request.segments();
        if (domains.countOf(DomainTable.ZONE) >= wanted) {
            return bestSharing < SAME_ZONE;
        }
        return domains.countOf(DomainTable.RACK) < wanted || bestSharing % SAME_ZONE < SAME_RACK;
    }

    /** The hard rules. */
    boolean isFeasible(final int chunk) {
        return chunks.pool(chunk) == request.pool()
                && chunks.offers(chunk, SpaceClass.tier(request.spaceClass()))
                && isSeparable(chunk)
                && limits.fits(chunk, request.spaceClass(), request.segmentBytes(), request.protects());
    }

    /** Whether a chunk may be used beside the segments placed so far, whatever its space. */
    boolean isSeparable(final int chunk) {
        return !request.isExcluded(chunk) && isSeparate(chunk);
    }

    private boolean isSeparate(final int chunk) {
        final boolean separateNodes = config.value(Setting.MIN_SPREAD) != CHUNK_SPREAD;
        for (int i = 0; i < placedCount; i++) {
            if (placed[i] == chunk || (separateNodes && chunks.node(placed[i]) == chunks.node(chunk))) {
                return false;
            }
        }
        return true;
    }

    /** Segments in the same zone weigh most, then in the same rack, then in the same brick, then on the same node. */
    private int sharing(final int chunk) {
        final int node = chunks.node(chunk);
        int sharing = 0;
        for (int i = 0; i < placedCount; i++) {
            final int other = chunks.node(placed[i]);
            sharing += other == node ? SAME_NODE + sharingOf(node, node) : sharingOf(node, other);
        }
        return sharing;
    }

    private int sharingOf(final int node, final int other) {
        if (nodes.zone(other) != nodes.zone(node)) {
            return 0;
        }
        if (nodes.rack(other) != nodes.rack(node)) {
            return SAME_ZONE;
        }
        final boolean sameBrick = nodes.brick(node) != RowTable.NONE && nodes.brick(other) == nodes.brick(node);
        return SAME_ZONE + SAME_RACK + (sameBrick ? SAME_BRICK : 0);
    }

    /** Allocated share after placement, parts per billion; chunks of different sizes fill to the same ratio. */
    private long load(final int chunk) {
        final int tier = SpaceClass.tier(request.spaceClass());
        final long capacity = space.capacity(chunk, tier);
        final long afterwards = space.allocated(chunk, tier) + request.segmentBytes();
        return capacity == 0 ? Long.MAX_VALUE : (long) ((double) afterwards / capacity * 1_000_000_000L);
    }
}
