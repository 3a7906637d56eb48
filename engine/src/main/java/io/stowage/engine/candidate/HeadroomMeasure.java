package io.stowage.engine.candidate;

import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.RowTable;
import java.util.Arrays;

/**
 * What a pool could still lose, counted from its chunks for whoever asks: for people, so it may cost a look at each chunk.
 *
 * <p>A loss can be rebuilt if what is allocated in the lost domains fits into the room of the others. With the stake of a domain, what
 * is allocated there and its room, see {@link RebuildHeadroom}, this is: the stakes of what is lost are together at most
 * the room of the pool. So the worst loss of n domains is that of the n with the largest stakes. At least one domain that
 * takes segments must remain.
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
    private final long[] stakes;
    private final int[] takers = new int[LEVELS];
    private final int[] losable = new int[LEVELS];
    private RebuildHeadroom.Level level = RebuildHeadroom.Level.NONE;
    private int largest;
    private long capacityBytes;
    private long allocatedBytes;
    private long roomBytes;
    private long newRoomBytes;
    private long keptBytes;
    private long newBytes;

    /**
     * Ties the tables together.
     *
     * @param chunks   chunks.
     * @param space    terms of the chunks.
     * @param limits   of a decision.
     * @param index    of the candidates.
     * @param headroom that new data leaves alone.
     * @param config   with the domain that may be lost.
     */
    public HeadroomMeasure(
            final ChunkTable chunks,
            final ChunkSpaceTable space,
            final SpaceLimits limits,
            final CandidateIndex index,
            final RebuildHeadroom headroom,
            final ConfigTable config) {
        this.chunks = chunks;
        this.space = space;
        this.limits = limits;
        this.index = index;
        this.headroom = headroom;
        this.config = config;
        order = index.order();
        stakes = new long[chunks.capacity()];
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
        final boolean isKept = level != RebuildHeadroom.Level.NONE && takers[level.ordinal() - 1] >= 2;
        if (!isKept) {
            level = RebuildHeadroom.Level.NONE;
            keptBytes = 0;
            largest = RowTable.NONE;
            newBytes = newRoomBytes;
        } else {
            newBytes = Math.clamp(headroom.left(pool, tier), 0, newRoomBytes);
        }
    }

    private void sum(final int pool, final int tier) {
        capacityBytes = allocatedBytes = roomBytes = newRoomBytes = 0;
        for (int position = order.poolStart(pool); position < order.poolEnd(pool); position++) {
            final int chunk = order.chunk(position);
            capacityBytes += space.capacity(chunk, tier);
            allocatedBytes += space.allocated(chunk, tier);
            roomBytes += room(chunk, tier, true);
            newRoomBytes += room(chunk, tier, false);
        }
    }

    /** Collects the stakes of the domains of a level, with a bit for those that take segments, and counts what may go. */
    private void measureLevel(final int pool, final int tier, final int at) {
        int domains = 0;
        int end = 0;
        takers[at] = 0;
        for (int start = order.poolStart(pool); start < order.poolEnd(pool); start = end) {
            end = at == 0 ? start + 1 : order.end(start, at - 1);
            long stake = 0;
            boolean takes = false;
            for (int position = start; position < end; position++) {
                final int chunk = order.chunk(position);
                stake += space.allocated(chunk, tier) + room(chunk, tier, true);
                takes |= takes(chunk, tier);
            }
            takers[at] += takes ? 1 : 0;
            if (at == level.ordinal() - 1 && (largest == RowTable.NONE || stake > keptBytes)) {
                keptBytes = stake;
                largest = start;
            }
            if (stake > 0) {
                stakes[domains++] = stake << 1 | (takes ? 1 : 0);
            }
        }
        Arrays.sort(stakes, 0, domains);
        losable[at] = countLosable(domains, takers[at]);
    }

    private int countLosable(final int domains, final int takersThere) {
        long left = roomBytes;
        int takersLeft = takersThere;
        int lost = 0;
        while (lost < domains) {
            final long stake = stakes[domains - 1 - lost];
            left -= stake >> 1;
            takersLeft -= (int) (stake & 1);
            if (left < 0 || takersLeft < 1) {
                return lost;
            }
            lost++;
        }
        return lost;
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
