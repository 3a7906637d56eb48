package io.stowage.engine.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.engine.table.TableMemory;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums over blocks, beside an array of their weights. Sizes at and around every change of the tree's height. */
class WeightTreeTest {
    private static final int MAX_BLOCKS = 5_000;
    private static final int PLANES = 3;
    private static final int PLANE = 1;
    private static final int CHANGES = 300;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 255, 256, 257, 4_095, 4_096, 4_097, MAX_BLOCKS})
    void shouldSumAndFindAsAnArrayDoes(final int blocks) {
        final SplittableRandom random = new SplittableRandom(blocks);
        try (TableMemory memory = new TableMemory()) {
            final WeightTree tree = new WeightTree(memory, PLANES, MAX_BLOCKS);
            final long[] weights = new long[blocks];
            tree.clear(blocks);
            for (int block = 0; block < blocks; block++) {
                weights[block] = random.nextInt(4) == 0 ? 0 : random.nextInt(1_000);
                tree.collect(PLANE, block, weights[block]);
            }
            tree.sumUp(PLANE, blocks);
            for (int i = 0; i < CHANGES; i++) {
                final int block = random.nextInt(blocks);
                final long weight = random.nextLong(1L << random.nextInt(1, 40));
                tree.add(PLANE, block, weight - weights[block]);
                weights[block] = weight;
            }
            compare(tree, weights, random);
            assertThat(tree.total(0)).isZero();
            assertThat(tree.total(2)).isZero();
        }
    }

    private static void compare(final WeightTree tree, final long[] weights, final SplittableRandom random) {
        long before = 0;
        for (int block = 0; block < weights.length; block++) {
            assertThat(tree.before(PLANE, block)).as("before block %d", block).isEqualTo(before);
            if (weights[block] > 0) {
                finds(tree, block, before, 0);
                finds(tree, block, before, weights[block] - 1);
                finds(tree, block, before, random.nextLong(weights[block]));
            }
            before += weights[block];
        }
        assertThat(tree.before(PLANE, weights.length)).isEqualTo(before);
        assertThat(tree.total(PLANE)).isEqualTo(before);
    }

    private static void finds(final WeightTree tree, final int block, final long before, final long within) {
        assertThat(tree.find(PLANE, before + within)).isEqualTo(block);
        assertThat(tree.remainder()).isEqualTo(within);
    }
}
