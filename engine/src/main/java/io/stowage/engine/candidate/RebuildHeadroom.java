package io.stowage.engine.candidate;

import io.stowage.engine.Invariant;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.TableBuffer;
import io.stowage.engine.table.TableMemory;
import io.stowage.engine.topology.PoolTable;
import java.util.Arrays;

/**
 * Space that new data leaves alone, so that the largest failure domain can be rebuilt elsewhere in its pool.
 *
 * <p>Each chunk that takes segments has a <i>size</i>: what it may hold of protecting data, or holds already. If a domain is lost,
 * what would have to be reserved for it, its <i>demand</i>, must fit beside what the others hold:
 *
 * <pre>
 *  used(others) + demand(domain) &lt;= size(others) - what of it is of no use to the widest extent ({@link UsableCapacity})
 *
 *  with   stake(domain) = size(domain) + demand(domain) - used(domain):
 *  new data may take      size(pool) - largest stake - what is of no use - used(pool)
 * </pre>
 *
 * Whatever is reserved counts as much in the use as in the demand, so that stakes hardly ever change, and a decision compares
 * sums. Thin segments are reserved at their nominal size though less is allocated, and are held by two more limits; where
 * the pool has any, or asks for one, all three must hold:
 *
 * <pre>
 *  PROTECTING   size: capacity less the headroom of protecting data   used: allocated   demand: nominal, or allocated if that is more
 *  WATERMARK    size: the same, within the thin watermark             used: allocated   demand: the same
 *  NOMINAL      size: capacity x oversubscription                     used: nominal     demand: nominal
 * </pre>
 *
 * Where no extent as wide as the widest can be rebuilt after the worst loss, nothing is kept.
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

    /** The limits by which a rebuild must fit. */
    static final int PROTECTING = 0;

    static final int WATERMARK = 1;
    static final int NOMINAL = 2;
    static final int LIMITS = 3;

    private static final int SIZES = 0;
    private static final int STAKES = SIZES + LIMITS * Long.BYTES;
    private static final int TAKES = STAKES + LIMITS * Long.BYTES;
    private static final int STRIDE = TableMemory.CACHE_LINE_LENGTH;
    private static final long UNKNOWN = -1;
    private static final long NOTHING_IS_KEPT = -2;
    private static final long MILLION = 1_000_000;

    private final ConfigTable config;
    private final PoolTable pools;
    private final ChunkTable chunks;
    private final ChunkSpaceTable space;
    private final SpaceLimits limits;
    private final TopologyOrder order;
    private final UsableCapacity usable;
    private final TableBuffer shares;
    private final MaxTree stakes;
    private final long[] used;
    private final long[] promised;
    private final long[] thin;
    private final long[] sizes;
    private final long[] largest;
    private final long[] useless;
    private Level level = Level.NONE;

    /**
     * Takes the memory.
     *
     * @param memory to take it from.
     * @param config with the shares.
     * @param pools  with the widest extents.
     * @param chunks chunks.
     * @param space  terms of the chunks.
     * @param limits of a decision.
     * @param order  of the chunks.
     */
    public RebuildHeadroom(
            final TableMemory memory,
            final ConfigTable config,
            final PoolTable pools,
            final ChunkTable chunks,
            final ChunkSpaceTable space,
            final SpaceLimits limits,
            final TopologyOrder order) {
        this.config = config;
        this.pools = pools;
        this.chunks = chunks;
        this.space = space;
        this.limits = limits;
        this.order = order;
        usable = new UsableCapacity(order, this::capacityAt);
        shares = memory.allocate((long) chunks.capacity() * SpaceClass.TIERS * STRIDE);
        stakes = new MaxTree(memory, LIMITS * SpaceClass.TIERS, chunks.capacity());
        final int sums = pools.capacity() * SpaceClass.TIERS;
        used = new long[sums];
        promised = new long[sums];
        thin = new long[sums];
        sizes = new long[sums * LIMITS];
        largest = new long[sums * LIMITS];
        useless = new long[sums * LIMITS];
    }

    /** Starts anew, for a level: chunks are added one by one. */
    void clear(final Level kept) {
        level = kept;
        shares.setMemory(0, shares.capacity(), (byte) 0);
        stakes.clear();
        Arrays.fill(used, 0);
        Arrays.fill(promised, 0);
        Arrays.fill(thin, 0);
        Arrays.fill(sizes, 0);
        Arrays.fill(largest, UNKNOWN);
        Arrays.fill(useless, UNKNOWN);
    }

    /** Counts a chunk in. */
    void add(final int chunk, final int tier, final int position, final boolean takesSegments) {
        changed(chunk, tier, position, takesSegments, 0, 0, limits.nominalThin(chunk, tier));
    }

    /**
     * A chunk's space, limits or state changed; the deltas are of what is allocated, of what is nominal, and of what is nominal and
     * thin.
     */
    void changed(
            final int chunk,
            final int tier,
            final int position,
            final boolean takesSegments,
            final long delta,
            final long nominalDelta,
            final long thinDelta) {
        if (level == Level.NONE) {
            return;
        }
        final int sum = sumAt(chunks.pool(chunk), tier);
        final int share = shareAt(chunk, tier);
        final long allocated = space.allocated(chunk, tier);
        final long nominal = limits.nominal(chunk, tier);
        final long before = shares.getLong(share + TAKES);
        final long now = takesSegments ? space.capacity(chunk, tier) + 1 : 0;
        thin[sum] += thinDelta;
        if (before != 0) {
            used[sum] -= allocated - delta;
            promised[sum] -= nominal - nominalDelta - (allocated - delta);
        }
        if (takesSegments) {
            used[sum] += allocated;
            promised[sum] += nominal - allocated;
        }
        for (int limit = 0; limit < LIMITS; limit++) {
            countShare(chunk, tier, position, limit, takesSegments);
        }
        if (before != now) {
            shares.putLong(share + TAKES, now);
            useless[sum * LIMITS] = UNKNOWN;
        }
    }

    private void countShare(
            final int chunk, final int tier, final int position, final int limit, final boolean takesSegments) {
        final int sum = sumAt(chunks.pool(chunk), tier) * LIMITS + limit;
        final int share = shareAt(chunk, tier) + limit * Long.BYTES;
        final long size = takesSegments ? sizeOf(chunk, tier, limit) : 0;
        final long stake = demandOf(chunk, tier, limit) + (takesSegments ? size - usedOf(chunk, tier, limit) : 0);
        final long delta = stake - shares.getLong(share + STAKES);
        sizes[sum] += size - shares.getLong(share + SIZES);
        shares.putLong(share + SIZES, size);
        if (delta != 0) {
            final int plane = tier * LIMITS + limit;
            final int domain = domainAt(position);
            stakes.set(plane, domain, stakes.value(plane, domain) + delta);
            shares.putLong(share + STAKES, stake);
            largest[sum] = UNKNOWN;
        }
    }

    /**
     * What is reserved on a chunk changed that takes segments and is far from any limit, before and after: what it holds
     * more it can take less, and its stake is the same.
     */
    void filled(final int pool, final int tier, final long delta, final long thinDelta) {
        if (level != Level.NONE) {
            final int sum = sumAt(pool, tier);
            used[sum] += delta;
            thin[sum] += thinDelta;
        }
    }

    /**
     * The widest extent of a tier became wider.
     *
     * @param pool row.
     * @param tier code.
     */
    public void widened(final int pool, final int tier) {
        useless[sumAt(pool, tier) * LIMITS] = UNKNOWN;
    }

    /** What a chunk that takes segments may hold by a limit, or holds already. */
    long sizeOf(final int chunk, final int tier, final int limit) {
        return Math.max(usedOf(chunk, tier, limit), limitOf(chunk, tier, limit));
    }

    private long limitOf(final int chunk, final int tier, final int limit) {
        return switch (limit) {
            case PROTECTING -> limits.limit(chunk, tier, true);
            case WATERMARK -> Math.min(limits.limit(chunk, tier, true), limits.watermark(chunk, tier));
            default -> limits.nominalLimit(chunk, tier);
        };
    }

    /** What counts against a limit. */
    long usedOf(final int chunk, final int tier, final int limit) {
        return limit == NOMINAL ? limits.nominal(chunk, tier) : space.allocated(chunk, tier);
    }

    /** What would have to be reserved elsewhere if the chunk were lost. */
    long demandOf(final int chunk, final int tier, final int limit) {
        final long nominal = limits.nominal(chunk, tier);
        return limit == NOMINAL ? nominal : Math.max(nominal, space.allocated(chunk, tier));
    }

    /** A domain is told by the first of its positions. */
    private int domainAt(final int position) {
        return level == Level.NONE || level == Level.CHUNK ? position : order.start(position, level.ordinal() - 2);
    }

    private long capacityAt(final int position, final int tier) {
        return Math.max(0, shares.getLong(shareAt(order.chunk(position), tier) + TAKES) - 1);
    }

    /**
     * What new data may still take before it would eat what a rebuild needs.
     *
     * @param pool   row.
     * @param tier   code.
     * @param isThin whether the new data is thin.
     * @return bytes, negative where too little is left already; {@link Long#MAX_VALUE} where nothing is kept.
     */
    public long left(final int pool, final int tier, final boolean isThin) {
        if (!isKept(pool, tier)) {
            return Long.MAX_VALUE;
        }
        final int sum = sumAt(pool, tier);
        final long left = leftBy(PROTECTING, pool, tier) - used[sum];
        if (!isThin && thin[sum] == 0) {
            return left;
        }
        final long byNominal = leftBy(NOMINAL, pool, tier) - used[sum] - promised[sum];
        return Math.min(left, Math.min(leftBy(WATERMARK, pool, tier) - used[sum], byNominal));
    }

    /**
     * Whether space is kept.
     *
     * @param pool row.
     * @param tier code.
     * @return false where that is not configured, or too few nodes would be left for the widest extent.
     */
    public boolean isKept(final int pool, final int tier) {
        if (level == Level.NONE) {
            return false;
        }
        final int first = sumAt(pool, tier) * LIMITS;
        if (useless[first] == UNKNOWN) {
            measureUseless(pool, tier, first);
        }
        return useless[first] != NOTHING_IS_KEPT;
    }

    private void measureUseless(final int pool, final int tier, final int first) {
        final long bytes = usable.find(pool, tier, level, nodesApart(config), width(pools, pool, tier));
        final long over = usable.rest() - bytes;
        for (int limit = 0; limit < LIMITS; limit++) {
            useless[first + limit] = bytes == 0 ? NOTHING_IS_KEPT : share(config, over, limit);
        }
    }

    /** What capacity of no use counts by a limit. */
    static long share(final ConfigTable config, final long bytes, final int limit) {
        final long protecting = MILLION - config.value(Setting.HEADROOM_PROTECT_PPM);
        return ConfigTable.share(
                bytes,
                switch (limit) {
                    case PROTECTING -> protecting;
                    case WATERMARK -> Math.min(protecting, config.value(Setting.THIN_WATERMARK_PPM));
                    default -> config.value(Setting.OVERSUBSCRIPTION_PPM);
                });
    }

    static boolean nodesApart(final ConfigTable config) {
        return config.value(Setting.MIN_SPREAD) != 0;
    }

    static int width(final PoolTable pools, final int pool, final int tier) {
        return Math.max(1, pools.width(pool, tier));
    }

    private long leftBy(final int limit, final int pool, final int tier) {
        final int sum = sumAt(pool, tier) * LIMITS + limit;
        if (largest[sum] == UNKNOWN) {
            largest[sum] = stakes.max(tier * LIMITS + limit, order.poolStart(pool), order.poolEnd(pool));
        }
        return sizes[sum] - largest[sum] - useless[sum];
    }

    private static int sumAt(final int pool, final int tier) {
        return pool * SpaceClass.TIERS + tier;
    }

    private static int shareAt(final int chunk, final int tier) {
        return (chunk * SpaceClass.TIERS + tier) * STRIDE;
    }

    /** Recomputes the sums of every pool from its chunks. */
    void verify() {
        for (int pool = 0; level != Level.NONE && pool < pools.capacity(); pool++) {
            for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
                verifySums(pool, tier);
                for (int limit = 0; limit < LIMITS; limit++) {
                    verify(pool, tier, limit);
                }
            }
        }
    }

    private void verifySums(final int pool, final int tier) {
        long allocated = 0;
        long thinBytes = 0;
        for (int position = order.poolStart(pool); position < order.poolEnd(pool); position++) {
            final int chunk = order.chunk(position);
            final long takes = shares.getLong(shareAt(chunk, tier) + TAKES);
            allocated += takes == 0 ? 0 : space.allocated(chunk, tier);
            thinBytes += limits.nominalThin(chunk, tier);
            Invariant.check(
                    takes == 0 || takes == space.capacity(chunk, tier) + 1, "the capacity of a chunk is counted");
        }
        Invariant.checkEquals(allocated, used[sumAt(pool, tier)], "what is used of a pool", pool);
        Invariant.checkEquals(thinBytes, thin[sumAt(pool, tier)], "thin bytes of a pool", pool);
    }

    private void verify(final int pool, final int tier, final int limit) {
        long size = 0;
        long usedBytes = 0;
        long stake = 0;
        long most = 0;
        for (int position = order.poolStart(pool); position < order.poolEnd(pool); position++) {
            final int chunk = order.chunk(position);
            final boolean takes = shares.getLong(shareAt(chunk, tier) + TAKES) != 0;
            stake = domainAt(position) == position ? 0 : stake;
            stake += demandOf(chunk, tier, limit);
            if (takes) {
                size += sizeOf(chunk, tier, limit);
                usedBytes += usedOf(chunk, tier, limit);
                stake += sizeOf(chunk, tier, limit) - usedOf(chunk, tier, limit);
            }
            most = Math.max(most, stake);
        }
        final int sum = sumAt(pool, tier);
        Invariant.checkEquals(size, sizes[sum * LIMITS + limit], "size of a pool", pool);
        Invariant.checkEquals(
                usedBytes, used[sum] + (limit == NOMINAL ? promised[sum] : 0), "what counts by a limit", limit);
        Invariant.checkEquals(
                most,
                stakes.max(tier * LIMITS + limit, order.poolStart(pool), order.poolEnd(pool)),
                "largest stake of a pool",
                pool);
    }
}
