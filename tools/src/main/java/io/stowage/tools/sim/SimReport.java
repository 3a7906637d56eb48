package io.stowage.tools.sim;

import io.stowage.sim.shrink.Shrinker;
import io.stowage.sim.shrink.Shrunk;
import io.stowage.sim.simulation.Simulation;
import io.stowage.sim.simulation.SimulationOptions;
import io.stowage.sim.simulation.SimulationResult;
import io.stowage.tools.ExitCode;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import io.stowage.tools.serve.Running;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs simulations and prints what came of them, for people or for programs. */
final class SimReport {
    /** In place of a count of seeds. */
    static final long UNTIL_THE_TIME_IS_OVER = -1;

    private static final int BAR_WIDTH = 30;
    private static final double MS_PER_SECOND = 1_000;

    private final Terminal terminal;
    private final boolean json;
    private final boolean shrinks;
    private final LongFunction<SimulationOptions> options;

    SimReport(
            final Terminal terminal,
            final boolean json,
            final boolean shrinks,
            final LongFunction<SimulationOptions> options) {
        this.terminal = terminal;
        this.json = json;
        this.shrinks = shrinks;
        this.options = options;
    }

    /** One seed; a fresh one is named before, so that it is known whatever happens. */
    int one(final long seed, final boolean isFresh) {
        if (isFresh && !json) {
            terminal.line("seed " + seed);
            terminal.flush();
        }
        final SimulationResult result = Simulation.run(options.apply(seed));
        if (json) {
            final Map<String, @Nullable Object> page = jsonOf(result);
            shrunk(List.of(result)).ifPresent(small -> page.put("shrunk", small));
            terminal.line(Json.line(page));
        } else {
            final SimTotals totals = new SimTotals();
            totals.add(result);
            terminal.line(totals.table());
            terminal.line("state hash " + HexFormat.of().toHexDigits(result.stateHash()));
            terminal.line(
                    result.violations().isEmpty()
                            ? "seed " + seed + ", " + Text.count(result.steps(), "step") + ": every law holds"
                            : failure(result));
            shrunk(List.of(result)).ifPresent(small -> print(terminal, small));
        }
        return result.violations().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Many seeds, until there are no more or it shall end. */
    int many(final Supplier<OptionalLong> seeds, final Running running, final int threads, final long expected) {
        final SimTotals totals = new SimTotals();
        final Progress progress = new Progress(terminal);
        new SeedRuns(seeds, seed -> Simulation.run(options.apply(seed)), running::goesOn)
                .run(
                        threads,
                        result -> {
                            totals.add(result);
                            if (!result.violations().isEmpty()) {
                                progress.clear();
                                terminal.error(failure(result));
                            }
                        },
                        () -> progress.sayIfDue(() -> progressLine(totals, expected, running.elapsedSeconds())));
        progress.clear();
        final double seconds = running.elapsedSeconds();
        if (json) {
            final Map<String, @Nullable Object> page = totals.json(seconds);
            shrunk(totals.failures()).ifPresent(small -> page.put("shrunk", small));
            terminal.line(Json.line(page));
        } else {
            terminal.line(totals.table());
            terminal.line(summary(totals, seconds));
            shrunk(totals.failures()).ifPresent(small -> print(terminal, small));
        }
        return totals.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** The first failure made small, if that is wanted. */
    private Optional<Shrunk> shrunk(final List<SimulationResult> results) {
        final Optional<SimulationResult> failed = results.stream()
                .filter(result -> !result.violations().isEmpty())
                .findFirst();
        if (!shrinks || failed.isEmpty()) {
            return Optional.empty();
        }
        terminal.flush();
        final Progress progress = new Progress(terminal);
        final Optional<Shrunk> small =
                Shrinker.shrink(options.apply(failed.get().seed()), line -> progress.sayIfDue(() -> line));
        progress.clear();
        return small;
    }

    /** Prints a small failure for people. */
    static void print(final Terminal terminal, final Shrunk small) {
        terminal.line("the smallest run found: stowage sim " + small.arguments());
        terminal.line("  " + small.violation());
        if (!small.scenario().isEmpty()) {
            terminal.line("the shortest scenario found, for stowage scenario FILE:");
            small.scenario().forEach(terminal::line);
        }
        terminal.line(small.note());
    }

    private static String progressLine(final SimTotals totals, final long expected, final double seconds) {
        final String done = expected == UNTIL_THE_TIME_IS_OVER
                ? Text.count(totals.seeds(), "seed")
                : Text.bar(totals.seeds(), expected, BAR_WIDTH) + ' ' + Text.count(totals.seeds()) + " of "
                        + Text.count(expected, "seed");
        return done + ", " + rate(totals, seconds) + ", " + Text.count(totals.faults(), "fault") + ", "
                + Text.count(totals.grants(), "grant") + ", "
                + Text.count(totals.failures().size(), "failure");
    }

    private static String summary(final SimTotals totals, final double seconds) {
        final String tried = Text.count(totals.seeds(), "seed") + " in "
                + Text.duration(Math.round(seconds * MS_PER_SECOND)) + ", " + rate(totals, seconds) + ": ";
        final List<SimulationResult> failures = totals.failures();
        return failures.isEmpty()
                ? tried + "every law holds"
                : tried + Text.count(failures.size(), "failure") + ", the first: " + failure(failures.getFirst());
    }

    private static String rate(final SimTotals totals, final double seconds) {
        return String.format(Locale.ROOT, "%.1f seeds a minute", totals.seeds() / Math.max(seconds, 0.001) * 60);
    }

    private static String failure(final SimulationResult result) {
        return "seed " + result.seed() + " BREAKS A LAW at " + String.join("; ", result.violations());
    }

    private static Map<String, @Nullable Object> jsonOf(final SimulationResult result) {
        return Json.object(
                "seed",
                result.seed(),
                "steps",
                result.steps(),
                "faults",
                result.faults(),
                "grants",
                result.grants(),
                "violations",
                result.violations(),
                "stateHash",
                HexFormat.of().toHexDigits(result.stateHash()));
    }
}
