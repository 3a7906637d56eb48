package io.stowage.engine.extentmanager;

import io.stowage.engine.Limits;
import io.stowage.engine.table.LongIndex;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * Extent managers: incarnation, last report and the space versions with open reservations.
 *
 * <pre>
 *    0 first space row + 1 (in a free row: the next free one + 1)         4 id: 0 in a free row
 *    8 space rows       12 owes a report (1) or not (0)
 *   16 incarnation      24 last version                32 last seen, ms  40 capabilities
 *   48 reported bytes   56 pending bytes               64 newest session
 *   72 + slot * 48: version (0: free), since ms, bytes, rx bytes, segments | rows, first reservation + 1
 * </pre>
 */
public final class ExtentManagerTable extends RowTable {
    private static final int FIRST_SPACE_ROW = 0;
    private static final int ID = FIRST_SPACE_ROW + Integer.BYTES;
    private static final int SPACE_ROWS = ID + Integer.BYTES;
    private static final int OWES_REPORT = SPACE_ROWS + Integer.BYTES;
    private static final int INCARNATION = OWES_REPORT + Integer.BYTES;
    private static final int LAST_VERSION = INCARNATION + Long.BYTES;
    private static final int LAST_SEEN = LAST_VERSION + Long.BYTES;
    private static final int CAPABILITIES = LAST_SEEN + Long.BYTES;
    private static final int REPORTED_BYTES = CAPABILITIES + Long.BYTES;
    private static final int PENDING_BYTES = REPORTED_BYTES + Long.BYTES;
    private static final int SESSION = PENDING_BYTES + Long.BYTES;
    private static final int VERSIONS = SESSION + Long.BYTES;
    private static final int VERSION = 0;
    private static final int SINCE = VERSION + Long.BYTES;
    private static final int BYTES = SINCE + Long.BYTES;
    private static final int RX_BYTES = BYTES + Long.BYTES;
    private static final int SEGMENTS = RX_BYTES + Long.BYTES;
    private static final int ROWS = SEGMENTS + Integer.BYTES;
    private static final int FIRST_RESERVATION = ROWS + Integer.BYTES;
    private static final int VERSION_STRIDE = 48;
    private static final int STRIDE = VERSIONS + Limits.VERSIONS_IN_FLIGHT * VERSION_STRIDE;

    private final LongIndex byId;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity extent managers at most.
     */
    public ExtentManagerTable(final TableMemory memory, final int capacity) {
        super(memory, "extentManagers", STRIDE, capacity);
        byId = new LongIndex(memory, capacity);
    }

    /**
     * Finds an extent manager.
     *
     * @param id of it.
     * @return its row, or {@link #NONE}.
     */
    public int findById(final int id) {
        return byId.find(id);
    }

    int create(final int id) {
        final int row = take();
        buffer.putInt(offset(row) + ID, id);
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
     * Whether a row holds an extent manager.
     *
     * @param row index.
     * @return false for a free row.
     */
    public boolean isUsed(final int row) {
        return incarnation(row) != 0 || owesReport(row);
    }

    /**
     * Id of an extent manager.
     *
     * @param row index.
     * @return id.
     */
    public int id(final int row) {
        return buffer.getInt(offset(row) + ID);
    }

    /**
     * First of its space rows, which are linked.
     *
     * @param row index.
     * @return row in the space row table, or {@link #NONE}.
     */
    public int firstSpaceRow(final int row) {
        return buffer.getInt(offset(row) + FIRST_SPACE_ROW) - 1;
    }

    /**
     * Changes the head of the list of space rows.
     *
     * @param row      index.
     * @param spaceRow row in the space row table, or {@link #NONE}.
     */
    public void firstSpaceRow(final int row, final int spaceRow) {
        buffer.putInt(offset(row) + FIRST_SPACE_ROW, spaceRow + 1);
    }

    /**
     * Rows of its last report.
     *
     * @param row index.
     * @return how many.
     */
    public int spaceRows(final int row) {
        return buffer.getInt(offset(row) + SPACE_ROWS);
    }

    /**
     * Changes the number of rows in force.
     *
     * @param row   index.
     * @param count rows.
     */
    public void spaceRows(final int row, final int count) {
        buffer.putInt(offset(row) + SPACE_ROWS, count);
    }

    /**
     * Known incarnation.
     *
     * @param row index.
     * @return incarnation; 0: it has not connected since the state was started afresh.
     */
    public long incarnation(final int row) {
        return buffer.getLong(offset(row) + INCARNATION);
    }

    void incarnation(final int row, final long incarnation) {
        buffer.putLong(offset(row) + INCARNATION, incarnation);
    }

    /**
     * Space version of the last report.
     *
     * @param row index.
     * @return version; 0: none yet.
     */
    public long lastVersion(final int row) {
        return buffer.getLong(offset(row) + LAST_VERSION);
    }

    /**
     * Notes a report that took effect.
     *
     * @param row     index.
     * @param version of it.
     */
    public void lastVersion(final int row, final long version) {
        buffer.putLong(offset(row) + LAST_VERSION, version);
    }

    /**
     * Time of the last command.
     *
     * @param row index.
     * @return milliseconds.
     */
    public long lastSeenMs(final int row) {
        return buffer.getLong(offset(row) + LAST_SEEN);
    }

    /**
     * Notes a command.
     *
     * @param row         index.
     * @param timestampMs of it.
     */
    public void lastSeenMs(final int row, final long timestampMs) {
        buffer.putLong(offset(row) + LAST_SEEN, timestampMs);
    }

    boolean owesReport(final int row) {
        return buffer.getInt(offset(row) + OWES_REPORT) != 0;
    }

    void owesReport(final int row, final boolean owes) {
        buffer.putInt(offset(row) + OWES_REPORT, owes ? 1 : 0);
    }

    long session(final int row) {
        return buffer.getLong(offset(row) + SESSION);
    }

    void session(final int row, final long sessionId) {
        buffer.putLong(offset(row) + SESSION, sessionId);
    }

    void capabilities(final int row, final long bits) {
        buffer.putLong(offset(row) + CAPABILITIES, bits);
    }

    /**
     * Nominal bytes of the last report.
     *
     * @param row index.
     * @return bytes.
     */
    public long reportedBytes(final int row) {
        return buffer.getLong(offset(row) + REPORTED_BYTES);
    }

    /**
     * Changes the nominal bytes of the last report.
     *
     * @param row   index.
     * @param bytes all.
     */
    public void reportedBytes(final int row, final long bytes) {
        buffer.putLong(offset(row) + REPORTED_BYTES, bytes);
    }

    /**
     * Bytes reserved and not yet covered by a report, rx included.
     *
     * @param row index.
     * @return bytes.
     */
    public long pendingBytes(final int row) {
        return buffer.getLong(offset(row) + PENDING_BYTES);
    }

    /**
     * Finds the slot of a version.
     *
     * @param row     index.
     * @param version at least 1.
     * @return slot, or {@link #NONE}.
     */
    public int versionSlot(final int row, final long version) {
        for (int slot = 0; slot < Limits.VERSIONS_IN_FLIGHT; slot++) {
            if (version(row, slot) == version) {
                return slot;
            }
        }
        return NONE;
    }

    /**
     * Finds the slot of a version, or gives it one.
     *
     * @param row         index.
     * @param version     at least 1.
     * @param timestampMs of its first reservation.
     * @return slot, or {@link #NONE} if too many versions are in flight.
     */
    public int openVersion(final int row, final long version, final long timestampMs) {
        final int found = versionSlot(row, version);
        if (found != NONE) {
            return found;
        }
        final int slot = versionSlot(row, 0);
        if (slot != NONE) {
            buffer.putLong(versionOffset(row, slot) + VERSION, version);
            buffer.putLong(versionOffset(row, slot) + SINCE, timestampMs);
        }
        return slot;
    }

    /**
     * Frees the slot of a version without reservations.
     *
     * @param row  index.
     * @param slot of the version.
     */
    public void closeVersion(final int row, final int slot) {
        buffer.setMemory(versionOffset(row, slot), VERSION_STRIDE, (byte) 0);
    }

    /**
     * Version in a slot.
     *
     * @param row  index.
     * @param slot from 0.
     * @return version; 0: free.
     */
    public long version(final int row, final int slot) {
        return buffer.getLong(versionOffset(row, slot) + VERSION);
    }

    /**
     * When a version got its first reservation.
     *
     * @param row  index.
     * @param slot of the version.
     * @return milliseconds.
     */
    public long versionSinceMs(final int row, final int slot) {
        return buffer.getLong(versionOffset(row, slot) + SINCE);
    }

    /**
     * Bytes reserved for allocation under a version.
     *
     * @param row  index.
     * @param slot of the version.
     * @return bytes.
     */
    public long versionBytes(final int row, final int slot) {
        return buffer.getLong(versionOffset(row, slot) + BYTES);
    }

    /**
     * Bytes reserved for reposition under a version.
     *
     * @param row  index.
     * @param slot of the version.
     * @return bytes.
     */
    public long versionRxBytes(final int row, final int slot) {
        return buffer.getLong(versionOffset(row, slot) + RX_BYTES);
    }

    /**
     * Segments reserved under a version.
     *
     * @param row  index.
     * @param slot of the version.
     * @return how many.
     */
    public int versionSegments(final int row, final int slot) {
        return buffer.getInt(versionOffset(row, slot) + SEGMENTS);
    }

    /**
     * First reservation of a version.
     *
     * @param row  index.
     * @param slot of the version.
     * @return row in the reservation table, or {@link #NONE}.
     */
    public int firstReservation(final int row, final int slot) {
        return buffer.getInt(versionOffset(row, slot) + FIRST_RESERVATION) - 1;
    }

    /**
     * Changes the head of a version's list.
     *
     * @param row         index.
     * @param slot        of the version.
     * @param reservation row in the reservation table, or {@link #NONE}.
     */
    public void firstReservation(final int row, final int slot, final int reservation) {
        buffer.putInt(versionOffset(row, slot) + FIRST_RESERVATION, reservation + 1);
    }

    /**
     * Changes what is reserved under a version.
     *
     * @param row      index.
     * @param slot     of the version.
     * @param bytes    more or less, for allocation.
     * @param segments more or less.
     */
    public void addReserved(final int row, final int slot, final long bytes, final int segments) {
        final int offset = versionOffset(row, slot);
        buffer.putLong(offset + BYTES, buffer.getLong(offset + BYTES) + bytes);
        buffer.putInt(offset + SEGMENTS, buffer.getInt(offset + SEGMENTS) + segments);
        buffer.putLong(offset(row) + PENDING_BYTES, pendingBytes(row) + bytes);
    }

    /**
     * Changes what is reserved for reposition under a version.
     *
     * @param row      index.
     * @param slot     of the version.
     * @param bytes    more or less.
     * @param segments more or less.
     */
    public void addReservedRx(final int row, final int slot, final long bytes, final int segments) {
        final int offset = versionOffset(row, slot);
        buffer.putLong(offset + RX_BYTES, buffer.getLong(offset + RX_BYTES) + bytes);
        buffer.putInt(offset + SEGMENTS, buffer.getInt(offset + SEGMENTS) + segments);
        buffer.putLong(offset(row) + PENDING_BYTES, pendingBytes(row) + bytes);
    }

    private int versionOffset(final int row, final int slot) {
        return offset(row) + VERSIONS + slot * VERSION_STRIDE;
    }
}
