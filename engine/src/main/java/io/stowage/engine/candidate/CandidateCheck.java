package io.stowage.engine.candidate;

import io.stowage.engine.Invariant;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.space.SpaceClass;

/** Holds what a {@link CandidateIndex} has followed against what the tables say, position by position. */
final class CandidateCheck {
    private final ChunkTable chunks;
    private final TopologyOrder order;
    private final CandidateBlocks blocks;
    private final HeaviestChunks heaviest;
    private final CandidateIndex index;
    private final long[] sums = new long[View.COUNT];

    CandidateCheck(
            final ChunkTable chunks,
            final TopologyOrder order,
            final CandidateBlocks blocks,
            final HeaviestChunks heaviest,
            final CandidateIndex index) {
        this.chunks = chunks;
        this.order = order;
        this.blocks = blocks;
        this.heaviest = heaviest;
        this.index = index;
    }

    void verify() {
        final int[] largest = new int[order.pools() * SpaceClass.TIERS];
        for (int position = 0; position < order.count(); position++) {
            final int chunk = order.chunk(position);
            Invariant.checkEquals(position, order.position(chunk), "position of a chunk", chunk);
            for (int tier = 0; tier < SpaceClass.TIERS; tier++) {
                verifyLane(chunk, tier, position);
                final int at = chunks.pool(chunk) * SpaceClass.TIERS + tier;
                largest[at] = Math.max(largest[at], heaviest.at(position, tier));
            }
            for (int view = 0; view < View.COUNT; view++) {
                verifyView(view, chunk, position);
            }
        }
        for (int view = 0; view < View.COUNT; view++) {
            Invariant.checkEquals(sums[view], index.totalWeight(view), "weight of a view", view);
            for (int pool = 0; pool < order.pools(); pool++) {
                final int most = largest[pool * SpaceClass.TIERS + View.tier(view)];
                Invariant.checkEquals(most, index.maxWeight(view, pool), "largest weight of a pool", pool);
                Invariant.checkEquals(most, heaviest.search(pool, View.tier(view)), "root of the weights", pool);
            }
        }
    }

    private void verifyLane(final int chunk, final int tier, final int position) {
        final int lane = blocks.lane(position, tier);
        final long slack = (long) blocks.slack(lane) << CandidateBlocks.MIB_SHIFT;
        Invariant.check(
                slack < 0 || slack <= index.mostSlack(chunk, tier),
                "the slack of a candidate is never more than it has");
        Invariant.checkEquals(index.filledOf(chunk, tier), blocks.filled(lane), "what a candidate is filled by", chunk);
        final int weight = index.weightOf(chunk, tier);
        Invariant.checkEquals(weight, blocks.weight(lane), "weight of a candidate", chunk);
        Invariant.checkEquals(
                index.takesSegments(chunk, tier) ? weight : 0,
                heaviest.at(position, tier),
                "weight among the heaviest",
                chunk);
    }

    private void verifyView(final int view, final int chunk, final int position) {
        final int tier = View.tier(view);
        final int room = view >> 1;
        Invariant.checkEquals(sums[view], index.weightBefore(view, position), "weight before a position", view);
        final boolean isIn = ((index.viewsOf(chunk, tier) >>> view) & 1) != 0;
        Invariant.check(isIn == index.contains(view, position), "a view holds who is in it");
        sums[view] += isIn ? index.weightOf(chunk, tier) : 0;
        final boolean isTight =
                index.takesSegments(chunk, tier) && ((index.viewsOf(chunk, tier) >>> (2 * room)) & 1) == 0;
        Invariant.checkEquals(
                isTight ? Math.max(0, index.roomOf(chunk, tier, room)) : 0,
                index.roomAt(room, position),
                "room of a chunk that is nearly full",
                chunk);
    }
}
