package io.stowage.server;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What became of damage, by the region of the file that it hit; a table for people. */
final class DamageTable {
    /** What a start made of a damaged file. */
    enum Fate {
        /** It was refused, with a message. */
        REFUSED,
        /** It was cut off as a torn tail, with a message. */
        CUT,
        /** A snapshot was left out, with a warning; the state is the same. */
        LEFT_OUT,
        /** Nobody reads that byte: state and count are the same. */
        HARMLESS
    }

    private final Map<String, int[]> counts = new TreeMap<>();

    void count(final String region, final Fate fate) {
        counts.computeIfAbsent(region, name -> new int[Fate.values().length])[fate.ordinal()]++;
    }

    int total(final Fate fate) {
        return counts.values().stream().mapToInt(row -> row[fate.ordinal()]).sum();
    }

    int of(final String region, final Fate fate) {
        return counts.getOrDefault(region, new int[Fate.values().length])[fate.ordinal()];
    }

    @Override
    public String toString() {
        final StringBuilder text =
                new StringBuilder("| where | refused | cut | left out | harmless |\n|---|---|---|---|---|\n");
        counts.forEach((region, row) -> text.append(
                String.format(Locale.ROOT, "| %s | %d | %d | %d | %d |%n", region, row[0], row[1], row[2], row[3])));
        return text.toString();
    }
}
