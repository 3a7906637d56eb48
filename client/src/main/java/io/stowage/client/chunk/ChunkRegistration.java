package io.stowage.client.chunk;

/**
 * What a chunk and its node are registered with.
 *
 * @param nodeName         host name for people.
 * @param ip               data IP of the node, the natural key of the node.
 * @param zone             where it stands.
 * @param rack             where it stands in the zone.
 * @param brick            chassis in the rack; empty: none.
 * @param port             of the chunk, its natural key together with the ip.
 * @param pool             storage pool; empty: the default one.
 * @param rawCapacityBytes for the licence; 0: not known yet.
 * @param capabilities     bits of what the software can do.
 */
public record ChunkRegistration(
        String nodeName,
        String ip,
        String zone,
        String rack,
        String brick,
        int port,
        String pool,
        long rawCapacityBytes,
        long capabilities) {}
