package io.stowage.bench.placement;

import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import io.stowage.bench.placement.figure.Feasibility;
import io.stowage.bench.placement.figure.Filling;
import io.stowage.bench.placement.figure.Timing;
import io.stowage.bench.placement.own.Ask;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a run showed.
 *
 * @param timings     of all policies, cluster by cluster.
 * @param fillings    of all policies.
 * @param feasibility of ours.
 * @param targets     row by row.
 * @param notes       on what was left out.
 * @param options     how it was measured.
 * @param machine     on what.
 */
public record PlacementReport(
        List<Timing> timings,
        List<Filling> fillings,
        Feasibility feasibility,
        List<Target> targets,
        List<String> notes,
        PlacementOptions options,
        Machine machine) {
    private static final double PERCENT = 100;

    /** Keeps what is given. */
    public PlacementReport {
        timings = List.copyOf(timings);
        fillings = List.copyOf(fillings);
        targets = List.copyOf(targets);
        notes = List.copyOf(notes);
    }

    /**
     * Whether an error of the program showed; a target of speed that is missed is none.
     *
     * @return true: the run has failed.
     */
    public boolean isBroken() {
        return targets.stream().anyMatch(Target::isBroken);
    }

    /**
     * The report for people.
     *
     * @return lines.
     */
    public String text() {
        final StringBuilder text = new StringBuilder(timeTable().text())
                .append(
                        "\n\n'ns': median of the batches by the clock. 'cpu ns': by the processor's time, without the waiting for one.\n'x ours': that, over that of ")
                .append(Ask.BATCHED)
                .append(", which places 64 extents a request as a batch;\n'")
                .append(Ask.SINGLE)
                .append(
                        "' makes each decision a request of its own. Ours reserves and accounts, peers only choose.\n\n")
                .append(fillTable().text())
                .append("\n\n")
                .append(targetTable().text())
                .append("\n\n")
                .append(feasibility.clusters())
                .append(String.format(
                        Locale.ROOT,
                        " clusters of any fill got %,d requests of any shape and refused %,d of them.%n",
                        feasibility.requests(),
                        feasibility.refused()));
        notes.forEach(note -> text.append("note: ").append(note).append('\n'));
        return text.append(machine.describe()).append('\n').toString();
    }

    private Table timeTable() {
        final Table table =
                new Table("policy", "chunks", "% full", "ns", "best ns", "cpu ns", "x ours", "B/decision", "failed");
        for (final Timing each : timings) {
            table.row(
                    each.peer(),
                    figure("%,d", each.chunks()),
                    each.fullPercent(),
                    figure("%,.0f", each.nsPerDecision()),
                    figure("%,.0f", each.minNsPerDecision()),
                    figure("%,.0f", each.cpuNsPerDecision()),
                    timesOurs(each),
                    each.bytesPerDecision() < 0 ? "" : figure("%,.0f", each.bytesPerDecision()),
                    percent(each.failures(), each.decisions()));
        }
        return table;
    }

    private String timesOurs(final Timing timing) {
        return timings.stream()
                .filter(other -> other.peer().equals(Ask.BATCHED)
                        && other.chunks() == timing.chunks()
                        && other.fullPercent() == timing.fullPercent())
                .map(ours -> figure("%,.1f", timing.cpuNsPerDecision() / ours.cpuNsPerDecision()))
                .findFirst()
                .orElse("");
    }

    private Table fillTable() {
        final Table table = new Table(
                "filled to 80 %",
                "seen every",
                "chunks",
                "max/mean",
                "stddev",
                "min",
                "max",
                "overfull",
                "not on 3 racks",
                "zones",
                "failed",
                "new / fair",
                "old after",
                "later");
        for (final Filling each : fillings) {
            table.row(
                    each.isWhole() ? each.peer() : each.peer() + " (ended by " + each.endedBy() + ')',
                    each.refreshEvery() == 0 ? "never" : figure("%,d", each.refreshEvery()),
                    figure("%,d", each.chunks()),
                    figure("%.4f", each.maxOverMean()),
                    figure("%.4f", each.stddev()),
                    figure("%.3f", each.minUtilisation()),
                    figure("%.3f", each.maxUtilisation()),
                    each.overfull(),
                    percent(each.rackViolations(), each.decisions()),
                    each.zoneSpread() < 0 ? "" : figure("%.2f", each.zoneSpread()),
                    percent(each.failures(), each.decisions()),
                    optional("%.2f", each.newChunkShare()),
                    optional("%.4f", each.skewAfter()),
                    optional("%.4f", each.skewLater()));
        }
        return table;
    }

    private Table targetTable() {
        final Table table = new Table("target", "", "limit", "measured", "");
        for (final Target each : targets) {
            final String limit = Double.isNaN(each.limit()) ? "" : digits(each.limit()) + ' ' + each.unit();
            table.row(
                    each.figure(),
                    each.relation().sign(),
                    limit.strip(),
                    each.measured() == null ? "" : (digits(each.measured()) + ' ' + each.unit()).strip(),
                    each.outcome());
        }
        return table;
    }

    private static String digits(final double value) {
        return value == Math.rint(value) || value >= 100 ? figure("%,.0f", value) : figure("%.4g", value);
    }

    private static String percent(final long part, final long whole) {
        return part == 0 ? "0" : figure("%.3g %%", PERCENT * part / whole);
    }

    private static String optional(final String format, final @Nullable Double value) {
        return value == null ? "" : figure(format, value);
    }

    private static String figure(final String format, final Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
