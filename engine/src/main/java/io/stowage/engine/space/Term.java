package io.stowage.engine.space;

/**
 * The terms of a chunk's space, for each tier and priority; all but {@link #THIN_NOMINAL} add up to what is allocated.
 * Plain numbers, for they are offsets on the hot path.
 */
public final class Term {
    /** Thick reservations of space versions not yet covered by a report, nominal bytes. */
    public static final int THICK_PENDING = 0;

    /** Thin reservations of space versions not yet covered by a report, nominal bytes. */
    public static final int THIN_PENDING = 1;

    /** Thick segments of the last reports, nominal bytes. */
    public static final int THICK = 2;

    /** Thick reposition destinations, reported or reserved, nominal bytes. */
    public static final int THICK_RX = 3;

    /** What the chunk measured of its thin segments, real bytes. */
    public static final int THIN_USED = 4;

    /** Thin segments that became live since the last keepalive, nominal bytes. */
    public static final int THIN_NEW_FRESH = 5;

    /** Thin segments that became live before the seal and are not yet covered by a measurement, nominal bytes. */
    public static final int THIN_NEW_AGING = 6;

    /** Thin reposition destinations, reported or reserved, nominal bytes. */
    public static final int THIN_RX = 7;

    /** All live thin segments, nominal bytes; for the over-subscription limit, not part of what is allocated. */
    public static final int THIN_NOMINAL = 8;

    /** The terms of reservations come first. */
    static final int PENDING_COUNT = THIN_PENDING + 1;

    /** How many there are. */
    public static final int COUNT = 9;

    /** A bit for each term that counts towards the oversubscription. */
    private static final int NOMINAL_BITS =
            1 << THICK | 1 << THICK_PENDING | 1 << THICK_RX | 1 << THIN_PENDING | 1 << THIN_RX | 1 << THIN_NOMINAL;

    /** A bit for each of these that is thin. */
    private static final int THIN_NOMINAL_BITS = 1 << THIN_PENDING | 1 << THIN_RX | 1 << THIN_NOMINAL;

    private Term() {}

    /** Whether a term counts towards the oversubscription: what is promised in full, whatever is used of it. */
    static boolean isNominal(final int term) {
        return (NOMINAL_BITS & 1 << term) != 0;
    }

    /** Whether a term counts what is promised in thin segments. */
    static boolean isNominalThin(final int term) {
        return (THIN_NOMINAL_BITS & 1 << term) != 0;
    }
}
