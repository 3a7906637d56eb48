package io.stowage.engine.candidate;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * Which chunks can take a segment, for every set of limits, in the order of the topology.
 *
 * <p>A chunk that has room for a whole extent is in the {@link View}s of the limits that it fulfils, with its capacity as the
 * weight: what is drawn is drawn from these. A chunk with less room has that room in a tree of maxima instead, so that
 * the last space of a cluster is found as surely. A change of a chunk's space costs a comparison for each set of limits; trees
 * are changed only when the chunk enters or leaves a view, or while it is nearly full.
 *
 * <p>Everything is derived: after a change of the topology or the configuration it is made anew when somebody asks.
 */
public final class CandidateIndex {
    private static final int MIB_SHIFT = CandidateBlocks.MIB_SHIFT;
    private static final long MIB = 1L << MIB_SHIFT;
    private static final int FEW_CHANGES = 1_024;

    /** Whatever changes, it is looked at. */
    private static final int NO_SLACK = -1;

    private final ChunkTable chunks;
    private final ConfigTable config;
    private final ChunkSpaceTable space;
    private final SpaceLimits limits;
    private final TopologyOrder order;
    private final RebuildHeadroom headroom;
    private final CandidateBlocks blocks;
    private final PoolFill fill;
    private final WeightTree weights;
    private final MaxTree rooms;
    private final HeaviestChunks heaviest;
    private final RoomIndex allRooms;
    private boolean isStale = true;
    private long changes;
    private long stateChanges;
    private long statesChanged;
    private long extentBytes;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param chunks   chunks.
     * @param config   with the size of an extent.
     * @param space    terms of the chunks.
     * @param limits   of a decision.
     * @param order    of the chunks.
     * @param headroom kept for a rebuild.
     * @param pools    at most.
     */
    public CandidateIndex(
            final TableMemory memory,
            final ChunkTable chunks,
            final ConfigTable config,
            final ChunkSpaceTable space,
            final SpaceLimits limits,
            final TopologyOrder order,
            final RebuildHeadroom headroom,
            final int pools) {
        this.chunks = chunks;
        this.config = config;
        this.space = space;
        this.limits = limits;
        this.order = order;
        this.headroom = headroom;
        fill = new PoolFill(pools);
        blocks = new CandidateBlocks(memory, chunks.capacity());
        weights = new WeightTree(memory, View.COUNT, CandidateBlocks.count(chunks.capacity()));
        rooms = new MaxTree(memory, View.ROOMS, chunks.capacity());
        heaviest = new HeaviestChunks(memory, order, chunks.capacity());
        allRooms = new RoomIndex(memory, order, this, chunks.capacity());
    }

    /** The topology or the configuration changed, or the tables were loaded: all is made anew before the next decision. */
    public void invalidate() {
        isStale = true;
    }

    /** Makes all of it anew if anything has changed that it cannot follow. To be called before each decision. */
    public void prepare() {
        if (isStale) {
            rebuild();
        }
        statesChanged = 0;
    }

    private void rebuild() {
        extentBytes = config.value(Setting.EXTENT_BYTES);
        order.build();
        blocks.clear();
        weights.clear(CandidateBlocks.count(order.count()));
        rooms.clear();
        heaviest.clear();
        fill.clear();
        headroom.clear(RebuildHeadroom.Level.of(config.value(Setting.REBUILD_HEADROOM)));
        for (int position = 0; position < order.count(); position++) {
            final int chunk = order.chunk(position);
            for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
                collect(chunk, tier, position);
                headroom.add(chunk, tier, position, takesSegments(chunk, tier));
                fill.addCapacity(order.pool(position), tier, space.capacity(chunk, tier));
                fill.addAllocated(order.pool(position), tier, space.allocated(chunk, tier));
            }
        }
        for (int view = 0; view < View.COUNT; view++) {
            weights.sumUp(view, CandidateBlocks.count(order.count()));
        }
        heaviest.raise();
        allRooms.close();
        isStale = false;
        changes++;
        stateChanges++;
    }

    private void collect(final int chunk, final int tier, final int position) {
        final int weight = weightOf(chunk, tier);
        final int bits = viewsOf(chunk, tier);
        final int lane = blocks.lane(position, tier);
        blocks.weight(lane, weight);
        heaviest.collect(tier, position, takesSegments(chunk, tier) ? weight : 0);
        blocks.filled(lane, filledOf(chunk, tier));
        measureSlack(chunk, tier, lane, bits);
        blocks.changeMask(position, tier, bits);
        for (int left = bits; left != 0; left &= left - 1) {
            weights.collect(Integer.numberOfTrailingZeros(left), CandidateBlocks.of(position), weight);
        }
        if ((bits & View.AMPLE_BITS) != (View.maskOf(tier) & View.AMPLE_BITS)) {
            updateRooms(chunk, tier, position, bits);
        }
    }

    /**
     * A chunk's space changed.
     *
     * @param chunk row.
     * @param tier  code.
     * @param delta of what is allocated there, bytes.
     * @param nominalDelta of what counts towards the oversubscription, bytes.
     * @param isThin       whether that is thin.
     */
    public void spaceChanged(
            final int chunk, final int tier, final long delta, final long nominalDelta, final boolean isThin) {
        if (!isStale) {
            final int position = order.position(chunk);
            final int pool = order.pool(position);
            fill.addAllocated(pool, tier, delta);
            final int lane = blocks.lane(position, tier);
            final int slack = blocks.slack(lane);
            final long left = slack - taken(tier, delta, nominalDelta);
            final long thinDelta = isThin ? nominalDelta : 0;
            blocks.filled(lane, filledOf(chunk, tier));
            final boolean isFar = slack >= 0 && left >= 0;
            if (isFar && delta == nominalDelta) {
                headroom.filled(pool, tier, delta, thinDelta);
            } else {
                final boolean takes = takesSegments(chunk, tier);
                headroom.changed(chunk, tier, position, takes, delta, nominalDelta, thinDelta);
            }
            if (isFar) {
                blocks.slack(lane, atMostInt(left));
            } else {
                update(chunk, tier, position);
            }
            if (allRooms.isOpen()) {
                allRooms.follow(chunk, tier, position);
            }
        }
    }

    /**
     * What a change takes of the slack, at most, MiB. On PERFORMANCE the share of prioritized data gains nothing by other data.
     */
    private static long taken(final int tier, final long delta, final long nominalDelta) {
        final long most = Math.max(delta, nominalDelta);
        return ((tier == SpaceClass.PERFORMANCE ? Math.max(0, most) : most) + MIB - 1) >> MIB_SHIFT;
    }

    /**
     * A chunk's capacity, tiers or state changed.
     *
     * @param chunk row.
     */
    public void chunkChanged(final int chunk) {
        if (isStale) {
            return;
        }
        final int position = order.position(chunk);
        stateChanges++;
        allRooms.close();
        boolean viewsChanged = false;
        for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
            final int weight = weightOf(chunk, tier);
            final int lane = blocks.lane(position, tier);
            final int old = blocks.weight(lane);
            if (weight != old) {
                addToViews(position, blocks.mask(position, tier), weight - old);
                blocks.weight(lane, weight);
            }
            heaviest.change(chunks.pool(chunk), tier, position, takesSegments(chunk, tier) ? weight : 0);
            headroom.changed(chunk, tier, position, takesSegments(chunk, tier), 0, 0, 0);
            viewsChanged |= update(chunk, tier, position);
        }
        giveUpAfterMany(viewsChanged);
    }

    /**
     * A chunk's capacity is about to change.
     *
     * @param chunk row.
     * @param tier  code.
     * @param delta bytes.
     */
    public void capacityChanged(final int chunk, final int tier, final long delta) {
        if (!isStale) {
            fill.addCapacity(order.pool(order.position(chunk)), tier, delta);
        }
    }

    /**
     * Where a large share of the chunks comes or goes between two decisions, making all anew is cheaper than following each.
     * Never by a grant: what a decision reads must be true to its end.
     */
    private void giveUpAfterMany(final boolean viewsChanged) {
        statesChanged += viewsChanged ? 1 : 0;
        if (statesChanged > FEW_CHANGES + order.count() / 8) {
            isStale = true;
        }
    }

    /** A chunk that is in every view has as much slack as it takes to leave the first. */
    private void measureSlack(final int chunk, final int tier, final int lane, final int bits) {
        final boolean isInAll = bits == View.maskOf(tier);
        final long slack = isInAll ? mostSlack(chunk, tier) >> MIB_SHIFT : NO_SLACK;
        blocks.slack(lane, atMostInt(slack));
    }

    /** True if the chunk entered or left a view. */
    private boolean update(final int chunk, final int tier, final int position) {
        final int all = View.maskOf(tier);
        final int lane = blocks.lane(position, tier);
        final int mask = blocks.mask(position, tier);
        final int bits = viewsOf(chunk, tier);
        measureSlack(chunk, tier, lane, bits);
        final int changed = mask ^ bits;
        if (changed != 0) {
            final int weight = blocks.weight(lane);
            addToViews(position, changed & bits, weight);
            addToViews(position, changed & mask, -weight);
            blocks.changeMask(position, tier, changed);
        }
        if (changed != 0 || (bits & View.AMPLE_BITS) != (all & View.AMPLE_BITS)) {
            updateRooms(chunk, tier, position, bits);
        }
        return changed != 0;
    }

    private void addToViews(final int position, final int views, final int weight) {
        changes++;
        for (int left = views; left != 0; left &= left - 1) {
            weights.add(Integer.numberOfTrailingZeros(left), CandidateBlocks.of(position), weight);
        }
    }

    private void updateRooms(final int chunk, final int tier, final int position, final int bits) {
        final boolean takesSegments = takesSegments(chunk, tier);
        final int first = View.firstRoom(tier);
        for (int room = first; room < first + View.rooms(tier); room++) {
            final boolean isAmple = (bits & 1 << (2 * room)) != 0;
            rooms.set(room, position, isAmple || !takesSegments ? 0 : Math.max(0, roomOf(chunk, tier, room)));
        }
    }

    int viewsOf(final int chunk, final int tier) {
        if (!takesSegments(chunk, tier)) {
            return 0;
        }
        final int high = limits.staysBelowHighWater(chunk, tier, extentBytes) ? 3 : 1;
        final int first = View.firstRoom(tier);
        int bits = 0;
        for (int room = first; room < first + View.rooms(tier); room++) {
            if (roomOf(chunk, tier, room) >= extentBytes) {
                bits |= high << (2 * room);
            }
        }
        return bits;
    }

    long roomOf(final int chunk, final int tier, final int room) {
        return limits.room(chunk, View.spaceClassOf(tier, room), View.protects(room));
    }

    boolean takesSegments(final int chunk, final int tier) {
        return isEligible(chunk) && chunks.offers(chunk, tier);
    }

    /**
     * Whether a chunk takes new segments at all.
     *
     * @param chunk row.
     * @return true if it is IN_USE, HEALTHY and not isolated.
     */
    public boolean isEligible(final int chunk) {
        return chunks.adminState(chunk) == AdminState.IN_USE.value()
                && chunks.health(chunk) == Health.HEALTHY.value()
                && chunks.isolation(chunk) == 0;
    }

    /**
     * The order of the chunks.
     *
     * @return as of the last {@link #prepare}.
     */
    public TopologyOrder order() {
        return order;
    }

    /**
     * What the pools have and hold.
     *
     * @return as of the last {@link #prepare}, and what changed since.
     */
    public PoolFill fill() {
        return fill;
    }

    /**
     * Changes of any sum so far: a weight that was read is true while this stays the same.
     *
     * @return a counter.
     */
    public long changes() {
        return changes;
    }

    /**
     * Changes so far of the state, the tiers or the capacity of any chunk.
     *
     * @return a counter.
     */
    public long stateChanges() {
        return stateChanges;
    }

    /**
     * The room of all chunks.
     *
     * @return to be opened for a view.
     */
    public RoomIndex rooms() {
        return allRooms;
    }

    /** The largest segment that a chunk takes within a view; zero: none. */
    long roomIn(final int view, final int chunk) {
        final int tier = View.tier(view);
        if (!takesSegments(chunk, tier)) {
            return 0;
        }
        final long room = roomOf(chunk, tier, view >> 1);
        final long most =
                View.isBelowHighWater(view) ? limits.highWater(chunk, tier) - space.allocated(chunk, tier) : room;
        return Math.max(0, Math.min(room, most));
    }

    /**
     * Whether the chunk at a position is in a view.
     *
     * @param view     of {@link View}.
     * @param position in the order.
     * @return true if it can be drawn.
     */
    public boolean contains(final int view, final int position) {
        return ((blocks.mask(position, View.tier(view)) >>> view) & 1) != 0;
    }

    /**
     * Weight of a view before a position.
     *
     * @param view     of {@link View}.
     * @param position in the order, or behind its end.
     * @return sum of the weights.
     */
    public long weightBefore(final int view, final int position) {
        long sum = weights.before(view, CandidateBlocks.of(position));
        final int block = CandidateBlocks.start(position);
        if (block != position) {
            final int tier = View.tier(view);
            for (int at = block; at < position; at++) {
                sum += blocks.weightIn(view, tier, at);
            }
        }
        return sum;
    }

    /**
     * Weight at a position.
     *
     * @param view     of {@link View}.
     * @param position in the order.
     * @return MiB; 0 where the chunk is not in the view.
     */
    public int weight(final int view, final int position) {
        return blocks.weightIn(view, View.tier(view), position);
    }

    /**
     * The largest weight of the chunks of a pool that take segments, whether or not they are in a view.
     *
     * @param view of {@link View}.
     * @param pool row.
     * @return MiB; 0 where none does.
     */
    public int maxWeight(final int view, final int pool) {
        return heaviest.largest(pool, View.tier(view));
    }

    /**
     * Whether any chunk of an interval takes segments, whatever its space.
     *
     * @param view of {@link View}, for its tier.
     * @param from first position.
     * @param to   position behind the last.
     * @return true if one does.
     */
    public boolean takesSegments(final int view, final int from, final int to) {
        return heaviest.anyIn(View.tier(view), from, to);
    }

    /**
     * The position in which a weight falls.
     *
     * @param view   of {@link View}.
     * @param weight from 0 to the whole weight of the view, exclusive.
     * @return position of a chunk in the view.
     */
    public int find(final int view, final long weight) {
        final int block = weights.find(view, weight);
        return blocks.find(view, View.tier(view), block, weights.remainder());
    }

    /**
     * The position with the most room of those that have not room for a whole extent.
     *
     * @param room of {@link View#room}.
     * @param from first position.
     * @param to   position behind the last.
     * @return the first of the roomiest, or {@link RowTable#NONE} if none has any.
     */
    public int roomiest(final int room, final int from, final int to) {
        return rooms.positionOfMax(room, from, to);
    }

    /**
     * Room at a position that has not room for a whole extent.
     *
     * @param room     of {@link View#room}.
     * @param position in the order.
     * @return bytes; 0 where there is none, or ample.
     */
    public long roomAt(final int room, final int position) {
        return rooms.value(room, position);
    }

    /**
     * Share of a chunk's capacity that is allocated after another segment.
     *
     * @param position in the order.
     * @param tier     code.
     * @param bytes    of the segment.
     * @return ratio; what is allocated and the capacity count in MiB.
     */
    public double filledShare(final int position, final int tier, final long bytes) {
        return blocks.filledShare(blocks.lane(position, tier), bytes);
    }

    int weightOf(final int chunk, final int tier) {
        return atMostInt(Math.max(1, space.capacity(chunk, tier) >> MIB_SHIFT));
    }

    int filledOf(final int chunk, final int tier) {
        return atMostInt(space.allocated(chunk, tier) >> MIB_SHIFT);
    }

    private static int atMostInt(final long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** Recomputes every mask, sum, weight and maximum from the tables. */
    public void verify() {
        if (!isStale) {
            new CandidateCheck(chunks, order, blocks, heaviest, this).verify();
            headroom.verify();
            verifyFill();
        }
    }

    private void verifyFill() {
        final PoolFill counted = fill.empty();
        for (int position = 0; position < order.count(); position++) {
            final int chunk = order.chunk(position);
            for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
                counted.addCapacity(order.pool(position), tier, space.capacity(chunk, tier));
                counted.addAllocated(order.pool(position), tier, space.allocated(chunk, tier));
            }
        }
        fill.verify(counted);
    }

    /** The most that the slack of a chunk in every view may be, bytes. */
    long mostSlack(final int chunk, final int tier) {
        return limits.slack(chunk, tier) - extentBytes;
    }

    long totalWeight(final int view) {
        return weights.total(view);
    }
}
