package io.stowage.client.blocking;

import io.stowage.codecs.FailureDomain;
import io.stowage.codecs.Tier;

/**
 * What one tier of a pool could lose and still rebuild.
 *
 * @param capacityBytes  valid capacity.
 * @param allocatedBytes allocated.
 * @param roomBytes      that the chunks could still take of protecting data.
 * @param keptBytes      of the room, for a rebuild of the largest domain; 0: nothing is kept.
 * @param newBytes       that new data may still take.
 * @param pool           id.
 * @param chunks         that take segments.
 * @param nodes          with such a chunk.
 * @param bricks         with such a chunk, a node without one counted as one.
 * @param racks          with such a chunk.
 * @param zones          with such a chunk.
 * @param losableChunks  that may be lost, one after the other.
 * @param losableNodes   in the same way.
 * @param losableBricks  in the same way.
 * @param losableRacks   in the same way.
 * @param losableZones   in the same way.
 * @param tier           of the pool.
 * @param kept           domain that is kept for; NONE: nothing is kept.
 * @param configured     domain that the cluster is to keep for.
 * @param name           of the pool.
 */
public record HeadroomRow(
        long capacityBytes,
        long allocatedBytes,
        long roomBytes,
        long keptBytes,
        long newBytes,
        int pool,
        int chunks,
        int nodes,
        int bricks,
        int racks,
        int zones,
        int losableChunks,
        int losableNodes,
        int losableBricks,
        int losableRacks,
        int losableZones,
        Tier tier,
        FailureDomain kept,
        FailureDomain configured,
        String name) {}
