package io.stowage.engine.space;

import io.stowage.engine.Invariant;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;
import java.util.List;

/**
 * Every term of every chunk's space; a row has the number of its chunk's row. What a reservation changes stands in tables of
 * its own, {@link ReservedSpaceTable}, one for each tier; the rest here.
 *
 * <pre>
 *  one tier (128 bytes); what has two priorities: NORMAL, then PRIORITIZED
 *    0 total                     8 failed
 *   16 seal of the aging generation, log position
 *   24 session of the newest measurement, in the first tier only
 *   32 the other terms, in the order of their numbers
 * </pre>
 *
 * The allocated sums are kept with each change of a term, so that a view and a change are O(1).
 */
public final class ChunkSpaceTable extends RowTable {
    private static final int TERM_STRIDE = SpaceClass.PRIORITIES * Long.BYTES;
    private static final int TOTAL = 0;
    private static final int FAILED = TOTAL + Long.BYTES;
    private static final int SEAL = FAILED + Long.BYTES;
    private static final int SESSION = SEAL + Long.BYTES;
    private static final int OTHERS = SESSION + Long.BYTES;
    private static final int TIER_STRIDE = OTHERS + (Term.COUNT - ReservedSpaceTable.TERMS) * TERM_STRIDE;
    private static final int STRIDE = SpaceClass.TIERS * TIER_STRIDE;

    private final ReservedSpaceTable[] reserved = new ReservedSpaceTable[SpaceClass.TIERS];

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity chunks at most.
     */
    public ChunkSpaceTable(final TableMemory memory, final int capacity) {
        super(memory, "chunkSpace", STRIDE, capacity);
        for (int i = 0; i < reserved.length; i++) {
            reserved[i] = new ReservedSpaceTable(memory, "reservedSpace" + i, capacity);
        }
    }

    /**
     * The tables that belong to this one.
     *
     * @return one for each tier.
     */
    public List<RowTable> parts() {
        return List.of(reserved);
    }

    int create() {
        final int row = take();
        for (final ReservedSpaceTable part : reserved) {
            Invariant.check(part.create() == row, "the tables of a chunk's space run in step");
        }
        return row;
    }

    void remove(final int chunk) {
        for (final ReservedSpaceTable part : reserved) {
            part.remove(chunk);
        }
        give(chunk);
    }

    /**
     * Loads what a reservation on a chunk is going to change, so that those of an extent wait for memory together.
     *
     * @param chunk row.
     * @param tier  code.
     * @return what was read.
     */
    long touch(final int chunk, final int tier) {
        return reserved[tier].allocated(chunk);
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
        return reserved[tier].allocated(chunk);
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
        return reserved[tier].allocated(chunk, priority);
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
        return term < ReservedSpaceTable.TERMS
                ? reserved[tier].term(chunk, priority, term)
                : buffer.getLong(termOffset(chunk, tier, priority, term));
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
        return term(chunk, tier, 0, term) + term(chunk, tier, 1, term);
    }

    long add(final int chunk, final int tier, final int priority, final int term, final long delta) {
        final ReservedSpaceTable part = reserved[tier];
        final long value;
        if (term < ReservedSpaceTable.TERMS) {
            value = part.add(chunk, priority, term, delta);
        } else {
            final int offset = termOffset(chunk, tier, priority, term);
            value = buffer.getLong(offset) + delta;
            buffer.putLong(offset, value);
        }
        if (term != Term.THIN_NOMINAL) {
            part.addAllocated(chunk, priority, delta);
        }
        return value;
    }

    private int tierOffset(final int chunk, final int tier) {
        return offset(chunk) + tier * TIER_STRIDE;
    }

    private int termOffset(final int chunk, final int tier, final int priority, final int term) {
        return tierOffset(chunk, tier)
                + OTHERS
                + (term - ReservedSpaceTable.TERMS) * TERM_STRIDE
                + priority * Long.BYTES;
    }
}
