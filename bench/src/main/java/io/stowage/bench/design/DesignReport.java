package io.stowage.bench.design;

import io.stowage.bench.micro.MicroOptions;
import io.stowage.bench.micro.MicroResult;
import io.stowage.bench.output.Machine;
import io.stowage.bench.output.Table;
import java.util.List;
import java.util.Locale;

/**
 * All rows of a run.
 *
 * @param rows        by the share of full chunks, the size and the design.
 * @param garbageFree whether every design stayed below a byte a decision.
 * @param options     how it was measured.
 * @param machine     on what.
 */
public record DesignReport(List<DesignRow> rows, boolean garbageFree, MicroOptions options, Machine machine) {
    private static final int PERCENT = 100;

    /** Keeps what is given. */
    public DesignReport {
        rows = List.copyOf(rows);
    }

    /**
     * The report for people.
     *
     * @return lines.
     */
    public String text() {
        final Table table = new Table(
                "design",
                "chunks",
                "full %",
                "ns/decision",
                "best ns",
                "on cpu",
                "B/op",
                "max/mean",
                "new/fair",
                "refused at %");
        for (final DesignRow row : rows) {
            final MicroResult time = row.time();
            final Quality quality = row.quality();
            table.row(
                    row.design().name().toLowerCase(Locale.ROOT),
                    row.chunks(),
                    row.fullPercent(),
                    figure("%.0f", time.cpuNsPerOp()),
                    figure("%.0f", time.bestNs()),
                    figure("%.2f", time.cpuShare()),
                    figure("%.3f", time.bytesPerOp()),
                    quality == null ? "" : figure("%.4f", quality.maxOverMean()),
                    quality == null ? "" : figure("%.2f", quality.newOverFair()),
                    quality == null ? "" : figure("%.2f", quality.refusedFilled() * PERCENT));
        }
        return table.text()
                + "\n\n'ns/decision': time on a processor of choosing and charging 3 chunks in 3 zones and giving 3 back."
                + "\n'max/mean', 'new/fair', 'refused at': of the chunks that are not full from the start, at "
                + Quality.CHUNKS
                + " chunks:\nutilisations at 80 %; share of new empty chunks in writes over their share of the capacity; fill at the"
                + "\nfirst refusal. Every decision of these is checked: no full chunk, no refusal while three zones have room.\n"
                + machine.describe()
                + '\n';
    }

    private static String figure(final String format, final double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
