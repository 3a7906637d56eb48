package io.stowage.sim.model;

import io.stowage.codecs.Priority;

/** What keepalives tell of one tier of a chunk: capacity, measured bytes, and what waits to be measured. */
final class MeasuredTier {
    private final long[] used = new long[SpaceModel.PRIORITIES.size()];
    private final long[] fresh = new long[SpaceModel.PRIORITIES.size()];
    private final long[] aging = new long[SpaceModel.PRIORITIES.size()];
    private long sealedAt;
    private long total;
    private long capacity;

    MeasuredTier() {}

    void becameLive(final Priority priority, final long bytes) {
        fresh[priority.value()] += bytes;
    }

    void keepAlive(final KeepAlive.TierReading reading, final long fence, final long position) {
        total = reading.total();
        capacity = reading.total() - reading.failed();
        used[Priority.NORMAL.value()] = reading.thinUsedNormal();
        used[Priority.PRIORITIZED.value()] = reading.thinUsedPrioritized();
        final boolean isCovered = fence >= sealedAt;
        boolean somethingJoins = false;
        for (int priority = 0; priority < fresh.length; priority++) {
            somethingJoins |= fresh[priority] != 0;
            aging[priority] = (isCovered ? 0 : aging[priority]) + fresh[priority];
            fresh[priority] = 0;
        }
        // A generation that nothing joined since it was sealed needs no later seal.
        if (isCovered || somethingJoins) {
            sealedAt = position;
        }
    }

    /** Bytes that the last keepalive told, failed ones too. */
    long total() {
        return total;
    }

    /** Valid bytes that the last keepalive told. */
    long capacity() {
        return capacity;
    }

    long used(final Priority priority) {
        return used[priority.value()];
    }

    long fresh(final Priority priority) {
        return fresh[priority.value()];
    }

    long aging(final Priority priority) {
        return aging[priority.value()];
    }
}
