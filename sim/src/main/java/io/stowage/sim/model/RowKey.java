package io.stowage.sim.model;

import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;

/**
 * What a row of a report or a reservation is about.
 *
 * @param chunk     id.
 * @param tier      of the segments.
 * @param provision of the segments.
 * @param priority  of the segments.
 */
public record RowKey(int chunk, Tier tier, Provision provision, Priority priority) {
    /** By the codes, so that maps of keys are walked in the same order in every run. */
    @Override
    public int hashCode() {
        return chunk * 8 + tier.value() * 4 + provision.value() * 2 + priority.value();
    }

    /**
     * The same with another provision.
     *
     * @param other provision.
     * @return key.
     */
    public RowKey with(final Provision other) {
        return new RowKey(chunk, tier, other, priority);
    }
}
