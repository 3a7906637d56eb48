package io.stowage.sim.model;

/**
 * The terms of one chunk, tier and priority, bytes.
 *
 * @param thick        thick segments of the last reports.
 * @param thickPending thick reservations not yet covered by a report.
 * @param thickRx      thick reposition destinations.
 * @param thinUsed     measured by the chunk.
 * @param thinNewFresh thin segments that became live since the last keepalive.
 * @param thinNewAging thin segments that became live before it and are not yet measured.
 * @param thinPending  thin reservations not yet covered by a report.
 * @param thinRx       thin reposition destinations.
 * @param thinNominal  nominal bytes of the live thin segments.
 */
public record Terms(
        long thick,
        long thickPending,
        long thickRx,
        long thinUsed,
        long thinNewFresh,
        long thinNewAging,
        long thinPending,
        long thinRx,
        long thinNominal) {
    /**
     * What counts as taken.
     *
     * @return bytes; thinNominal is no part of it.
     */
    public long allocated() {
        return thickAllocated() + thinAllocated();
    }

    /**
     * The thick part of what counts as taken.
     *
     * @return bytes.
     */
    public long thickAllocated() {
        return thick + thickPending + thickRx;
    }

    /**
     * The thin part of what counts as taken.
     *
     * @return bytes.
     */
    public long thinAllocated() {
        return thinUsed + thinNewFresh + thinNewAging + thinPending + thinRx;
    }

    /**
     * Nominal bytes promised or live, thick and thin: what over-subscription is about.
     *
     * @return bytes.
     */
    public long nominal() {
        return thickAllocated() + thinNominal + thinPending + thinRx;
    }

    /**
     * The sum, term by term.
     *
     * @param other to be added.
     * @return both together.
     */
    public Terms plus(final Terms other) {
        return new Terms(
                thick + other.thick,
                thickPending + other.thickPending,
                thickRx + other.thickRx,
                thinUsed + other.thinUsed,
                thinNewFresh + other.thinNewFresh,
                thinNewAging + other.thinNewAging,
                thinPending + other.thinPending,
                thinRx + other.thinRx,
                thinNominal + other.thinNominal);
    }
}
