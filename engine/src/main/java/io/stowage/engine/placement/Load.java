package io.stowage.engine.placement;

import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ClusterTable;
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
 *  thin            the same; where the tier of the cluster is no longer ample, the larger of that and
 *                  nominal bytes / what they may reach by the oversubscription
 *  prioritized     on PERFORMANCE: prioritized bytes / their limit first, then as above
 *  recover,        the fewest running repositions first, then as above
 *  temporary
 * </pre>
 *
 * Ratios are doubles: IEEE 754 gives the same bits everywhere, and chunks of different sizes fill to the same ratio.
 */
final class Load {
    private final ClusterTable cluster;
    private final ConfigTable config;
    private final ChunkTable chunks;
    private final ChunkSpaceTable space;
    private final SpaceLimits limits;
    private int tier;
    private long segmentBytes;
    private boolean weighsNominal;
    private boolean isPrioritized;
    private boolean weighsRunning;

    Load(
            final ClusterTable cluster,
            final ConfigTable config,
            final ChunkTable chunks,
            final ChunkSpaceTable space,
            final SpaceLimits limits) {
        this.cluster = cluster;
        this.config = config;
        this.chunks = chunks;
        this.space = space;
        this.limits = limits;
    }

    /** Sets the measure for a request, in the regime of this moment. */
    void begin(final PlacementRequest request) {
        tier = SpaceClass.tier(request.spaceClass());
        segmentBytes = request.segmentBytes();
        isPrioritized =
                tier == SpaceClass.PERFORMANCE && SpaceClass.priority(request.spaceClass()) == SpaceClass.PRIORITIZED;
        weighsRunning = request.protects();
        weighsNominal = SpaceClass.isThin(request.spaceClass()) && !isAmple();
    }

    private boolean isAmple() {
        return cluster.allocated(tier)
                <= ConfigTable.share(cluster.capacity(tier), config.value(Setting.THIN_AMPLE_PPM));
    }

    /** Whether one chunk is a better place than another by their loads. */
    boolean isLess(final int chunk, final double load, final int other, final double otherLoad) {
        if (weighsRunning) {
            final int running = chunks.runningRepositions(chunk);
            final int otherRunning = chunks.runningRepositions(other);
            if (running != otherRunning) {
                return running < otherRunning;
            }
        }
        if (isPrioritized) {
            final double share = prioritizedShare(chunk);
            final double otherShare = prioritizedShare(other);
            if (share != otherShare) {
                return share < otherShare;
            }
        }
        return load < otherLoad;
    }

    /** Load after placement. */
    double of(final int chunk) {
        final double filled = allocatedShare(chunk);
        return weighsNominal ? Math.max(filled, nominalShare(chunk)) : filled;
    }

    /** Share of the capacity that is allocated after placement. */
    double allocatedShare(final int chunk) {
        return (double) (space.allocated(chunk, tier) + segmentBytes) / space.capacity(chunk, tier);
    }

    private double nominalShare(final int chunk) {
        return (double) (limits.nominal(chunk, tier) + segmentBytes) / limits.nominalLimit(chunk, tier);
    }

    private double prioritizedShare(final int chunk) {
        final long held = space.allocated(chunk, SpaceClass.PERFORMANCE, SpaceClass.PRIORITIZED);
        return (double) (held + segmentBytes) / limits.prioritizedLimit(chunk);
    }
}
