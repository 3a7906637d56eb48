package io.stowage.sim.shrink;

import io.stowage.sim.simulation.LogCheck;
import io.stowage.sim.simulation.Mistake;
import io.stowage.sim.simulation.RecordedRun;
import io.stowage.sim.simulation.Simulation;
import io.stowage.sim.simulation.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds the shortest run and the shortest scenario that it can for a seed that breaks a law: first smaller runs, then the log of
 * the smallest one without all entries that the law does not need.
 */
public final class Shrinker {
    private Shrinker() {}

    /**
     * Shrinks a failure.
     *
     * @param options  of a simulation that breaks a law.
     * @param progress is told how far it is, in one line; called often.
     * @return the small failure; empty if the simulation breaks no law.
     */
    public static Optional<Shrunk> shrink(final SimulationOptions options, final Consumer<String> progress) {
        final RecordedRun run = Simulation.record(options);
        if (!Violation.isIn(run.result())) {
            return Optional.empty();
        }
        final RunShrinker runs = new RunShrinker(options, run, Violation.of(run.result()), progress);
        runs.shrink();
        final Violation violation = Violation.of(runs.run().result());
        final LogShrinker log = new LogShrinker(runs.run().log(), progress);
        final String arguments = arguments(runs.options());
        if (log.law().equals(LogCheck.NO_LAW)) {
            return Optional.of(new Shrunk(
                    arguments,
                    violation.text(),
                    List.of(),
                    violation.law() + " shows only where the tables of extent managers and the disks are known: the log"
                            + " alone breaks no law, so that there is no scenario"));
        }
        log.shrink();
        final FailingScenario scenario = FailingScenario.of(log.log(), log.outcome());
        return Optional.of(
                new Shrunk(arguments, violation.text(), commented(scenario, arguments, violation), scenario.note()));
    }

    private static List<String> commented(
            final FailingScenario scenario, final String arguments, final Violation violation) {
        final List<String> lines = new ArrayList<>();
        lines.add(FailingScenario.comment(violation.text()));
        lines.add(FailingScenario.comment("what is left of: stowage sim " + arguments));
        lines.addAll(scenario.lines());
        return lines;
    }

    private static String arguments(final SimulationOptions options) {
        final StringBuilder arguments = new StringBuilder("--seed " + options.seed() + " --steps " + options.steps());
        if (options.chunks() != SimulationOptions.CHUNKS) {
            arguments.append(" --chunks ").append(options.chunks());
        }
        if (options.ems() != SimulationOptions.EMS) {
            arguments.append(" --ems ").append(options.ems());
        }
        options.without().stream()
                .sorted()
                .forEach(kind -> arguments.append(" --without '").append(kind).append('\''));
        if (options.mistake() != Mistake.NONE) {
            arguments.append(" --mistake ").append(options.mistake());
        }
        return arguments.toString();
    }
}
