package io.stowage.tools.config;

import java.util.Comparator;
import java.util.List;

/** Finds what somebody may have meant by a name that is not known. */
public final class NearestName {
    private NearestName() {}

    /**
     * The nearest name.
     *
     * @param name  that is not known.
     * @param known names, at least one.
     * @return the one with the fewest letters to change.
     */
    public static String of(final String name, final List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
    }

    /**
     * How far two names are apart (Levenshtein).
     *
     * @param from one name.
     * @param to   the other.
     * @return the least number of letters to insert, delete or replace.
     */
    public static int distance(final String from, final String to) {
        int[] previous = new int[to.length() + 1];
        int[] current = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                final int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            final int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[to.length()];
    }
}
