package io.stowage.engine.placement;

import io.stowage.engine.Limits;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.NodeTable;

/**
 * Where the segments of an extent stand, and where its next one should, best first:
 *
 * <pre>
 *  in a zone without a segment of the extent
 *  in a rack without one,   of these in the zones with the fewest
 *  in a brick without one,  of these in the racks with the fewest
 *  on a node without one,   of these in the bricks with the fewest
 * </pre>
 *
 * Each step is a {@link Region}: what the hard rules allow, without the domains that the step gives up last. A segment on a
 * chunk of another pool counts for the domains of its node. A domain is told by the first of its positions in the pool.
 */
final class Spread {
    private static final int LEVELS = TopologyOrder.ZONE + 1;
    private static final int NO_BOUND = Integer.MAX_VALUE;

    private final ChunkTable chunks;
    private final NodeTable nodes;
    private final TopologyOrder order;
    private final Region region;
    private final int[][] keys = new int[LEVELS][Limits.MAX_PLACED];
    private final int[][] starts = new int[LEVELS][Limits.MAX_PLACED];
    private final int[][] ends = new int[LEVELS][Limits.MAX_PLACED];
    private final int[][] shares = new int[LEVELS][Limits.MAX_PLACED];
    private final int[] placed = new int[Limits.MAX_PLACED];
    private final int[] positions = new int[Limits.MAX_PLACED];
    private int count;
    private int pool;
    private boolean separateNodes;
    private int level;
    private int bound;

    Spread(final ChunkTable chunks, final NodeTable nodes, final TopologyOrder order, final Region region) {
        this.chunks = chunks;
        this.nodes = nodes;
        this.order = order;
        this.region = region;
    }

    /** No segment stands anywhere. */
    void clear(final int poolRow, final boolean nodesApart) {
        count = 0;
        pool = poolRow;
        separateNodes = nodesApart;
    }

    /** A segment stands on a chunk. */
    void add(final int chunk) {
        if (chunks.pool(chunk) == pool) {
            add(chunk, order.position(chunk));
        } else {
            addForeign(chunk);
        }
    }

    /** A segment stands on a chunk of the pool. */
    void add(final int chunk, final int position) {
        placed[count] = chunk;
        positions[count] = position;
        for (int at = TopologyOrder.NODE; at < LEVELS; at++) {
            starts[at][count] = order.start(position, at);
            ends[at][count] = order.end(position, at);
            keys[at][count] = starts[at][count];
            countShares(at);
        }
        count++;
    }

    private void addForeign(final int chunk) {
        final int node = chunks.node(chunk);
        placed[count] = chunk;
        positions[count] = RowTable.NONE;
        for (int at = TopologyOrder.NODE; at < LEVELS; at++) {
            starts[at][count] = order.startOf(pool, node, at);
            ends[at][count] = order.endOf(pool, node, at);
            final boolean isInPool = starts[at][count] < ends[at][count];
            keys[at][count] = isInPool ? starts[at][count] : -2 - keyOf(at, node);
            countShares(at);
        }
        count++;
    }

    private void countShares(final int at) {
        int sharing = 1;
        for (int i = 0; i < count; i++) {
            if (keys[at][i] == keys[at][count]) {
                sharing++;
                shares[at][i]++;
            }
        }
        shares[at][count] = sharing;
    }

    /** Tells the domains apart that have no chunk in the pool. A node that has no brick is a brick of its own. */
    private int keyOf(final int at, final int node) {
        return switch (at) {
            case TopologyOrder.NODE -> node;
            case TopologyOrder.BRICK ->
                nodes.brick(node) == RowTable.NONE ? nodes.capacity() + node : nodes.brick(node);
            case TopologyOrder.RACK -> nodes.rack(node);
            default -> nodes.zone(node);
        };
    }

    /** Segments that stand somewhere. */
    int count() {
        return count;
    }

    /** Segments that stand in a zone. */
    int countInZone(final int zone) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += nodes.zone(chunks.node(placed[i])) == zone ? 1 : 0;
        }
        return found;
    }

    /** Whether a chunk holds no segment of the extent, and stands on no node that does. */
    boolean isSeparate(final int chunk) {
        for (int i = 0; i < count; i++) {
            if (placed[i] == chunk || (separateNodes && chunks.node(placed[i]) == chunks.node(chunk))) {
                return false;
            }
        }
        return true;
    }

    /** Makes the region of the best step out of what the request allows. */
    void first(final Region allowed) {
        level = TopologyOrder.ZONE;
        bound = NO_BOUND;
        restrict(allowed);
    }

    /** Makes the region of the next step; false where none is left down to a level. */
    boolean next(final Region allowed, final int lowestLevel) {
        if (count == 0) {
            return false;
        }
        bound = level == TopologyOrder.ZONE ? NO_BOUND : nextBound(level + 1, bound);
        if (bound == NO_BOUND) {
            if (level == lowestLevel) {
                return false;
            }
            level--;
            bound = nextBound(level + 1, 0);
        }
        restrict(allowed);
        return true;
    }

    /** The level at which the segment is alone in its domain by the step at hand. */
    int level() {
        return level;
    }

    /** The smallest number of segments that share a domain of a level, beyond another. */
    private int nextBound(final int at, final int beyond) {
        int next = NO_BOUND;
        for (int i = 0; i < count; i++) {
            if (shares[at][i] > beyond && shares[at][i] < next) {
                next = shares[at][i];
            }
        }
        return next;
    }

    private void restrict(final Region allowed) {
        region.copy(allowed);
        for (int i = 0; i < count; i++) {
            if (level != TopologyOrder.ZONE && shares[level + 1][i] > bound) {
                region.exclude(starts[level + 1][i], ends[level + 1][i]);
            }
            if (level != TopologyOrder.NODE) {
                region.exclude(starts[level][i], ends[level][i]);
            }
            excludeHard(i);
        }
    }

    private void excludeHard(final int i) {
        if (separateNodes) {
            region.exclude(starts[TopologyOrder.NODE][i], ends[TopologyOrder.NODE][i]);
        } else if (positions[i] != RowTable.NONE) {
            region.exclude(positions[i], positions[i] + 1);
        }
    }
}
