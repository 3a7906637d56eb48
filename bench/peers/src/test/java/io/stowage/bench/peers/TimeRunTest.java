package io.stowage.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class TimeRunTest {
    private static final TimeRun.Limits SHORT = new TimeRun.Limits(100, 4, 20_000_000, 50_000_000);

    @ParameterizedTest
    @EnumSource
    void shouldTimeDecisions(final PeerKind kind) {
        final TimeReport report = new TimeRun(kind, Clusters.mixed(4, 4), 0, SHORT, 1).run();

        assertThat(report.peer()).isEqualTo(kind.label());
        assertThat(report.chunks()).isEqualTo(32);
        assertThat(report.feasible()).isTrue();
        assertThat(report.failures()).isZero();
        assertThat(report.faultyDecisions()).isZero();
        assertThat(report.batches()).hasSize(4);
        assertThat(report.decisions()).isEqualTo(4 * report.decisionsPerBatch()).isBetween(4, 400);
        assertThat(report.minNsPerDecision()).isPositive().isLessThanOrEqualTo(report.nsPerDecision());
        assertThat(report.cpuNsPerDecision()).isPositive();
        assertThat(report.bytesPerDecision()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountFailuresWhenTooFewNodesHaveRoom(final PeerKind kind) {
        // Of 32 chunks, those of the ranks 30 and 31 have room.
        final TimeReport report = new TimeRun(kind, Clusters.mixed(4, 4), 30, SHORT, 1).run();

        assertThat(report.feasible()).isFalse();
        assertThat(report.failures()).isEqualTo(report.decisions()).isPositive();
        assertThat(report.faultyDecisions()).isZero();
    }
}
