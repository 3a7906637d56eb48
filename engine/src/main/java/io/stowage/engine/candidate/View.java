package io.stowage.engine.candidate;

import io.stowage.engine.space.SpaceClass;

/**
 * Numbers the groups of chunks that a request may draw from. A view is a set of limits and a level of water: a chunk is in it
 * if by these limits it has room for a whole extent, and, in the lower of the two, if it stays below the high-water mark.
 *
 * <pre>
 *  CAPACITY      0 to  7    4 thin   2 protects   1 below the high-water mark
 *  PERFORMANCE   8 to 23    8 prioritized, above 8; the rest as in CAPACITY, where the priority changes no limit
 * </pre>
 *
 * A mask has a bit for each view. Without the lowest bit, halved, the number is that of a room: a set of limits alone.
 */
public final class View {
    /** How many views there are. */
    static final int COUNT = 24;

    /** How many sets of limits there are. */
    static final int ROOMS = COUNT / 2;

    /** The bits of a mask that tell of ample room, whatever the water. */
    static final int AMPLE_BITS = 0x555555;

    private static final int BELOW_HIGH_WATER = 1;
    private static final int PROTECTS = 2;
    private static final int THIN = 4;
    private static final int PERFORMANCE_FIRST = 8;
    private static final int PRIORITIZED = 8;

    private View() {}

    /**
     * Number of a set of limits.
     *
     * @param spaceClass of the segment.
     * @param protects   whether it protects existing data.
     * @return from 0 to {@link #ROOMS} - 1.
     */
    public static int room(final int spaceClass, final boolean protects) {
        return view(spaceClass, protects, false) >> 1;
    }

    /**
     * Number of a view.
     *
     * @param spaceClass     of the segment.
     * @param protects       whether it protects existing data.
     * @param belowHighWater whether only chunks below the high-water mark count.
     * @return from 0 to {@link #COUNT} - 1.
     */
    public static int view(final int spaceClass, final boolean protects, final boolean belowHighWater) {
        final int limits = (SpaceClass.isThin(spaceClass) ? THIN : 0)
                | (protects ? PROTECTS : 0)
                | (belowHighWater ? BELOW_HIGH_WATER : 0);
        return SpaceClass.tier(spaceClass) == SpaceClass.CAPACITY
                ? limits
                : PERFORMANCE_FIRST + ((SpaceClass.priority(spaceClass) * PRIORITIZED) | limits);
    }

    /** Space class of a set of limits; where the priority changes nothing, NORMAL. */
    static int spaceClassOf(final int tier, final int room) {
        final int limits = 2 * (room - firstRoom(tier));
        return SpaceClass.of(tier, (limits & THIN) != 0 ? 1 : 0, (limits & PRIORITIZED) != 0 ? 1 : 0);
    }

    static boolean protects(final int room) {
        return ((2 * room) & PROTECTS) != 0;
    }

    static boolean isBelowHighWater(final int view) {
        return (view & BELOW_HIGH_WATER) != 0;
    }

    static int tier(final int view) {
        return view < PERFORMANCE_FIRST ? SpaceClass.CAPACITY : SpaceClass.PERFORMANCE;
    }

    /** First room of a tier. */
    static int firstRoom(final int tier) {
        return tier == SpaceClass.CAPACITY ? 0 : PERFORMANCE_FIRST >> 1;
    }

    /** Rooms of a tier. */
    static int rooms(final int tier) {
        return tier == SpaceClass.CAPACITY ? 4 : 8;
    }

    /** First view of a tier: its bits of a mask stand from there. */
    static int first(final int tier) {
        return tier == SpaceClass.CAPACITY ? 0 : PERFORMANCE_FIRST;
    }

    /** Bits of all views of a tier. */
    static int maskOf(final int tier) {
        return tier == SpaceClass.CAPACITY ? 0x00_00FF : 0xFF_FF00;
    }
}
