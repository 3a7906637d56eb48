package io.stowage.bench.micro;

import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import java.util.List;
import java.util.Locale;

/**
 * All rows of a run.
 *
 * @param results      in the order of the names and sizes.
 * @param garbageFree  whether every benchmark stayed below a byte an operation.
 * @param jvmArguments of the JVMs that measured.
 * @param options      how it was measured.
 * @param machine      on what.
 */
public record MicroReport(
        List<MicroResult> results,
        boolean garbageFree,
        List<String> jvmArguments,
        MicroOptions options,
        Machine machine) {
    /** Keeps what is given. */
    public MicroReport {
        results = List.copyOf(results);
        jvmArguments = List.copyOf(jvmArguments);
    }

    /**
     * The report for people.
     *
     * @return lines.
     */
    public String text() {
        final Table table =
                new Table("benchmark", "chunks", "ns/op", "+-", "best ns", "on cpu", "cpu ns/op", "B/op", "x copy");
        for (final MicroResult each : results) {
            table.row(
                    each.benchmark(),
                    each.chunks() == null ? "" : each.chunks(),
                    figure("%.1f", each.nsPerOp()),
                    figure("%.1f", each.errorNs()),
                    figure("%.1f", each.bestNs()),
                    figure("%.2f", each.cpuShare()),
                    figure("%.1f", each.cpuNsPerOp()),
                    figure("%.3f", each.bytesPerOp()),
                    each.timesTheFloor() == null ? "" : figure("%.1f", each.timesTheFloor()));
        }
        final StringBuilder text = new StringBuilder(table.text())
                .append(
                        "\n\n'best ns': the fastest iteration. 'on cpu': well below 1 says that other processes disturbed it;")
                .append(
                        "\n'cpu ns/op': ns/op less the waiting for them. 'x copy': that, over that of the floor, which is")
                .append("\na copy of the bytes of request and reply in the same run.\n")
                .append(machine.describe())
                .append('\n');
        for (final MicroResult each : results) {
            if (each.makesGarbage()) {
                text.append("FAILED: ")
                        .append(each.benchmark())
                        .append(" makes ")
                        .append(figure("%.1f", each.bytesPerOp()))
                        .append(" bytes of garbage an operation; the hot path must make none\n");
            }
        }
        return text.toString();
    }

    private static String figure(final String format, final double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
