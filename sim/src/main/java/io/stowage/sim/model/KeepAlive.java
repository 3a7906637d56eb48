package io.stowage.sim.model;

import io.stowage.codecs.Tier;
import java.util.Map;

/**
 * A keepalive that was taken.
 *
 * @param chunk    id.
 * @param position of the log after it.
 * @param fence    that the chunk returned; negative: none.
 * @param tiers    that it offers, with their figures.
 */
public record KeepAlive(int chunk, long position, long fence, Map<Tier, TierReading> tiers) {
    /**
     * Figures of one tier, bytes.
     *
     * @param total               capacity.
     * @param failed              of which failed.
     * @param thinUsedNormal      measured bytes of NORMAL thin segments.
     * @param thinUsedPrioritized measured bytes of PRIORITIZED thin segments.
     */
    public record TierReading(long total, long failed, long thinUsedNormal, long thinUsedPrioritized) {}
}
