package io.stowage.engine.chunk;

import io.stowage.engine.table.LongIndex;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * Storage daemons: identity, place, state and what the last keepalive said, two cache lines each. Space is in a table of
 * its own with the same row numbers.
 *
 * <pre>
 *    0 id                4 node row + 1     8 pool row + 1     12 port u16 | admin u8 | health u8
 *   16 isolation u8 | tiers u8             18 zeros
 *   24 incarnation      32 last keepalive, ms of the log's clock
 *   40 alive at, ms of the clock without pauses               48 newest acknowledged position
 *   56 capabilities     64 raw capacity
 *   72 read iops | write iops              80 read bytes/s     88 write bytes/s
 *   96 running recovers | migrates | sinks | elevates, u16 each
 *  104 segments        112 next on node + 1                   116 previous on node + 1
 *  120 space rows      124 commands given since the last keepalive
 * </pre>
 */
public final class ChunkTable extends RowTable {
    /** Isolated because its node is in maintenance. */
    public static final int MAINTENANCE_BIT = 1;

    /** Isolated because its network is poor. */
    public static final int SUBHEALTH_BIT = 2;

    private static final int ID = 0;
    private static final int NODE = ID + Integer.BYTES;
    private static final int POOL = NODE + Integer.BYTES;
    private static final int PORT = POOL + Integer.BYTES;
    private static final int ADMIN_STATE = PORT + Short.BYTES;
    private static final int HEALTH = ADMIN_STATE + Byte.BYTES;
    private static final int ISOLATION = HEALTH + Byte.BYTES;
    private static final int TIERS = ISOLATION + Byte.BYTES;
    private static final int INCARNATION = 24;
    private static final int LAST_KEEPALIVE = INCARNATION + Long.BYTES;
    private static final int ALIVE_AT = LAST_KEEPALIVE + Long.BYTES;
    private static final int ACKED_POSITION = ALIVE_AT + Long.BYTES;
    private static final int CAPABILITIES = ACKED_POSITION + Long.BYTES;
    private static final int RAW_CAPACITY = CAPABILITIES + Long.BYTES;
    private static final int READ_IOPS = RAW_CAPACITY + Long.BYTES;
    private static final int WRITE_IOPS = READ_IOPS + Integer.BYTES;
    private static final int READ_BANDWIDTH = WRITE_IOPS + Integer.BYTES;
    private static final int WRITE_BANDWIDTH = READ_BANDWIDTH + Long.BYTES;
    private static final int RUNNING = WRITE_BANDWIDTH + Long.BYTES;
    private static final int SEGMENTS = RUNNING + 4 * Short.BYTES;
    private static final int NEXT_ON_NODE = SEGMENTS + Long.BYTES;
    private static final int PREVIOUS_ON_NODE = NEXT_ON_NODE + Integer.BYTES;
    private static final int SPACE_ROWS = PREVIOUS_ON_NODE + Integer.BYTES;
    private static final int GIVEN = SPACE_ROWS + Integer.BYTES;
    private static final int STRIDE = 128;

    private final LongIndex byId;
    private final LongIndex byEndpoint;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity chunks at most.
     */
    public ChunkTable(final TableMemory memory, final int capacity) {
        super(memory, "chunks", STRIDE, capacity);
        byId = new LongIndex(memory, capacity);
        byEndpoint = new LongIndex(memory, capacity);
    }

    /**
     * Finds a chunk.
     *
     * @param id of it.
     * @return its row, or {@link #NONE}.
     */
    public int findById(final int id) {
        return byId.find(id);
    }

    /**
     * Finds a chunk by its natural key.
     *
     * @param node row of its node, which stands for the ip.
     * @param port of it.
     * @return its row, or {@link #NONE}.
     */
    public int findByEndpoint(final int node, final int port) {
        return byEndpoint.find(endpoint(node, port));
    }

    int create(final int id, final int node, final int port, final int pool) {
        final int row = take();
        final int offset = offset(row);
        buffer.putInt(offset + ID, id);
        buffer.putInt(offset + NODE, node + 1);
        buffer.putInt(offset + POOL, pool + 1);
        buffer.putShort(offset + PORT, (short) port);
        byId.add(id, row);
        byEndpoint.add(endpoint(node, port), row);
        return row;
    }

    void remove(final int row) {
        byId.remove(id(row), row);
        byEndpoint.remove(endpoint(node(row), port(row)), row);
        give(row);
    }

    /** Rebuilds what is derived from the rows. */
    public void rebuildIndex() {
        byId.clear();
        byEndpoint.clear();
        for (int row = 0; row < highWater(); row++) {
            if (isUsed(row)) {
                byId.add(id(row), row);
                byEndpoint.add(endpoint(node(row), port(row)), row);
            }
        }
    }

    /**
     * Whether a row holds a chunk.
     *
     * @param row index.
     * @return false for a free row.
     */
    public boolean isUsed(final int row) {
        return buffer.getInt(offset(row) + NODE) != 0;
    }

    /**
     * Id of a chunk.
     *
     * @param row index.
     * @return id.
     */
    public int id(final int row) {
        return buffer.getInt(offset(row) + ID);
    }

    /**
     * Node that a chunk runs on.
     *
     * @param row index.
     * @return row in the node table.
     */
    public int node(final int row) {
        return buffer.getInt(offset(row) + NODE) - 1;
    }

    /**
     * Pool that a chunk belongs to.
     *
     * @param row index.
     * @return row in the pool table.
     */
    public int pool(final int row) {
        return buffer.getInt(offset(row) + POOL) - 1;
    }

    void pool(final int row, final int pool) {
        buffer.putInt(offset(row) + POOL, pool + 1);
    }

    /**
     * Port of a chunk.
     *
     * @param row index.
     * @return 1 to 65,535.
     */
    public int port(final int row) {
        return buffer.getShort(offset(row) + PORT) & 0xFFFF;
    }

    /**
     * What the operator wants of a chunk.
     *
     * @param row index.
     * @return code of the schema's AdminState.
     */
    public int adminState(final int row) {
        return buffer.getByte(offset(row) + ADMIN_STATE);
    }

    void adminState(final int row, final int state) {
        buffer.putByte(offset(row) + ADMIN_STATE, (byte) state);
    }

    /**
     * What is known of a chunk.
     *
     * @param row index.
     * @return code of the schema's Health.
     */
    public int health(final int row) {
        return buffer.getByte(offset(row) + HEALTH);
    }

    void health(final int row, final int health) {
        buffer.putByte(offset(row) + HEALTH, (byte) health);
    }

    /**
     * Why a chunk gets nothing new.
     *
     * @param row index.
     * @return {@link #MAINTENANCE_BIT} and {@link #SUBHEALTH_BIT}; 0: not isolated.
     */
    public int isolation(final int row) {
        return buffer.getByte(offset(row) + ISOLATION);
    }

    void isolation(final int row, final int bits) {
        buffer.putByte(offset(row) + ISOLATION, (byte) bits);
    }

    /**
     * Whether a chunk offers a tier.
     *
     * @param row  index.
     * @param tier code.
     * @return true if its last keepalive listed it.
     */
    public boolean offers(final int row, final int tier) {
        return (buffer.getByte(offset(row) + TIERS) & 1 << tier) != 0;
    }

    /** A bit for each tier that a chunk offers. */
    int tiers(final int row) {
        return buffer.getByte(offset(row) + TIERS);
    }

    void tiers(final int row, final int bits) {
        buffer.putByte(offset(row) + TIERS, (byte) bits);
    }

    /**
     * Known incarnation of a chunk.
     *
     * @param row index.
     * @return incarnation; 0: no keepalive yet.
     */
    public long incarnation(final int row) {
        return buffer.getLong(offset(row) + INCARNATION);
    }

    void incarnation(final int row, final long incarnation) {
        buffer.putLong(offset(row) + INCARNATION, incarnation);
    }

    /**
     * Time of the last keepalive.
     *
     * @param row index.
     * @return milliseconds of the log's clock; 0: none yet.
     */
    public long lastKeepAliveMs(final int row) {
        return buffer.getLong(offset(row) + LAST_KEEPALIVE);
    }

    long aliveAtMs(final int row) {
        return buffer.getLong(offset(row) + ALIVE_AT);
    }

    void alive(final int row, final long timestampMs, final long activeMs, final long position) {
        final int offset = offset(row);
        buffer.putLong(offset + LAST_KEEPALIVE, timestampMs);
        buffer.putLong(offset + ALIVE_AT, activeMs);
        buffer.putLong(offset + ACKED_POSITION, position);
    }

    /**
     * Position of the newest keepalive that was acknowledged: no fence can be newer.
     *
     * @param row index.
     * @return log position; 0: none.
     */
    public long ackedPosition(final int row) {
        return buffer.getLong(offset(row) + ACKED_POSITION);
    }

    /**
     * What the software of a chunk can do.
     *
     * @param row index.
     * @return bits.
     */
    public long capabilities(final int row) {
        return buffer.getLong(offset(row) + CAPABILITIES);
    }

    void capabilities(final int row, final long bits) {
        buffer.putLong(offset(row) + CAPABILITIES, bits);
    }

    long rawCapacityBytes(final int row) {
        return buffer.getLong(offset(row) + RAW_CAPACITY);
    }

    void rawCapacityBytes(final int row, final long bytes) {
        buffer.putLong(offset(row) + RAW_CAPACITY, bytes);
    }

    void traffic(
            final int row,
            final long readIops,
            final long writeIops,
            final long readBytesPerSecond,
            final long writeBytesPerSecond) {
        final int offset = offset(row);
        buffer.putInt(offset + READ_IOPS, (int) readIops);
        buffer.putInt(offset + WRITE_IOPS, (int) writeIops);
        buffer.putLong(offset + READ_BANDWIDTH, readBytesPerSecond);
        buffer.putLong(offset + WRITE_BANDWIDTH, writeBytesPerSecond);
    }

    void running(final int row, final int recovers, final int migrates, final int sinks, final int elevates) {
        final int offset = offset(row) + RUNNING;
        buffer.putShort(offset, (short) recovers);
        buffer.putShort(offset + 2, (short) migrates);
        buffer.putShort(offset + 4, (short) sinks);
        buffer.putShort(offset + 6, (short) elevates);
        buffer.putInt(offset(row) + GIVEN, 0);
    }

    /**
     * Commands that a chunk runs as far as is known: what its last keepalive said, of every kind, and the repositions that it was
     * given since.
     *
     * @param row index.
     * @return how many.
     */
    public int runningCommands(final int row) {
        final int offset = offset(row) + RUNNING;
        return (buffer.getShort(offset) & 0xFFFF)
                + (buffer.getShort(offset + 2) & 0xFFFF)
                + (buffer.getShort(offset + 4) & 0xFFFF)
                + (buffer.getShort(offset + 6) & 0xFFFF)
                + buffer.getInt(offset(row) + GIVEN);
    }

    /**
     * A chunk was made the source or the destination of a reposition.
     *
     * @param row index.
     */
    public void commandGiven(final int row) {
        final int offset = offset(row) + GIVEN;
        buffer.putInt(offset, buffer.getInt(offset) + 1);
    }

    /**
     * A reposition that was given since the last keepalive, if any was, never began.
     *
     * @param row index.
     */
    public void commandTakenBack(final int row) {
        final int offset = offset(row) + GIVEN;
        buffer.putInt(offset, Math.max(0, buffer.getInt(offset) - 1));
    }

    int nextOnNode(final int row) {
        return buffer.getInt(offset(row) + NEXT_ON_NODE) - 1;
    }

    void nextOnNode(final int row, final int next) {
        buffer.putInt(offset(row) + NEXT_ON_NODE, next + 1);
    }

    int previousOnNode(final int row) {
        return buffer.getInt(offset(row) + PREVIOUS_ON_NODE) - 1;
    }

    void previousOnNode(final int row, final int previous) {
        buffer.putInt(offset(row) + PREVIOUS_ON_NODE, previous + 1);
    }

    /**
     * Segments that extent managers reported there, reposition destinations included.
     *
     * @param row index.
     * @return how many.
     */
    public long segments(final int row) {
        return buffer.getLong(offset(row) + SEGMENTS);
    }

    /**
     * Changes the number of segments.
     *
     * @param row   index.
     * @param delta segments.
     */
    public void addSegments(final int row, final long delta) {
        buffer.putLong(offset(row) + SEGMENTS, segments(row) + delta);
    }

    /**
     * Rows of reports that name the chunk.
     *
     * @param row index.
     * @return how many.
     */
    public int spaceRows(final int row) {
        return buffer.getInt(offset(row) + SPACE_ROWS);
    }

    /**
     * Changes the number of space rows.
     *
     * @param row   index.
     * @param delta rows.
     */
    public void addSpaceRows(final int row, final int delta) {
        buffer.putInt(offset(row) + SPACE_ROWS, spaceRows(row) + delta);
    }

    private static long endpoint(final int node, final int port) {
        return (long) node << Short.SIZE | port;
    }
}
