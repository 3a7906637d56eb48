package io.stowage.bench.peers;

/**
 * A policy of another system with the nodes it chooses from, one node a chunk. Chunks are told by index, from zero in the order they
 * were added.
 *
 * <p>Not thread-safe.
 */
public interface Peer extends AutoCloseable {
    /**
     * Registers a node.
     *
     * @param place         where it stands.
     * @param capacityBytes its size.
     * @param usedBytes     of it in use; more than its size is as good as all of it.
     */
    void add(Place place, long capacityBytes, long usedBytes);

    /**
     * Tells the policy what a node holds, as a heartbeat would.
     *
     * @param chunk     index of the chunk.
     * @param usedBytes in use; more than its size is as good as all of it.
     */
    void report(int chunk, long usedBytes);

    /**
     * Decides where the replicas of a segment go. This and nothing else is timed.
     *
     * @param replicas     wanted.
     * @param segmentBytes that each of them needs.
     * @return how many the policy gave, and none when it refused with an exception.
     */
    int choose(int replicas, long segmentBytes);

    /**
     * Where a replica of the last decision goes.
     *
     * @param replica below what {@link #choose} returned.
     * @return index of the chunk.
     */
    int chosen(int replica);

    /** Notes that the last decision is carried out, where the system does so before the node reports it. */
    default void accept() {}

    @Override
    void close();
}
