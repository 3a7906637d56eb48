package io.stowage.sim.model;

import io.stowage.codecs.Priority;
import java.util.EnumMap;
import java.util.Map;

/** What keepalives tell of one tier of a chunk: capacity, measured bytes, and what waits to be measured. */
final class MeasuredTier {
    private final Map<Priority, Long> used = new EnumMap<>(Priority.class);
    private final Map<Priority, Long> fresh = new EnumMap<>(Priority.class);
    private final Map<Priority, Long> aging = new EnumMap<>(Priority.class);
    private long sealedAt;
    private long capacity;

    MeasuredTier() {
        for (final Priority priority : SpaceModel.PRIORITIES) {
            used.put(priority, 0L);
            fresh.put(priority, 0L);
            aging.put(priority, 0L);
        }
    }

    void becameLive(final Priority priority, final long bytes) {
        fresh.merge(priority, bytes, Long::sum);
    }

    void keepAlive(final KeepAlive.TierReading reading, final long fence, final long position) {
        capacity = reading.total() - reading.failed();
        used.put(Priority.NORMAL, reading.thinUsedNormal());
        used.put(Priority.PRIORITIZED, reading.thinUsedPrioritized());
        final boolean isCovered = fence >= sealedAt;
        final boolean somethingJoins = fresh.values().stream().anyMatch(bytes -> bytes != 0);
        for (final Priority priority : SpaceModel.PRIORITIES) {
            final long old = isCovered ? 0 : aging.getOrDefault(priority, 0L);
            aging.put(priority, old + fresh.getOrDefault(priority, 0L));
            fresh.put(priority, 0L);
        }
        // A generation that nothing joined since it was sealed needs no later seal.
        if (isCovered || somethingJoins) {
            sealedAt = position;
        }
    }

    long capacity() {
        return capacity;
    }

    long used(final Priority priority) {
        return used.getOrDefault(priority, 0L);
    }

    long fresh(final Priority priority) {
        return fresh.getOrDefault(priority, 0L);
    }

    long aging(final Priority priority) {
        return aging.getOrDefault(priority, 0L);
    }
}
