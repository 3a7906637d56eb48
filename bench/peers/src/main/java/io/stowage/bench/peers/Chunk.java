package io.stowage.bench.peers;

/**
 * A chunk of the cluster.
 *
 * @param zone          name of its zone.
 * @param rack          name of its rack, unique in the zone.
 * @param node          name of its node.
 * @param capacityBytes its size.
 * @param fullRank      0 to 99: in a cluster that is full to P percent, the chunks of a lower rank than P are.
 */
record Chunk(String zone, String rack, String node, long capacityBytes, int fullRank) {
    /** Of a chunk that isn't full, in the clusters of which a part is. */
    private static final double USED_IF_NOT_FULL = 0.4;

    boolean isFull(final int fullPercent) {
        return fullRank < fullPercent;
    }

    long usedBytes(final int fullPercent) {
        return isFull(fullPercent) ? capacityBytes : (long) (capacityBytes * USED_IF_NOT_FULL);
    }
}
