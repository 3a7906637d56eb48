package io.stowage.sim.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The ddmin algorithm (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 2002): leaves out
 * ever smaller parts of a list as long as it still fails, until no single item can be left out, or no more tests are allowed.
 */
final class DeltaDebugging {
    private DeltaDebugging() {}

    /**
     * Makes a failing list smaller.
     *
     * @param items of which some are needed; must fail.
     * @param fails whether a list, in the order of the items, fails; false too where no more tests are allowed.
     * @param <T>   kind of the items.
     * @return a part of the items that fails, in their order.
     */
    static <T> List<T> reduce(final List<T> items, final Predicate<List<T>> fails) {
        List<T> left = List.copyOf(items);
        int size = Math.max(1, left.size() / 2);
        while (!left.isEmpty()) {
            final List<T> smaller = without(left, size, fails);
            if (smaller.size() < left.size()) {
                left = smaller;
                size = Math.max(1, Math.min(size, left.size() / 2));
            } else if (size == 1) {
                return left;
            } else {
                size /= 2;
            }
        }
        return left;
    }

    /** The list without each part that it can do without, one after the other, from the end: what comes late is needed least. */
    private static <T> List<T> without(final List<T> items, final int size, final Predicate<List<T>> fails) {
        List<T> left = items;
        for (int to = items.size(); to > 0; to -= size) {
            final List<T> candidate = new ArrayList<>(left.subList(0, Math.max(0, to - size)));
            candidate.addAll(left.subList(to, left.size()));
            if (fails.test(candidate)) {
                left = candidate;
            }
        }
        return left;
    }
}
