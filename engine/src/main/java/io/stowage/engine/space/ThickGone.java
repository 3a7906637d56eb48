package io.stowage.engine.space;

/**
 * THICK bytes, rx and reservations included, that the last report of an extent manager had on a chunk and the next one has
 * no more. They may have become THIN without anybody telling: a report alone cannot say whether its thin segments are those
 * of before or were thick, when others were removed meanwhile.
 *
 * <p>By chunk, tier and priority; all zeros between commands.
 */
final class ThickGone {
    private static final int GROUPS = SpaceClass.TIERS * SpaceClass.PRIORITIES;

    private final long[] bytes;

    ThickGone(final int chunks) {
        bytes = new long[chunks * GROUPS];
    }

    void add(final int chunk, final int spaceClass, final long change) {
        bytes[group(chunk, spaceClass)] += change;
    }

    /** What may have become thin of it: no more than is thin now. */
    long madeThin(final int chunk, final int spaceClass, final long thinBytes) {
        return Math.min(thinBytes, Math.max(0, bytes[group(chunk, spaceClass)]));
    }

    void clear(final int chunk, final int spaceClass) {
        bytes[group(chunk, spaceClass)] = 0;
    }

    private static int group(final int chunk, final int spaceClass) {
        return chunk * GROUPS + SpaceClass.tier(spaceClass) * SpaceClass.PRIORITIES + SpaceClass.priority(spaceClass);
    }
}
