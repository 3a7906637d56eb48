package io.stowage.engine.space;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * Every term of every chunk's space, three cache lines a tier; a row has the number of its chunk's row. What a reservation
 * reads and changes stands in the first line.
 *
 * <pre>
 *  one tier (192 bytes); what has two priorities: NORMAL, then PRIORITIZED
 *    0 allocated                16 thick pending             32 thin pending
 *   48 total                    56 failed
 *   64 seal of the aging generation, log position
 *   72 session of the newest measurement, in the first tier only
 *   80 the other terms, in the order of their numbers
 * </pre>
 *
 * The allocated sums are kept with each change of a term, so that a view and a change are O(1).
 */
public final class ChunkSpaceTable extends RowTable {
    private static final int TERM_STRIDE = SpaceClass.PRIORITIES * Long.BYTES;
    private static final int ALLOCATED = 0;
    private static final int PENDING = ALLOCATED + TERM_STRIDE;
    private static final int TOTAL = PENDING + Term.PENDING_COUNT * TERM_STRIDE;
    private static final int FAILED = TOTAL + Long.BYTES;
    private static final int SEAL = FAILED + Long.BYTES;
    private static final int SESSION = SEAL + Long.BYTES;
    private static final int OTHERS = SESSION + Long.BYTES;
    private static final int TIER_STRIDE = OTHERS + (Term.COUNT - Term.PENDING_COUNT) * TERM_STRIDE;
    /** An odd number of cache lines, so that the first lines of all rows use all of a cache's sets. */
    private static final int STRIDE = SpaceClass.TIERS * TIER_STRIDE + TableMemory.CACHE_LINE_LENGTH;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity chunks at most.
     */
    public ChunkSpaceTable(final TableMemory memory, final int capacity) {
        super(memory, "chunkSpace", STRIDE, capacity);
    }

    int create() {
        return take();
    }

    void remove(final int chunk) {
        give(chunk);
    }

    /**
     * Total capacity that a chunk reported.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes.
     */
    public long total(final int chunk, final int tier) {
        return buffer.getLong(tierOffset(chunk, tier) + TOTAL);
    }

    /**
     * Failed capacity that a chunk reported.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes.
     */
    public long failed(final int chunk, final int tier) {
        return buffer.getLong(tierOffset(chunk, tier) + FAILED);
    }

    /**
     * Valid capacity: total less failed.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes.
     */
    public long capacity(final int chunk, final int tier) {
        final int offset = tierOffset(chunk, tier);
        return buffer.getLong(offset + TOTAL) - buffer.getLong(offset + FAILED);
    }

    void capacity(final int chunk, final int tier, final long total, final long failed) {
        final int offset = tierOffset(chunk, tier);
        buffer.putLong(offset + TOTAL, total);
        buffer.putLong(offset + FAILED, failed);
    }

    long seal(final int chunk, final int tier) {
        return buffer.getLong(tierOffset(chunk, tier) + SEAL);
    }

    void seal(final int chunk, final int tier, final long position) {
        buffer.putLong(tierOffset(chunk, tier) + SEAL, position);
    }

    long session(final int chunk) {
        return buffer.getLong(tierOffset(chunk, 0) + SESSION);
    }

    void session(final int chunk, final long sessionId) {
        buffer.putLong(tierOffset(chunk, 0) + SESSION, sessionId);
    }

    /**
     * Sum of the terms, both priorities.
     *
     * @param chunk row.
     * @param tier  code.
     * @return bytes.
     */
    public long allocated(final int chunk, final int tier) {
        final int offset = tierOffset(chunk, tier) + ALLOCATED;
        return buffer.getLong(offset) + buffer.getLong(offset + Long.BYTES);
    }

    /**
     * Sum of the terms of one priority.
     *
     * @param chunk    row.
     * @param tier     code.
     * @param priority code.
     * @return bytes.
     */
    public long allocated(final int chunk, final int tier, final int priority) {
        return buffer.getLong(tierOffset(chunk, tier) + ALLOCATED + priority * Long.BYTES);
    }

    /**
     * One term of one priority.
     *
     * @param chunk    row.
     * @param tier     code.
     * @param priority code.
     * @param term     of {@link Term}.
     * @return bytes.
     */
    public long term(final int chunk, final int tier, final int priority, final int term) {
        return buffer.getLong(termOffset(chunk, tier, priority, term));
    }

    /**
     * One term, both priorities.
     *
     * @param chunk row.
     * @param tier  code.
     * @param term  of {@link Term}.
     * @return bytes.
     */
    public long term(final int chunk, final int tier, final int term) {
        final int offset = termOffset(chunk, tier, 0, term);
        return buffer.getLong(offset) + buffer.getLong(offset + Long.BYTES);
    }

    long add(final int chunk, final int tier, final int priority, final int term, final long delta) {
        final int offset = termOffset(chunk, tier, priority, term);
        final long value = buffer.getLong(offset) + delta;
        buffer.putLong(offset, value);
        if (term != Term.THIN_NOMINAL) {
            final int sum = tierOffset(chunk, tier) + ALLOCATED + priority * Long.BYTES;
            buffer.putLong(sum, buffer.getLong(sum) + delta);
        }
        return value;
    }

    private int tierOffset(final int chunk, final int tier) {
        return offset(chunk) + tier * TIER_STRIDE;
    }

    private int termOffset(final int chunk, final int tier, final int priority, final int term) {
        final int first = term < Term.PENDING_COUNT ? PENDING : OTHERS - Term.PENDING_COUNT * TERM_STRIDE;
        return tierOffset(chunk, tier) + first + term * TERM_STRIDE + priority * Long.BYTES;
    }
}
