package io.stowage.engine.space;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;

/**
 * What a reservation changes of the space of every chunk, for one tier; a row has the number of its chunk's row. All that a
 * decision counts of a chunk then lies in one cache line: beside the other terms it would lie in several.
 *
 * <pre>
 *  NORMAL, then PRIORITIZED, 32 bytes each
 *   0 allocated: sum of all terms      8 thick pending     16 thin pending     24 thick of the last reports
 * </pre>
 */
final class ReservedSpaceTable extends RowTable {
    /** The terms kept here are those with the lowest numbers, up to this one. */
    static final int TERMS = Term.THICK + 1;

    private static final int ALLOCATED = 0;
    private static final int FIRST_TERM = ALLOCATED + Long.BYTES;
    private static final int PRIORITY_STRIDE = FIRST_TERM + TERMS * Long.BYTES;
    private static final int STRIDE = SpaceClass.PRIORITIES * PRIORITY_STRIDE;

    ReservedSpaceTable(final TableMemory memory, final String name, final int capacity) {
        super(memory, name, STRIDE, capacity);
    }

    int create() {
        return take();
    }

    void remove(final int chunk) {
        give(chunk);
    }

    long allocated(final int chunk, final int priority) {
        return buffer.getLong(priorityOffset(chunk, priority) + ALLOCATED);
    }

    long allocated(final int chunk) {
        return allocated(chunk, 0) + allocated(chunk, SpaceClass.PRIORITIZED);
    }

    void addAllocated(final int chunk, final int priority, final long delta) {
        final int at = priorityOffset(chunk, priority) + ALLOCATED;
        buffer.putLong(at, buffer.getLong(at) + delta);
    }

    long term(final int chunk, final int priority, final int term) {
        return buffer.getLong(termOffset(chunk, priority, term));
    }

    long add(final int chunk, final int priority, final int term, final long delta) {
        final int at = termOffset(chunk, priority, term);
        final long value = buffer.getLong(at) + delta;
        buffer.putLong(at, value);
        return value;
    }

    private int priorityOffset(final int chunk, final int priority) {
        return offset(chunk) + priority * PRIORITY_STRIDE;
    }

    private int termOffset(final int chunk, final int priority, final int term) {
        return priorityOffset(chunk, priority) + FIRST_TERM + term * Long.BYTES;
    }
}
