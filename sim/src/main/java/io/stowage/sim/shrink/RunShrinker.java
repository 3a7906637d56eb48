package io.stowage.sim.shrink;

import io.stowage.sim.simulation.RecordedRun;
import io.stowage.sim.simulation.Simulation;
import io.stowage.sim.simulation.SimulationOptions;
import java.util.function.Consumer;

/**
 * Smaller runs of one seed that break the same law: fewer steps, a smaller fleet, fewer kinds of faults. Another fleet is another
 * history, so that it is luck whether it breaks the law as early; a kind of fault that is switched off changes what comes after.
 */
final class RunShrinker {
    private static final int[] CHUNKS = {1, 2, 3, 4, 6, 8};
    private static final int[] EMS = {1, 2};
    private static final int BUDGET_RUNS = 8;
    private static final long BUDGET_STEPS = 30_000;

    private final String law;
    private final Consumer<String> progress;
    private SimulationOptions options;
    private RecordedRun run;
    private long stepsLeft;

    RunShrinker(
            final SimulationOptions options,
            final RecordedRun run,
            final Violation violation,
            final Consumer<String> progress) {
        this.law = violation.law();
        this.progress = progress;
        this.options = options;
        this.run = run;
        stepsLeft = BUDGET_STEPS + (long) BUDGET_RUNS * violation.step();
        cut();
    }

    SimulationOptions options() {
        return options;
    }

    RecordedRun run() {
        return run;
    }

    void shrink() {
        boolean improved = true;
        while (improved && stepsLeft > 0) {
            final boolean shorter = tryFewerSteps();
            final boolean smaller = tryFleets();
            final boolean calmer = tryWithout();
            improved = shorter || smaller || calmer;
        }
    }

    /** Only a failure that shows after the last step can show after fewer. */
    private boolean tryFewerSteps() {
        boolean improved = false;
        while (run.result().steps() == options.steps()
                && options.steps() > 1
                && tries(options.withSteps(options.steps() / 2))) {
            improved = true;
        }
        return improved;
    }

    private boolean tryFleets() {
        for (final int chunks : CHUNKS) {
            for (final int ems : EMS) {
                final boolean isSmaller = chunks <= options.chunks()
                        && ems <= options.ems()
                        && (chunks < options.chunks() || ems < options.ems());
                if (isSmaller && tries(options.withFleet(chunks, ems))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean tryWithout() {
        boolean improved = false;
        for (final String kind : run.result().faults().keySet()) {
            improved |= !options.without().contains(kind) && tries(options.without(kind));
        }
        return improved;
    }

    private boolean tries(final SimulationOptions candidate) {
        if (stepsLeft <= 0) {
            return false;
        }
        final RecordedRun tried = Simulation.record(candidate);
        stepsLeft -= tried.result().steps();
        if (!Violation.isIn(tried.result())
                || !Violation.of(tried.result()).law().equals(law)) {
            return false;
        }
        options = candidate;
        run = tried;
        cut();
        progress.accept("shrinking: " + run.result().steps() + " steps, " + options.chunks() + " chunks, "
                + options.ems() + " extent managers, " + run.result().faults().size() + " kinds of faults");
        return true;
    }

    /** What comes after the step that fails is never run. */
    private void cut() {
        options = options.withSteps(Math.min(options.steps(), run.result().steps()));
    }
}
