package io.stowage.bench.design;

/**
 * A tournament of the chunks of each rack, and one of the racks of each zone: the root is the emptiest chunk with room, and of
 * the zones those with the emptiest are taken. Every grant and every return is played again up to the roots.
 */
final class TournamentTrees implements Design {
    private static final int CHUNK_BITS = 17;
    private static final double LOAD_UNIT = 1L << 45;

    private final DesignCluster cluster;
    private final int[] allocated;
    private final Tournaments racks;
    private final Tournaments zones = new Tournaments(DesignCluster.ZONES, DesignCluster.RACKS_PER_ZONE);

    TournamentTrees(final DesignCluster cluster, final int[] allocated) {
        this.cluster = cluster;
        this.allocated = allocated.clone();
        racks = new Tournaments(DesignCluster.RACKS, cluster.chunksPerRack());
        for (int chunk = 0; chunk < cluster.chunks(); chunk++) {
            charge(chunk, 0);
        }
    }

    @Override
    public boolean place(final int[] target, final int at) {
        int used = 0;
        for (int i = at; i < at + REPLICAS; i++) {
            long smallest = Tournaments.NOTHING;
            for (int zone = 0; zone < DesignCluster.ZONES; zone++) {
                if ((used >> zone & 1) == 0) {
                    smallest = Math.min(smallest, zones.smallest(zone));
                }
            }
            if (smallest == Tournaments.NOTHING) {
                return false;
            }
            target[i] = (int) smallest & ((1 << CHUNK_BITS) - 1);
            used |= 1 << cluster.zoneOf(target[i]);
        }
        for (int i = at; i < at + REPLICAS; i++) {
            charge(target[i], 1);
        }
        return true;
    }

    @Override
    public void giveBack(final int chunk) {
        charge(chunk, -1);
    }

    private void charge(final int chunk, final int segments) {
        allocated[chunk] += segments;
        final int rack = cluster.rackOf(chunk);
        final int zone = rack / DesignCluster.RACKS_PER_ZONE;
        racks.set(rack, chunk - rack * cluster.chunksPerRack(), key(chunk));
        zones.set(zone, rack - zone * DesignCluster.RACKS_PER_ZONE, racks.smallest(rack));
    }

    /** The load, and behind it the chunk. */
    private long key(final int chunk) {
        final int capacity = cluster.capacity(chunk);
        if (allocated[chunk] == capacity) {
            return Tournaments.NOTHING;
        }
        return (long) (LOAD_UNIT * allocated[chunk] / capacity) << CHUNK_BITS | chunk;
    }
}
