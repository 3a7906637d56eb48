package io.stowage.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class FillRunTest {
    @ParameterizedTest
    @EnumSource
    void shouldFillToTheWantedShare(final PeerKind kind) {
        final FillReport report = new FillRun(kind, Clusters.mixed(5, 6), new FillRun.Options(0.5, 50, 1, 30, 1)).run();

        assertThat(report.endedBy()).isEqualTo("fill");
        assertThat(report.filled()).isCloseTo(0.5, within(0.001));
        assertThat(report.decisions() - report.failures()).isEqualTo(60 / 3 * (1 + 2 + 4) * 50 / 2 / 3 + 1);
        assertThat(report.minUtilisation()).isLessThanOrEqualTo(report.meanUtilisation());
        assertThat(report.maxUtilisation()).isBetween(report.meanUtilisation(), 1.0);
        assertThat(report.overfull()).isZero();
        assertThat(report.zoneSpread()).isBetween(1.0, 2.0);
        assertThat(report.rackViolations()).isBetween(0, report.decisions());
        assertThat(report.newChunks()).isEqualTo(3);
        assertThat(report.newChunkShare()).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = {"OZONE_RACK_AWARE", "OZONE_CAPACITY"})
    void shouldOverfillWhatIsNotReportedInTime(final PeerKind kind) {
        final FillReport report =
                new FillRun(kind, Clusters.mixed(5, 6), new FillRun.Options(0.9, 50, 1_000_000, 30, 1)).run();

        assertThat(report.overfull()).isPositive();
        assertThat(report.maxUtilisation()).isGreaterThan(1);
    }

    @Test
    void shouldEndWhenThePolicyOnlyRefuses() {
        // Two chunks have no room for a third replica.
        final FillReport report =
                new FillRun(PeerKind.HDFS_DEFAULT, Clusters.mixed(1, 1), new FillRun.Options(0.5, 50, 1, 30, 1)).run();

        assertThat(report.endedBy()).isEqualTo("refusals");
        assertThat(report.failures()).isEqualTo(report.decisions()).isEqualTo(10_000);
        assertThat(report.filled()).isZero();
    }
}
