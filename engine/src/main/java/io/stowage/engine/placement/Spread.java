package io.stowage.engine.placement;

import io.stowage.engine.Limits;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.NodeTable;
import java.util.Arrays;

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
 * Each step is a {@link Region}: what the hard rules allow, without the domains that the step gives up last. A step that has
 * nothing for one segment has nothing for a later one of the extent, so that the next segment goes on where the one before it
 * was placed. A segment on a chunk of another pool counts for the domains of its node. A domain is told by the first of its
 * positions in the pool; which domain of a level a segment stands in is looked up when a step asks, and how many segments
 * share it is counted once a domain.
 */
final class Spread {
    private static final int LEVELS = TopologyOrder.ZONE + 1;
    private static final int NO_BOUND = Integer.MAX_VALUE;

    private final ChunkTable chunks;
    private final NodeTable nodes;
    private final TopologyOrder order;
    private final Region region;
    private final int[][] domainOf = new int[LEVELS][Limits.MAX_PLACED];
    private final int[][] keys = new int[LEVELS][Limits.MAX_PLACED];
    private final int[][] starts = new int[LEVELS][Limits.MAX_PLACED];
    private final int[][] ends = new int[LEVELS][Limits.MAX_PLACED];
    private final int[][] shares = new int[LEVELS][Limits.MAX_PLACED];
    private final int[] placed = new int[Limits.MAX_PLACED];
    private final int[] positions = new int[Limits.MAX_PLACED];
    private final int[] known = new int[LEVELS];
    private final int[] domains = new int[LEVELS];
    private final int[] domainsInPool = new int[LEVELS];
    private int count;
    private int leftOut;
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
        Arrays.fill(known, 0);
        Arrays.fill(domains, 0);
        Arrays.fill(domainsInPool, 0);
        pool = poolRow;
        separateNodes = nodesApart;
    }

    /** A segment stands on a chunk. */
    void add(final int chunk) {
        add(chunk, chunks.pool(chunk) == pool ? order.position(chunk) : RowTable.NONE);
    }

    /** A segment stands on a chunk, which has no position if it is of another pool. */
    void add(final int chunk, final int position) {
        placed[count] = chunk;
        positions[count] = position;
        count++;
    }

    private void know(final int at) {
        for (int i = known[at]; i < count; i++) {
            final int position = positions[i];
            final int key = position == RowTable.NONE ? keyOfForeign(at, i) : order.start(position, at);
            int domain = 0;
            while (domain < domains[at] && keys[at][domain] != key) {
                domain++;
            }
            if (domain == domains[at]) {
                open(at, i, key);
            }
            domainOf[at][i] = domain;
            countShare(at, domain);
        }
        known[at] = count;
    }

    private void countShare(final int at, final int domain) {
        shares[at][domain]++;
    }

    /** Of a segment on a chunk of another pool: the first position of the domain in the pool, or what no position is. */
    private int keyOfForeign(final int at, final int segment) {
        final int node = chunks.node(placed[segment]);
        final int start = order.startOf(pool, node, at);
        return start < order.endOf(pool, node, at) ? start : -2 - keyOf(at, node);
    }

    /** The first segment of a domain. */
    private void open(final int at, final int segment, final int key) {
        final int domain = domains[at]++;
        final boolean isInPool = key >= 0;
        keys[at][domain] = key;
        starts[at][domain] = isInPool ? key : 0;
        ends[at][domain] = isInPool ? endOf(at, segment) : 0;
        shares[at][domain] = 0;
        domainsInPool[at] += isInPool ? 1 : 0;
    }

    private int endOf(final int at, final int segment) {
        return positions[segment] == RowTable.NONE
                ? order.endOf(pool, chunks.node(placed[segment]), at)
                : order.end(positions[segment], at);
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

    /** Domains of the pool in which a segment stands. */
    int domains(final int at) {
        know(at);
        return domainsInPool[at];
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

    /** Whether a chunk stands in a domain without a segment of the extent. */
    boolean isAlone(final int chunk, final int at) {
        final int domain = keyOf(at, chunks.node(chunk));
        for (int i = 0; i < count; i++) {
            if (keyOf(at, chunks.node(placed[i])) == domain) {
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

    /** Makes the region of all that stands apart from every segment at a level. */
    void separate(final Region allowed, final int lowestLevel) {
        level = lowestLevel;
        bound = NO_BOUND;
        restrict(allowed);
    }

    /** Makes the region of the step that the segment before was placed by, without what that segment takes. */
    void resume() {
        leaveOut();
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
        know(at);
        int next = NO_BOUND;
        for (int i = 0; i < domains[at]; i++) {
            if (shares[at][i] > beyond && shares[at][i] < next) {
                next = shares[at][i];
            }
        }
        return next;
    }

    private void restrict(final Region allowed) {
        region.copy(allowed);
        leftOut = 0;
        leaveOut();
    }

    /** Takes out, for each segment that the region does not know yet, the largest domain that the step gives up for it. */
    private void leaveOut() {
        know(level);
        if (level != TopologyOrder.ZONE) {
            know(level + 1);
        }
        for (; leftOut < count; leftOut++) {
            final int domain = domainOf[level][leftOut];
            final int wider = level == TopologyOrder.ZONE ? 0 : domainOf[level + 1][leftOut];
            if (level != TopologyOrder.ZONE && shares[level + 1][wider] > bound) {
                region.exclude(starts[level + 1][wider], ends[level + 1][wider]);
            } else if (level != TopologyOrder.NODE || separateNodes) {
                region.exclude(starts[level][domain], ends[level][domain]);
            } else if (positions[leftOut] != RowTable.NONE) {
                region.exclude(positions[leftOut], positions[leftOut] + 1);
            }
        }
    }
}
