package io.stowage.bench.design;

/**
 * The classic: the free space of zones, of the racks in each zone and of the chunks in each rack, summed up in a tree for each
 * domain. A zone, a rack and a chunk are drawn in proportion to it; every grant changes all three levels.
 */
final class DomainSumTrees implements Design {
    private final DesignCluster cluster;
    private final Draws draws;
    private final long[] zones = new long[DesignCluster.ZONES];
    private final FenwickTrees racks = new FenwickTrees(DesignCluster.ZONES, DesignCluster.RACKS_PER_ZONE);
    private final FenwickTrees chunks;

    DomainSumTrees(final DesignCluster cluster, final int[] allocated, final Draws draws) {
        this.cluster = cluster;
        this.draws = draws;
        chunks = new FenwickTrees(DesignCluster.RACKS, cluster.chunksPerRack());
        for (int chunk = 0; chunk < cluster.chunks(); chunk++) {
            add(chunk, cluster.capacity(chunk) - allocated[chunk]);
        }
    }

    @Override
    public boolean place(final int[] target, final int at) {
        int used = 0;
        for (int i = at; i < at + REPLICAS; i++) {
            long free = 0;
            for (int zone = 0; zone < DesignCluster.ZONES; zone++) {
                free += freeOutside(zone, used);
            }
            if (free == 0) {
                return false;
            }
            long left = draws.below(free);
            int zone = 0;
            while (left >= freeOutside(zone, used)) {
                left -= freeOutside(zone++, used);
            }
            final int rack = zone * DesignCluster.RACKS_PER_ZONE + racks.find(zone, left);
            target[i] = rack * cluster.chunksPerRack() + chunks.find(rack, racks.remainder());
            used |= 1 << zone;
        }
        for (int i = at; i < at + REPLICAS; i++) {
            add(target[i], -1);
        }
        return true;
    }

    private long freeOutside(final int zone, final int used) {
        return (used >> zone & 1) == 0 ? zones[zone] : 0;
    }

    @Override
    public void giveBack(final int chunk) {
        add(chunk, 1);
    }

    private void add(final int chunk, final int free) {
        final int rack = cluster.rackOf(chunk);
        final int zone = rack / DesignCluster.RACKS_PER_ZONE;
        chunks.add(rack, chunk - rack * cluster.chunksPerRack(), free);
        racks.add(zone, rack - zone * DesignCluster.RACKS_PER_ZONE, free);
        zones[zone] += free;
    }
}
