package io.stowage.bench.journal;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.LongArrayList;

/** Times of one contestant, one a round. */
final class Rounds {
    private final LongArrayList times = new LongArrayList();

    /** Takes a time, unless the round only warms up. */
    void add(final int round, final long time) {
        if (round >= 0) {
            times.addLong(time);
        }
    }

    double median() {
        return medianOf(
                times.stream().mapToDouble(Long::doubleValue).sorted().boxed().toList());
    }

    /** Median over the rounds of the ratio within a round. */
    double ratioTo(final Rounds floor) {
        final List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            ratios.add((double) times.getLong(i) / floor.times.getLong(i));
        }
        return medianOf(ratios.stream().sorted().toList());
    }

    private static double medianOf(final List<Double> sorted) {
        final int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
