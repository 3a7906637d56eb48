package io.stowage.engine.candidate;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.engine.Invariant;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableBuffer;
import io.stowage.engine.table.TableMemory;
import java.util.Arrays;

/**
 * Which chunks can take a segment, for every set of limits, in the order of the topology.
 *
 * <p>A chunk that has room for a whole extent is in the {@link View}s of the limits that it fulfils, with its capacity as the
 * weight: what is drawn is drawn from these. A chunk with less room has that room in a tree of maxima instead, so that
 * the last space of a cluster is found as surely. A change of a chunk's space costs a comparison for each set of limits; trees
 * are changed only when the chunk enters or leaves a view, or while it is nearly full.
 *
 * <pre>
 *  a block of 4 positions of one tier, a cache line
 *    0 masks: a bit for each view of the tier, 16 a position    8 unused
 *   16 weights            32 filled: what is allocated          48 slack: what may come while no view changes, at least so much
 * </pre>
 *
 * All of these count MiB; weights are the capacity, at least 1. What a candidate is found and compared by, and what a grant
 * changes while the chunk has slack, so stands in one line. Everything is derived: after a change of the topology or the
 * configuration it is made anew when somebody asks.
 */
public final class CandidateIndex {
    private static final int LANES_SHIFT = 2;
    private static final int LANES = 1 << LANES_SHIFT;
    private static final int MASK_BITS = 16;
    private static final int WEIGHTS = 16;
    private static final int FILLED = WEIGHTS + LANES * Integer.BYTES;
    private static final int SLACK = FILLED + LANES * Integer.BYTES;
    private static final int BLOCK_LENGTH = SLACK + LANES * Integer.BYTES;
    private static final int MIB_SHIFT = 20;
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
    private final PoolFill fill;
    private final TableBuffer blocks;
    private final int tierLength;
    private final WeightTree weights;
    private final MaxTree rooms;
    private final MaxTree heaviest;
    private final int[] maxWeights = new int[SpaceClass.TIERS];
    private boolean isStale = true;
    private long changes;
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
        final int blockCount = blocksFor(chunks.capacity());
        tierLength = blockCount * BLOCK_LENGTH;
        blocks = memory.allocate((long) SpaceClass.TIERS * tierLength);
        weights = new WeightTree(memory, View.COUNT, blockCount);
        rooms = new MaxTree(memory, View.ROOMS, chunks.capacity());
        heaviest = new MaxTree(memory, SpaceClass.TIERS, chunks.capacity());
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
    }

    private void rebuild() {
        extentBytes = config.value(Setting.EXTENT_BYTES);
        order.build();
        blocks.setMemory(0, blocks.capacity(), (byte) 0);
        weights.clear(blocksFor(order.count()));
        rooms.clear();
        heaviest.clear();
        Arrays.fill(maxWeights, 0);
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
            weights.sumUp(view, blocksFor(order.count()));
        }
        isStale = false;
        changes++;
        statesChanged = 0;
    }

    private void collect(final int chunk, final int tier, final int position) {
        final int weight = weightOf(chunk, tier);
        final int bits = viewsOf(chunk, tier);
        changeWeight(position, tier, weight);
        blocks.putInt(laneAt(position, tier) + FILLED, filledOf(chunk, tier));
        measureSlack(chunk, tier, position, bits);
        changeMask(position, tier, bits);
        for (int left = bits; left != 0; left &= left - 1) {
            weights.collect(Integer.numberOfTrailingZeros(left), position >> LANES_SHIFT, weight);
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
     */
    public void spaceChanged(final int chunk, final int tier, final long delta, final long nominalDelta) {
        if (!isStale) {
            final int position = order.position(chunk);
            final int lane = laneAt(position, tier);
            final int slack = blocks.getInt(lane + SLACK);
            final int pool = order.pool(position);
            fill.addAllocated(pool, tier, delta);
            final long left = slack - taken(tier, delta, nominalDelta);
            blocks.putInt(lane + FILLED, filledOf(chunk, tier));
            if (slack >= 0 && left >= 0) {
                blocks.putInt(lane + SLACK, atMostInt(left));
                headroom.filled(pool, tier, delta);
            } else {
                headroom.changed(chunk, tier, position, takesSegments(chunk, tier), delta);
                update(chunk, tier, position);
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
        boolean viewsChanged = false;
        for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
            final int weight = weightOf(chunk, tier);
            final int old = blocks.getInt(laneAt(position, tier) + WEIGHTS);
            if (weight != old) {
                addToViews(position, mask(position, tier), weight - old);
                changeWeight(position, tier, weight);
            }
            headroom.changed(chunk, tier, position, takesSegments(chunk, tier), 0);
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

    private void changeWeight(final int position, final int tier, final int weight) {
        blocks.putInt(laneAt(position, tier) + WEIGHTS, weight);
        heaviest.set(tier, position, weight);
        maxWeights[tier] = (int) heaviest.max(tier, 0, order.count());
    }

    /**
     * Where a large share of the chunks comes or goes at once, making all anew is cheaper than following each. Never by a
     * grant: what a decision reads must be true to its end.
     */
    private void giveUpAfterMany(final boolean viewsChanged) {
        statesChanged += viewsChanged ? 1 : 0;
        if (statesChanged > FEW_CHANGES + order.count() / 8) {
            isStale = true;
        }
    }

    /** A chunk that is in every view has as much slack as it takes to leave the first. */
    private void measureSlack(final int chunk, final int tier, final int position, final int bits) {
        final boolean isInAll = bits == View.maskOf(tier);
        final long slack = isInAll ? (limits.slack(chunk, tier) - extentBytes) >> MIB_SHIFT : NO_SLACK;
        blocks.putInt(laneAt(position, tier) + SLACK, atMostInt(slack));
    }

    /** True if the chunk entered or left a view. */
    private boolean update(final int chunk, final int tier, final int position) {
        final int all = View.maskOf(tier);
        final int mask = mask(position, tier);
        final int bits = viewsOf(chunk, tier);
        measureSlack(chunk, tier, position, bits);
        final int changed = mask ^ bits;
        if (changed != 0) {
            final int weight = blocks.getInt(laneAt(position, tier) + WEIGHTS);
            addToViews(position, changed & bits, weight);
            addToViews(position, changed & mask, -weight);
            changeMask(position, tier, changed);
        }
        if (changed != 0 || (bits & View.AMPLE_BITS) != (all & View.AMPLE_BITS)) {
            updateRooms(chunk, tier, position, bits);
        }
        return changed != 0;
    }

    private void addToViews(final int position, final int views, final int weight) {
        changes++;
        for (int left = views; left != 0; left &= left - 1) {
            weights.add(Integer.numberOfTrailingZeros(left), position >> LANES_SHIFT, weight);
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

    private int viewsOf(final int chunk, final int tier) {
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

    private long roomOf(final int chunk, final int tier, final int room) {
        return limits.room(chunk, View.spaceClassOf(tier, room), View.protects(room));
    }

    private boolean takesSegments(final int chunk, final int tier) {
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
     * Whether the chunk at a position is in a view.
     *
     * @param view     of {@link View}.
     * @param position in the order.
     * @return true if it can be drawn.
     */
    public boolean contains(final int view, final int position) {
        return ((mask(position, View.tier(view)) >>> view) & 1) != 0;
    }

    /**
     * Weight of a view before a position.
     *
     * @param view     of {@link View}.
     * @param position in the order, or behind its end.
     * @return sum of the weights.
     */
    public long weightBefore(final int view, final int position) {
        long sum = weights.before(view, position >> LANES_SHIFT);
        final int block = position & -LANES;
        if (block != position) {
            final int tier = View.tier(view);
            for (int at = block; at < position; at++) {
                sum += weightIn(view, tier, at);
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
        return weightIn(view, View.tier(view), position);
    }

    private int weightIn(final int view, final int tier, final int position) {
        final int block = blockAt(position, tier);
        final long masks = blocks.getLong(block) >>> (view - View.first(tier));
        return weightIn(block, masks, position & (LANES - 1));
    }

    /**
     * The largest weight of all chunks, whether or not they are in a view.
     *
     * @param view of {@link View}.
     * @return MiB.
     */
    public int maxWeight(final int view) {
        return maxWeights[View.tier(view)];
    }

    /**
     * The position in which a weight falls.
     *
     * @param view   of {@link View}.
     * @param weight from 0 to the whole weight of the view, exclusive.
     * @return position of a chunk in the view.
     */
    public int find(final int view, final long weight) {
        final int tier = View.tier(view);
        final int found = weights.find(view, weight);
        final int block = tier * tierLength + found * BLOCK_LENGTH;
        final long masks = blocks.getLong(block) >>> (view - View.first(tier));
        long left = weights.remainder() - weightIn(block, masks, 0);
        int lane = 1 + (int) (left >> 63);
        left -= weightIn(block, masks, 1);
        lane += 1 + (int) (left >> 63);
        left -= weightIn(block, masks, 2);
        lane += 1 + (int) (left >> 63);
        return found * LANES + lane;
    }

    private int weightIn(final int block, final long masks, final int lane) {
        return blocks.getInt(block + WEIGHTS + lane * Integer.BYTES) & -(int) ((masks >>> (lane * MASK_BITS)) & 1);
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
        final int lane = laneAt(position, tier);
        final long filled = ((long) blocks.getInt(lane + FILLED) << MIB_SHIFT) + bytes;
        return (double) filled / ((long) blocks.getInt(lane + WEIGHTS) << MIB_SHIFT);
    }

    private int weightOf(final int chunk, final int tier) {
        return atMostInt(Math.max(1, space.capacity(chunk, tier) >> MIB_SHIFT));
    }

    private int filledOf(final int chunk, final int tier) {
        return atMostInt(space.allocated(chunk, tier) >> MIB_SHIFT);
    }

    private static int atMostInt(final long value) {
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** Bits of the views of one tier. */
    private int mask(final int position, final int tier) {
        final long masks = blocks.getLong(blockAt(position, tier));
        return ((int) (masks >>> shift(position)) & 0xFFFF) << View.first(tier);
    }

    private void changeMask(final int position, final int tier, final int changed) {
        final int block = blockAt(position, tier);
        final long bits = (long) (changed >>> View.first(tier)) << shift(position);
        blocks.putLong(block, blocks.getLong(block) ^ bits);
    }

    private static int shift(final int position) {
        return (position & (LANES - 1)) * MASK_BITS;
    }

    private int blockAt(final int position, final int tier) {
        return tier * tierLength + (position >> LANES_SHIFT) * BLOCK_LENGTH;
    }

    private int laneAt(final int position, final int tier) {
        return blockAt(position, tier) + (position & (LANES - 1)) * Integer.BYTES;
    }

    private static int blocksFor(final int positions) {
        return (positions + LANES - 1) / LANES;
    }

    /** Recomputes every mask, sum and maximum from the tables. */
    public void verify() {
        if (isStale) {
            return;
        }
        final long[] sums = new long[View.COUNT];
        final PoolFill counted = fill.empty();
        for (int position = 0; position < order.count(); position++) {
            final int chunk = order.chunk(position);
            Invariant.checkEquals(position, order.position(chunk), "position of a chunk", chunk);
            for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
                counted.addCapacity(order.pool(position), tier, space.capacity(chunk, tier));
                counted.addAllocated(order.pool(position), tier, space.allocated(chunk, tier));
                final int lane = laneAt(position, tier);
                final long slack = (long) blocks.getInt(lane + SLACK) << MIB_SHIFT;
                Invariant.check(
                        slack < 0 || slack <= limits.slack(chunk, tier) - extentBytes,
                        "the slack of a candidate is never more than it has");
                Invariant.checkEquals(
                        filledOf(chunk, tier), blocks.getInt(lane + FILLED), "what a candidate is filled by", chunk);
            }
            for (int view = 0; view < View.COUNT; view++) {
                Invariant.checkEquals(sums[view], weightBefore(view, position), "weight before a position", view);
                final int tier = View.tier(view);
                final boolean isIn = ((viewsOf(chunk, tier) >>> view) & 1) != 0;
                Invariant.check(isIn == contains(view, position), "a view holds who is in it");
                sums[view] += isIn ? weightOf(chunk, tier) : 0;
                final int room = view >> 1;
                final boolean isTight = takesSegments(chunk, tier) && ((viewsOf(chunk, tier) >>> (2 * room)) & 1) == 0;
                Invariant.checkEquals(
                        isTight ? Math.max(0, roomOf(chunk, tier, room)) : 0,
                        roomAt(room, position),
                        "room of a chunk that is nearly full",
                        chunk);
            }
        }
        for (int view = 0; view < View.COUNT; view++) {
            Invariant.checkEquals(sums[view], weights.total(view), "weight of a view", view);
        }
        headroom.verify();
        fill.verify(counted);
    }
}
