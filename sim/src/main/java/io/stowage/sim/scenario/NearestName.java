package io.stowage.sim.scenario;

import java.util.Collection;
import java.util.Locale;

/** The name that somebody probably meant: that with the smallest edit distance (Levenshtein), if it is near at all. */
final class NearestName {
    private NearestName() {}

    /** A hint to put behind an error, or nothing where no known name is near. */
    static String hint(final String name, final Collection<String> known) {
        String nearest = "";
        int least = Math.max(2, name.length() / 2);
        for (final String candidate : known) {
            final int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest.isEmpty() ? "" : "; did you mean '" + nearest + "'?";
    }

    private static int distance(final String a, final String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            final int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
