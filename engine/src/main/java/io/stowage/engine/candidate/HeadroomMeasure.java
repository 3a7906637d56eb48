package io.stowage.engine.candidate;

import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.PoolTable;
import java.util.Arrays;

/**
 * What a pool could still lose, counted from its chunks for whoever asks: for people, so it may cost a look at each chunk.
 *
 * <p>Domains go one after the other, those with the largest stakes first. As many may go as can be rebuilt by the rule that
 * {@link RebuildHeadroom} keeps space by: what would have to be reserved fits beside what the others hold, within each limit, and enough
 * nodes are left for the widest extent.
 */
public final class HeadroomMeasure {
    /** How many kinds of domains can be lost: chunks, and the levels of {@link TopologyOrder}. */
    public static final int LEVELS = TopologyOrder.ZONE + 2;

    private final ChunkTable chunks;
    private final ChunkSpaceTable space;
    private final SpaceLimits limits;
    private final CandidateIndex index;
    private final TopologyOrder order;
    private final RebuildHeadroom headroom;
    private final ConfigTable config;
    private final PoolTable pools;
    private final UsableCapacity usable;
    private final long[] stakes;
    private final long[] sorted;
    private final boolean[] isLost;
    private final long[] sizes = new long[RebuildHeadroom.LIMITS];
    private final long[] used = new long[RebuildHeadroom.LIMITS];
    private final long[] demands = new long[RebuildHeadroom.LIMITS];
    private final int[] takers = new int[LEVELS];
    private final int[] losable = new int[LEVELS];
    private RebuildHeadroom.Level level = RebuildHeadroom.Level.NONE;
    private int largest;
    private long capacityBytes;
    private long allocatedBytes;
    private long roomBytes;
    private long newRoomBytes;
    private boolean isThin;
    private long keptBytes;
    private long newBytes;

    /**
     * Ties the tables together.
     *
     * @param chunks   chunks.
     * @param pools    with the widest extents.
     * @param space    terms of the chunks.
     * @param limits   of a decision.
     * @param index    of the candidates.
     * @param headroom that new data leaves alone.
     * @param config   with the domain that may be lost.
     */
    public HeadroomMeasure(
            final ChunkTable chunks,
            final PoolTable pools,
            final ChunkSpaceTable space,
            final SpaceLimits limits,
            final CandidateIndex index,
            final RebuildHeadroom headroom,
            final ConfigTable config) {
        this.chunks = chunks;
        this.pools = pools;
        this.space = space;
        this.limits = limits;
        this.index = index;
        this.headroom = headroom;
        this.config = config;
        order = index.order();
        stakes = new long[chunks.capacity()];
        sorted = new long[chunks.capacity()];
        isLost = new boolean[chunks.capacity()];
        usable = new UsableCapacity(order, this::capacityLeft);
    }

    /**
     * Measures a tier of a pool.
     *
     * @param pool row.
     * @param tier code.
     */
    public void measure(final int pool, final int tier) {
        index.prepare();
        level = RebuildHeadroom.Level.of(config.value(Setting.REBUILD_HEADROOM));
        largest = RowTable.NONE;
        keptBytes = 0;
        sum(pool, tier);
        for (int at = 0; at < LEVELS; at++) {
            measureLevel(pool, tier, at);
        }
        if (!headroom.isKept(pool, tier)) {
            level = RebuildHeadroom.Level.NONE;
            keptBytes = 0;
            largest = RowTable.NONE;
            newBytes = newRoomBytes;
        } else {
            newBytes = Math.clamp(headroom.left(pool, tier, false), 0, newRoomBytes);
        }
    }

    private void sum(final int pool, final int tier) {
        capacityBytes = allocatedBytes = roomBytes = newRoomBytes = 0;
        isThin = false;
        for (int position = order.poolStart(pool); position < order.poolEnd(pool); position++) {
            final int chunk = order.chunk(position);
            capacityBytes += space.capacity(chunk, tier);
            allocatedBytes += space.allocated(chunk, tier);
            roomBytes += room(chunk, tier, true);
            newRoomBytes += room(chunk, tier, false);
            isThin |= limits.nominalThin(chunk, tier) > 0;
        }
    }

    /** Collects the stakes of the domains of a level, and counts what may go. */
    private void measureLevel(final int pool, final int tier, final int at) {
        int domains = 0;
        int end = 0;
        takers[at] = 0;
        boolean areAsBelow = at > 0;
        for (int start = order.poolStart(pool); start < order.poolEnd(pool); start = end) {
            end = endOf(start, at);
            areAsBelow &= at == 0 || end == endOf(start, at - 1);
            long stake = 0;
            boolean takes = false;
            for (int position = start; position < end; position++) {
                final int chunk = order.chunk(position);
                stake += stake(chunk, tier);
                takes |= takes(chunk, tier);
            }
            takers[at] += takes ? 1 : 0;
            if (at == level.ordinal() - 1 && (largest == RowTable.NONE || stake > keptBytes)) {
                keptBytes = stake;
                largest = start;
            }
            stakes[domains++] = stake;
        }
        losable[at] = areAsBelow ? losable[at - 1] : countLosable(pool, tier, at, domains);
    }

    private int endOf(final int start, final int at) {
        return at == 0 ? start + 1 : order.end(start, at - 1);
    }

    private long stake(final int chunk, final int tier) {
        return headroom.demandOf(chunk, tier, RebuildHeadroom.PROTECTING) + room(chunk, tier, true);
    }

    /** The most that may go: by the stakes alone it cannot be more than these, and then by halving. */
    private int countLosable(final int pool, final int tier, final int at, final int domains) {
        System.arraycopy(stakes, 0, sorted, 0, domains);
        Arrays.sort(sorted, 0, domains);
        int most = 0;
        long left = roomBytes;
        while (most < domains && left >= sorted[domains - 1 - most]) {
            left -= sorted[domains - 1 - most];
            most++;
        }
        int least = 0;
        int tried = most;
        while (least < most) {
            if (canLose(pool, tier, at, domains, tried)) {
                least = tried;
            } else {
                most = tried - 1;
            }
            tried = (least + most + 1) / 2;
        }
        return least;
    }

    /** Whether all could be rebuilt if so many of the largest domains went, at least one. */
    private boolean canLose(final int pool, final int tier, final int at, final int domains, final int count) {
        final long smallest = sorted[domains - count];
        int equal = 0;
        for (int i = domains - count; i < domains && sorted[i] == smallest; i++) {
            equal++;
        }
        Arrays.fill(sizes, 0);
        Arrays.fill(used, 0);
        Arrays.fill(demands, 0);
        int domain = 0;
        int end = 0;
        for (int start = order.poolStart(pool); start < order.poolEnd(pool); start = end) {
            end = endOf(start, at);
            final long stake = stakes[domain++];
            final boolean goes = stake > smallest || (stake == smallest && equal-- > 0);
            for (int position = start; position < end; position++) {
                isLost[position] = goes;
                count(order.chunk(position), tier, goes);
            }
        }
        return fits(pool, tier);
    }

    private void count(final int chunk, final int tier, final boolean goes) {
        final boolean stays = !goes && takes(chunk, tier);
        for (int limit = 0; limit < RebuildHeadroom.LIMITS; limit++) {
            demands[limit] += goes ? headroom.demandOf(chunk, tier, limit) : 0;
            sizes[limit] += stays ? headroom.sizeOf(chunk, tier, limit) : 0;
            used[limit] += stays ? headroom.usedOf(chunk, tier, limit) : 0;
        }
    }

    private boolean fits(final int pool, final int tier) {
        final int width = RebuildHeadroom.width(pools, pool, tier);
        final long bytes =
                usable.find(pool, tier, RebuildHeadroom.Level.NONE, RebuildHeadroom.nodesApart(config), width);
        final long useless = usable.rest() - bytes;
        boolean fits = bytes > 0;
        for (int limit = 0; limit < (isThin ? RebuildHeadroom.LIMITS : 1); limit++) {
            final long size = sizes[limit] - RebuildHeadroom.share(config, useless, limit);
            fits &= used[limit] + demands[limit] <= size;
        }
        return fits;
    }

    private long capacityLeft(final int position, final int tier) {
        final int chunk = order.chunk(position);
        return !isLost[position] && takes(chunk, tier) ? space.capacity(chunk, tier) : 0;
    }

    private long room(final int chunk, final int tier, final boolean protects) {
        return takes(chunk, tier) ? Math.max(0, limits.limit(chunk, tier, protects) - space.allocated(chunk, tier)) : 0;
    }

    private boolean takes(final int chunk, final int tier) {
        return index.isEligible(chunk) && chunks.offers(chunk, tier);
    }

    /**
     * What is kept.
     *
     * @return the domain whose loss can be rebuilt; NONE if that is configured, or too few domains take segments.
     */
    public RebuildHeadroom.Level level() {
        return level;
    }

    /**
     * Where the domain that is kept for begins.
     *
     * @return position in the order of all chunks, or {@link RowTable#NONE} where nothing is kept.
     */
    public int largest() {
        return largest;
    }

    /**
     * Chunk at a position.
     *
     * @param position in the order of all chunks.
     * @return row.
     */
    public int chunkAt(final int position) {
        return order.chunk(position);
    }

    /**
     * Stake of the largest domain: new data leaves this much of the room alone.
     *
     * @return bytes.
     */
    public long keptBytes() {
        return keptBytes;
    }

    /**
     * What new data may still take, by the headroom and by the limit of each chunk.
     *
     * @return bytes, not negative.
     */
    public long newBytes() {
        return newBytes;
    }

    /**
     * What the chunks could still take of protecting data.
     *
     * @return bytes.
     */
    public long roomBytes() {
        return roomBytes;
    }

    /**
     * Valid capacity.
     *
     * @return bytes.
     */
    public long capacityBytes() {
        return capacityBytes;
    }

    /**
     * What is allocated.
     *
     * @return bytes.
     */
    public long allocatedBytes() {
        return allocatedBytes;
    }

    /**
     * Domains of a level that take segments.
     *
     * @param at 0: chunks, else one more than the level of {@link TopologyOrder}.
     * @return how many.
     */
    public int takers(final int at) {
        return takers[at];
    }

    /**
     * How many domains of a level may be lost, the largest ones, one after the other.
     *
     * @param at 0: chunks, else one more than the level of {@link TopologyOrder}.
     * @return how many.
     */
    public int losable(final int at) {
        return losable[at];
    }
}
