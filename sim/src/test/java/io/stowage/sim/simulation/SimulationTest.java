package io.stowage.sim.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The laws of space hold under faults; and the checks that say so can fail. */
class SimulationTest {
    private static final int STEPS = 3_000;

    static LongStream fixedSeeds() {
        return LongStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @MethodSource("fixedSeeds")
    void shouldKeepAllLaws(final long seed) {
        // when
        final SimulationResult result = Simulation.run(SimulationOptions.of(seed, STEPS));

        // then
        assertThat(result.violations()).as("%s", result).isEmpty();
        assertThat(result.steps()).isEqualTo(STEPS);
        assertThat(result.grants()).isGreaterThan(200);
    }

    @Test
    void shouldKeepAllLawsWithAFreshSeed() {
        // given
        final long seed = new SplittableRandom().nextLong();
        System.out.println("fresh seed: " + seed);

        // when
        final SimulationResult result = Simulation.run(SimulationOptions.of(seed, STEPS));

        // then
        System.out.println(result);
        assertThat(result.violations()).as("%s", result).isEmpty();
    }

    @Test
    void shouldRepeatExactlyWithTheSameSeed() {
        // given
        final SimulationOptions options = SimulationOptions.of(77, 800);

        // when, then
        assertThat(Simulation.run(options)).isEqualTo(Simulation.run(options));
        assertThat(Simulation.run(SimulationOptions.of(78, 800)).stateHash())
                .isNotEqualTo(Simulation.run(options).stateHash());
    }

    @Test
    void shouldSeeWhatItIsThereFor() {
        // when
        final Set<String> kinds = new TreeSet<>();
        for (long seed = 1; seed <= 10; seed++) {
            final SimulationResult result = Simulation.run(SimulationOptions.of(seed, 2 * STEPS));
            kinds.addAll(result.faults().keySet());
            kinds.addAll(result.seen().keySet());
        }

        // then
        assertThat(kinds)
                .contains(
                        "back pressure",
                        "broken frame",
                        "capacity changed",
                        "chunk clock skewed",
                        "chunk declared lost",
                        "chunk moved to a pool",
                        "chunk removal begun",
                        "chunk removed",
                        "chunk restarted",
                        "command of another cluster",
                        "configuration changed",
                        "disk failed",
                        "disk grown",
                        "extent manager clock skewed",
                        "extent manager removed",
                        "extent manager restarted",
                        "frame doubled",
                        "frame lost",
                        "frame of an old session",
                        "hostile delta",
                        "hostile give-back",
                        "hostile keepalive",
                        "hostile report",
                        "hostile reposition",
                        "hostile reservation",
                        "hostile setting",
                        "isolation",
                        "journal tail torn",
                        "licence changed",
                        "limits refused",
                        "long delay",
                        "maintenance",
                        "mass silence",
                        "member list changed",
                        "node moved",
                        "outcome unknown",
                        "replay from zero",
                        "reposition failed",
                        "reposition given back",
                        "reposition succeeded",
                        "reply abandoned",
                        "reply decided later",
                        "report",
                        "report fragment lost",
                        "report fragment repeated",
                        "segment given back",
                        "segment made thin",
                        "segment removed",
                        "server paused",
                        "server restarted",
                        "session cut",
                        "snapshot",
                        "started afresh",
                        "state lost",
                        "superseded process stopped",
                        "tier withdrawn",
                        "two sessions of one incarnation",
                        "unknown chunk in a report",
                        "wrong bytes in a report",
                        "wrong checksum of a report",
                        "wrong row count of a report",
                        "FENCED",
                        "WRONG_CLUSTER");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void shouldFindEveryMistake(final Mistake mistake) {
        // when
        final long found = LongStream.rangeClosed(1, 10)
                .mapToObj(
                        seed -> Simulation.run(SimulationOptions.of(seed, STEPS).with(mistake)))
                .filter(result -> !result.violations().isEmpty())
                .peek(result -> System.out.println(mistake + " seed " + result.seed() + ": " + result.violations()))
                .limit(1)
                .count();

        // then
        assertThat(found).isEqualTo(1);
    }
}
