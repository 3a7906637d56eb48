package io.stowage.engine.placement;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;

/**
 * Told how a decision came about, while a journal is replayed to explain it. Rows are those of the engine's tables at that
 * moment. The engine that serves has {@link #NONE}, which costs nothing.
 */
public interface PlacementTrace {
    /** Nobody listens. */
    PlacementTrace NONE = new PlacementTrace() {
        @Override
        public void onExtent(final PlacementRequest request) {}

        @Override
        public void onStep(final int scope, final int group, final int level, final long weight) {}

        @Override
        public void onCandidate(final int position, final double load) {}

        @Override
        public void onChosen(final int chunk, final boolean preferred) {}

        @Override
        public void onItem(final ResultCode result, final Reason reason, final long expected, final long found) {}
    };

    /** The whole pool. */
    int SCOPE_POOL = 0;

    /** The zone that the request prefers. */
    int SCOPE_PREFERRED_ZONE = 1;

    /** All but the zone that the request prefers, for it has its share already. */
    int SCOPE_OTHER_ZONES = 2;

    /** All but the zone that the request prefers, for the chunk that it prefers stands there. */
    int SCOPE_PREFERRED_CHUNK = 3;

    /** Room for a whole extent, below the high-water mark. */
    int GROUP_BELOW_HIGH_WATER = 0;

    /** Room for a whole extent. */
    int GROUP_AMPLE = 1;

    /** Less room than for a whole extent. */
    int GROUP_TIGHT = 2;

    /**
     * An extent is about to be placed.
     *
     * @param request what each segment must fulfil.
     */
    void onExtent(PlacementRequest request);

    /**
     * A step of the preferences was tried for the next segment.
     *
     * @param scope  where: one of the scopes above.
     * @param group  of which room: one of the groups above.
     * @param level  of {@link io.stowage.engine.candidate.TopologyOrder}: the largest domain in which the segment is alone.
     * @param weight of the chunks in it, 0: none, and the next step follows.
     */
    void onStep(int scope, int group, int level, long weight);

    /**
     * A chunk was drawn.
     *
     * @param position of it in the order of all chunks.
     * @param load  after placement, as it is compared.
     */
    void onCandidate(int position, double load);

    /**
     * A segment was placed, or cannot be.
     *
     * @param chunk     row, or {@link io.stowage.engine.table.RowTable#NONE} where no chunk is left.
     * @param preferred whether it was the preferred chunk.
     */
    void onChosen(int chunk, boolean preferred);

    /**
     * An item of the request was decided: what was told since the one before belongs to it.
     *
     * @param result   how it ended.
     * @param reason   what stands behind it.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     */
    void onItem(ResultCode result, Reason reason, long expected, long found);
}
