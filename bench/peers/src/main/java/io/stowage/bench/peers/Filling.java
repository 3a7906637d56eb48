package io.stowage.bench.peers;

import java.util.BitSet;

/** A cluster being filled: what each chunk holds, and what the policy was told of it. */
final class Filling {
    private static final int REPLICA_COUNT = TimeRun.REPLICA_COUNT;

    private final Cluster cluster;
    private final Peer peer;
    private final int refreshEvery;
    private final long segmentBytes;
    private final long[] usedBytes;
    private final BitSet unreported = new BitSet();
    private final int[] chosen = new int[REPLICA_COUNT];
    private long sumBytes;
    private int decisions;
    private int failures;
    private int failuresInARow;
    private int rackViolations;
    private long zones;

    /** The cluster may have more chunks than the peer; those are added later. */
    Filling(final Cluster cluster, final Peer peer, final int refreshEvery, final long segmentBytes) {
        this.cluster = cluster;
        this.peer = peer;
        this.refreshEvery = refreshEvery;
        this.segmentBytes = segmentBytes;
        usedBytes = new long[cluster.chunkCount()];
    }

    void addChunks(final int from, final int to) {
        for (int i = from; i < to; i++) {
            peer.add(cluster.place(i), cluster.chunk(i).capacityBytes(), 0);
        }
    }

    /** Makes one decision and carries it out. */
    void place() {
        decisions++;
        if (choose()) {
            failuresInARow = 0;
            peer.accept();
            for (final int chunk : chosen) {
                usedBytes[chunk] += segmentBytes;
                unreported.set(chunk);
            }
            sumBytes += REPLICA_COUNT * segmentBytes;
            final Place first = cluster.place(chosen[0]);
            final Place second = cluster.place(chosen[1]);
            final Place third = cluster.place(chosen[2]);
            rackViolations += distinct(first.rack(), second.rack(), third.rack()) == REPLICA_COUNT ? 0 : 1;
            zones += distinct(first.zone(), second.zone(), third.zone());
        } else {
            failures++;
            failuresInARow++;
        }
        if (decisions % refreshEvery == 0) {
            report();
        }
    }

    /** Tells the policy of all that it doesn't know. */
    void report() {
        for (int chunk = unreported.nextSetBit(0); chunk >= 0; chunk = unreported.nextSetBit(chunk + 1)) {
            peer.report(chunk, usedBytes[chunk]);
        }
        unreported.clear();
    }

    private boolean choose() {
        if (peer.choose(REPLICA_COUNT, segmentBytes) != REPLICA_COUNT) {
            return false;
        }
        for (int i = 0; i < REPLICA_COUNT; i++) {
            chosen[i] = peer.chosen(i);
        }
        return distinct(chosen[0], chosen[1], chosen[2]) == REPLICA_COUNT;
    }

    private static int distinct(final int first, final int second, final int third) {
        return 1 + (second == first ? 0 : 1) + (third == first || third == second ? 0 : 1);
    }

    int decisions() {
        return decisions;
    }

    int failures() {
        return failures;
    }

    int failuresInARow() {
        return failuresInARow;
    }

    int rackViolations() {
        return rackViolations;
    }

    double zoneSpread() {
        return (double) zones / Math.max(1, decisions - failures);
    }

    long usedBytes() {
        return sumBytes;
    }

    long usedBytes(final int from, final int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += usedBytes[i];
        }
        return bytes;
    }

    double utilisation(final int chunk) {
        return (double) usedBytes[chunk] / cluster.chunk(chunk).capacityBytes();
    }
}
