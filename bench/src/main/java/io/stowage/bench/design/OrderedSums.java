package io.stowage.bench.design;

/**
 * The chosen design with one view: in one order of all chunks each zone is an interval; two chunks with room are drawn by their
 * capacity outside of the zones that have a segment, and the less loaded wins. A grant changes one number, as long as the
 * chunk does not become full.
 *
 * <pre>
 *  a block of 8 chunks     0 to 7: capacity of those with room, else 0     8 to 15: allocated
 * </pre>
 */
final class OrderedSums implements Design {
    private static final int LANES_SHIFT = 3;
    private static final int LANES = 1 << LANES_SHIFT;

    private final DesignCluster cluster;
    private final Draws draws;
    private final int[] blocks;
    private final RunningSums sums;
    private final long[] before = new long[DesignCluster.ZONES + 1];
    private boolean isStale = true;

    OrderedSums(final DesignCluster cluster, final int[] allocated, final Draws draws) {
        this.cluster = cluster;
        this.draws = draws;
        final int blockCount = (cluster.chunks() + LANES - 1) >> LANES_SHIFT;
        blocks = new int[2 * LANES * blockCount];
        sums = new RunningSums(blockCount);
        for (int chunk = 0; chunk < cluster.chunks(); chunk++) {
            blocks[at(chunk) + LANES] = allocated[chunk];
            if (allocated[chunk] < cluster.capacity(chunk)) {
                enter(chunk);
            }
        }
    }

    @Override
    public boolean place(final int[] target, final int at) {
        weighZones();
        int used = 0;
        for (int i = at; i < at + REPLICAS; i++) {
            final long weight = weightOutside(used);
            if (weight == 0) {
                return false;
            }
            final int first = draw(weight, used);
            final int second = draw(weight, used);
            target[i] = isLessLoaded(second, first) ? second : first;
            used |= 1 << cluster.zoneOf(target[i]);
        }
        for (int i = at; i < at + REPLICAS; i++) {
            charge(target[i]);
        }
        return true;
    }

    private long weightOutside(final int used) {
        long weight = before[DesignCluster.ZONES];
        for (int left = used; left != 0; left &= left - 1) {
            final int zone = Integer.numberOfTrailingZeros(left);
            weight -= before[zone + 1] - before[zone];
        }
        return weight;
    }

    private int draw(final long weight, final int used) {
        long at = draws.below(weight);
        for (int left = used; left != 0; left &= left - 1) {
            final int zone = Integer.numberOfTrailingZeros(left);
            at += (before[zone + 1] - before[zone]) & ~((at - before[zone]) >> 63);
        }
        return find(at);
    }

    private int find(final long weight) {
        final int block = sums.find(weight) << LANES_SHIFT;
        final int left = sums.remainder();
        int sum = 0;
        int lane = 0;
        for (int i = 2 * block; i < 2 * block + LANES; i++) {
            sum += blocks[i];
            lane += (sum - left - 1) >>> 31;
        }
        return block + lane;
    }

    private boolean isLessLoaded(final int chunk, final int other) {
        final int at = at(chunk);
        final int otherAt = at(other);
        return (blocks[at + LANES] + 1L) * blocks[otherAt] < (blocks[otherAt + LANES] + 1L) * blocks[at];
    }

    private void charge(final int chunk) {
        final int at = at(chunk);
        if (++blocks[at + LANES] == blocks[at]) {
            sums.add(chunk >> LANES_SHIFT, -blocks[at]);
            blocks[at] = 0;
            isStale = true;
        }
    }

    @Override
    public void giveBack(final int chunk) {
        final int at = at(chunk);
        blocks[at + LANES]--;
        if (blocks[at] == 0) {
            enter(chunk);
        }
    }

    private void enter(final int chunk) {
        blocks[at(chunk)] = cluster.capacity(chunk);
        sums.add(chunk >> LANES_SHIFT, cluster.capacity(chunk));
        isStale = true;
    }

    private void weighZones() {
        if (isStale) {
            for (int zone = 0; zone <= DesignCluster.ZONES; zone++) {
                before[zone] = weightBefore(zone * DesignCluster.RACKS_PER_ZONE * cluster.chunksPerRack());
            }
            isStale = false;
        }
    }

    private long weightBefore(final int chunk) {
        long sum = sums.before(chunk >> LANES_SHIFT);
        for (int each = chunk & -LANES; each < chunk; each++) {
            sum += blocks[at(each)];
        }
        return sum;
    }

    private static int at(final int chunk) {
        return ((chunk & -LANES) << 1) + (chunk & (LANES - 1));
    }
}
