package io.stowage.bench.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.bench.output.Machine;
import io.stowage.bench.placement.figure.Feasibility;
import io.stowage.bench.placement.figure.Filling;
import io.stowage.bench.placement.figure.Timing;
import io.stowage.bench.placement.own.Ask;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final Feasibility SOUND = new Feasibility(10, 5_000, 300, 0, 0);

    @Test
    void shouldMeetTheTargetsAgainstSlowerAndLessEvenPeers() {
        final PlacementReport report = report(400, 1.002, 0, SOUND);

        assertThat(report.targets())
                .extracting(target -> target.figure() + ": " + target.outcome())
                .containsExactly(
                        "3 replicas at 10,000 chunks: met",
                        "10,000 chunks / 100 chunks: met",
                        "100,000 chunks / 100 chunks: not measured",
                        "90 % full / none full, the worst size: met",
                        "EC 8+3 at 10,000 chunks: met",
                        "fastest peer at 10,000 chunks / ours: met",
                        "fastest peer that considers capacity / ours: met",
                        "max/mean utilisation, filled to 80 %: met",
                        "max/mean utilisation, against the best peer's: met",
                        "share of new chunks in new writes / fair share: met",
                        "garbage of a decision: met",
                        "extents not on three racks: met",
                        "feasible requests refused, any fill: met",
                        "locations that break a hard rule: met",
                        "timed decisions refused: met",
                        "decisions refused while filling: met");
        assertThat(report.isBroken()).isFalse();
    }

    @Test
    void shouldNotFailTheRunWhereOnlySpeedIsMissed() {
        final PlacementReport report = report(4_000, 1.3, 0, SOUND);

        assertThat(report.targets().stream().filter(target -> target.outcome().equals("missed")))
                .extracting(Target::figure)
                .containsExactly(
                        "3 replicas at 10,000 chunks",
                        "10,000 chunks / 100 chunks",
                        "fastest peer at 10,000 chunks / ours",
                        "fastest peer that considers capacity / ours",
                        "max/mean utilisation, filled to 80 %",
                        "max/mean utilisation, against the best peer's");
        assertThat(report.isBroken()).isFalse();
    }

    @Test
    void shouldFailTheRunWhereARuleIsBroken() {
        assertThat(report(400, 1.002, 1, SOUND).isBroken()).isTrue();
        assertThat(report(400, 1.002, 0, new Feasibility(10, 5_000, 300, 1, 0)).isBroken())
                .isTrue();
        assertThat(report(400, 1.002, 0, new Feasibility(10, 5_000, 300, 0, 1)).isBroken())
                .isTrue();
    }

    @Test
    void shouldTellPeopleHowManyTimesFasterOursIs() {
        final String text = report(400, 1.002, 0, SOUND).text();

        assertThat(text).containsPattern("peer-blind +10,000 +0 .* 25\\.0 ");
        assertThat(text).containsPattern("fastest peer that considers capacity / ours +>= +50 +75 +met");
        assertThat(text).contains("note: CRUSH is left out");
        assertThat(text).contains("10 clusters of any fill got 5,000 requests of any shape and refused 300 of them.");
    }

    private static PlacementReport report(
            final double ns, final double maxOverMean, final long rackViolations, final Feasibility feasibility) {
        final List<Timing> timings = List.of(
                timing(Ask.BATCHED, true, 100, 0, 300, 0),
                timing(Ask.BATCHED, true, 10_000, 0, ns, 0),
                timing(Ask.BATCHED, true, 10_000, 90, ns * 1.5, 0),
                timing(Ask.CODED, true, 10_000, 0, 1_500, 0),
                timing("peer-blind", false, 10_000, 0, 10_000, 5_000),
                timing("peer-aware", true, 10_000, 0, 30_000, 20_000));
        final List<Filling> fillings =
                List.of(filling(Ask.BATCHED, maxOverMean, rackViolations), filling("peer-blind", 1.2, 77));
        return new PlacementReport(
                timings,
                fillings,
                feasibility,
                Targets.of(timings, fillings, feasibility),
                List.of("CRUSH is left out"),
                new PlacementOptions(
                        List.of(100, 10_000),
                        List.of(0, 90),
                        1,
                        1,
                        1,
                        List.of(1_000),
                        1,
                        1,
                        true,
                        true,
                        1,
                        Path.of("")),
                new Machine(2, "", "", "", 0));
    }

    private static Timing timing(
            final String peer,
            final boolean considersCapacity,
            final int chunks,
            final int full,
            final double ns,
            final double bytes) {
        return new Timing(
                peer, null, considersCapacity, chunks, full, 1_000, 0, 1.1 * ns, ns, ns, bytes, List.of(1.1 * ns));
    }

    private static Filling filling(final String peer, final double maxOverMean, final long rackViolations) {
        return new Filling(
                peer,
                1,
                1_000,
                null,
                500_000,
                0,
                0.8,
                0.8 * maxOverMean,
                maxOverMean,
                0.01,
                0.7,
                0,
                rackViolations,
                3,
                1.5,
                0,
                1.0,
                1.0);
    }
}
