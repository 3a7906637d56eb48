package io.stowage.engine.chunk;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * The rows of the chunks that take new segments (IN_USE, HEALTHY, not isolated), dense, so that one can be drawn in
 * O(1). A chunk that leaves is replaced by the last one; the order depends on the log only.
 */
public final class EligibleList extends RowTable {
    private static final int STRIDE = Long.BYTES;

    private final ChunkTable chunks;

    /**
     * Takes the memory.
     *
     * @param memory to take it from.
     * @param chunks whose rows are listed.
     */
    public EligibleList(final TableMemory memory, final ChunkTable chunks) {
        super(memory, "eligible", STRIDE, chunks.capacity());
        this.chunks = chunks;
    }

    /**
     * A chunk by its place in the list.
     *
     * @param slot from 0 to {@link #count()} - 1.
     * @return row in the chunk table.
     */
    public int chunk(final int slot) {
        return buffer.getInt(offset(slot) + Integer.BYTES);
    }

    /**
     * Whether a chunk takes new segments.
     *
     * @param chunk row in the chunk table.
     * @return true if it is listed.
     */
    public boolean contains(final int chunk) {
        return chunks.eligibleSlot(chunk) != NONE;
    }

    void add(final int chunk) {
        final int slot = take();
        put(slot, chunk);
    }

    void remove(final int chunk) {
        final int slot = chunks.eligibleSlot(chunk);
        final int last = count() - 1;
        if (slot != last) {
            put(slot, chunk(last));
        }
        chunks.eligibleSlot(chunk, NONE);
        dropLast();
    }

    private void put(final int slot, final int chunk) {
        buffer.putInt(offset(slot) + Integer.BYTES, chunk);
        chunks.eligibleSlot(chunk, slot);
    }
}
