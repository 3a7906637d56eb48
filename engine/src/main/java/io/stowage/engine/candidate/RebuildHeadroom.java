package io.stowage.engine.candidate;

import io.stowage.engine.Invariant;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.TableBuffer;
import io.stowage.engine.table.TableMemory;
import java.util.Arrays;

/**
 * Space that new data leaves alone, so that the largest failure domain can be rebuilt elsewhere in its pool.
 *
 * <p>What a chunk could still take of protecting data is its <i>room</i>, zero where it takes no new segments. If a domain is
 * lost, what is allocated there must fit into the room of the others:
 *
 * <pre>
 *  allocated(domain) &lt;= room(pool) - room(domain),  or  room(pool) &gt;= allocated(domain) + room(domain) = stake(domain)
 * </pre>
 *
 * The stake of a domain hardly ever changes: what is allocated there comes out of its room. So new data may take
 * {@code room(pool) - largest stake} and no more: one subtraction a decision. Where fewer than two domains of the level can
 * take anything, no loss could be rebuilt, and nothing is kept.
 */
public final class RebuildHeadroom {
    /** What may be lost. */
    public enum Level {
        /** Nothing is kept. */
        NONE,
        /** A chunk. */
        CHUNK,
        /** A node with all its chunks. */
        NODE,
        /** A chassis; a node that has none stands for itself. */
        BRICK,
        /** A rack. */
        RACK;

        private static final Level[] LEVELS = values();

        /**
         * A level by the value of its setting.
         *
         * @param value of the setting.
         * @return level.
         */
        public static Level of(final long value) {
            return LEVELS[(int) value];
        }
    }

    /** A chunk that takes no segments: its stake is what is allocated there. */
    private static final long TAKES_NOTHING = -1;

    private static final long UNKNOWN = -1;

    private final ChunkTable chunks;
    private final ChunkSpaceTable space;
    private final SpaceLimits limits;
    private final TopologyOrder order;
    private final TableBuffer stakesOfChunks;
    private final TableBuffer takers;
    private final MaxTree stakes;
    private final long[] room;
    private final long[] largest;
    private final int[] domains;
    private Level level = Level.NONE;

    /**
     * Takes the memory.
     *
     * @param memory to take it from.
     * @param chunks chunks.
     * @param space  terms of the chunks.
     * @param limits of a decision.
     * @param order  of the chunks.
     * @param pools  at most.
     */
    public RebuildHeadroom(
            final TableMemory memory,
            final ChunkTable chunks,
            final ChunkSpaceTable space,
            final SpaceLimits limits,
            final TopologyOrder order,
            final int pools) {
        this.chunks = chunks;
        this.space = space;
        this.limits = limits;
        this.order = order;
        stakesOfChunks = memory.allocate((long) chunks.capacity() * SpaceClass.TIERS * Long.BYTES);
        takers = memory.allocate((long) chunks.capacity() * SpaceClass.TIERS * Integer.BYTES);
        stakes = new MaxTree(memory, SpaceClass.TIERS, chunks.capacity());
        room = new long[pools * SpaceClass.TIERS];
        largest = new long[pools * SpaceClass.TIERS];
        domains = new int[pools * SpaceClass.TIERS];
    }

    /** Starts anew, for a level: chunks are added one by one. */
    void clear(final Level kept) {
        level = kept;
        takers.setMemory(0, takers.capacity(), (byte) 0);
        stakes.clear();
        Arrays.fill(room, 0);
        Arrays.fill(largest, UNKNOWN);
        Arrays.fill(domains, 0);
    }

    /** Counts a chunk in. */
    void add(final int chunk, final int tier, final int position, final boolean takesSegments) {
        stakesOfChunks.putLong(stakeAt(chunk, tier), TAKES_NOTHING);
        changed(chunk, tier, position, takesSegments, space.allocated(chunk, tier));
    }

    /** A chunk's space, limits or state changed; {@code delta}: of what is allocated. */
    void changed(final int chunk, final int tier, final int position, final boolean takesSegments, final long delta) {
        if (level == Level.NONE) {
            return;
        }
        final int sum = sumAt(chunk, tier);
        final long allocated = space.allocated(chunk, tier);
        final long old = stakesOfChunks.getLong(stakeAt(chunk, tier));
        final long now = takesSegments ? allocated + roomOf(chunk, tier) : TAKES_NOTHING;
        final long oldStake = old == TAKES_NOTHING ? allocated - delta : old;
        final long stake = takesSegments ? now : allocated;
        stakesOfChunks.putLong(stakeAt(chunk, tier), now);
        room[sum] += stake - allocated - (oldStake - (allocated - delta));
        if (stake != oldStake) {
            final int domain = domainAt(position);
            stakes.set(tier, domain, stakes.value(tier, domain) + stake - oldStake);
            largest[sum] = UNKNOWN;
        }
        if ((old == TAKES_NOTHING) == takesSegments) {
            countTaker(tier, sum, domainAt(position), takesSegments ? 1 : -1);
        }
    }

    /**
     * The allocated bytes of a chunk changed that takes segments and is far from any limit, before and after: what it holds
     * more it can take less, and its stake is the same.
     */
    void filled(final int pool, final int tier, final long delta) {
        if (level != Level.NONE) {
            room[pool * SpaceClass.TIERS + tier] -= delta;
        }
    }

    private int sumAt(final int chunk, final int tier) {
        return chunks.pool(chunk) * SpaceClass.TIERS + tier;
    }

    private void countTaker(final int tier, final int sum, final int domain, final int delta) {
        final int at = (domain * SpaceClass.TIERS + tier) * Integer.BYTES;
        final int before = takers.getInt(at);
        takers.putInt(at, before + delta);
        if (before == 0 || before + delta == 0) {
            domains[sum] += delta;
        }
    }

    /** What a chunk that takes segments could still take of protecting data. */
    private long roomOf(final int chunk, final int tier) {
        return Math.max(0, limits.limit(chunk, tier, true) - space.allocated(chunk, tier));
    }

    /** A domain is told by the first of its positions. */
    private int domainAt(final int position) {
        return switch (level) {
            case NONE, CHUNK -> position;
            case NODE -> order.start(position, TopologyOrder.NODE);
            case BRICK -> order.start(position, TopologyOrder.BRICK);
            case RACK -> order.start(position, TopologyOrder.RACK);
        };
    }

    /**
     * What new data may still take before it would eat what a rebuild needs.
     *
     * @param pool row.
     * @param tier code.
     * @return bytes, negative where too little is left already; {@link Long#MAX_VALUE} where nothing is kept.
     */
    public long left(final int pool, final int tier) {
        final int sum = pool * SpaceClass.TIERS + tier;
        if (level == Level.NONE || domains[sum] < 2) {
            return Long.MAX_VALUE;
        }
        if (largest[sum] == UNKNOWN) {
            largest[sum] = stakes.max(tier, order.poolStart(pool), order.poolEnd(pool));
        }
        return room[sum] - largest[sum];
    }

    private static int stakeAt(final int chunk, final int tier) {
        return (chunk * SpaceClass.TIERS + tier) * Long.BYTES;
    }

    /** Recomputes the sums of every pool from its chunks. */
    void verify() {
        for (int pool = 0; pool < room.length / SpaceClass.TIERS; pool++) {
            for (int tier = 0; level != Level.NONE && tier < SpaceClass.TIERS; tier++) {
                verify(pool, tier);
            }
        }
    }

    private void verify(final int pool, final int tier) {
        long rooms = 0;
        long stake = 0;
        long most = 0;
        int takersInDomain = 0;
        int domainsThatTake = 0;
        for (int position = order.poolStart(pool); position < order.poolEnd(pool); position++) {
            final int chunk = order.chunk(position);
            final long allocated = space.allocated(chunk, tier);
            final long counted = stakesOfChunks.getLong(stakeAt(chunk, tier));
            final boolean takesSegments = counted != TAKES_NOTHING;
            final long roomOfChunk = takesSegments ? roomOf(chunk, tier) : 0;
            if (domainAt(position) == position) {
                stake = 0;
                takersInDomain = 0;
            }
            takersInDomain += takesSegments ? 1 : 0;
            domainsThatTake += takesSegments && takersInDomain == 1 ? 1 : 0;
            rooms += roomOfChunk;
            stake += allocated + roomOfChunk;
            most = Math.max(most, stake);
            Invariant.check(!takesSegments || counted == allocated + roomOfChunk, "the stake of a chunk is counted");
        }
        final int sum = pool * SpaceClass.TIERS + tier;
        Invariant.checkEquals(rooms, room[sum], "room of a pool", pool);
        Invariant.checkEquals(domainsThatTake, domains[sum], "domains that take segments", pool);
        Invariant.checkEquals(
                most, stakes.max(tier, order.poolStart(pool), order.poolEnd(pool)), "largest stake of a pool", pool);
    }
}
