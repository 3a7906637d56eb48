package io.stowage.sim.mutation;

import java.util.List;
import java.util.Locale;

/** Results as a table of text. */
public final class MutationTable {
    private MutationTable() {}

    /**
     * One line a fault, below a head line, and a line that sums up.
     *
     * @param results to show.
     * @return lines, each ended.
     */
    public static String of(final List<MutationResult> results) {
        final int width = results.stream()
                .mapToInt(result -> result.fault().name().length())
                .max()
                .orElse(5);
        final String format = "%-" + Math.max(5, width) + "s  %-3s  %-9s  %5s  %6s%n";
        final StringBuilder table = new StringBuilder(line(format, "fault", "law", "found by", "seeds", "step"));
        for (final MutationResult result : results) {
            table.append(line(
                    format,
                    result.fault().name(),
                    result.fault().law(),
                    result.found() ? result.foundBy() : "NOT FOUND",
                    result.seeds(),
                    result.found() ? result.step() : "-"));
        }
        final long found = results.stream().filter(MutationResult::found).count();
        return table.append(found + " of " + results.size() + " faults found")
                .append(System.lineSeparator())
                .toString();
    }

    @SuppressWarnings("AnnotateFormatMethod") // the width is that of the longest name
    private static String line(final String format, final Object... cells) {
        return String.format(Locale.ROOT, format, cells);
    }
}
