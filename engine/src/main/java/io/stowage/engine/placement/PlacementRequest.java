package io.stowage.engine.placement;

import io.stowage.engine.Limits;
import io.stowage.engine.table.RowTable;

/** What every segment of an item must fulfil. One object, filled anew for every item. */
public final class PlacementRequest {
    /** Most chunks that a request may exclude. */
    public static final int MAX_EXCLUDED = 256;

    private final int[] excluded = new int[MAX_EXCLUDED];
    private final int[] existing = new int[Limits.MAX_SEGMENTS_PER_EXTENT];
    private int excludedCount;
    private int existingCount;
    private int pool;
    private int spaceClass;
    private int preferred = RowTable.NONE;
    private int preferredZone = RowTable.NONE;
    private int segments;
    private long segmentBytes;
    private boolean protects;
    private boolean strictSpread;

    /** Creates a request that asks for nothing. */
    public PlacementRequest() {}

    /**
     * Starts anew.
     *
     * @param poolRow     row of the pool.
     * @param classCode   space class of the segments.
     * @param count       segments of an extent that are asked for.
     * @param bytes       nominal size of a segment.
     * @param protecting  whether they protect existing data.
     * @param strict      whether to refuse rather than share a domain while the pool has one without a segment.
     */
    public void reset(
            final int poolRow,
            final int classCode,
            final int count,
            final long bytes,
            final boolean protecting,
            final boolean strict) {
        pool = poolRow;
        spaceClass = classCode;
        segments = count;
        segmentBytes = bytes;
        protects = protecting;
        strictSpread = strict;
        preferred = RowTable.NONE;
        preferredZone = RowTable.NONE;
        excludedCount = 0;
        existingCount = 0;
    }

    /**
     * Changes the pool.
     *
     * @param poolRow row of the pool.
     */
    public void pool(final int poolRow) {
        pool = poolRow;
    }

    /**
     * Prefers a chunk for the first segment.
     *
     * @param chunk row.
     */
    public void prefer(final int chunk) {
        preferred = chunk;
    }

    /**
     * Prefers a zone for the majority of the segments, or one of two.
     *
     * @param zone row of the domain.
     */
    public void preferZone(final int zone) {
        preferredZone = zone;
    }

    /**
     * Excludes a chunk.
     *
     * @param chunk row.
     */
    public void exclude(final int chunk) {
        excluded[excludedCount++] = chunk;
    }

    /**
     * Names a chunk that holds a segment of the extent already.
     *
     * @param chunk row.
     */
    public void addExisting(final int chunk) {
        existing[existingCount++] = chunk;
    }

    /**
     * Whether a chunk was named as one that holds a segment.
     *
     * @param chunk row.
     * @return true if it was.
     */
    public boolean isExisting(final int chunk) {
        for (int i = 0; i < existingCount; i++) {
            if (existing[i] == chunk) {
                return true;
            }
        }
        return false;
    }

    /**
     * Pool of the chunks.
     *
     * @return row.
     */
    public int pool() {
        return pool;
    }

    int spaceClass() {
        return spaceClass;
    }

    int segments() {
        return segments;
    }

    long segmentBytes() {
        return segmentBytes;
    }

    boolean protects() {
        return protects;
    }

    boolean strictSpread() {
        return strictSpread;
    }

    int preferred() {
        return preferred;
    }

    /** Segments of an extent that its preferred zone should hold: the majority, but not all of several. */
    static int shareOfZone(final int segments) {
        return Math.min(segments / 2 + 1, Math.max(1, segments - 1));
    }

    int preferredZone() {
        return preferredZone;
    }

    int excludedCount() {
        return excludedCount;
    }

    int excluded(final int i) {
        return excluded[i];
    }

    /**
     * Segments of the extent: those that exist and those that are asked for.
     *
     * @return how many.
     */
    public int width() {
        return existingCount + segments;
    }

    int existingCount() {
        return existingCount;
    }

    int existing(final int i) {
        return existing[i];
    }

    /**
     * Nominal size of a segment.
     *
     * @return bytes.
     */
    public long bytes() {
        return segmentBytes;
    }

    /**
     * Whether a chunk must not be used.
     *
     * @param chunk row.
     * @return true if it was excluded.
     */
    public boolean isExcluded(final int chunk) {
        for (int i = 0; i < excludedCount; i++) {
            if (excluded[i] == chunk) {
                return true;
            }
        }
        return false;
    }
}
