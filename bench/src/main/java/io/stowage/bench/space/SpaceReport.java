package io.stowage.bench.space;

import io.stowage.bench.micro.MicroOptions;
import io.stowage.bench.micro.MicroResult;
import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * All operations at both sizes.
 *
 * @param results of each.
 * @param ratios  of the sizes.
 * @param sizes   of the tables.
 * @param options how it was measured.
 * @param machine on what.
 */
public record SpaceReport(
        List<SpaceResult> results, List<Ratio> ratios, List<TableSizes> sizes, MicroOptions options, Machine machine) {
    /** The ratio that is aimed at where the same chunks are touched. */
    static final double TARGET = 1.3;

    /** Keeps what is given. */
    public SpaceReport {
        results = List.copyOf(results);
        ratios = List.copyOf(ratios);
        sizes = List.copyOf(sizes);
    }

    /**
     * What a large cluster costs over a small one.
     *
     * @param operation name.
     * @param touch     which chunks it names.
     * @param small     in the small cluster.
     * @param large     in the large cluster.
     * @param ratio     of their median times.
     * @param bestRatio of their best times.
     */
    public record Ratio(
            String operation, Touch touch, SpaceResult small, SpaceResult large, double ratio, double bestRatio) {}

    static List<Ratio> ratios(final List<SpaceResult> results, final int small, final int large) {
        final List<Ratio> ratios = new ArrayList<>();
        for (final SpaceResult one : results) {
            if (one.chunks() == small) {
                results.stream()
                        .filter(isTheSame(one, large))
                        .map(other -> new Ratio(
                                one.operation(),
                                one.touch(),
                                one,
                                other,
                                other.cpuNs() / one.cpuNs(),
                                other.bestCpuNs() / one.bestCpuNs()))
                        .forEach(ratios::add);
            }
        }
        ratios.sort(Comparator.comparing(Ratio::touch).thenComparing(Ratio::operation));
        return ratios;
    }

    private static Predicate<SpaceResult> isTheSame(final SpaceResult one, final int chunks) {
        return other -> other.chunks() == chunks
                && other.touch() == one.touch()
                && other.operation().equals(one.operation());
    }

    /**
     * Whether any operation makes garbage.
     *
     * @return true from a byte an operation on, if they make more in an iteration than JMH itself may.
     */
    public boolean makesGarbage() {
        return results.stream()
                .anyMatch(each -> !(each.bytesPerOp() < MicroResult.GARBAGE_LIMIT_BYTES)
                        && !(each.bytesPerOp() * each.operations() < MicroResult.HARNESS_BYTES));
    }

    /**
     * The report for people.
     *
     * @return lines.
     */
    public String text() {
        final TableSizes small = sizes.getFirst();
        final TableSizes large = sizes.getLast();
        final Table table = new Table(
                "operation",
                "touched",
                "cpu ns at " + small.chunks(),
                "at " + large.chunks(),
                "ratio",
                "best ns at " + small.chunks(),
                "at " + large.chunks(),
                "ratio",
                "B/op");
        for (final Ratio each : ratios) {
            table.row(
                    each.operation().equals(SpaceBenchmarks.REPORT) ? "report, a row" : each.operation(),
                    each.touch() == Touch.SAME ? "the same " + Touch.SAME_CHUNKS : "all",
                    figure("%.1f", each.small().cpuNs()),
                    figure("%.1f", each.large().cpuNs()),
                    figure("%.2f", each.ratio()),
                    figure("%.1f", each.small().bestCpuNs()),
                    figure("%.1f", each.large().bestCpuNs()),
                    figure("%.2f", each.bestRatio()),
                    figure("%.3f", each.large().bytesPerOp()));
        }
        return table.text()
                + "\n\nTarget: a ratio of " + TARGET + " where the same " + Touch.SAME_CHUNKS
                + " chunks are touched. Where all are, the large cluster's tables are in no cache:\n"
                + describe(small) + ", " + describe(large) + ".\n" + machine.describe() + '\n';
    }

    private static String describe(final TableSizes size) {
        return figure("%,d", size.chunks()) + " chunks x " + SpaceFixture.EMS + " extent managers have "
                + figure("%,d", size.spaceRows()) + " rows, all tables together "
                + figure("%,d", size.offHeapBytes() >> 20) + " MiB";
    }

    private static String figure(final String format, final Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
