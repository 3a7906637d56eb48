package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CpuSetTest {
    @ParameterizedTest
    @CsvSource({"'0-3,8', 5", "'0', 1", "'', 0", "'8191', 1", "'0-1,3-4,6', 5"})
    void shouldReadAndWriteTheKernelsLists(final String list, final int count) {
        assertThat(CpuSet.parse(list + "\n").count()).isEqualTo(count);
        assertThat(CpuSet.parse(list)).hasToString(list);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "3-1", "1,,2", "-1", "0-8192", "1-", "0-3:1/2", "99999999999"})
    void shouldRefuseOtherText(final String list) {
        assertThatThrownBy(() -> CpuSet.parse(list))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + list + "' is no list of CPUs; write numbers from 0 to 8191 and ranges, as in 0-3,8");
    }

    @Test
    void shouldAgreeWithAPlainSetOfNumbers() {
        for (long seed = 0; seed < 500; seed++) {
            // given
            final Random random = new Random(seed);
            final TreeSet<Integer> model = new TreeSet<>();
            final int size = random.nextInt(40);
            for (int i = 0; i < size; i++) {
                model.add(random.nextInt(64));
            }

            // when
            final CpuSet set = CpuSet.parse(model.stream().map(Object::toString).collect(Collectors.joining(",")));

            // then
            assertThat(set.stream().boxed()).as("seed %d", seed).containsExactlyElementsOf(model);
            assertThat(set.count()).isEqualTo(model.size());
            assertThat(CpuSet.parse(set.toString())).isEqualTo(set).hasSameHashCodeAs(set);
            for (int cpu = -1; cpu < 70; cpu++) {
                assertThat(set.contains(cpu)).isEqualTo(model.contains(cpu));
            }
        }
    }

    @Test
    void shouldTellSubsets() {
        assertThat(CpuSet.of(0, 1, 2).containsAll(CpuSet.of(0, 2))).isTrue();
        assertThat(CpuSet.of(0, 1, 2).containsAll(CpuSet.of(0, 3))).isFalse();
        assertThat(CpuSet.of(0).containsAll(CpuSet.of())).isTrue();
    }
}
