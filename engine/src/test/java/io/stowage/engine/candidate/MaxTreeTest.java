package io.stowage.engine.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The largest value of any interval, beside an array: few different values, so that the first of equals matters. */
class MaxTreeTest {
    private static final int PLANES = 2;
    private static final int PLANE = 1;
    private static final int STEPS = 2_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 255, 256, 257, 4_096, 5_000})
    void shouldFindTheFirstOfTheLargest(final int positions) {
        final SplittableRandom random = new SplittableRandom(positions);
        try (TableMemory memory = new TableMemory()) {
            final MaxTree tree = new MaxTree(memory, PLANES, positions);
            final long[] values = new long[positions];
            for (int step = 0; step < STEPS; step++) {
                final int position = random.nextInt(positions);
                values[position] = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 8);
                tree.set(PLANE, position, values[position]);
                final int from = random.nextInt(positions + 1);
                final int to = random.nextInt(from, positions + 1);
                final int first = firstOfLargest(values, from, to);
                assertThat(tree.positionOfMax(PLANE, from, to))
                        .as("step %d, from %d to %d", step, from, to)
                        .isEqualTo(first);
                assertThat(tree.max(PLANE, from, to)).isEqualTo(first == RowTable.NONE ? 0 : values[first]);
                final long least = random.nextLong(1, 9);
                assertThat(tree.countAtLeast(PLANE, from, to, least))
                        .as("step %d, from %d to %d, at least %d", step, from, to, least)
                        .isEqualTo((int) Arrays.stream(values, from, to)
                                .filter(value -> value >= least)
                                .count());
            }
            assertThat(tree.max(0, 0, positions)).isZero();
        }
    }

    /** Values that are collected and then raised answer as those that were set one by one, also where others were before. */
    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 256, 257, 4_097})
    void shouldFindWhatWasCollected(final int positions) {
        final SplittableRandom random = new SplittableRandom(positions);
        try (TableMemory memory = new TableMemory()) {
            final MaxTree tree = new MaxTree(memory, PLANES, positions + 100);
            final long[] values = new long[positions];
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < positions; i++) {
                    values[i] = random.nextInt(4);
                    tree.collect(PLANE, i, values[i]);
                }
                tree.raise(PLANE, positions);
                for (int from = 0; from < positions; from += 1 + positions / 64) {
                    final int first = firstOfLargest(values, from, positions);
                    assertThat(tree.positionOfMax(PLANE, from, positions)).isEqualTo(first);
                }
            }
        }
    }

    private static int firstOfLargest(final long[] values, final int from, final int to) {
        int best = RowTable.NONE;
        for (int i = from; i < to; i++) {
            if (values[i] > 0 && (best == RowTable.NONE || values[i] > values[best])) {
                best = i;
            }
        }
        return best;
    }
}
