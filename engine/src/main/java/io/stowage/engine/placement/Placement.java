package io.stowage.engine.placement;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.candidate.View;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.NodeTable;

/**
 * Chooses the chunks of one extent, segment by segment: of the chunks with ample room below the high-water mark, else of those
 * with ample room, else of the rest; of these in the preferred zone while it lacks its share; there by the best {@link Spread}
 * that has anything; and of what is left the less loaded of a few candidates.
 *
 * <p>Candidates are drawn in proportion to their capacity: the power of a few random choices (Mitzenmacher, "The power of
 * two choices in randomized load balancing", 1996) on live counts, for chunks of different sizes (Wieder, "Balanced
 * allocations with heterogenous bins", 2007). An empty chunk so gets at most as many times its fair share as there are
 * candidates.
 *
 * <p>A feasible request is never refused: what may be chosen next is known exactly, and as domains of one level do not overlap
 * and lie within those of the next, taking any feasible chunk never blocks a later one. What varies comes from the generator in the cluster's
 * row: the same log gives the same choice.
 */
public final class Placement {
    private static final int CHUNK_SPREAD = 0;
    private static final int GROUPS = PlacementTrace.GROUP_TIGHT + 1;
    private static final int NO_GROUP = -1;

    /** Draws for a segment that is larger than an extent and so may not fit where it is drawn. */
    private static final int OVERSIZE_DRAWS = 8;

    private final ConfigTable config;
    private final ChunkTable chunks;
    private final NodeTable nodes;
    private final SpaceLimits limits;
    private final CandidateIndex index;
    private final TopologyOrder order;
    private final Load load;
    private final Region allowed;
    private final Region region;
    private final Spread spread;
    private PlacementTrace trace = PlacementTrace.NONE;
    private boolean isTraced;
    private PlacementRequest request = new PlacementRequest();
    private int preferred = RowTable.NONE;
    private int choices;
    private int lowestLevel;
    private boolean isOversize;
    private int last;
    private int lastGroup;
    private int exhausted;
    private int best;
    private double bestLoad;

    /**
     * Ties the tables together.
     *
     * @param cluster with the generator.
     * @param config  with the thresholds.
     * @param chunks  chunks.
     * @param nodes   machines.
     * @param space   terms of the chunks.
     * @param limits  of a decision.
     * @param index   of the candidates.
     */
    public Placement(
            final ClusterTable cluster,
            final ConfigTable config,
            final ChunkTable chunks,
            final NodeTable nodes,
            final ChunkSpaceTable space,
            final SpaceLimits limits,
            final CandidateIndex index) {
        this.config = config;
        this.chunks = chunks;
        this.nodes = nodes;
        this.limits = limits;
        this.index = index;
        order = index.order();
        load = new Load(config, chunks, space, limits, index);
        allowed = new Region(cluster, index);
        region = new Region(cluster, index);
        spread = new Spread(chunks, nodes, order, region);
    }

    /**
     * Has every decision told, from now on.
     *
     * @param listener to tell.
     */
    public void trace(final PlacementTrace listener) {
        trace = listener;
        isTraced = !listener.equals(PlacementTrace.NONE);
    }

    /**
     * Starts a new extent of a request: its existing segments count as placed.
     *
     * @param asked what every segment must fulfil.
     */
    public void begin(final PlacementRequest asked) {
        request = asked;
        index.prepare();
        load.begin(asked);
        choices = (int) config.value(Setting.PLACEMENT_CHOICES);
        isOversize = asked.segmentBytes() > config.value(Setting.EXTENT_BYTES);
        startAgain();
        preferred = asked.preferred();
        allow(order.poolStart(asked.pool()), order.poolEnd(asked.pool()));
        trace.onExtent(asked);
    }

    /** Forgets the segments that were placed since {@link #begin}; the existing ones still count. */
    public void startAgain() {
        spread.clear(request.pool(), config.value(Setting.MIN_SPREAD) != CHUNK_SPREAD);
        for (int i = 0; i < request.existingCount(); i++) {
            spread.add(request.existing(i));
        }
        last = RowTable.NONE;
        lastGroup = NO_GROUP;
        exhausted = 0;
        lowestLevel = strictLevel();
    }

    /**
     * The level at which strict spread keeps the next segment apart from the others: the largest of which the pool has a domain
     * without a segment. Where a zone is preferred, zones may be shared.
     */
    private int strictLevel() {
        int level = TopologyOrder.NODE;
        if (request.strictSpread()) {
            level = request.preferredZone() == RowTable.NONE ? TopologyOrder.ZONE : TopologyOrder.RACK;
            while (level > TopologyOrder.NODE && spread.domains(level) == order.domains(request.pool(), level)) {
                level--;
            }
        }
        return level;
    }

    /**
     * Chooses the chunk of the next segment and counts it as placed.
     *
     * @return row in the chunk table, or {@link RowTable#NONE} if no chunk is left.
     */
    public int next() {
        if (last != RowTable.NONE) {
            spread.add(last, order.position(last));
        }
        final int level = strictLevel();
        if (level != lowestLevel) {
            // What had nothing so far may have something at the next level.
            lowestLevel = level;
            exhausted = 0;
        }
        final int scope = scope();
        int chosen = RowTable.NONE;
        for (int group = 0; group < GROUPS && chosen == RowTable.NONE; group++) {
            chosen = choose(scope, group);
            if (chosen == RowTable.NONE && scope != PlacementTrace.SCOPE_POOL) {
                chosen = choose(PlacementTrace.SCOPE_POOL, group);
            }
        }
        trace.onChosen(chosen, chosen != RowTable.NONE && chosen == preferred);
        preferred = RowTable.NONE;
        last = chosen;
        return chosen;
    }

    /** Where the next segment should stand by the zone that is preferred. */
    private int scope() {
        final int zone = request.preferredZone();
        if (zone == RowTable.NONE) {
            return PlacementTrace.SCOPE_POOL;
        }
        final int share = PlacementRequest.shareOfZone(request.existingCount() + request.segments());
        final int elsewhere = request.existingCount() + request.segments() - share;
        final int there = spread.countInZone(zone);
        if (isPreferredOutside(zone) && spread.count() - there < elsewhere) {
            return PlacementTrace.SCOPE_PREFERRED_CHUNK;
        }
        return there < share ? PlacementTrace.SCOPE_PREFERRED_ZONE : PlacementTrace.SCOPE_OTHER_ZONES;
    }

    private boolean isPreferredOutside(final int zone) {
        return preferred != RowTable.NONE
                && chunks.pool(preferred) == request.pool()
                && nodes.zone(chunks.node(preferred)) != zone;
    }

    private int choose(final int scope, final int group) {
        if ((exhausted & 1 << (scope * GROUPS + group)) != 0) {
            return RowTable.NONE;
        }
        if (request.preferredZone() != RowTable.NONE) {
            confine(scope);
        }
        if (group == PlacementTrace.GROUP_TIGHT) {
            return isOversize ? RowTable.NONE : chooseTight(scope);
        }
        return chooseAmple(scope, group);
    }

    /** Allows what of the pool lies in a scope by the preferred zone. */
    private void confine(final int scope) {
        final int from = order.startOfZone(request.pool(), request.preferredZone());
        final int to = order.endOfZone(request.pool(), request.preferredZone());
        if (scope == PlacementTrace.SCOPE_PREFERRED_ZONE) {
            allow(from, to);
        } else {
            allow(order.poolStart(request.pool()), order.poolEnd(request.pool()));
            if (scope != PlacementTrace.SCOPE_POOL) {
                allowed.exclude(from, to);
            }
        }
    }

    private void allow(final int from, final int to) {
        allowed.reset(request.pool(), from, to);
        for (int i = 0; i < request.excludedCount(); i++) {
            if (chunks.pool(request.excluded(i)) == request.pool()) {
                final int position = order.position(request.excluded(i));
                allowed.exclude(position, position + 1);
            }
        }
    }

    private int chooseAmple(final int scope, final int group) {
        final int groupOfScope = scope * GROUPS + group;
        final boolean belowHighWater = group == PlacementTrace.GROUP_BELOW_HIGH_WATER;
        final int view = View.view(request.spaceClass(), request.protects(), belowHighWater);
        if (lastGroup == groupOfScope) {
            spread.resume();
        } else if (allowed.weigh(view) == 0) {
            return RowTable.NONE;
        } else {
            spread.first(allowed);
        }
        do {
            final long weight = region.weigh(view);
            trace.onStep(scope, group, spread.level(), weight);
            if (weight > 0) {
                final int chosen = draw(view, belowHighWater);
                if (chosen != RowTable.NONE) {
                    lastGroup = skipsSteps() ? groupOfScope : NO_GROUP;
                    return chosen;
                }
            }
        } while (spread.next(allowed, lowestLevel));
        exhausted |= skipsSteps() ? 1 << groupOfScope : 0;
        lastGroup = NO_GROUP;
        return RowTable.NONE;
    }

    /**
     * Whether steps are left out of which it is known that they have nothing. Not where draws fail, which would leave out draws
     * too; and whoever explains a choice wants to be told them all.
     */
    private boolean skipsSteps() {
        return !isOversize && !isTraced;
    }

    private int draw(final int view, final boolean belowHighWater) {
        if (preferred != RowTable.NONE && isPreferredIn(view, belowHighWater)) {
            return preferred;
        }
        if (choices == 2 && load.isPlain() && skipsSteps()) {
            final int one = region.draw(view);
            final int other = region.draw(view);
            return order.chunk(load.lessLoaded(one, other));
        }
        best = RowTable.NONE;
        if (isOversize) {
            drawOversize(view, belowHighWater);
        } else {
            for (int i = 0; i < choices; i++) {
                consider(region.draw(view));
            }
        }
        return best == RowTable.NONE ? RowTable.NONE : order.chunk(best);
    }

    private boolean isPreferredIn(final int view, final boolean belowHighWater) {
        if (chunks.pool(preferred) != request.pool()) {
            return false;
        }
        final int position = order.position(preferred);
        return index.contains(view, position)
                && region.contains(position)
                && load.isModerate(preferred)
                && (!isOversize || takesOversize(preferred, belowHighWater));
    }

    private void consider(final int position) {
        final double loadThere = load.of(position);
        trace.onCandidate(position, loadThere);
        if (best == RowTable.NONE || load.isLess(position, loadThere, best, bestLoad)) {
            best = position;
            bestLoad = loadThere;
        }
    }

    /** A segment larger than an extent: what is drawn may be too small, and where a few draws fail, the roomiest is looked up. */
    private void drawOversize(final int view, final boolean belowHighWater) {
        int found = 0;
        for (int i = 0; i < OVERSIZE_DRAWS && found < choices; i++) {
            final int position = region.draw(view);
            if (takesOversize(order.chunk(position), belowHighWater)) {
                consider(position);
                found++;
            }
        }
        if (found == 0) {
            index.rooms().open(view);
            final int roomiest = region.roomiest(index.rooms(), view);
            if (roomiest != RowTable.NONE && index.rooms().roomAt(view, roomiest) >= request.segmentBytes()) {
                consider(roomiest);
            }
        }
    }

    private boolean takesOversize(final int chunk, final boolean belowHighWater) {
        final int tier = SpaceClass.tier(request.spaceClass());
        return limits.fits(chunk, request.spaceClass(), request.segmentBytes(), request.protects())
                && (!belowHighWater || limits.staysBelowHighWater(chunk, tier, request.segmentBytes()));
    }

    private int chooseTight(final int scope) {
        final int room = View.room(request.spaceClass(), request.protects());
        lastGroup = NO_GROUP;
        spread.first(allowed);
        do {
            final int position = region.roomiest(room);
            final boolean fits = position != RowTable.NONE && index.roomAt(room, position) >= request.segmentBytes();
            trace.onStep(scope, PlacementTrace.GROUP_TIGHT, spread.level(), fits ? 1 : 0);
            if (fits) {
                return preferredOr(order.chunk(position), room);
            }
        } while (spread.next(allowed, lowestLevel));
        return RowTable.NONE;
    }

    private int preferredOr(final int roomiest, final int room) {
        if (preferred == RowTable.NONE || chunks.pool(preferred) != request.pool()) {
            return roomiest;
        }
        final int position = order.position(preferred);
        final boolean takesIt = region.contains(position)
                && index.roomAt(room, position) >= request.segmentBytes()
                && load.isModerate(preferred);
        return takesIt ? preferred : roomiest;
    }

    /**
     * Id of a chunk that was just chosen.
     *
     * @param chunk row.
     * @return id.
     */
    public int id(final int chunk) {
        return order.id(order.position(chunk));
    }

    /**
     * Has the end of an item told.
     *
     * @param result   how it ended.
     * @param reason   what stands behind it.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     */
    public void endItem(final ResultCode result, final Reason reason, final long expected, final long found) {
        trace.onItem(result, reason, expected, found);
    }

    /**
     * The level below which the last segment was not put together with others; strict spread raises it.
     *
     * @return of {@link TopologyOrder}.
     */
    public int lowestLevel() {
        return lowestLevel;
    }

    /**
     * Segments of the extent at hand that had to stand alone in a domain of the {@link #lowestLevel}, when the last one was
     * asked for.
     *
     * @return all of the extent, or as many as the pool has such domains.
     */
    public int segmentsApart() {
        if (lowestLevel == TopologyOrder.NODE) {
            return request.segments();
        }
        final int unused = order.domains(request.pool(), lowestLevel) - spread.domains(lowestLevel);
        return Math.min(request.segments(), spread.count() - request.existingCount() + unused);
    }

    /** Takes the chunks that a segment could have been given. */
    @FunctionalInterface
    public interface GroupVisitor {
        /**
         * One chunk.
         *
         * @param position   of it in the order of all chunks.
         * @param loadThere  after placement, as it is compared.
         */
        void onChunk(int position, double loadThere);
    }

    /**
     * Shows all chunks among which the last segment was chosen, before anything else changes. For explaining only: it
     * looks at every one of them.
     *
     * @param group   of {@link PlacementTrace}: that of the last step.
     * @param visitor to show them to, in the order of all chunks.
     */
    public void visitGroup(final int group, final GroupVisitor visitor) {
        final boolean belowHighWater = group == PlacementTrace.GROUP_BELOW_HIGH_WATER;
        final int view = View.view(request.spaceClass(), request.protects(), belowHighWater);
        final int room = View.room(request.spaceClass(), request.protects());
        for (int at = region.first(); at != RowTable.NONE; at = region.next(at)) {
            final boolean isIn = group == PlacementTrace.GROUP_TIGHT
                    ? index.roomAt(room, at) >= request.segmentBytes()
                    : index.contains(view, at) && (!isOversize || takesOversize(order.chunk(at), belowHighWater));
            if (isIn) {
                visitor.onChunk(at, load.of(at));
            }
        }
    }

    /**
     * Load at a position, by the request at hand.
     *
     * @param position in the order of all chunks.
     * @return after placement, as it is compared.
     */
    public double loadAt(final int position) {
        return load.of(position);
    }

    /**
     * Whether one candidate is a better place than another, by all that counts as load.
     *
     * @param position   of the one.
     * @param loadThere  of the one, after placement.
     * @param other      position of the other.
     * @param otherLoad  of the other, after placement.
     * @return true if the one would win, were both drawn.
     */
    public boolean isBetter(final int position, final double loadThere, final int other, final double otherLoad) {
        return load.isLess(position, loadThere, other, otherLoad);
    }

    /**
     * The hard rules, for a chunk that takes new segments.
     *
     * @param chunk row.
     * @return true if the next segment may stand there.
     */
    public boolean isFeasible(final int chunk) {
        return isSeparable(chunk)
                && isSpreadEnough(chunk)
                && limits.fits(chunk, request.spaceClass(), request.segmentBytes(), request.protects());
    }

    /** All that may be used beside the segments placed so far, whatever its space; the next choice starts anew. */
    Region separable() {
        return apartAt(TopologyOrder.NODE);
    }

    /** Of these what stands as far from them as strict spread wants. */
    Region spreadEnough() {
        return apartAt(lowestLevel);
    }

    private Region apartAt(final int level) {
        lastGroup = NO_GROUP;
        spread.separate(allowed, level);
        return region;
    }

    /** Ends a command: what was looked up for its items is not followed any more. */
    public void end() {
        index.rooms().close();
    }

    private boolean isSeparable(final int chunk) {
        return !request.isExcluded(chunk) && spread.isSeparate(chunk);
    }

    /** Whether a chunk stands as far from the segments placed before the last as strict spread wants. */
    private boolean isSpreadEnough(final int chunk) {
        return lowestLevel == TopologyOrder.NODE || spread.isAlone(chunk, lowestLevel);
    }
}
