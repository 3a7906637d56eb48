package io.stowage.engine.placement;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.engine.space.SpaceClass;

/** All that placement may know of a chunk. */
record TwinChunk(
        int id,
        int pool,
        TwinPlace place,
        AdminState adminState,
        Health health,
        Isolation isolation,
        TwinSpace capacity,
        TwinSpace performance) {

    TwinSpace space(final int spaceClass) {
        return SpaceClass.tier(spaceClass) == SpaceClass.PERFORMANCE ? performance : capacity;
    }

    boolean isEligible() {
        return adminState == AdminState.IN_USE && health == Health.HEALTHY && isolation == Isolation.NONE;
    }

    TwinChunk with(final int spaceClass, final long bytes) {
        final boolean isFast = SpaceClass.tier(spaceClass) == SpaceClass.PERFORMANCE;
        return new TwinChunk(
                id,
                pool,
                place,
                adminState,
                health,
                isolation,
                isFast ? capacity : capacity.plus(spaceClass, bytes),
                isFast ? performance.plus(spaceClass, bytes) : performance);
    }

    @Override
    public String toString() {
        return "chunk %d, %s, pool %d, %s %s %s, CAPACITY %s, PERFORMANCE %s"
                .formatted(id, place, pool, adminState, health, isolation, capacity, performance);
    }
}
