package io.stowage.engine.candidate;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.space.SpaceClass;
import java.util.Arrays;

/**
 * How many chunks of a pool each filter leaves that asks for no space. No grant changes that: it is counted when somebody asks
 * and a state has changed since.
 */
public final class StateCounts {
    private static final int IN_POOL = 0;
    private static final int IN_USE = 1;
    private static final int HEALTHY = 2;
    private static final int NOT_ISOLATED = 3;
    private static final int OFFERS_TIER = 4;
    private static final int FILTERS = OFFERS_TIER + SpaceClass.TIERS;

    private final ChunkTable chunks;
    private final CandidateIndex index;
    private final int[] left;
    private final long[] countedAt;
    private int first;
    private int tier;

    /**
     * Ties the tables together.
     *
     * @param chunks chunks.
     * @param index  that follows their states.
     */
    public StateCounts(final ChunkTable chunks, final CandidateIndex index) {
        this.chunks = chunks;
        this.index = index;
        left = new int[index.order().pools() * FILTERS];
        countedAt = new long[index.order().pools()];
    }

    /**
     * Counts for a pool and a tier, of which the other methods tell then.
     *
     * @param pool     row.
     * @param tierCode of the pool.
     */
    public void count(final int pool, final int tierCode) {
        first = pool * FILTERS;
        tier = tierCode;
        if (countedAt[pool] != index.stateChanges()) {
            countedAt[pool] = index.stateChanges();
            Arrays.fill(left, first, first + FILTERS, 0);
            for (int at = index.order().poolStart(pool); at < index.order().poolEnd(pool); at++) {
                filter(index.order().chunk(at));
            }
        }
    }

    private void filter(final int chunk) {
        left[first + IN_POOL]++;
        if (chunks.adminState(chunk) != AdminState.IN_USE.value()) {
            return;
        }
        left[first + IN_USE]++;
        if (chunks.health(chunk) != Health.HEALTHY.value()) {
            return;
        }
        left[first + HEALTHY]++;
        if (chunks.isolation(chunk) != 0) {
            return;
        }
        left[first + NOT_ISOLATED]++;
        for (int i = 0; i < SpaceClass.TIERS; i++) {
            left[first + OFFERS_TIER + i] += chunks.offers(chunk, i) ? 1 : 0;
        }
    }

    /**
     * Chunks of the pool.
     *
     * @return how many.
     */
    public int inPool() {
        return left[first + IN_POOL];
    }

    /**
     * Of these, those IN_USE.
     *
     * @return how many.
     */
    public int inUse() {
        return left[first + IN_USE];
    }

    /**
     * Of these, those HEALTHY.
     *
     * @return how many.
     */
    public int healthy() {
        return left[first + HEALTHY];
    }

    /**
     * Of these, those that are not isolated.
     *
     * @return how many.
     */
    public int notIsolated() {
        return left[first + NOT_ISOLATED];
    }

    /**
     * Of these, those that offer the tier.
     *
     * @return how many.
     */
    public int offersTier() {
        return left[first + OFFERS_TIER + tier];
    }
}
