package io.stowage.bench.space;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How large the tables of a cluster are.
 *
 * @param chunks        size of the fleet.
 * @param spaceRows     rows of all reports in force.
 * @param offHeapBytes  of all tables together.
 */
public record TableSizes(int chunks, long spaceRows, long offHeapBytes) {
    static TableSizes of(final int chunks) {
        try (SpaceFixture fixture = new SpaceFixture(chunks, Touch.SAME)) {
            final AtomicLong spaceRows = new AtomicLong();
            fixture.host().engine().visitTables((name, rows, highWater, capacity) -> {
                if (name.equals("spaceRows")) {
                    spaceRows.set(rows);
                }
            });
            return new TableSizes(
                    chunks, spaceRows.get(), fixture.host().engine().memoryBytes());
        }
    }
}
