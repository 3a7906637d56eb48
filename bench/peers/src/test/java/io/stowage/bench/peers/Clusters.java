package io.stowage.bench.peers;

import java.util.ArrayList;
import java.util.List;

/** Small clusters for tests. */
final class Clusters {
    static final long UNIT_BYTES = 1L << 40;

    private Clusters() {}

    /** Two zones, whose racks have the same names, of 1, 2 and 4 TiB chunks; the rank of a chunk is its index. */
    static Cluster mixed(final int racksPerZone, final int chunksPerRack) {
        final List<Chunk> chunks = new ArrayList<>();
        for (int zone = 0; zone < 2; zone++) {
            for (int rack = 0; rack < racksPerZone; rack++) {
                for (int i = 0; i < chunksPerRack; i++) {
                    final int index = chunks.size();
                    chunks.add(new Chunk("z" + zone, "r" + rack, "n" + index, UNIT_BYTES << index % 3, index));
                }
            }
        }
        return new Cluster(chunks);
    }
}
