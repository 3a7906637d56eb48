package io.stowage.bench.placement.own;

import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.placement.cluster.Cluster;
import io.stowage.bench.placement.cluster.ClusterChunk;
import io.stowage.bench.placement.figure.Feasibility;
import java.util.SplittableRandom;

/**
 * Asks clusters of any fill for extents of any shape until little fits any more, and does the sums itself: nothing that fits
 * may be refused, and nothing may be granted that does not fit. Headrooms are off, so that room is room.
 */
public final class FeasibilityCheck {
    private static final int MAX_REQUESTS = 20_000;
    private static final int MAX_REFUSED = 200;
    private static final double MOST_USED = 0.99;

    private final SplittableRandom random;
    private final Cluster cluster;
    private final OwnCluster own;
    private final Locations locations = new Locations();
    private final long[] room;
    private final boolean[] isUsable;
    private final int[] indexOfId;
    private long requests;
    private long refused;
    private long refusedThoughFeasible;
    private long brokenRules;

    private FeasibilityCheck(final Cluster cluster, final OwnCluster own, final SplittableRandom random) {
        this.cluster = cluster;
        this.own = own;
        this.random = random;
        room = new long[cluster.size()];
        isUsable = new boolean[cluster.size()];
        indexOfId = new int[own.maxId() + 1];
    }

    /**
     * Checks clusters one after the other.
     *
     * @param chunks   of each.
     * @param clusters how many.
     * @param seed     of the first; the others have the following ones.
     * @return what was seen.
     */
    public static Feasibility run(final int chunks, final int clusters, final long seed) {
        long requests = 0;
        long refused = 0;
        long refusedThoughFeasible = 0;
        long brokenRules = 0;
        for (int i = 0; i < clusters; i++) {
            final Cluster cluster = Cluster.generate(chunks, seed + i);
            try (OwnCluster own = new OwnCluster(cluster, 0)) {
                final FeasibilityCheck check = new FeasibilityCheck(cluster, own, new SplittableRandom(seed + i));
                check.run();
                own.verify();
                requests += check.requests;
                refused += check.refused;
                refusedThoughFeasible += check.refusedThoughFeasible;
                brokenRules += check.brokenRules;
            }
        }
        return new Feasibility(clusters, requests, refused, refusedThoughFeasible, brokenRules);
    }

    private void run() {
        own.configure("HEADROOM_NEW_PPM", 0);
        own.configure("REBUILD_HEADROOM", 0);
        disturb();
        while (requests < MAX_REQUESTS && refused < MAX_REFUSED) {
            final Ask ask = anyAsk();
            own.reserve(ask, locations);
            requests++;
            if (locations.count() == 0) {
                refused++;
                refusedThoughFeasible += withRoom(ask.segmentBytes()) >= ask.segments() ? 1 : 0;
            } else {
                take(ask);
            }
        }
    }

    /** Fills some chunks, and makes some unusable: isolated or being removed. */
    private void disturb() {
        final int fullPercent = random.nextInt(100);
        final double unusableShare = random.nextDouble() * random.nextDouble();
        final long[] used = new long[cluster.size()];
        for (final ClusterChunk chunk : cluster.chunks()) {
            final int i = chunk.index();
            final double share = chunk.isFull(fullPercent) ? 1 : random.nextDouble() * MOST_USED;
            used[i] = (long) (chunk.capacityBytes() * share);
            room[i] = chunk.capacityBytes() - used[i];
            isUsable[i] = random.nextDouble() >= unusableShare;
            indexOfId[own.id(i)] = i;
        }
        own.fill(used);
        for (int i = 0; i < isUsable.length; i++) {
            if (!isUsable[i] && random.nextBoolean()) {
                own.isolate(i);
            } else if (!isUsable[i]) {
                own.startRemoval(i);
            }
        }
    }

    private Ask anyAsk() {
        final long segmentBytes = FleetShape.UNIT_BYTES / (20L << (2 * random.nextInt(4)));
        return switch (random.nextInt(4)) {
            case 0 -> Ask.coded("", 8, 3, segmentBytes, 1);
            case 1 -> Ask.replicas("", 1 + random.nextInt(6), segmentBytes, 1);
            default -> Ask.replicas("", 3, segmentBytes, 1);
        };
    }

    private int withRoom(final long bytes) {
        int count = 0;
        for (int i = 0; i < room.length; i++) {
            count += isUsable[i] && room[i] >= bytes ? 1 : 0;
        }
        return count;
    }

    /** Every chunk is a node here, so that a chunk twice is a node twice. */
    private void take(final Ask ask) {
        for (int segment = 0; segment < locations.count(); segment++) {
            final int index = indexOfId[locations.chunk(segment)];
            room[index] -= ask.segmentBytes();
            boolean isBroken = !isUsable[index] || room[index] < 0;
            for (int other = 0; other < segment; other++) {
                isBroken |= locations.chunk(other) == locations.chunk(segment);
            }
            brokenRules += isBroken ? 1 : 0;
        }
    }
}
