package io.stowage.engine.space;

import io.stowage.engine.Invariant;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.table.TableBuffer;
import io.stowage.engine.table.TableMemory;

/**
 * The limits of a decision: how much a chunk still takes.
 *
 * <pre>
 *  thick, rx:    allocated + segment &lt;= capacity x (1 - headroom)
 *  thin:         the same, and allocated + segment &lt;= capacity x thin watermark,
 *                and nominal thin + thick, pending and rx included, + segment &lt;= capacity x oversubscription
 *  prioritized:  prioritized allocated + segment &lt;= capacity of the performance tier x its share
 * </pre>
 *
 * The headroom is lower for what protects existing data. Shares are rounded down, so that a limit is never exceeded by
 * rounding. The products are derived from capacity and configuration when these change, not with each decision:
 *
 * <pre>
 *  one tier of one chunk, a cache line
 *    0 limit of new data           8 of protecting data    16 thin watermark    24 oversubscription
 *   32 prioritized share          40 high-water mark       48 the least of 0, 8, 16 and 40
 * </pre>
 */
public final class SpaceLimits {
    private static final int NEW = 0;
    private static final int PROTECTING = NEW + Long.BYTES;
    private static final int WATERMARK = PROTECTING + Long.BYTES;
    private static final int OVERSUBSCRIPTION = WATERMARK + Long.BYTES;
    private static final int PRIORITIZED = OVERSUBSCRIPTION + Long.BYTES;
    private static final int HIGH_WATER = PRIORITIZED + Long.BYTES;
    private static final int LEAST = HIGH_WATER + Long.BYTES;
    private static final int STRIDE = TableMemory.CACHE_LINE_LENGTH;

    private final ConfigTable config;
    private final ChunkSpaceTable space;
    private final TableBuffer buffer;

    /**
     * Takes the memory.
     *
     * @param memory to take it from.
     * @param config with the shares.
     * @param space  terms of the chunks.
     */
    public SpaceLimits(final TableMemory memory, final ConfigTable config, final ChunkSpaceTable space) {
        this.config = config;
        this.space = space;
        buffer = memory.allocate((long) STRIDE * SpaceClass.TIERS * space.capacity());
    }

    /**
     * Derives everything anew: the configuration changed, or the tables were loaded.
     *
     * @param chunks whose rows are in use.
     */
    public void rebuild(final ChunkTable chunks) {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            for (int tier = 0; chunks.isUsed(chunk) && tier < SpaceClass.TIERS; tier++) {
                capacityChanged(chunk, tier);
            }
        }
    }

    /** Derives the limits of a tier of a chunk from its capacity. */
    void capacityChanged(final int chunk, final int tier) {
        final long capacity = space.capacity(chunk, tier);
        final int offset = offset(chunk, tier);
        put(offset + NEW, capacity, 1_000_000 - config.value(Setting.HEADROOM_NEW_PPM));
        put(offset + PROTECTING, capacity, 1_000_000 - config.value(Setting.HEADROOM_PROTECT_PPM));
        put(offset + WATERMARK, capacity, config.value(Setting.THIN_WATERMARK_PPM));
        put(offset + OVERSUBSCRIPTION, capacity, config.value(Setting.OVERSUBSCRIPTION_PPM));
        put(offset + PRIORITIZED, capacity, config.value(Setting.PRIORITIZED_SHARE_PPM));
        put(offset + HIGH_WATER, capacity, config.value(Setting.HIGH_WATER_PPM));
        final long thick = Math.min(buffer.getLong(offset + NEW), buffer.getLong(offset + PROTECTING));
        final long thin = Math.min(buffer.getLong(offset + WATERMARK), buffer.getLong(offset + HIGH_WATER));
        buffer.putLong(offset + LEAST, Math.min(thick, thin));
    }

    private void put(final int offset, final long capacity, final long ppm) {
        buffer.putLong(offset, ConfigTable.share(capacity, ppm));
    }

    /** Forgets a chunk. */
    void close(final int chunk) {
        buffer.setMemory(offset(chunk, 0), STRIDE * SpaceClass.TIERS, (byte) 0);
    }

    /**
     * The largest segment that fits within every limit.
     *
     * @param chunk      row.
     * @param spaceClass of the segment.
     * @param protects   whether it protects existing data: recover or a temporary replica.
     * @return bytes; zero or less: none.
     */
    public long room(final int chunk, final int spaceClass, final boolean protects) {
        final int tier = SpaceClass.tier(spaceClass);
        final int offset = offset(chunk, tier);
        final long allocated = space.allocated(chunk, tier);
        long room = buffer.getLong(offset + (protects ? PROTECTING : NEW)) - allocated;
        if (SpaceClass.isThin(spaceClass)) {
            room = Math.min(room, thinRoom(chunk, tier));
        }
        if (tier == SpaceClass.PERFORMANCE && SpaceClass.priority(spaceClass) == SpaceClass.PRIORITIZED) {
            room = Math.min(room, prioritizedRoom(chunk));
        }
        return room;
    }

    /**
     * How much more fits, whatever its class and purpose, while the chunk stays below the high-water mark.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes; negative where something limits the chunk already.
     */
    public long slack(final int chunk, final int tier) {
        final int offset = offset(chunk, tier);
        final long slack = Math.min(
                buffer.getLong(offset + LEAST) - space.allocated(chunk, tier),
                buffer.getLong(offset + OVERSUBSCRIPTION) - nominal(chunk, tier));
        return tier == SpaceClass.PERFORMANCE ? Math.min(slack, prioritizedRoom(chunk)) : slack;
    }

    /**
     * What a chunk's tier may hold while it takes thin data.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes.
     */
    public long watermark(final int chunk, final int tier) {
        return buffer.getLong(offset(chunk, tier) + WATERMARK);
    }

    /**
     * Nominal thin bytes, pending and rx included.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes.
     */
    public long nominalThin(final int chunk, final int tier) {
        return space.term(chunk, tier, Term.THIN_NOMINAL)
                + space.term(chunk, tier, Term.THIN_PENDING)
                + space.term(chunk, tier, Term.THIN_RX);
    }

    /**
     * What the limits of thin data leave, the headroom apart.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes; zero or less: nothing.
     */
    public long thinRoom(final int chunk, final int tier) {
        return Math.min(
                buffer.getLong(offset(chunk, tier) + WATERMARK) - space.allocated(chunk, tier),
                nominalLimit(chunk, tier) - nominal(chunk, tier));
    }

    /**
     * What the share of prioritized data leaves on the performance tier, the headroom apart.
     *
     * @param chunk row.
     * @return bytes; zero or less: nothing.
     */
    public long prioritizedRoom(final int chunk) {
        return prioritizedLimit(chunk) - space.allocated(chunk, SpaceClass.PERFORMANCE, SpaceClass.PRIORITIZED);
    }

    /**
     * What a chunk's tier may hold of thick data.
     *
     * @param chunk    row.
     * @param tier     code.
     * @param protects whether the data protects what exists.
     * @return bytes.
     */
    public long limit(final int chunk, final int tier, final boolean protects) {
        return buffer.getLong(offset(chunk, tier) + (protects ? PROTECTING : NEW));
    }

    /**
     * What prioritized data may take of a chunk's performance tier.
     *
     * @param chunk row.
     * @return bytes.
     */
    public long prioritizedLimit(final int chunk) {
        return buffer.getLong(offset(chunk, SpaceClass.PERFORMANCE) + PRIORITIZED);
    }

    /**
     * Up to what a chunk is filled while others are emptier.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes.
     */
    public long highWater(final int chunk, final int tier) {
        return buffer.getLong(offset(chunk, tier) + HIGH_WATER);
    }

    /**
     * Whether a chunk stays below the high-water mark with another segment.
     *
     * @param chunk row.
     * @param tier  code.
     * @param bytes of the segment.
     * @return true if it does.
     */
    public boolean staysBelowHighWater(final int chunk, final int tier, final long bytes) {
        return space.allocated(chunk, tier) + bytes <= highWater(chunk, tier);
    }

    /**
     * What nominal thin and thick bytes, pending and rx included, may reach.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes.
     */
    public long nominalLimit(final int chunk, final int tier) {
        return buffer.getLong(offset(chunk, tier) + OVERSUBSCRIPTION);
    }

    /**
     * Nominal thin and thick bytes, pending and rx included.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes.
     */
    public long nominal(final int chunk, final int tier) {
        return space.term(chunk, tier, Term.THICK)
                + space.term(chunk, tier, Term.THICK_PENDING)
                + space.term(chunk, tier, Term.THICK_RX)
                + space.term(chunk, tier, Term.THIN_NOMINAL)
                + space.term(chunk, tier, Term.THIN_PENDING)
                + space.term(chunk, tier, Term.THIN_RX);
    }

    /**
     * Whether a segment fits.
     *
     * @param chunk      row.
     * @param spaceClass of the segment.
     * @param bytes      nominal.
     * @param protects   whether it protects existing data: recover or a temporary replica.
     * @return true within every limit.
     */
    public boolean fits(final int chunk, final int spaceClass, final long bytes, final boolean protects) {
        return bytes <= room(chunk, spaceClass, protects);
    }

    /**
     * Recomputes what is derived.
     *
     * @param chunk row in use.
     */
    void verify(final int chunk) {
        for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
            final long capacity = space.capacity(chunk, tier);
            Invariant.checkEquals(
                    ConfigTable.share(capacity, 1_000_000 - config.value(Setting.HEADROOM_NEW_PPM)),
                    limit(chunk, tier, false),
                    "limit of new data",
                    chunk);
            Invariant.checkEquals(
                    ConfigTable.share(capacity, config.value(Setting.OVERSUBSCRIPTION_PPM)),
                    nominalLimit(chunk, tier),
                    "limit of oversubscription",
                    chunk);
        }
    }

    private static int offset(final int chunk, final int tier) {
        return (chunk * SpaceClass.TIERS + tier) * STRIDE;
    }
}
