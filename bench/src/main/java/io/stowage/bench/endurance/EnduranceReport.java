package io.stowage.bench.endurance;

import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run showed.
 *
 * @param options           of the run.
 * @param commands          that the engine applied.
 * @param queries           that it answered in between.
 * @param nsPerCommand      time on a processor, generator and queries included, nanoseconds.
 * @param wallNsPerCommand  time by the clock, nanoseconds.
 * @param offHeapBytesStart memory of all tables before the first command.
 * @param offHeapBytesEnd   after the last.
 * @param warmUpCommands    that went before garbage was counted.
 * @param garbageBytes      that the thread allocated after them.
 * @param bytesPerCommand   of it.
 * @param results           how many commands were answered how; what is refused is refused on purpose.
 * @param events            that the engine sent.
 * @param tables            how full each table is.
 * @param verified          whether all sums agreed with their rows, in the middle and at the end.
 * @param healed            whether the view of every chunk was the truth, once all had reported and kept alive.
 * @param stateHash         of the state at the end.
 * @param machine           on what.
 */
public record EnduranceReport(
        EnduranceOptions options,
        long commands,
        long queries,
        double nsPerCommand,
        double wallNsPerCommand,
        long offHeapBytesStart,
        long offHeapBytesEnd,
        long warmUpCommands,
        long garbageBytes,
        double bytesPerCommand,
        Map<String, Long> results,
        long events,
        List<TableFill> tables,
        boolean verified,
        boolean healed,
        String stateHash,
        Machine machine) {
    /** What the measurement itself may leave on the heap in a whole run, bytes. */
    static final long HARNESS_BYTES = 64 << 10;

    /** Keeps what is given. */
    public EnduranceReport {
        results = Map.copyOf(results);
        tables = List.copyOf(tables);
    }

    /**
     * How full a table is.
     *
     * @param name      of the table.
     * @param rows      in use at the end.
     * @param highWater most rows that were seen in use at the same time.
     * @param capacity  rows at most.
     */
    public record TableFill(String name, int rows, int highWater, int capacity) {}

    /**
     * Whether it held.
     *
     * @return true if memory did not grow, no garbage was made and the state is right.
     */
    public boolean held() {
        return offHeapBytesStart == offHeapBytesEnd && garbageBytes < HARNESS_BYTES && verified && healed;
    }

    /**
     * The report for people.
     *
     * @return lines.
     */
    public String text() {
        final Table table = new Table("table", "rows", "high water", "capacity");
        for (final TableFill each : tables) {
            table.row(each.name(), figure(each.rows()), figure(each.highWater()), figure(each.capacity()));
        }
        final StringBuilder answers = new StringBuilder();
        results.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(each -> answers.append(answers.isEmpty() ? "" : ", ")
                        .append(each.getKey())
                        .append(' ')
                        .append(figure(each.getValue())));
        return String.join(
                "\n",
                "commands          " + figure(commands) + ", and " + figure(queries) + " queries in between",
                "time              " + time(nsPerCommand) + " a command on the processor, " + time(wallNsPerCommand)
                        + " by the clock, generator included",
                "off-heap          " + figure(offHeapBytesStart) + " bytes at the start, " + figure(offHeapBytesEnd)
                        + " at the end",
                "garbage           " + figure(garbageBytes) + " bytes after the first " + figure(warmUpCommands)
                        + " commands: " + String.format(Locale.ROOT, "%.6f", bytesPerCommand) + " a command",
                "answers           " + answers,
                "events            " + figure(events),
                "sums              " + (verified ? "agree with their rows" : "DO NOT AGREE"),
                "after reports     " + (healed ? "every chunk's view is the truth" : "VIEWS DIFFER FROM THE TRUTH"),
                "state hash        " + stateHash,
                "",
                table.text(),
                "",
                machine.describe(),
                "");
    }

    private static String time(final double ns) {
        return String.format(Locale.ROOT, "%.0f ns", ns);
    }

    private static String figure(final long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
