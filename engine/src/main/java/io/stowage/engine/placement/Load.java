package io.stowage.engine.placement;

import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;

/**
 * What counts as the load of a chunk, by class and regime.
 *
 * <pre>
 *  thick, rx       allocated / capacity, after placement
 *  thin            the same; where the tier of the pool is no longer ample, the larger of that and
 *                  nominal bytes / what they may reach by the oversubscription
 *  prioritized     on PERFORMANCE: prioritized bytes / their limit first, then as above
 *  recover,        the fewest running commands first, then as above
 *  temporary
 * </pre>
 *
 * Ratios are doubles: IEEE 754 gives the same bits everywhere, and chunks of different sizes fill to the same ratio.
 */
final class Load {
    private final ConfigTable config;
    private final ChunkTable chunks;
    private final ChunkSpaceTable space;
    private final SpaceLimits limits;
    private final CandidateIndex index;
    private int tier;
    private long segmentBytes;
    private boolean weighsNominal;
    private boolean isPrioritized;
    private boolean weighsRunning;

    Load(
            final ConfigTable config,
            final ChunkTable chunks,
            final ChunkSpaceTable space,
            final SpaceLimits limits,
            final CandidateIndex index) {
        this.config = config;
        this.chunks = chunks;
        this.space = space;
        this.limits = limits;
        this.index = index;
    }

    /** Sets the measure for a request, in the regime of this moment. */
    void begin(final PlacementRequest request) {
        tier = SpaceClass.tier(request.spaceClass());
        segmentBytes = request.segmentBytes();
        isPrioritized =
                tier == SpaceClass.PERFORMANCE && SpaceClass.priority(request.spaceClass()) == SpaceClass.PRIORITIZED;
        weighsRunning = request.protects();
        weighsNominal = SpaceClass.isThin(request.spaceClass()) && !isAmple(request.pool());
    }

    private boolean isAmple(final int pool) {
        return index.fill().allocated(pool, tier)
                <= ConfigTable.share(index.fill().capacity(pool, tier), config.value(Setting.THIN_AMPLE_PPM));
    }

    /** Whether a chunk, after placement, is filled by no more than locality is worth. */
    boolean isModerate(final int chunk) {
        final double filled = space.allocated(chunk, tier) + segmentBytes;
        return filled / space.capacity(chunk, tier) * 1_000_000 <= config.value(Setting.LOCALITY_LOAD_PPM);
    }

    /** Whether nothing but what is allocated counts. */
    boolean isPlain() {
        return !weighsRunning && !isPrioritized && !weighsNominal;
    }

    /**
     * The better of two places where the load {@link #isPlain plain} is: the first unless the other has less. Without a branch that
     * chance decides: positive doubles compare like their bits.
     */
    int lessLoaded(final int position, final int other) {
        final double here = index.filledShare(position, tier, segmentBytes);
        final double there = index.filledShare(other, tier, segmentBytes);
        final long difference = Double.doubleToRawLongBits(there) - Double.doubleToRawLongBits(here);
        return position ^ ((position ^ other) & (int) (difference >> (Long.SIZE - 1)));
    }

    /** Whether the chunk at one position is a better place than that at another, by their loads. */
    boolean isLess(final int position, final double load, final int other, final double otherLoad) {
        if (weighsRunning || isPrioritized) {
            final int order =
                    compareFirst(index.order().chunk(position), index.order().chunk(other));
            if (order != 0) {
                return order < 0;
            }
        }
        return load < otherLoad;
    }

    private int compareFirst(final int chunk, final int other) {
        final int byRunning = weighsRunning ? chunks.runningCommands(chunk) - chunks.runningCommands(other) : 0;
        return byRunning == 0 && isPrioritized
                ? Double.compare(prioritizedShare(chunk), prioritizedShare(other))
                : byRunning;
    }

    /** Load of the chunk at a position after placement. */
    double of(final int position) {
        final double filled = index.filledShare(position, tier, segmentBytes);
        return weighsNominal ? Math.max(filled, nominalShare(index.order().chunk(position))) : filled;
    }

    private double nominalShare(final int chunk) {
        return (double) (limits.nominal(chunk, tier) + segmentBytes) / limits.nominalLimit(chunk, tier);
    }

    private double prioritizedShare(final int chunk) {
        final long held = space.allocated(chunk, SpaceClass.PERFORMANCE, SpaceClass.PRIORITIZED);
        return (double) (held + segmentBytes) / limits.prioritizedLimit(chunk);
    }
}
