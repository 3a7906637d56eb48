package io.stowage.sim.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.engine.Limits;
import io.stowage.sim.mutation.Fault;
import io.stowage.sim.mutation.FaultyRun;
import io.stowage.sim.mutation.MutationCheck;
import io.stowage.sim.scenario.EngineTarget;
import io.stowage.sim.scenario.ScenarioRunner;
import io.stowage.sim.simulation.Mistake;
import io.stowage.sim.simulation.Simulation;
import io.stowage.sim.simulation.SimulationOptions;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures become short scenarios that fail where the fault is, and pass where it is not. */
class ShrinkerTest {
    private static final int STEPS = 2_000;
    private static final int SEEDS = 40;

    @ParameterizedTest
    @ValueSource(strings = {"dropped-thin-forgotten", "fence-ignored", "prioritized-not-counted", "feasible-refused"})
    void shouldShrinkAFaultOfTheEngineToAShortScenario(final String name) {
        // given
        final Fault fault = MutationCheck.fault(name);
        final FaultyRun run = fault.open();
        final long seed = LongStream.rangeClosed(1, SEEDS)
                .filter(candidate -> !run.firstViolation(candidate, STEPS).isEmpty())
                .findFirst()
                .orElseThrow();

        // when
        final Shrunk shrunk = fault.openShrinker()
                .shrink(seed, STEPS, progress -> assertThat(progress).startsWith("shrinking: "))
                .orElseThrow();

        // then
        System.out.println(
                name + ": " + shrunk.arguments() + "\n" + String.join("\n", shrunk.scenario()) + "\n" + shrunk.note());
        assertThat(shrunk.note()).startsWith("the scenario fails, as it should: line ");
        assertThat(shrunk.scenario()).hasSizeBetween(5, 25);
        runOnTheRightEngine(shrunk);
    }

    @Test
    void shouldSayThatTheLogAloneBreaksNoLaw() {
        // given
        final SimulationOptions broken = LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> SimulationOptions.of(seed, STEPS).with(Mistake.FORGOTTEN_SEGMENT))
                .filter(options -> !Simulation.run(options).violations().isEmpty())
                .findFirst()
                .orElseThrow();
        final int steps = Simulation.run(broken).steps();

        // when
        final Shrunk shrunk = Shrinker.shrink(broken, progress -> {}).orElseThrow();

        // then
        assertThat(shrunk.scenario()).isEmpty();
        assertThat(shrunk.note()).contains("shows only where the tables of extent managers and the disks are known");
        assertThat(shrunk.arguments()).contains("--mistake FORGOTTEN_SEGMENT");
        final String[] words = shrunk.arguments().split(" ", -1);
        assertThat(Integer.parseInt(words[3])).isLessThanOrEqualTo(steps);
    }

    @Test
    void shouldLeaveAloneWhatDoesNotFail() {
        assertThat(Shrinker.shrink(SimulationOptions.of(1, 50), progress -> {})).isEmpty();
    }

    private static void runOnTheRightEngine(final Shrunk shrunk) {
        try (EngineTarget target = new EngineTarget(Limits.small(), true)) {
            final ScenarioRunner runner = new ScenarioRunner(target);
            shrunk.scenario().forEach(runner::runLine);
        }
    }
}
