package io.stowage.bench.load;

import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import java.util.List;
import java.util.Locale;

/**
 * What a run showed.
 *
 * @param ratios  server over echo: what to look at first, for both had the same machine at nearly the same time.
 * @param figures of both.
 * @param garbage of the server's thread.
 * @param setup   under what conditions.
 * @param machine on what.
 */
public record LoadReport(List<Ratio> ratios, List<Figures> figures, Garbage garbage, Setup setup, Machine machine) {
    private static final double NS_PER_MICRO = 1_000.0;
    private static final double PERCENT = 100;

    /** Keeps what is given. */
    public LoadReport {
        ratios = List.copyOf(ratios);
        figures = List.copyOf(figures);
    }

    /**
     * Server over echo.
     *
     * @param name   of the figure.
     * @param median over the rounds.
     * @param min    of all rounds.
     * @param max    of all rounds.
     * @param target that the median should keep.
     * @param met    whether it does.
     */
    public record Ratio(String name, double median, double min, double max, double target, boolean met) {}

    /**
     * Figures of one kind of load, over all rounds.
     *
     * @param load              which.
     * @param of                server or echo.
     * @param roundTrips        of reservations that were timed.
     * @param p50Ns             median, nanoseconds.
     * @param p90Ns             90th percentile, nanoseconds.
     * @param p99Ns             99th percentile, nanoseconds.
     * @param p999Ns            99.9th percentile, nanoseconds.
     * @param maxNs             longest, nanoseconds.
     * @param commands          answered, half of them reservations and half of them frees.
     * @param commandsPerSecond answered a second.
     */
    public record Figures(
            String load,
            String of,
            long roundTrips,
            long p50Ns,
            long p90Ns,
            long p99Ns,
            long p999Ns,
            long maxNs,
            long commands,
            double commandsPerSecond) {}

    /**
     * What the server's thread left on the heap after warm-up, with Aeron, journal and replies.
     *
     * @param commands answered.
     * @param bytes    allocated by the thread.
     */
    public record Garbage(long commands, long bytes) {}

    /**
     * The conditions.
     *
     * @param idleStrategy         of both threads.
     * @param threads              what runs where.
     * @param payload              what a command and its reply carry.
     * @param reserveBytes         length of a reservation, bytes.
     * @param reserveReplyBytes    length of its reply, bytes.
     * @param freeBytes            length of a free, bytes.
     * @param freeReplyBytes       length of its reply, bytes.
     * @param chunks               of the fleet.
     * @param rate                 commands a second of the open loop.
     * @param window               commands in flight of the pipelined load.
     * @param rounds               in which server and echo took turns.
     * @param sliceMillis          time of a turn, milliseconds.
     * @param journalSync          what the journal survives.
     * @param journalFileSystem    kind of file system that it lies on.
     * @param journalBytes         written in the whole run, bytes.
     * @param cpuShare             share of two processors that the process had; well below 1: others disturbed it, or the idle
     *                             strategy sleeps.
     * @param loadAverageAtTheEnd  processes that ran or wanted to; more than the two of this benchmark: others disturbed it.
     */
    public record Setup(
            String idleStrategy,
            String threads,
            String payload,
            int reserveBytes,
            int reserveReplyBytes,
            int freeBytes,
            int freeReplyBytes,
            int chunks,
            int rate,
            int window,
            int rounds,
            long sliceMillis,
            String journalSync,
            String journalFileSystem,
            long journalBytes,
            double cpuShare,
            double loadAverageAtTheEnd) {}

    /**
     * The report for people: ratios first.
     *
     * @return lines.
     */
    public String text() {
        final Table ratioTable = new Table("server / echo", "median", "min", "max", "target", "");
        for (final Ratio each : ratios) {
            ratioTable.row(
                    each.name(),
                    ratio(each.median()),
                    ratio(each.min()),
                    ratio(each.max()),
                    ratio(each.target()),
                    each.met() ? "met" : "missed");
        }
        final Table table = new Table("load", "of", "p50 us", "p90 us", "p99 us", "p99.9 us", "max us", "commands/s");
        for (final Figures each : figures) {
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
        return ratioTable.text() + "\n\n" + table.text() + "\n\n" + garbageText() + "\n\n" + conditions();
    }

    private String garbageText() {
        return String.format(
                Locale.ROOT,
                "the server's thread allocated %,d bytes over %,d commands",
                garbage.bytes(),
                garbage.commands());
    }

    private String conditions() {
        return "idle strategy " + setup.idleStrategy() + "; " + setup.threads() + "; " + setup.payload() + " ("
                + setup.reserveBytes() + " B, reply " + setup.reserveReplyBytes() + " B; free " + setup.freeBytes()
                + " B, reply " + setup.freeReplyBytes() + " B); " + setup.chunks() + " chunks, half full; open loop "
                + setup.rate() + " commands/s; window " + setup.window() + "; " + setup.rounds() + " rounds of "
                + setup.sliceMillis() + " ms a turn; journal sync=" + setup.journalSync() + " on "
                + setup.journalFileSystem() + ", " + setup.journalBytes() + " bytes written\n" + machine.describe()
                + " at the start, " + String.format(Locale.ROOT, "%.2f", setup.loadAverageAtTheEnd())
                + " at the end; had " + String.format(Locale.ROOT, "%.0f", PERCENT * setup.cpuShare())
                + " % of two processors\n";
    }

    private static String ratio(final double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String micros(final long ns) {
        return String.format(Locale.ROOT, "%,.2f", ns / NS_PER_MICRO);
    }
}
