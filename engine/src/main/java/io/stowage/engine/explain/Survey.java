package io.stowage.engine.explain;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.engine.candidate.HeadroomMeasure;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.explain.Explanation.Lack;
import io.stowage.engine.placement.Placement;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.NodeTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Looks at every chunk: what each filter leaves, and on how many nodes, racks and zones that stands. */
public final class Survey {
    private final ChunkTable chunks;
    private final NodeTable nodes;
    private final ChunkSpaceTable space;
    private final SpaceLimits limits;
    private final Placement placement;
    private final HeadroomMeasure headroom;
    private final Atlas atlas;

    /**
     * Ties the tables together.
     *
     * @param chunks    chunks.
     * @param nodes     machines.
     * @param space     terms of the chunks.
     * @param limits    of a decision.
     * @param placement with the segments placed so far.
     * @param headroom  to measure.
     * @param atlas     with the names.
     */
    public Survey(
            final ChunkTable chunks,
            final NodeTable nodes,
            final ChunkSpaceTable space,
            final SpaceLimits limits,
            final Placement placement,
            final HeadroomMeasure headroom,
            final Atlas atlas) {
        this.chunks = chunks;
        this.nodes = nodes;
        this.space = space;
        this.limits = limits;
        this.placement = placement;
        this.headroom = headroom;
        this.atlas = atlas;
    }

    Explanation.Funnel funnel(final int pool, final int spaceClass, final long bytes, final boolean protects) {
        final int tier = SpaceClass.tier(spaceClass);
        int largest = RowTable.NONE;
        final int[] left = new int[8];
        final int[] lacks = new int[Lack.values().length];
        final List<Explanation.HeldBack> heldBack = new ArrayList<>();
        final BitSet nodesLeft = new BitSet();
        final BitSet racksLeft = new BitSet();
        final BitSet zonesLeft = new BitSet();
        for (int chunk = 0; chunk < chunks.highWater(); chunk++) {
            if (!chunks.isUsed(chunk)) {
                continue;
            }
            final int passed = passed(chunk, pool, spaceClass, bytes, protects);
            for (int i = 0; i < passed; i++) {
                left[i]++;
            }
            if (passed > 1
                    && (largest == RowTable.NONE || space.capacity(chunk, tier) > space.capacity(largest, tier))) {
                largest = chunk;
            }
            if (passed > 1 && passed < 5) {
                heldBack.add(atlas.heldBack(chunk));
            }
            if (passed == 6) {
                lacks[lackOf(chunk, spaceClass, bytes, protects).ordinal()]++;
            } else if (passed == left.length) {
                final int node = chunks.node(chunk);
                nodesLeft.set(node);
                racksLeft.set(nodes.rack(node));
                zonesLeft.set(nodes.zone(node));
            }
        }
        return new Explanation.Funnel(
                atlas.poolOfRow(pool),
                left[0],
                left[1],
                left[2],
                left[3],
                left[4],
                left[5],
                left[6],
                left[7],
                nodesLeft.cardinality(),
                racksLeft.cardinality(),
                zonesLeft.cardinality(),
                IntStream.of(lacks).boxed().toList(),
                largest == RowTable.NONE ? null : atlas.place(largest, tier),
                List.copyOf(heldBack));
    }

    /** How many filters a chunk passes, one after the other. */
    private int passed(
            final int chunk, final int pool, final int spaceClass, final long bytes, final boolean protects) {
        if (chunks.pool(chunk) != pool) {
            return 1;
        }
        if (chunks.adminState(chunk) != AdminState.IN_USE.value()) {
            return 2;
        }
        if (chunks.health(chunk) != Health.HEALTHY.value()) {
            return 3;
        }
        if (chunks.isolation(chunk) != 0) {
            return 4;
        }
        if (!chunks.offers(chunk, SpaceClass.tier(spaceClass))) {
            return 5;
        }
        if (!limits.fits(chunk, spaceClass, bytes, protects)) {
            return 6;
        }
        return placement.isFeasible(chunk) ? 8 : 7;
    }

    private Lack lackOf(final int chunk, final int spaceClass, final long bytes, final boolean protects) {
        final int tier = SpaceClass.tier(spaceClass);
        if (!limits.fits(chunk, SpaceClass.of(tier, 0, 0), bytes, protects)) {
            return Lack.RESERVE;
        }
        if (SpaceClass.isThin(spaceClass) && limits.thinRoom(chunk, tier) < bytes) {
            return limits.nominalLimit(chunk, tier) - limits.nominal(chunk, tier) < bytes
                    ? Lack.OVERSUBSCRIPTION
                    : Lack.THIN_WATERMARK;
        }
        return Lack.PRIORITIZED_SHARE;
    }

    Explanation.Headroom headroom(final int pool, final int spaceClass) {
        final int tier = SpaceClass.tier(spaceClass);
        headroom.measure(pool, tier);
        final int largest = headroom.largest();
        return new Explanation.Headroom(
                headroom.level(),
                headroom.keptBytes(),
                headroom.newBytes(),
                largest == RowTable.NONE ? null : atlas.place(headroom.chunkAt(largest), tier));
    }
}
