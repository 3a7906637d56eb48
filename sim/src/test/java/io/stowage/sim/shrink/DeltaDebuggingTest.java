package io.stowage.sim.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is needed stays, all else goes. */
class DeltaDebuggingTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 57})
    void shouldLeaveWhatIsNeededAlone(final int needed) {
        for (long seed = 1; seed <= 20; seed++) {
            // given
            final SplittableRandom random = new SplittableRandom(seed);
            final List<Integer> items =
                    IntStream.range(0, needed + random.nextInt(200)).boxed().toList();
            final Set<Integer> wanted = new TreeSet<>();
            while (wanted.size() < needed) {
                wanted.add(random.nextInt(items.size()));
            }

            // when
            final List<Integer> left = DeltaDebugging.reduce(items, candidate -> candidate.containsAll(wanted));

            // then
            assertThat(left).as("seed %d", seed).containsExactlyElementsOf(wanted);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldLeaveNothingThatCanGoAlone(final long seed) {
        // given
        final List<Integer> items =
                new SplittableRandom(seed).ints(120, 0, 50).boxed().toList();

        // when
        final List<Integer> left = DeltaDebugging.reduce(items, candidate -> sum(candidate) >= 400);

        // then
        assertThat(sum(left)).isGreaterThanOrEqualTo(400);
        assertThat(left).allSatisfy(item -> assertThat(sum(left) - item).isLessThan(400));
    }

    private static int sum(final List<Integer> items) {
        return items.stream().mapToInt(Integer::intValue).sum();
    }
}
