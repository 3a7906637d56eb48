package io.stowage.engine.space;

/**
 * Tier x provision x priority in three bits, as the report checksum packs them: {@code tier << 2 | provision << 1 |
 * priority}.
 */
public final class SpaceClass {
    /** How many there are. */
    public static final int COUNT = 8;

    /** Number of tiers. */
    public static final int TIERS = 2;

    /** Number of priorities. */
    public static final int PRIORITIES = 2;

    /** Code of the tier CAPACITY. */
    public static final int CAPACITY = 0;

    /** Code of the tier PERFORMANCE. */
    public static final int PERFORMANCE = 1;

    /** Code of the priority PRIORITIZED. */
    public static final int PRIORITIZED = 1;

    private SpaceClass() {}

    /**
     * Packs a class.
     *
     * @param tier      code.
     * @param provision code.
     * @param priority  code.
     * @return class.
     */
    public static int of(final int tier, final int provision, final int priority) {
        return tier << 2 | provision << 1 | priority;
    }

    /**
     * Tier of a class.
     *
     * @param spaceClass code.
     * @return code of the tier.
     */
    public static int tier(final int spaceClass) {
        return spaceClass >> 2;
    }

    /** The THIN class of the same tier and priority. */
    static int thinned(final int spaceClass) {
        return of(tier(spaceClass), 1, priority(spaceClass));
    }

    /**
     * Whether a class is thin.
     *
     * @param spaceClass code.
     * @return false for thick.
     */
    public static boolean isThin(final int spaceClass) {
        return (spaceClass & 2) != 0;
    }

    /**
     * Priority of a class.
     *
     * @param spaceClass code.
     * @return code of the priority.
     */
    public static int priority(final int spaceClass) {
        return spaceClass & 1;
    }
}
