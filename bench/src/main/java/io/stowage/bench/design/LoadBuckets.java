package io.stowage.bench.design;

import java.util.Arrays;

/**
 * The chunks of a rack in 64 buckets by their load, the racks of a zone in as many by the lowest bucket that has a chunk. Of
 * the zones with the lowest buckets a random rack and a random chunk there is taken: the next one in the bucket from a random
 * number on. A chunk moves when its load passes a border; a full one is in no bucket.
 */
final class LoadBuckets implements Design {
    private static final int BUCKETS = Long.SIZE;

    private final DesignCluster cluster;
    private final Draws draws;
    private final int[] allocated;
    private final byte[] buckets;
    private final Bitmaps chunks;
    private final Bitmaps racks = new Bitmaps(DesignCluster.ZONES * BUCKETS, DesignCluster.RACKS_PER_ZONE);
    private final long[] rackLevels = new long[DesignCluster.RACKS];
    private final long[] zoneLevels = new long[DesignCluster.ZONES];

    LoadBuckets(final DesignCluster cluster, final int[] allocated, final Draws draws) {
        this.cluster = cluster;
        this.draws = draws;
        this.allocated = allocated.clone();
        chunks = new Bitmaps(DesignCluster.RACKS * BUCKETS, cluster.chunksPerRack());
        buckets = new byte[cluster.chunks()];
        Arrays.fill(buckets, (byte) BUCKETS);
        for (int chunk = 0; chunk < cluster.chunks(); chunk++) {
            charge(chunk, 0);
        }
    }

    @Override
    public boolean place(final int[] target, final int at) {
        int used = 0;
        for (int i = at; i < at + REPLICAS; i++) {
            final int zone = lowestZone(used);
            final int bucket = Long.numberOfTrailingZeros(zoneLevels[zone]);
            if (bucket == BUCKETS || (used >> zone & 1) != 0) {
                return false;
            }
            final int first = (int) draws.below(DesignCluster.RACKS_PER_ZONE);
            final int rack = zone * DesignCluster.RACKS_PER_ZONE + racks.next(zone * BUCKETS + bucket, first);
            final int from = (int) draws.below(cluster.chunksPerRack());
            target[i] = rack * cluster.chunksPerRack() + chunks.next(rack * BUCKETS + bucket, from);
            used |= 1 << zone;
        }
        for (int i = at; i < at + REPLICAS; i++) {
            charge(target[i], 1);
        }
        return true;
    }

    /** The zone with the lowest bucket; of like ones the next from a random one on. */
    private int lowestZone(final int used) {
        int best = (int) draws.below(DesignCluster.ZONES);
        int lowest = BUCKETS;
        for (int i = 0, zone = best; i < DesignCluster.ZONES; i++, zone = (zone + 1) % DesignCluster.ZONES) {
            final int bucket = Long.numberOfTrailingZeros(zoneLevels[zone]);
            if ((used >> zone & 1) == 0 && bucket < lowest) {
                lowest = bucket;
                best = zone;
            }
        }
        return best;
    }

    @Override
    public void giveBack(final int chunk) {
        charge(chunk, -1);
    }

    private void charge(final int chunk, final int segments) {
        allocated[chunk] += segments;
        final int bucket = (int) ((double) BUCKETS * allocated[chunk] / cluster.capacity(chunk));
        if (bucket != buckets[chunk]) {
            move(chunk, buckets[chunk], bucket);
            buckets[chunk] = (byte) bucket;
        }
    }

    private void move(final int chunk, final int from, final int to) {
        final int rack = cluster.rackOf(chunk);
        final int inRack = chunk - rack * cluster.chunksPerRack();
        final int lowest = Long.numberOfTrailingZeros(rackLevels[rack]);
        rackLevels[rack] = moved(chunks, rack, inRack, from, to, rackLevels[rack]);
        final int lowestNow = Long.numberOfTrailingZeros(rackLevels[rack]);
        if (lowest != lowestNow) {
            final int zone = rack / DesignCluster.RACKS_PER_ZONE;
            final int inZone = rack - zone * DesignCluster.RACKS_PER_ZONE;
            zoneLevels[zone] = moved(racks, zone, inZone, lowest, lowestNow, zoneLevels[zone]);
        }
    }

    /** Moves a member of a domain from one bucket to another, and returns which buckets have any then. */
    private static long moved(
            final Bitmaps sets, final int domain, final int member, final int from, final int to, final long levels) {
        long now = levels;
        if (from < BUCKETS) {
            sets.remove(domain * BUCKETS + from, member);
            now &= sets.isEmpty(domain * BUCKETS + from) ? ~(1L << from) : -1;
        }
        if (to < BUCKETS) {
            sets.add(domain * BUCKETS + to, member);
            now |= 1L << to;
        }
        return now;
    }
}
