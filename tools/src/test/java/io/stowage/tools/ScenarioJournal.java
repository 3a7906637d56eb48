package io.stowage.tools;

import io.stowage.engine.Limits;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalAppender;
import io.stowage.server.journal.SyncLevel;
import io.stowage.sim.log.LogEntry;
import io.stowage.sim.scenario.EngineTarget;
import io.stowage.sim.scenario.ScenarioRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A journal with the log of a scenario: always the same positions, times and choices. */
final class ScenarioJournal {
    private final List<LogEntry> entries;
    private final List<JsonNode> replies;

    private ScenarioJournal(final List<LogEntry> entries, final List<JsonNode> replies) {
        this.entries = entries;
        this.replies = replies;
    }

    /** Runs a scenario and writes its log into a directory, an entry a batch. */
    static ScenarioJournal write(final Path directory, final String scenario) throws IOException {
        final StringWriter out = new StringWriter();
        try (EngineTarget target = new EngineTarget(Limits.small(), true)) {
            new ScenarioRunner(target).run(new StringReader(scenario), new PrintWriter(out));
            final List<LogEntry> entries = List.copyOf(target.log().entries());
            append(directory, entries);
            final List<JsonNode> replies = new ArrayList<>();
            out.toString().lines().map(Cli::parse).forEach(replies::add);
            return new ScenarioJournal(entries, replies);
        }
    }

    private static void append(final Path directory, final List<LogEntry> entries) {
        final Journal.Context context = new Journal.Context()
                .directory(directory)
                .syncLevel(SyncLevel.PROCESS)
                .cycleBytes(4 << 20)
                .blockBytes(1 << 20)
                .maxBatchBytes(1 << 16)
                .reserveBytes(0)
                .minFreeBytes(0);
        try (Journal journal = Journal.open(context)) {
            final JournalAppender appender = journal.appender();
            for (final LogEntry entry : entries) {
                appender.beginBatch(entry.timestampMs());
                appender.append(
                        entry.sessionId(), 0, entry.frame(), 0, entry.frame().capacity());
                appender.commit();
            }
        }
    }

    /** Position of the last entry of the scenario. */
    long last() {
        return entries.getLast().position();
    }

    /** Position of an entry, counted from the end: 0 is the last. */
    long fromEnd(final int count) {
        return entries.get(entries.size() - 1 - count).position();
    }

    /** The reply to the last line. */
    JsonNode lastReply() {
        return replies.getLast();
    }
}
