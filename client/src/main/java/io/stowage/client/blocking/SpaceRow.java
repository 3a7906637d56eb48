package io.stowage.client.blocking;

import io.stowage.codecs.Tier;

/**
 * The space of a chunk and tier, by term; all sums of both priorities unless their name says otherwise.
 *
 * @param chunk                   id.
 * @param tier                    tier.
 * @param segments                of the last reports.
 * @param capacity                valid capacity: total less failed, bytes.
 * @param total                   bytes.
 * @param failed                  bytes.
 * @param allocated               sum of the terms, bytes.
 * @param free                    capacity less allocated, never below 0, bytes.
 * @param thick                   bytes of the last reports.
 * @param thickPending            bytes reserved and not yet reported.
 * @param thickRx                 bytes of reposition destinations.
 * @param thinUsed                bytes measured by the chunk.
 * @param thinNewFresh            bytes live since the last keepalive.
 * @param thinNewAging            bytes live before it and not yet measured.
 * @param thinPending             bytes reserved and not yet reported.
 * @param thinRx                  bytes of reposition destinations.
 * @param thinNominal             nominal bytes of all live thin segments.
 * @param thickPrioritized        of which PRIORITIZED, bytes.
 * @param thickPendingPrioritized of which PRIORITIZED, bytes.
 * @param thickRxPrioritized      of which PRIORITIZED, bytes.
 * @param thinUsedPrioritized     of which PRIORITIZED, bytes.
 * @param thinNewFreshPrioritized of which PRIORITIZED, bytes.
 * @param thinNewAgingPrioritized of which PRIORITIZED, bytes.
 * @param thinPendingPrioritized  of which PRIORITIZED, bytes.
 * @param thinRxPrioritized       of which PRIORITIZED, bytes.
 * @param thinNominalPrioritized  of which PRIORITIZED, bytes.
 */
public record SpaceRow(
        int chunk,
        Tier tier,
        long segments,
        long capacity,
        long total,
        long failed,
        long allocated,
        long free,
        long thick,
        long thickPending,
        long thickRx,
        long thinUsed,
        long thinNewFresh,
        long thinNewAging,
        long thinPending,
        long thinRx,
        long thinNominal,
        long thickPrioritized,
        long thickPendingPrioritized,
        long thickRxPrioritized,
        long thinUsedPrioritized,
        long thinNewFreshPrioritized,
        long thinNewAgingPrioritized,
        long thinPendingPrioritized,
        long thinRxPrioritized,
        long thinNominalPrioritized) {}
