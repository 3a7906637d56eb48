package io.stowage.bench.space;

import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import java.util.List;
import java.util.Locale;

/**
 * Memory of an engine at work.
 *
 * @param chunks        in the cluster.
 * @param ems           extent managers, each with a thick and a thin row on every chunk.
 * @param offHeapBytes  of all tables and indexes, taken at start.
 * @param tables        rows of each.
 * @param heapBytes     used after a collection: before the work, and behind each part of it.
 * @param commands      worked through.
 * @param garbageBytes  allocated on the heap by the engine's thread meanwhile.
 * @param residentBytes of the whole process at the end; 0 where the system does not tell.
 * @param machine       on what.
 */
public record MemoryReport(
        int chunks,
        int ems,
        long offHeapBytes,
        List<TableRow> tables,
        List<Long> heapBytes,
        long commands,
        long garbageBytes,
        long residentBytes,
        Machine machine) {
    private static final long TARGET_BYTES = 256L << 20;

    /** Keeps what is given. */
    public MemoryReport {
        tables = List.copyOf(tables);
        heapBytes = List.copyOf(heapBytes);
    }

    /**
     * A table.
     *
     * @param name     of it.
     * @param rows     in use.
     * @param capacity rows at most.
     */
    public record TableRow(String name, long rows, long capacity) {}

    /**
     * The report for people.
     *
     * @return lines.
     */
    public String text() {
        final Table table = new Table("table", "rows", "capacity");
        for (final TableRow each : tables) {
            table.row(each.name(), number(each.rows()), number(each.capacity()));
        }
        return table.text()
                + "\n\noff-heap   " + mebibytes(offHeapBytes) + " of at most " + mebibytes(TARGET_BYTES) + ": "
                + (offHeapBytes <= TARGET_BYTES ? "met" : "missed")
                + "\nheap       " + mebibytes(heapBytes.getFirst()) + " before and " + mebibytes(heapBytes.getLast())
                + " after " + number(commands) + " commands"
                + "\ngarbage    " + number(garbageBytes) + " bytes of the engine's thread over these commands"
                + "\nresident   " + mebibytes(residentBytes) + ", the JVM and the benchmark included\n\n"
                + number(chunks) + " chunks x " + ems + " extent managers; " + machine.describe() + '\n';
    }

    private static String mebibytes(final long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / (double) (1 << 20));
    }

    private static String number(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
