package io.stowage.engine.space;

import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;

/**
 * The limits of a decision: whether a chunk still takes a segment.
 *
 * <pre>
 *  thick, rx:    allocated + segment &lt;= capacity x (1 - headroom)
 *  thin:         the same, and allocated + segment &lt;= capacity x thin watermark,
 *                and nominal thin + thick, pending and rx included, + segment &lt;= capacity x oversubscription
 *  prioritized:  prioritized allocated + segment &lt;= capacity of the performance tier x its share
 * </pre>
 *
 * The headroom is lower for what protects existing data. Shares are rounded down, so that a limit is never exceeded by
 * rounding.
 */
public final class SpaceLimits {
    private final ConfigTable config;
    private final ChunkSpaceTable space;

    /**
     * Ties the tables together.
     *
     * @param config with the shares.
     * @param space  terms of the chunks.
     */
    public SpaceLimits(final ConfigTable config, final ChunkSpaceTable space) {
        this.config = config;
        this.space = space;
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
        final int tier = SpaceClass.tier(spaceClass);
        final long capacity = space.capacity(chunk, tier);
        final long headroomPpm = config.value(protects ? Setting.HEADROOM_PROTECT_PPM : Setting.HEADROOM_NEW_PPM);
        final long afterwards = space.allocated(chunk, tier) + bytes;
        if (afterwards > ConfigTable.share(capacity, 1_000_000 - headroomPpm)) {
            return false;
        }
        if (SpaceClass.isThin(spaceClass) && !thinFits(chunk, tier, capacity, afterwards, bytes)) {
            return false;
        }
        return tier != SpaceClass.PERFORMANCE
                || SpaceClass.priority(spaceClass) != SpaceClass.PRIORITIZED
                || prioritizedFits(chunk, capacity, bytes);
    }

    private boolean thinFits(
            final int chunk, final int tier, final long capacity, final long afterwards, final long bytes) {
        final long nominal = space.term(chunk, tier, Term.THIN_NOMINAL)
                + space.term(chunk, tier, Term.THIN_PENDING)
                + space.term(chunk, tier, Term.THIN_RX)
                + space.term(chunk, tier, Term.THICK)
                + space.term(chunk, tier, Term.THICK_PENDING)
                + space.term(chunk, tier, Term.THICK_RX);
        return afterwards <= ConfigTable.share(capacity, config.value(Setting.THIN_WATERMARK_PPM))
                && nominal + bytes <= ConfigTable.share(capacity, config.value(Setting.OVERSUBSCRIPTION_PPM));
    }

    private boolean prioritizedFits(final int chunk, final long capacity, final long bytes) {
        return space.allocated(chunk, SpaceClass.PERFORMANCE, SpaceClass.PRIORITIZED) + bytes
                <= ConfigTable.share(capacity, config.value(Setting.PRIORITIZED_SHARE_PPM));
    }
}
