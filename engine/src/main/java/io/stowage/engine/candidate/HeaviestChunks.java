package io.stowage.engine.candidate;

import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.table.TableMemory;

/** The largest weight among the chunks of each pool that take segments: what a try of a draw is measured by. */
final class HeaviestChunks {
    private final TopologyOrder order;
    private final MaxTree weights;
    private final int[] largest;

    HeaviestChunks(final TableMemory memory, final TopologyOrder order, final int chunks) {
        this.order = order;
        weights = new MaxTree(memory, SpaceClass.TIERS, chunks);
        largest = new int[order.pools() * SpaceClass.TIERS];
    }

    void clear() {
        weights.clear();
    }

    /** Notes a weight while all are collected, zero for a chunk that takes no segments; {@link #raise} follows. */
    void collect(final int tier, final int position, final int weight) {
        weights.collect(tier, position, weight);
    }

    /** Finds the largest of all that were collected. */
    void raise() {
        for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
            weights.raise(tier, order.count());
            for (int pool = 0; pool < order.pools(); pool++) {
                largest[pool * SpaceClass.TIERS + tier] = search(pool, tier);
            }
        }
    }

    /** The weight of a chunk of a pool is another one; zero if it takes no segments any more. */
    void change(final int pool, final int tier, final int position, final int weight) {
        if (weights.value(tier, position) != weight) {
            weights.set(tier, position, weight);
            largest[pool * SpaceClass.TIERS + tier] = search(pool, tier);
        }
    }

    /** The largest weight of a pool, MiB; zero where no chunk takes segments. */
    int largest(final int pool, final int tier) {
        return largest[pool * SpaceClass.TIERS + tier];
    }

    int at(final int position, final int tier) {
        return (int) weights.value(tier, position);
    }

    /** Whether any chunk of an interval takes segments. */
    boolean anyIn(final int tier, final int from, final int to) {
        return weights.max(tier, from, to) > 0;
    }

    /** The same as {@link #largest}, looked up anew. */
    int search(final int pool, final int tier) {
        return (int) weights.max(tier, order.poolStart(pool), order.poolEnd(pool));
    }
}
