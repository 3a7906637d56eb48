package io.stowage.engine.candidate;

import io.stowage.engine.Invariant;
import io.stowage.engine.space.SpaceClass;
import java.util.Arrays;

/** What the chunks of each pool have and hold of each tier. Derived, like all of the {@link CandidateIndex}. */
public final class PoolFill {
    private final long[] capacity;
    private final long[] allocated;

    PoolFill(final int pools) {
        capacity = new long[pools * SpaceClass.TIERS];
        allocated = new long[pools * SpaceClass.TIERS];
    }

    /** One of as many pools, with nothing in it. */
    PoolFill empty() {
        return new PoolFill(capacity.length / SpaceClass.TIERS);
    }

    void clear() {
        Arrays.fill(capacity, 0);
        Arrays.fill(allocated, 0);
    }

    void addCapacity(final int pool, final int tier, final long delta) {
        capacity[pool * SpaceClass.TIERS + tier] += delta;
    }

    void addAllocated(final int pool, final int tier, final long delta) {
        allocated[pool * SpaceClass.TIERS + tier] += delta;
    }

    /**
     * Capacity of all chunks of a pool, whatever their state.
     *
     * @param pool row.
     * @param tier code.
     * @return bytes.
     */
    public long capacity(final int pool, final int tier) {
        return capacity[pool * SpaceClass.TIERS + tier];
    }

    /**
     * What is allocated on all chunks of a pool.
     *
     * @param pool row.
     * @param tier code.
     * @return bytes.
     */
    public long allocated(final int pool, final int tier) {
        return allocated[pool * SpaceClass.TIERS + tier];
    }

    void verify(final PoolFill expected) {
        for (int i = 0; i < capacity.length; i++) {
            Invariant.checkEquals(expected.capacity[i], capacity[i], "capacity of a pool", i);
            Invariant.checkEquals(expected.allocated[i], allocated[i], "allocated in a pool", i);
        }
    }
}
