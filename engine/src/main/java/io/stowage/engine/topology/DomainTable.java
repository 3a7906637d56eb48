package io.stowage.engine.topology;

import io.stowage.engine.table.LongIndex;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Zones, racks and bricks: made when the first node names them, forgotten with the last.
 *
 * <pre>
 *  0 id   4 level   8 parent row + 1 (0: the cluster)   12 nodes   16 children   24 name (64)
 * </pre>
 */
public final class DomainTable extends RowTable {
    /** Level of a zone. */
    public static final int ZONE = 0;

    /** Level of a rack. */
    public static final int RACK = 1;

    /** Level of a brick. */
    public static final int BRICK = 2;

    private static final int ID = 0;
    private static final int LEVEL = ID + Integer.BYTES;
    private static final int PARENT = LEVEL + Integer.BYTES;
    private static final int NODES = PARENT + Integer.BYTES;
    private static final int NAME = 24;
    private static final int STRIDE = NAME + Names.LENGTH;

    private final LongIndex byName;
    private final LongIndex byId;
    private final int[] countByLevel = new int[BRICK + 1];

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity domains at most.
     */
    public DomainTable(final TableMemory memory, final int capacity) {
        super(memory, "domains", STRIDE, capacity);
        byName = new LongIndex(memory, capacity);
        byId = new LongIndex(memory, capacity);
    }

    int find(final int level, final int parent, final DirectBuffer name, final int nameOffset) {
        final long hash = hash(level, parent, name, nameOffset);
        int slot = byName.firstSlot(hash);
        while (slot != NONE) {
            final int row = byName.row(slot);
            if (level(row) == level
                    && parent(row) == parent
                    && Names.equal(buffer, offset(row) + NAME, name, nameOffset)) {
                return row;
            }
            slot = byName.nextSlot(hash, slot);
        }
        return NONE;
    }

    /**
     * Finds a domain.
     *
     * @param level it must have.
     * @param id    of the domain.
     * @return row, or {@link #NONE}.
     */
    public int findById(final int level, final int id) {
        final int row = byId.find(id);
        return row == NONE || level(row) != level ? NONE : row;
    }

    int create(final int id, final int level, final int parent, final DirectBuffer name, final int nameOffset) {
        final int row = take();
        final int offset = offset(row);
        buffer.putInt(offset + ID, id);
        buffer.putInt(offset + LEVEL, level);
        buffer.putInt(offset + PARENT, parent + 1);
        buffer.putBytes(offset + NAME, name, nameOffset, Names.LENGTH);
        byName.add(hash(level, parent, name, nameOffset), row);
        byId.add(id, row);
        countByLevel[level]++;
        return row;
    }

    void addNodes(final int row, final int delta) {
        int domain = row;
        while (domain != NONE) {
            final int parent = parent(domain);
            final int nodes = nodes(domain) + delta;
            buffer.putInt(offset(domain) + NODES, nodes);
            if (nodes == 0) {
                byName.remove(hash(level(domain), parent, buffer, offset(domain) + NAME), domain);
                byId.remove(id(domain), domain);
                countByLevel[level(domain)]--;
                give(domain);
            }
            domain = parent;
        }
    }

    /** Rebuilds what is derived from the rows. */
    public void rebuildIndex() {
        byName.clear();
        byId.clear();
        java.util.Arrays.fill(countByLevel, 0);
        for (int row = 0; row < highWater(); row++) {
            if (isUsed(row)) {
                byName.add(hash(level(row), parent(row), buffer, offset(row) + NAME), row);
                byId.add(id(row), row);
                countByLevel[level(row)]++;
            }
        }
    }

    /**
     * Whether a row holds a domain.
     *
     * @param row index.
     * @return false for a free row.
     */
    public boolean isUsed(final int row) {
        return nodes(row) != 0;
    }

    /**
     * Id of a domain.
     *
     * @param row index.
     * @return id.
     */
    public int id(final int row) {
        return buffer.getInt(offset(row) + ID);
    }

    /**
     * Level of a domain.
     *
     * @param row index.
     * @return {@link #ZONE}, {@link #RACK} or {@link #BRICK}.
     */
    public int level(final int row) {
        return buffer.getInt(offset(row) + LEVEL);
    }

    /**
     * The domain around a domain.
     *
     * @param row index.
     * @return its row, or {@link #NONE} for a zone.
     */
    public int parent(final int row) {
        return buffer.getInt(offset(row) + PARENT) - 1;
    }

    /**
     * Nodes in a domain.
     *
     * @param row index.
     * @return how many.
     */
    public int nodes(final int row) {
        return buffer.getInt(offset(row) + NODES);
    }

    /**
     * Domains of a level.
     *
     * @param level code.
     * @return how many.
     */
    public int countOf(final int level) {
        return countByLevel[level];
    }

    /**
     * Writes a domain's name.
     *
     * @param row    index.
     * @param target to write to.
     * @param offset in the target.
     */
    public void copyName(final int row, final MutableDirectBuffer target, final int offset) {
        target.putBytes(offset, buffer, offset(row) + NAME, Names.LENGTH);
    }

    boolean hasName(final int row, final DirectBuffer name, final int nameOffset) {
        return Names.equal(buffer, offset(row) + NAME, name, nameOffset);
    }

    private static long hash(final int level, final int parent, final DirectBuffer name, final int nameOffset) {
        return Names.hash(((long) parent << 2) | level, name, nameOffset);
    }
}
