package io.stowage.client.blocking;

/**
 * How many chunks were left after each filter of a placement.
 *
 * @param registered  known.
 * @param inPool      of these in the pool.
 * @param inUse       of these IN_USE.
 * @param healthy     of these HEALTHY.
 * @param notIsolated of these not isolated.
 * @param tier        of these offering the tier.
 * @param space       of these with the space.
 * @param spread      of these neither excluded nor sharing a node with a segment placed already.
 */
public record Funnel(
        long registered, long inPool, long inUse, long healthy, long notIsolated, long tier, long space, long spread) {}
