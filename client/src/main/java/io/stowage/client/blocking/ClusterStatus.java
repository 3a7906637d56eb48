package io.stowage.client.blocking;

import java.util.UUID;

/**
 * Health and sums of the cluster.
 *
 * @param clusterId            UUID.
 * @param position             log position, bytes.
 * @param timeMs               time of the newest log entry.
 * @param commands             applied since the log began.
 * @param topologyVersion      version.
 * @param nodeMapVersion       version.
 * @param topologyStable       unchanged for the configured time.
 * @param capacityBytes        valid capacity of the CAPACITY tier.
 * @param capacityAllocated    bytes allocated there.
 * @param performanceBytes     valid capacity of the PERFORMANCE tier.
 * @param performanceAllocated bytes allocated there.
 * @param nodes                count.
 * @param chunks               count.
 * @param healthy              of these HEALTHY or WARNING.
 * @param eligible             of these ready for new segments.
 * @param disconnected         DISCONNECTED chunks.
 * @param lost                 LOST chunks.
 * @param isolated             isolated chunks.
 * @param removing             REMOVING chunks.
 * @param ems                  extent managers.
 * @param pools                pools.
 * @param zones                zones.
 * @param racks                racks.
 */
public record ClusterStatus(
        UUID clusterId,
        long position,
        long timeMs,
        long commands,
        long topologyVersion,
        long nodeMapVersion,
        boolean topologyStable,
        long capacityBytes,
        long capacityAllocated,
        long performanceBytes,
        long performanceAllocated,
        int nodes,
        int chunks,
        int healthy,
        int eligible,
        int disconnected,
        int lost,
        int isolated,
        int removing,
        int ems,
        int pools,
        int zones,
        int racks) {}
