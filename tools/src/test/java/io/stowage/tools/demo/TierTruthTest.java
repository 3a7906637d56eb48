package io.stowage.tools.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TierTruthTest {
    private final TierTruth truth = new TierTruth();

    @Test
    void shouldCountThinNominallyUntilMeasuredOnce() {
        // given
        truth.addThick(1_000);
        truth.addThin(256, 100);

        // then
        assertThat(truth.leastBytes()).isEqualTo(1_256);

        // when
        final long measured = truth.measure();

        // then
        assertThat(measured).isEqualTo(100);
        assertThat(truth.leastBytes()).isEqualTo(1_100);
        assertThat(truth.thinNominalBytes()).isEqualTo(256);
    }

    @Test
    void shouldTakeBackAMeasuredAndAnUnmeasuredSegment() {
        // given
        final long beforeFirst = truth.addThin(256, 100);
        truth.measure();
        final long beforeSecond = truth.addThin(256, 60);

        // when
        truth.removeThin(256, 100, beforeFirst);

        // then
        assertThat(truth.leastBytes()).isEqualTo(256);
        assertThat(truth.thinWrittenBytes()).isEqualTo(60);

        // when
        truth.removeThin(256, 60, beforeSecond);

        // then
        assertThat(truth.leastBytes()).isZero();
        assertThat(truth.thinWrittenBytes()).isZero();
        assertThat(truth.thinNominalBytes()).isZero();
    }
}
