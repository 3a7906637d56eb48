package io.stowage.engine.table;

import io.stowage.engine.Invariant;
import org.agrona.BitUtil;

/**
 * From a 64-bit key to a row: open addressing with linear probing and backward-shift deletion (Knuth, TAOCP vol. 3,
 * 6.4, algorithm R), at most half full, so that a look-up touches one or two cache lines.
 *
 * <pre>
 *   0                8            12       16
 *  +----------------+------------+--------+
 *  | key            | row + 1    | zeros  |   row + 1 = 0: the slot is empty
 *  +----------------+------------+--------+
 * </pre>
 *
 * <p>Keys that differ in two chosen bits only have their homes side by side, in one cache line: who asks for many neighbours
 * touches a quarter of the lines.
 *
 * <p>An index is never walked, so its layout cannot influence any decision; it is derived from its table and rebuilt after a
 * snapshot is loaded. Keys need not be unique where {@link #firstSlot} and {@link #nextSlot} are used: then a key is a
 * hash and the caller compares the rows.
 */
public final class LongIndex {
    private static final int KEY_OFFSET = 0;
    private static final int ROW_OFFSET = KEY_OFFSET + Long.BYTES;
    private static final int STRIDE = 16;

    /** Four slots make a cache line. */
    private static final long NEIGHBOURS = 3;

    private final TableBuffer buffer;
    private final int mask;
    private final int limit;
    private final int neighbourShift;
    private int size;

    /**
     * Takes the memory of an index in which keys are neighbours that differ in their lowest two bits.
     *
     * @param memory   to take it from.
     * @param capacity keys at most.
     */
    public LongIndex(final TableMemory memory, final int capacity) {
        this(memory, capacity, 0);
    }

    /**
     * Takes the memory of an index.
     *
     * @param memory         to take it from.
     * @param capacity       keys at most.
     * @param neighbourShift keys are neighbours that differ in this bit and the next only.
     */
    public LongIndex(final TableMemory memory, final int capacity, final int neighbourShift) {
        this.neighbourShift = neighbourShift;
        final int slots = BitUtil.findNextPositivePowerOfTwo(Math.max(16, capacity * 2));
        this.buffer = memory.allocate((long) slots * STRIDE);
        this.mask = slots - 1;
        this.limit = capacity;
    }

    /**
     * Finds the row of a unique key.
     *
     * @param key to find.
     * @return its row, or {@link RowTable#NONE}.
     */
    public int find(final long key) {
        int slot = home(key);
        while (true) {
            final int offset = slot * STRIDE;
            final int row = buffer.getInt(offset + ROW_OFFSET) - 1;
            if (row == RowTable.NONE || buffer.getLong(offset + KEY_OFFSET) == key) {
                return row;
            }
            slot = (slot + 1) & mask;
        }
    }

    /**
     * Loads the line in which a key is looked for first, so that searches for several keys wait for memory together.
     *
     * @param key to be found.
     * @return what was read.
     */
    public long touch(final long key) {
        return buffer.getLong(home(key) * STRIDE + KEY_OFFSET);
    }

    /**
     * First slot with a key that need not be unique.
     *
     * @param key to find.
     * @return a slot, or {@link RowTable#NONE}.
     */
    public int firstSlot(final long key) {
        return probe(key, home(key));
    }

    /**
     * The slot after one, with the same key.
     *
     * @param key  to find.
     * @param slot found before.
     * @return a slot, or {@link RowTable#NONE}.
     */
    public int nextSlot(final long key, final int slot) {
        return probe(key, (slot + 1) & mask);
    }

    /**
     * Row in a slot.
     *
     * @param slot that was found.
     * @return its row.
     */
    public int row(final int slot) {
        return buffer.getInt(slot * STRIDE + ROW_OFFSET) - 1;
    }

    /**
     * Adds a key.
     *
     * @param key of the row.
     * @param row index.
     */
    public void add(final long key, final int row) {
        Invariant.check(size < limit, "an index holds no more keys than its table has rows");
        int slot = home(key);
        while (buffer.getInt(slot * STRIDE + ROW_OFFSET) != 0) {
            slot = (slot + 1) & mask;
        }
        put(slot, key, row + 1);
        size++;
    }

    /**
     * Removes the entry of a key and row.
     *
     * @param key of the row.
     * @param row index.
     */
    public void remove(final long key, final int row) {
        int slot = firstSlot(key);
        while (slot != RowTable.NONE && row(slot) != row) {
            slot = nextSlot(key, slot);
        }
        Invariant.check(slot != RowTable.NONE, "a row that is removed is in its index");
        closeGap(slot);
        size--;
    }

    /** Forgets all keys. */
    public void clear() {
        buffer.setMemory(0, buffer.capacity(), (byte) 0);
        size = 0;
    }

    /** Moves back every later entry of the run whose home does not lie behind the gap. */
    private void closeGap(final int removed) {
        int gap = removed;
        int slot = gap;
        while (true) {
            slot = (slot + 1) & mask;
            final int rowPlusOne = buffer.getInt(slot * STRIDE + ROW_OFFSET);
            if (rowPlusOne == 0) {
                put(gap, 0, 0);
                return;
            }
            final long key = buffer.getLong(slot * STRIDE + KEY_OFFSET);
            final int distanceFromHome = (slot - home(key)) & mask;
            final int distanceFromGap = (slot - gap) & mask;
            if (distanceFromHome >= distanceFromGap) {
                put(gap, key, rowPlusOne);
                gap = slot;
            }
        }
    }

    private int probe(final long key, final int start) {
        int slot = start;
        while (buffer.getInt(slot * STRIDE + ROW_OFFSET) != 0) {
            if (buffer.getLong(slot * STRIDE + KEY_OFFSET) == key) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
        return RowTable.NONE;
    }

    private void put(final int slot, final long key, final int rowPlusOne) {
        final int offset = slot * STRIDE;
        buffer.putLong(offset + KEY_OFFSET, key);
        buffer.putInt(offset + ROW_OFFSET, rowPlusOne);
    }

    private int home(final long key) {
        final long group = key & ~(NEIGHBOURS << neighbourShift);
        final long mixed = (group ^ (group >>> 32)) * 0x9E3779B97F4A7C15L;
        return (int) (((mixed >>> 32) & ~NEIGHBOURS) | ((key >>> neighbourShift) & NEIGHBOURS)) & mask;
    }
}
