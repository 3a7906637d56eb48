package io.stowage.client.space;

import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;

/**
 * A space class as one small number: {@code tier << 2 | provision << 1 | priority}, 8 in all.
 *
 * <p>It is the number that the report checksum uses.
 */
public final class SpaceClass {
    /** How many classes there are. */
    public static final int COUNT = 8;

    private static final Tier[] TIERS = {Tier.CAPACITY, Tier.PERFORMANCE};
    private static final Provision[] PROVISIONS = {Provision.THICK, Provision.THIN};
    private static final Priority[] PRIORITIES = {Priority.NORMAL, Priority.PRIORITIZED};

    private SpaceClass() {}

    /**
     * The number of a class.
     *
     * @param tier      of the segments.
     * @param provision of the segments.
     * @param priority  of the segments.
     * @return 0 to 7.
     */
    public static int of(final Tier tier, final Provision provision, final Priority priority) {
        return tier.value() << 2 | provision.value() << 1 | priority.value();
    }

    /**
     * The tier of a class.
     *
     * @param spaceClass 0 to 7.
     * @return its tier.
     */
    public static Tier tier(final int spaceClass) {
        return TIERS[spaceClass >> 2];
    }

    /**
     * The provision of a class.
     *
     * @param spaceClass 0 to 7.
     * @return its provision.
     */
    public static Provision provision(final int spaceClass) {
        return PROVISIONS[spaceClass >> 1 & 1];
    }

    /**
     * The priority of a class.
     *
     * @param spaceClass 0 to 7.
     * @return its priority.
     */
    public static Priority priority(final int spaceClass) {
        return PRIORITIES[spaceClass & 1];
    }
}
