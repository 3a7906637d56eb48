package io.stowage.engine.space;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * The report that is arriving from each extent manager; a row has the number of its extent manager's row.
 *
 * <pre>
 *   0 version (0: none is open)      8 session
 *  16 rows       20 fault reason    24 checksum
 *  32 fault: expected               40 fault: found
 *  48 first staged row + 1          52 zeros
 * </pre>
 *
 * What is staged is no fact yet: this table and that of the staged rows are not part of the state hash, so that a report
 * that is refused or discarded leaves no trace in it.
 */
public final class OpenReportTable extends RowTable {
    private static final int VERSION = 0;
    private static final int SESSION = VERSION + Long.BYTES;
    private static final int ROWS = SESSION + Long.BYTES;
    private static final int FAULT_REASON = ROWS + Integer.BYTES;
    private static final int CHECKSUM = FAULT_REASON + Integer.BYTES;
    private static final int FAULT_EXPECTED = CHECKSUM + Long.BYTES;
    private static final int FAULT_FOUND = FAULT_EXPECTED + Long.BYTES;
    private static final int FIRST_STAGED = FAULT_FOUND + Long.BYTES;
    private static final int STRIDE = FIRST_STAGED + Long.BYTES;

    /**
     * Takes the memory.
     *
     * @param memory   to take it from.
     * @param capacity extent managers at most.
     */
    public OpenReportTable(final TableMemory memory, final int capacity) {
        super(memory, "openReports", STRIDE, capacity);
        for (int row = 0; row < capacity; row++) {
            take();
        }
    }

    long version(final int em) {
        return buffer.getLong(offset(em) + VERSION);
    }

    long session(final int em) {
        return buffer.getLong(offset(em) + SESSION);
    }

    int rows(final int em) {
        return buffer.getInt(offset(em) + ROWS);
    }

    long checksum(final int em) {
        return buffer.getLong(offset(em) + CHECKSUM);
    }

    int faultReason(final int em) {
        return buffer.getInt(offset(em) + FAULT_REASON);
    }

    long faultExpected(final int em) {
        return buffer.getLong(offset(em) + FAULT_EXPECTED);
    }

    long faultFound(final int em) {
        return buffer.getLong(offset(em) + FAULT_FOUND);
    }

    int firstStaged(final int em) {
        return buffer.getInt(offset(em) + FIRST_STAGED) - 1;
    }

    void firstStaged(final int em, final int stagedRow) {
        buffer.putInt(offset(em) + FIRST_STAGED, stagedRow + 1);
    }

    void open(final int em, final long version, final long session) {
        buffer.putLong(offset(em) + VERSION, version);
        buffer.putLong(offset(em) + SESSION, session);
    }

    void addRow(final int em, final long checksum) {
        final int offset = offset(em);
        buffer.putInt(offset + ROWS, buffer.getInt(offset + ROWS) + 1);
        buffer.putLong(offset + CHECKSUM, buffer.getLong(offset + CHECKSUM) + checksum);
    }

    /** Notes the first fault: the report will be refused at its end. */
    void fault(final int em, final int reason, final long expected, final long found) {
        final int offset = offset(em);
        if (buffer.getInt(offset + FAULT_REASON) == 0) {
            buffer.putInt(offset + FAULT_REASON, reason);
            buffer.putLong(offset + FAULT_EXPECTED, expected);
            buffer.putLong(offset + FAULT_FOUND, found);
        }
    }

    void close(final int em) {
        buffer.setMemory(offset(em), STRIDE, (byte) 0);
    }
}
