package io.stowage.engine.placement;

import io.stowage.engine.space.SpaceClass;

/** Space of one tier of a chunk, bytes; nominal is what counts for the over-subscription, thin the part of it that is thin. */
record TwinSpace(boolean offered, long capacity, long allocated, long prioritized, long nominal, long thin) {
    static final TwinSpace NONE = new TwinSpace(false, 0, 0, 0, 0, 0);

    TwinSpace plus(final int spaceClass, final long bytes) {
        final boolean pinned = SpaceClass.priority(spaceClass) == SpaceClass.PRIORITIZED;
        return new TwinSpace(
                offered,
                capacity,
                allocated + bytes,
                prioritized + (pinned ? bytes : 0),
                nominal + bytes,
                thin + (SpaceClass.isThin(spaceClass) ? bytes : 0));
    }

    @Override
    public String toString() {
        return offered
                ? "%d of %d KiB (prioritized %d, nominal %d)"
                        .formatted(allocated >> 10, capacity >> 10, prioritized >> 10, nominal >> 10)
                : "not offered";
    }
}
