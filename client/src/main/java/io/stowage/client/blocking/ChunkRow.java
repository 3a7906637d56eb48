package io.stowage.client.blocking;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;

/**
 * A chunk.
 *
 * @param chunk                id.
 * @param node                 id of its node.
 * @param pool                 id of its pool.
 * @param ip                   data IP.
 * @param port                 port.
 * @param adminState           what the operator wants.
 * @param health               what is known of it.
 * @param isolation            why it gets nothing new though it is alive.
 * @param incarnation          known one.
 * @param lastKeepAliveMs      milliseconds of the log's clock; 0: none.
 * @param capacityBytes        valid capacity of the CAPACITY tier.
 * @param capacityAllocated    bytes allocated there.
 * @param performanceBytes     valid capacity of the PERFORMANCE tier.
 * @param performanceAllocated bytes allocated there.
 * @param capabilities         bits.
 */
public record ChunkRow(
        int chunk,
        int node,
        int pool,
        String ip,
        int port,
        AdminState adminState,
        Health health,
        Isolation isolation,
        long incarnation,
        long lastKeepAliveMs,
        long capacityBytes,
        long capacityAllocated,
        long performanceBytes,
        long performanceAllocated,
        long capabilities) {}
