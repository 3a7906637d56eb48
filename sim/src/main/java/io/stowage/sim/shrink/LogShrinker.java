package io.stowage.sim.shrink;

import io.stowage.sim.log.LogEntry;
import io.stowage.sim.scenario.ScenarioWriter;
import io.stowage.sim.simulation.LogCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A log without the entries that a broken law does not need. */
final class LogShrinker {
    private static final long BUDGET_ENTRIES = 3_000_000;

    private final Consumer<String> progress;
    private List<LogEntry> log;
    private LogCheck.Outcome outcome;
    private long entriesLeft = BUDGET_ENTRIES;
    private int smallest;

    LogShrinker(final List<LogEntry> log, final Consumer<String> progress) {
        this.progress = progress;
        this.log = ScenarioWriter.canExpress(log);
        smallest = this.log.size();
        outcome = LogCheck.everyEntry(this.log);
    }

    /** The law that the log breaks by itself, beside the naive model alone. */
    String law() {
        return outcome.law();
    }

    List<LogEntry> log() {
        return log;
    }

    LogCheck.Outcome outcome() {
        return outcome;
    }

    /** The entry that shows the violation comes last, and the first one always stays. */
    void shrink() {
        cut();
        final LogEntry start = log.getFirst();
        final List<LogEntry> needed =
                DeltaDebugging.reduce(log.subList(1, log.size()), candidate -> fails(after(start, candidate)));
        log = after(start, needed);
        outcome = LogCheck.everyEntry(log);
        cut();
    }

    private boolean fails(final List<LogEntry> candidate) {
        if (entriesLeft <= 0) {
            return false;
        }
        entriesLeft -= candidate.size();
        final boolean fails = LogCheck.atTheEnd(candidate).law().equals(outcome.law());
        if (fails && candidate.size() < smallest) {
            smallest = candidate.size();
            progress.accept("shrinking: " + smallest + " entries of the log");
        }
        return fails;
    }

    private void cut() {
        log = List.copyOf(log.subList(0, outcome.applied()));
    }

    private static List<LogEntry> after(final LogEntry start, final List<LogEntry> others) {
        final List<LogEntry> log = new ArrayList<>(others.size() + 1);
        log.add(start);
        log.addAll(others);
        return log;
    }
}
