package io.stowage.sim.mutation;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Results as a table of text. */
public final class MutationTable {
    private MutationTable() {}

    /**
     * One line a fault, below a head line, and a line that sums up. {@code found by} says which check reported the fault
     * first, {@code seeds} how many it took and {@code step} where in the last of them; then the same with the
     * fault's own law alone.
     *
     * @param results to show.
     * @return lines, each ended.
     */
    public static String of(final List<MutationResult> results) {
        final int width = results.stream()
                .mapToInt(result -> result.fault().name().length())
                .max()
                .orElse(0);
        final StringBuilder table = new StringBuilder();
        line(table, width, "fault", "law", "found by", "seeds", "step", "alone", "seeds");
        for (final MutationResult result : results) {
            final Finding first = result.first();
            final Finding alone = result.alone();
            line(
                    table,
                    width,
                    result.fault().name(),
                    result.fault().law().name(),
                    first == null ? "NOT FOUND" : first.check(),
                    String.valueOf(first == null ? result.tried() : first.seeds()),
                    first == null ? "-" : String.valueOf(first.step()),
                    checkOf(alone),
                    alone == null ? "-" : String.valueOf(alone.seeds()));
        }
        final long found = results.stream().filter(MutationResult::found).count();
        return table.append(found)
                .append(" of ")
                .append(results.size())
                .append(" faults found\n")
                .toString();
    }

    private static String checkOf(final @Nullable Finding finding) {
        return finding == null ? "-" : finding.check();
    }

    private static void line(
            final StringBuilder table,
            final int width,
            final String name,
            final String law,
            final String check,
            final String seeds,
            final String step,
            final String alone,
            final String seedsAlone) {
        table.append(name)
                .repeat(' ', width - name.length() + 2)
                .append(String.format(
                        Locale.ROOT, "%-3s  %-9s  %5s  %5s  %-9s  %5s\n", law, check, seeds, step, alone, seedsAlone));
    }
}
