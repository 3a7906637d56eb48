package io.stowage.engine.space;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * What a reservation changes of the space of every chunk, for one tier and priority; a row has the number of its chunk's row.
 * All that a decision counts then lies close together, two chunks a cache line: beside the other terms it would lie in as many
 * lines and pages as there are chunks.
 *
 * <pre>
 *   0 allocated: sum of all terms      8 thick pending     16 thin pending     24 thick of the last reports
 * </pre>
 */
final class ReservedSpaceTable extends RowTable {
    /** The terms kept here are those with the lowest numbers, up to this one. */
    static final int TERMS = Term.THICK + 1;

    private static final int ALLOCATED = 0;
    private static final int FIRST_TERM = ALLOCATED + Long.BYTES;
    private static final int STRIDE = FIRST_TERM + TERMS * Long.BYTES;

    ReservedSpaceTable(final TableMemory memory, final String name, final int capacity) {
        super(memory, name, STRIDE, capacity);
    }

    int create() {
        return take();
    }

    void remove(final int chunk) {
        give(chunk);
    }

    long allocated(final int chunk) {
        return buffer.getLong(offset(chunk) + ALLOCATED);
    }

    void addAllocated(final int chunk, final long delta) {
        final int at = offset(chunk) + ALLOCATED;
        buffer.putLong(at, buffer.getLong(at) + delta);
    }

    long term(final int chunk, final int term) {
        return buffer.getLong(termOffset(chunk, term));
    }

    long add(final int chunk, final int term, final long delta) {
        final int at = termOffset(chunk, term);
        final long value = buffer.getLong(at) + delta;
        buffer.putLong(at, value);
        return value;
    }

    private int termOffset(final int chunk, final int term) {
        return offset(chunk) + FIRST_TERM + term * Long.BYTES;
    }
}
