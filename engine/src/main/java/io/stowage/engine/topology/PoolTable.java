package io.stowage.engine.topology;

import io.stowage.engine.space.SpaceClass;
import io.stowage.engine.table.LongIndex;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Storage pools; an allocation happens inside one.
 *
 * <pre>
 *  0 id   4 chunks   8 name (64)   72 segments of the widest extent, a tier
 * </pre>
 */
public final class PoolTable extends RowTable {
    private static final int ID = 0;
    private static final int CHUNKS = ID + Integer.BYTES;
    private static final int NAME = CHUNKS + Integer.BYTES;
    private static final int WIDTH = NAME + Names.LENGTH;
    private static final int STRIDE = WIDTH + SpaceClass.TIERS * Integer.BYTES;

    private final LongIndex byId;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity pools at most.
     */
    public PoolTable(final TableMemory memory, final int capacity) {
        super(memory, "pools", STRIDE, capacity);
        byId = new LongIndex(memory, capacity);
    }

    /**
     * Finds a pool.
     *
     * @param id of it.
     * @return its row, or {@link #NONE}.
     */
    public int findById(final int id) {
        return byId.find(id);
    }

    /**
     * Finds a pool by name: pools are few, so their rows are compared one by one.
     *
     * @param name       buffer with it.
     * @param nameOffset of it.
     * @return its row, or {@link #NONE}.
     */
    public int findByName(final DirectBuffer name, final int nameOffset) {
        for (int row = 0; row < highWater(); row++) {
            if (isUsed(row) && Names.equal(buffer, offset(row) + NAME, name, nameOffset)) {
                return row;
            }
        }
        return NONE;
    }

    int create(final int id, final DirectBuffer name, final int nameOffset) {
        final int row = take();
        buffer.putInt(offset(row) + ID, id);
        buffer.putBytes(offset(row) + NAME, name, nameOffset, Names.LENGTH);
        byId.add(id, row);
        return row;
    }

    void remove(final int row) {
        byId.remove(id(row), row);
        give(row);
    }

    /** Rebuilds what is derived from the rows. */
    public void rebuildIndex() {
        byId.clear();
        for (int row = 0; row < highWater(); row++) {
            if (isUsed(row)) {
                byId.add(id(row), row);
            }
        }
    }

    /**
     * Whether a row holds a pool.
     *
     * @param row index.
     * @return false for a free row.
     */
    public boolean isUsed(final int row) {
        return buffer.getByte(offset(row) + NAME) != 0;
    }

    /**
     * Id of a pool.
     *
     * @param row index.
     * @return id.
     */
    public int id(final int row) {
        return buffer.getInt(offset(row) + ID);
    }

    /**
     * Chunks in a pool.
     *
     * @param row index.
     * @return how many.
     */
    public int chunks(final int row) {
        return buffer.getInt(offset(row) + CHUNKS);
    }

    /**
     * Notes a chunk that came or went.
     *
     * @param row   index.
     * @param delta 1 or -1.
     */
    public void addChunks(final int row, final int delta) {
        buffer.putInt(offset(row) + CHUNKS, chunks(row) + delta);
    }

    /**
     * Segments of the widest extent that was ever granted.
     *
     * @param row  index.
     * @param tier code.
     * @return how many, temporary ones not counted; 0: none was granted.
     */
    public int width(final int row, final int tier) {
        return buffer.getInt(offset(row) + WIDTH + tier * Integer.BYTES);
    }

    /**
     * Notes an extent that is wider than any before.
     *
     * @param row   index.
     * @param tier  code.
     * @param width segments.
     */
    public void width(final int row, final int tier, final int width) {
        buffer.putInt(offset(row) + WIDTH + tier * Integer.BYTES, width);
    }

    /**
     * Writes a pool's name.
     *
     * @param row    index.
     * @param target to write to.
     * @param offset in the target.
     */
    public void copyName(final int row, final MutableDirectBuffer target, final int offset) {
        target.putBytes(offset, buffer, offset(row) + NAME, Names.LENGTH);
    }
}
