package io.stowage.bench.replay;

import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import java.util.List;
import java.util.Locale;

/**
 * Replay beside reading.
 *
 * @param rows    of each mix.
 * @param chunks  in the fleet.
 * @param rounds  that counted.
 * @param machine on what.
 */
public record ReplayReport(List<Row> rows, int chunks, int rounds, Machine machine) {
    private static final double SHARE_TARGET = 0.3;
    private static final double RATE_TARGET = 3e6;

    /** Keeps what is given. */
    public ReplayReport {
        rows = List.copyOf(rows);
    }

    /**
     * One mix; rates are medians of the rounds.
     *
     * @param mix             what the journal consists of.
     * @param commands        in the journal.
     * @param readPerSecond   commands read and verified, on one core.
     * @param replayPerSecond commands replayed, on one core.
     * @param share           replayed of read.
     */
    public record Row(Mix mix, long commands, double readPerSecond, double replayPerSecond, double share) {}

    /**
     * The report for people.
     *
     * @return lines.
     */
    public String text() {
        final Table table =
                new Table("journal of", "replay / reading", "replay, M/s", "reading, M/s", "commands", "target");
        for (final Row each : rows) {
            table.row(
                    each.mix().name().toLowerCase(Locale.ROOT),
                    String.format(Locale.ROOT, "%.2f", each.share()),
                    String.format(Locale.ROOT, "%.2f", each.replayPerSecond() / 1e6),
                    String.format(Locale.ROOT, "%.2f", each.readPerSecond() / 1e6),
                    String.format(Locale.ROOT, "%,d", each.commands()),
                    each.share() >= SHARE_TARGET && each.replayPerSecond() >= RATE_TARGET ? "met" : "missed");
        }
        return table.text()
                + String.format(
                        Locale.ROOT,
                        "%nTarget: at least %.0f %% of reading alone, and %.0f million commands a second on one core.%n"
                                + "%,d chunks, %d rounds, time of the processor; %s%n",
                        100 * SHARE_TARGET,
                        RATE_TARGET / 1e6,
                        chunks,
                        rounds,
                        machine.describe());
    }
}
