package io.stowage.bench.placement.cluster;

/**
 * A chunk, alone on its node.
 *
 * @param index         from 0.
 * @param zone          name.
 * @param rack          name, unique in the cluster.
 * @param node          name of its node.
 * @param capacityBytes of its one tier.
 * @param fullRank      0 to 99: the chunk is full wherever more than this many percent of the chunks are.
 */
public record ClusterChunk(int index, String zone, String rack, String node, long capacityBytes, int fullRank) {
    /**
     * Whether this is one of the full chunks.
     *
     * @param fullPercent share of the chunks that is full.
     * @return full or not.
     */
    public boolean isFull(final int fullPercent) {
        return fullRank < fullPercent;
    }

    /**
     * Address of the node.
     *
     * @return IPv4 address.
     */
    public String address() {
        return "10." + (index >>> 16) + '.' + (index >>> 8 & 0xFF) + '.' + (index & 0xFF);
    }
}
