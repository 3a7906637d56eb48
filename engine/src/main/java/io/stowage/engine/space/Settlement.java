package io.stowage.engine.space;

/**
 * How bytes flow between the terms of a chunk when rows of reports change.
 *
 * <p>For each chunk and space class of an extent manager, with {@code old} and {@code new} the rows in force before and
 * after, and {@code dropped} the reservations of the versions that a report covers:
 *
 * <pre>
 *  thick:  thick   += new - old                thickRx += newRx - oldRx      (droppedRx left thickRx before)
 *  thin:   thinNew += max(dropped + rxEnded + madeThin, new - old), where
 *          rxEnded  = max(0, oldRx + droppedRx - newRx)
 *          madeThin = min(new, thick bytes that are gone), in a report; a delta tells it by itself
 *          thinNominal += new - old            thinRx  += newRx - oldRx
 * </pre>
 *
 * The maximum covers segments that grew without a reservation known here (a provision change, or a state that was started
 * afresh): a thin segment is covered from the moment that it is known until its chunk has measured it. The next
 * measurements settle whatever was counted too much.
 */
public final class Settlement {
    /** thinNew never grows beyond this, whatever is reported; far above any real chunk, far below an overflow. */
    private static final long MAX_THIN_NEW = 1L << 58;

    private final ChunkSpaceTable space;
    private final SpaceAccounting accounting;

    /**
     * Ties the parts together.
     *
     * @param space      terms of the chunks.
     * @param accounting to change.
     */
    public Settlement(final ChunkSpaceTable space, final SpaceAccounting accounting) {
        this.space = space;
        this.accounting = accounting;
    }

    /**
     * Changes the terms of a chunk.
     *
     * @param chunk      row of the chunk.
     * @param spaceClass of the row that changed.
     * @param growth     of its nominal bytes.
     * @param rxGrowth   of its rx bytes.
     * @param becameLive bytes that left pending or rx and may be live now.
     */
    void settle(final int chunk, final int spaceClass, final long growth, final long rxGrowth, final long becameLive) {
        final int tier = SpaceClass.tier(spaceClass);
        final int priority = SpaceClass.priority(spaceClass);
        if (SpaceClass.isThin(spaceClass)) {
            final long room = MAX_THIN_NEW - space.term(chunk, tier, priority, Term.THIN_NEW_FRESH);
            final long live = Math.min(room, Math.max(becameLive, growth));
            accounting.add(chunk, tier, priority, Term.THIN_NEW_FRESH, live);
            accounting.add(chunk, tier, priority, Term.THIN_NOMINAL, growth);
            accounting.add(chunk, tier, priority, Term.THIN_RX, rxGrowth);
        } else {
            accounting.add(chunk, tier, priority, Term.THICK, growth);
            accounting.add(chunk, tier, priority, Term.THICK_RX, rxGrowth);
        }
    }
}
