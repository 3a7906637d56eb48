package io.stowage.engine.topology;

import io.stowage.engine.table.LongIndex;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Physical machines, unique by their data IP. Place and maintenance belong to the node, so that a node that moves takes
 * everything on it along.
 *
 * <pre>
 *   0 id              4 zone row + 1    8 rack row + 1   12 brick row + 1 (0: none)
 *  16 ip high                          24 ip low
 *  32 chunks         36 silent chunks  40 maintenance    44 placed by an operator
 *  48 maintenance until, ms            56 first chunk row + 1
 *  64 name (64)
 * </pre>
 */
public final class NodeTable extends RowTable {
    private static final int ID = 0;
    private static final int ZONE = ID + Integer.BYTES;
    private static final int RACK = ZONE + Integer.BYTES;
    private static final int BRICK = RACK + Integer.BYTES;
    private static final int IP_HIGH = BRICK + Integer.BYTES;
    private static final int IP_LOW = IP_HIGH + Long.BYTES;
    private static final int CHUNKS = IP_LOW + Long.BYTES;
    private static final int SILENT = CHUNKS + Integer.BYTES;
    private static final int MAINTENANCE = SILENT + Integer.BYTES;
    private static final int PLACED = MAINTENANCE + Integer.BYTES;
    private static final int MAINTENANCE_UNTIL = PLACED + Integer.BYTES;
    private static final int FIRST_CHUNK = MAINTENANCE_UNTIL + Long.BYTES;
    private static final int NAME = FIRST_CHUNK + Long.BYTES;
    private static final int STRIDE = NAME + Names.LENGTH;

    private final LongIndex byId;
    private final LongIndex byIp;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity nodes at most.
     */
    public NodeTable(final TableMemory memory, final int capacity) {
        super(memory, "nodes", STRIDE, capacity);
        byId = new LongIndex(memory, capacity);
        byIp = new LongIndex(memory, capacity);
    }

    /**
     * Finds a node.
     *
     * @param id of it.
     * @return its row, or {@link #NONE}.
     */
    public int findById(final int id) {
        return byId.find(id);
    }

    /**
     * Finds a node by its natural key.
     *
     * @param high first half of the data IP.
     * @param low  second half.
     * @return its row, or {@link #NONE}.
     */
    public int findByIp(final long high, final long low) {
        final long hash = ipHash(high, low);
        int slot = byIp.firstSlot(hash);
        while (slot != NONE) {
            final int row = byIp.row(slot);
            if (ipHigh(row) == high && ipLow(row) == low) {
                return row;
            }
            slot = byIp.nextSlot(hash, slot);
        }
        return NONE;
    }

    int create(final int id, final long ipHigh, final long ipLow) {
        final int row = take();
        final int offset = offset(row);
        buffer.putInt(offset + ID, id);
        buffer.putLong(offset + IP_HIGH, ipHigh);
        buffer.putLong(offset + IP_LOW, ipLow);
        byId.add(id, row);
        byIp.add(ipHash(ipHigh, ipLow), row);
        return row;
    }

    void remove(final int row) {
        byId.remove(id(row), row);
        byIp.remove(ipHash(ipHigh(row), ipLow(row)), row);
        give(row);
    }

    /** Rebuilds what is derived from the rows. */
    public void rebuildIndex() {
        byId.clear();
        byIp.clear();
        for (int row = 0; row < highWater(); row++) {
            if (isUsed(row)) {
                byId.add(id(row), row);
                byIp.add(ipHash(ipHigh(row), ipLow(row)), row);
            }
        }
    }

    void place(final int row, final int zone, final int rack, final int brick) {
        final int offset = offset(row);
        buffer.putInt(offset + ZONE, zone + 1);
        buffer.putInt(offset + RACK, rack + 1);
        buffer.putInt(offset + BRICK, brick + 1);
    }

    void name(final int row, final DirectBuffer name, final int nameOffset) {
        buffer.putBytes(offset(row) + NAME, name, nameOffset, Names.LENGTH);
    }

    boolean hasName(final int row, final DirectBuffer name, final int nameOffset) {
        return Names.equal(buffer, offset(row) + NAME, name, nameOffset);
    }

    /**
     * Whether a row holds a node.
     *
     * @param row index.
     * @return false for a free row.
     */
    public boolean isUsed(final int row) {
        return buffer.getInt(offset(row) + ZONE) != 0;
    }

    /**
     * Id of a node.
     *
     * @param row index.
     * @return id.
     */
    public int id(final int row) {
        return buffer.getInt(offset(row) + ID);
    }

    /**
     * Zone of a node.
     *
     * @param row index.
     * @return row in the domain table.
     */
    public int zone(final int row) {
        return buffer.getInt(offset(row) + ZONE) - 1;
    }

    /**
     * Rack of a node.
     *
     * @param row index.
     * @return row in the domain table.
     */
    public int rack(final int row) {
        return buffer.getInt(offset(row) + RACK) - 1;
    }

    /**
     * Brick of a node.
     *
     * @param row index.
     * @return row in the domain table, or {@link #NONE}.
     */
    public int brick(final int row) {
        return buffer.getInt(offset(row) + BRICK) - 1;
    }

    /**
     * First half of the data IP.
     *
     * @param row index.
     * @return 64 bits.
     */
    public long ipHigh(final int row) {
        return buffer.getLong(offset(row) + IP_HIGH);
    }

    /**
     * Second half of the data IP.
     *
     * @param row index.
     * @return 64 bits.
     */
    public long ipLow(final int row) {
        return buffer.getLong(offset(row) + IP_LOW);
    }

    /**
     * Chunks on a node.
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
     * First of the chunks on a node, which are linked through the chunk table.
     *
     * @param row index.
     * @return its row there, or {@link #NONE}.
     */
    public int firstChunk(final int row) {
        return buffer.getInt(offset(row) + FIRST_CHUNK) - 1;
    }

    /**
     * Changes the head of the list of chunks.
     *
     * @param row   index.
     * @param chunk row in the chunk table, or {@link #NONE}.
     */
    public void firstChunk(final int row, final int chunk) {
        buffer.putInt(offset(row) + FIRST_CHUNK, chunk + 1);
    }

    /**
     * DISCONNECTED and LOST chunks on a node.
     *
     * @param row index.
     * @return how many.
     */
    public int silentChunks(final int row) {
        return buffer.getInt(offset(row) + SILENT);
    }

    /**
     * Notes a chunk that fell silent or came back.
     *
     * @param row   index.
     * @param delta 1 or -1.
     */
    public void addSilentChunks(final int row, final int delta) {
        buffer.putInt(offset(row) + SILENT, silentChunks(row) + delta);
    }

    /**
     * Whether a node is in maintenance.
     *
     * @param row index.
     * @return true if its chunks are isolated for it.
     */
    public boolean inMaintenance(final int row) {
        return buffer.getInt(offset(row) + MAINTENANCE) != 0;
    }

    /**
     * When the maintenance ends.
     *
     * @param row index.
     * @return milliseconds; 0: when told.
     */
    public long maintenanceUntilMs(final int row) {
        return buffer.getLong(offset(row) + MAINTENANCE_UNTIL);
    }

    /**
     * Starts or ends the maintenance.
     *
     * @param row     index.
     * @param on      start or end.
     * @param untilMs milliseconds; 0: until told.
     */
    public void maintenance(final int row, final boolean on, final long untilMs) {
        buffer.putInt(offset(row) + MAINTENANCE, on ? 1 : 0);
        buffer.putLong(offset(row) + MAINTENANCE_UNTIL, on ? untilMs : 0);
    }

    /**
     * Whether somebody said where the node stands; one that a chunk's registration made is not placed yet.
     *
     * @param row index.
     * @return true after RegisterNode or MoveNode.
     */
    boolean isPlaced(final int row) {
        return buffer.getInt(offset(row) + PLACED) != 0;
    }

    void placed(final int row) {
        buffer.putInt(offset(row) + PLACED, 1);
    }

    /**
     * Writes a node's name.
     *
     * @param row    index.
     * @param target to write to.
     * @param offset in the target.
     */
    public void copyName(final int row, final MutableDirectBuffer target, final int offset) {
        target.putBytes(offset, buffer, offset(row) + NAME, Names.LENGTH);
    }

    private static long ipHash(final long high, final long low) {
        return (high * 0x9E3779B97F4A7C15L) ^ low;
    }
}
