package io.stowage.bench.cluster;

import io.stowage.bench.load.LoadReport;
import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import java.util.List;
import java.util.Locale;

/**
 * What a run showed.
 *
 * @param ratios  Stowage over the echo, which had the same machine at nearly the same time.
 * @param figures of both.
 * @param outages of both, without service after the leader was killed; empty where none was.
 * @param setup   under what conditions.
 * @param machine on what.
 */
public record ClusterReport(
        List<LoadReport.Ratio> ratios,
        List<LoadReport.Figures> figures,
        List<Outage> outages,
        Setup setup,
        Machine machine) {
    private static final double NS_PER_MICRO = 1_000.0;
    private static final double NS_PER_MILLI = 1_000_000.0;

    /** Keeps what is given. */
    public ClusterReport {
        ratios = List.copyOf(ratios);
        figures = List.copyOf(figures);
        outages = List.copyOf(outages);
    }

    /**
     * Time from a kill of the leader to the next answer in the same session.
     *
     * @param of                Stowage or echo.
     * @param kills             of leaders.
     * @param minNs             shortest, nanoseconds.
     * @param p50Ns             median, nanoseconds.
     * @param p90Ns             90th percentile, nanoseconds.
     * @param maxNs             longest, nanoseconds.
     * @param electionTimeoutNs silence of the leader after which the others elect, nanoseconds.
     */
    public record Outage(String of, int kills, long minNs, long p50Ns, long p90Ns, long maxNs, long electionTimeoutNs) {
        static Outage of(final MemberKind kind, final long[] sortedNs, final long electionTimeoutNs) {
            return new Outage(
                    kind.toString(),
                    sortedNs.length,
                    sortedNs[0],
                    percentile(sortedNs, 50),
                    percentile(sortedNs, 90),
                    sortedNs[sortedNs.length - 1],
                    electionTimeoutNs);
        }

        /** The median by the silence after which the others elect. */
        double medianShare() {
            return p50Ns / (double) electionTimeoutNs;
        }

        /** The least value that so many of a hundred do not exceed. */
        private static long percentile(final long[] sorted, final int percent) {
            return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
        }
    }

    /**
     * The conditions.
     *
     * @param members           of each cluster.
     * @param sync              what an acknowledged command survived.
     * @param journal           whether members of Stowage wrote journals beside the log.
     * @param idleStrategy      of all threads.
     * @param reserveBytes      length of a reservation, bytes.
     * @param reserveReplyBytes length of its reply, bytes.
     * @param freeBytes         length of a free, bytes.
     * @param freeReplyBytes    length of its reply, bytes.
     * @param chunks            of the fleet.
     * @param window            commands in flight of the pipelined load.
     * @param rounds            in which both took turns.
     * @param turnMillis        time of a turn, milliseconds.
     * @param loadAverageAtTheEnd processes that ran or wanted to.
     */
    public record Setup(
            int members,
            String sync,
            boolean journal,
            String idleStrategy,
            int reserveBytes,
            int reserveReplyBytes,
            int freeBytes,
            int freeReplyBytes,
            int chunks,
            int window,
            int rounds,
            long turnMillis,
            double loadAverageAtTheEnd) {}

    /**
     * The report for people: ratios first.
     *
     * @return lines.
     */
    public String text() {
        final Table ratioTable = new Table("stowage / echo", "median", "min", "max", "target", "");
        for (final LoadReport.Ratio each : ratios) {
            ratioTable.row(
                    each.name(),
                    decimal(each.median()),
                    decimal(each.min()),
                    decimal(each.max()),
                    decimal(each.target()),
                    each.met() ? "met" : "missed");
        }
        final Table table = new Table("load", "of", "p50 us", "p90 us", "p99 us", "p99.9 us", "max us", "commands/s");
        for (final LoadReport.Figures each : figures) {
            final boolean isTimed = each.roundTrips() > 0;
            table.row(
                    each.load(),
                    each.of(),
                    isTimed ? micros(each.p50Ns()) : "",
                    isTimed ? micros(each.p90Ns()) : "",
                    isTimed ? micros(each.p99Ns()) : "",
                    isTimed ? micros(each.p999Ns()) : "",
                    isTimed ? micros(each.maxNs()) : "",
                    String.format(Locale.ROOT, "%,.0f", each.commandsPerSecond()));
        }
        return ratioTable.text() + "\n\n" + table.text() + "\n\n" + outagesText() + conditions();
    }

    private String outagesText() {
        if (outages.isEmpty()) {
            return "";
        }
        final Table table =
                new Table("without service", "kills", "min ms", "p50 ms", "p90 ms", "max ms", "p50 / election timeout");
        for (final Outage each : outages) {
            table.row(
                    each.of(),
                    Integer.toString(each.kills()),
                    millis(each.minNs()),
                    millis(each.p50Ns()),
                    millis(each.p90Ns()),
                    millis(each.maxNs()),
                    decimal(each.medianShare()));
        }
        return table.text() + "\n\n";
    }

    private String conditions() {
        return setup.members() + " members of each on loopback, each a process; those that have no turn stand still;"
                + " idle strategy " + setup.idleStrategy() + "; a reservation of 1 extent of 3 thick replicas ("
                + setup.reserveBytes() + " B, reply " + setup.reserveReplyBytes() + " B) or its return ("
                + setup.freeBytes() + " B, reply " + setup.freeReplyBytes() + " B) a message; " + setup.chunks()
                + " chunks, half full; window " + setup.window() + "; " + setup.rounds() + " rounds of "
                + setup.turnMillis() + " ms a turn; sync " + setup.sync() + "; members' journals "
                + (setup.journal() ? "on" : "off") + '\n'
                + machine.describe() + " at the start, "
                + String.format(Locale.ROOT, "%.2f", setup.loadAverageAtTheEnd()) + " at the end\n";
    }

    private static String decimal(final double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String micros(final long ns) {
        return String.format(Locale.ROOT, "%,.1f", ns / NS_PER_MICRO);
    }

    private static String millis(final long ns) {
        return String.format(Locale.ROOT, "%,.0f", ns / NS_PER_MILLI);
    }
}
