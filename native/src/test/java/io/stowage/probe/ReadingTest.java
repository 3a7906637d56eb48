package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReadingTest {
    private static final Reading<Integer> FOUR = Reading.measured(4);
    private static final Reading<Integer> NONE = Reading.unavailable("no such disk");

    @Test
    void shouldHoldAValueOrAReason() {
        assertThat(FOUR.toOptional()).contains(4);
        assertThat(FOUR.whyUnavailable()).isEmpty();
        assertThat(NONE.toOptional()).isEmpty();
        assertThat(NONE.whyUnavailable()).contains("no such disk");
        assertThat(FOUR.orElse(7)).isEqualTo(4);
        assertThat(NONE.orElse(7)).isEqualTo(7);
    }

    @Test
    void shouldKeepTheReasonThroughMapping() {
        assertThat(FOUR.map(value -> "x" + value)).isEqualTo(Reading.measured("x4"));
        assertThat(NONE.map(value -> "x" + value)).isEqualTo(Reading.unavailable("no such disk"));
        assertThat(FOUR.flatMap(value -> Reading.unavailable("odd"))).isEqualTo(Reading.unavailable("odd"));
    }

    @Test
    void shouldPreferAValue() {
        assertThat(FOUR.or(Reading.measured(5))).isEqualTo(FOUR);
        assertThat(NONE.or(FOUR)).isEqualTo(FOUR);
        assertThat(NONE.or(Reading.unavailable("other"))).isEqualTo(Reading.unavailable("other"));
    }
}
