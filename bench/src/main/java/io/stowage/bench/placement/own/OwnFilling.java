package io.stowage.bench.placement.own;

import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.placement.cluster.Cluster;
import io.stowage.bench.placement.cluster.ClusterChunk;
import io.stowage.bench.placement.figure.Evenness;
import io.stowage.bench.placement.figure.Filling;
import java.util.Arrays;
import java.util.List;

/**
 * Fills an empty cluster with extents of three replicas, then removes 5 % of its chunks and finds new places for what they held,
 * then adds as many empty ones and writes on.
 */
public final class OwnFilling {
    private static final long MIB = 1L << 20;
    private static final int REPLICAS = 3;
    private static final int EXTENTS_PER_REQUEST = 64;
    private static final int CHANGED_PERCENT = 5;
    private static final int SIZES = 3;
    private static final double NEXT_WRITES = 0.01;
    private static final double LATER = 0.05;

    private final Cluster cluster;
    private final int changed;
    private final Ask ask;
    private final Ask one;
    private final OwnCluster own;
    private final FillSums sums;
    private final Locations locations = new Locations();
    private final int[] indexOfId;
    private long decisions;
    private long failures;

    private OwnFilling(final Cluster cluster, final long segmentBytes, final OwnCluster own, final int changed) {
        this.cluster = cluster;
        this.changed = changed;
        this.own = own;
        ask = Ask.replicas(Ask.BATCHED, REPLICAS, segmentBytes, EXTENTS_PER_REQUEST);
        one = Ask.replicas(Ask.BATCHED, 1, segmentBytes, 1);
        sums = new FillSums(cluster, changed, segmentBytes);
        indexOfId = new int[own.maxId() + changed + 1];
        for (int i = 0; i < cluster.size(); i++) {
            indexOfId[own.id(i)] = i;
        }
    }

    /**
     * Measures.
     *
     * @param cluster         to fill.
     * @param share           of its capacity to fill.
     * @param segmentsPerUnit segments that the smallest chunk holds, at least.
     * @param seed            of which chunks are removed.
     * @return the figures.
     */
    public static Filling run(final Cluster cluster, final double share, final int segmentsPerUnit, final long seed) {
        final int changed = Math.max(1, cluster.size() * CHANGED_PERCENT / 100);
        final long segmentBytes = Math.max(MIB, FleetShape.UNIT_BYTES / segmentsPerUnit / MIB * MIB);
        try (OwnCluster own = new OwnCluster(cluster, changed)) {
            final OwnFilling filling = new OwnFilling(cluster, segmentBytes, own, changed);
            final Filling result = filling.measure(share, seed);
            own.verify();
            return result;
        }
    }

    private Filling measure(final double share, final long seed) {
        final long goal = (long) (cluster.totalBytes() * share);
        fillTo(goal);
        final Evenness even = sums.evenness(sums.chunkCount());
        final long violationsBefore = sums.rackViolations();
        final long filled = sums.allocatedBytes();
        final long decisionsBefore = decisions;
        final long failuresBefore = failures;
        replace(seed);
        final int oldEnd = sums.chunkCount();
        addNew();
        final double newShare = writeOn(oldEnd);
        final double skewAfter = sums.evenness(oldEnd).maxOverMean();
        fillTo(sums.allocatedBytes() + (long) (sums.capacityBytes() * LATER));
        return new Filling(
                Ask.BATCHED,
                1,
                cluster.size(),
                filled < goal ? "refusals" : null,
                decisionsBefore,
                failuresBefore,
                even.mean(),
                even.max(),
                even.maxOverMean(),
                even.stddev(),
                even.min(),
                even.overfull(),
                Math.max(violationsBefore, sums.rackViolations()),
                sums.zoneSpread(),
                newShare,
                failures - failuresBefore,
                skewAfter,
                sums.evenness(sums.chunkCount()).maxOverMean());
    }

    /** Reserves until so many bytes are allocated, or nothing is granted any more. */
    private void fillTo(final long bytes) {
        int granted = 1;
        while (sums.allocatedBytes() < bytes && granted > 0) {
            own.reserve(ask, locations);
            granted = locations.count() / REPLICAS;
            decisions += EXTENTS_PER_REQUEST;
            failures += EXTENTS_PER_REQUEST - granted;
            for (int i = 0; i < locations.count(); i += REPLICAS) {
                sums.granted(index(i), index(i + 1), index(i + 2));
            }
        }
    }

    private int index(final int segment) {
        return indexOfId[locations.chunk(segment)];
    }

    private void replace(final long seed) {
        final int[] removed = Arrays.copyOf(Cluster.shuffled(cluster.size(), seed), changed);
        final boolean[] isRemoved = new boolean[cluster.size()];
        final int[] held = new int[cluster.size()];
        for (final int index : removed) {
            isRemoved[index] = true;
            held[index] = sums.segmentsOn(index);
            own.startRemoval(index);
        }
        final int[] existing = new int[REPLICAS];
        for (int slot = 0; slot < sums.slots(); slot++) {
            if (isRemoved[sums.chunkAt(slot)]) {
                replace(slot, existing, isRemoved);
            }
        }
        for (final int index : removed) {
            own.completeRemoval(index, one.segmentBytes(), held[index]);
            sums.removed(index);
        }
    }

    /** Finds a new place for one replica beside the others of its extent that stay. */
    private void replace(final int slot, final int[] existing, final boolean[] isRemoved) {
        final int start = slot - slot % REPLICAS;
        int count = 0;
        for (int other = start; other < start + REPLICAS; other++) {
            if (!isRemoved[sums.chunkAt(other)]) {
                existing[count++] = own.id(sums.chunkAt(other));
            }
        }
        own.reserve(one, existing, count, locations);
        decisions++;
        if (locations.count() == 0) {
            failures++;
        } else {
            sums.moved(slot, index(0));
        }
    }

    private void addNew() {
        final List<String> racks = cluster.racks();
        for (int i = 0; i < changed; i++) {
            final String rack = racks.get((int) ((long) i * racks.size() / changed));
            final int index = cluster.size() + i;
            final ClusterChunk chunk = new ClusterChunk(
                    index,
                    rack.substring(0, rack.indexOf('-')),
                    rack,
                    "n" + index,
                    FleetShape.UNIT_BYTES << i % SIZES,
                    0);
            own.add(chunk);
            sums.add(chunk);
            indexOfId[own.id(index)] = index;
        }
    }

    /** Writes 1 % of the capacity; answers the share of the new chunks in it, over their share of the capacity. */
    private double writeOn(final int oldEnd) {
        final int slotsBefore = sums.slots();
        fillTo(sums.allocatedBytes() + (long) (sums.capacityBytes() * NEXT_WRITES));
        long onNew = 0;
        for (int slot = slotsBefore; slot < sums.slots(); slot++) {
            onNew += sums.chunkAt(slot) >= oldEnd ? 1 : 0;
        }
        long newBytes = 0;
        for (int i = 0; i < changed; i++) {
            newBytes += FleetShape.UNIT_BYTES << i % SIZES;
        }
        final double share = (double) onNew / Math.max(1, sums.slots() - slotsBefore);
        return share / ((double) newBytes / sums.capacityBytes());
    }
}
