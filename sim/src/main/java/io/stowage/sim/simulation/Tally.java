package io.stowage.sim.simulation;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts by name. */
final class Tally {
    private final SortedMap<String, Long> counts = new TreeMap<>();

    void add(final String name) {
        counts.merge(name, 1L, Long::sum);
    }

    void add(final String name, final long count) {
        counts.merge(name, count, Long::sum);
    }

    SortedMap<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
