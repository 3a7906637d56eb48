package io.stowage.tools.diff;

import io.stowage.engine.Engine;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ToolException;
import io.stowage.tools.journal.CommandSchema;
import io.stowage.tools.journal.JournalSource;
import io.stowage.tools.journal.PointInLog;
import io.stowage.tools.journal.ReplayedState;
import io.stowage.tools.journal.StateListing;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What changed between two points of a journal, or where two journals part. */
@Command(
        name = "diff",
        description = {
            "Show what changed in the state between two positions or times: settings, nodes, chunks, extent managers,"
                    + " every term of space, and the commands in between.",
            "With --other: find the first position at which two journals, or the states that they give, differ. Status 1"
                    + " where they do."
        })
public final class DiffJournal implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private JournalSource source = new JournalSource();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FROM",
            converter = PointInLog.Converter.class,
            description = "Position or time before: the state after the last entry up to it; 0 is the empty state.")
    private @Nullable PointInLog from;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "TO",
            converter = PointInLog.Converter.class,
            description = "Position or time after. Default: the end of the journal.")
    private PointInLog to = PointInLog.END;

    @Option(names = "--other", paramLabel = "DIR", description = "Data directory of another member of the cluster.")
    private @Nullable Path other;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many rows of each kind, for people. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "JSON for programs: exact bytes, times in milliseconds since 1970.")
    private boolean json;

    /** Made by picocli. */
    public DiffJournal() {}

    @Override
    public Integer call() {
        if (from == null == (other == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "name either FROM (and TO), as in 'stowage journal diff DIR 1000 2000', or another journal with"
                            + " --other DIR");
        }
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit takes at least 1, not " + limit);
        }
        if (other != null) {
            final JournalComparison.Outcome outcome =
                    JournalComparison.run(source.member(source.directory()), source.member(other), source.terminal());
            show(outcome);
            return outcome.differs() ? ExitCode.FAILED : ExitCode.OK;
        }
        show(changes(from == null ? PointInLog.START : from));
        return ExitCode.OK;
    }

    private void show(final Page page) {
        final Terminal terminal = source.terminal();
        terminal.line(json ? Json.page(page.json()) : page.text(terminal.hasColour()));
        terminal.flush();
    }

    private Page changes(final PointInLog begin) {
        final Path directory = source.directory();
        final CommandSchema schema = new CommandSchema();
        final StateListing listing = new StateListing(schema);
        final Map<String, Long> counts = new HashMap<>();
        try (ReplayedState state = ReplayedState.at(directory, source.limits(), begin, true, source.terminal())) {
            final Engine engine = state.engine();
            if (!to.covers(engine.position(), engine.timestampMs())) {
                throw new ToolException("TO lies before FROM, which is the state at position "
                        + Text.count(engine.position()) + "; name the earlier one first");
            }
            final StateDifference.Point before = StateDifference.Point.of(engine);
            final var rowsBefore = StateChanges.take(listing, engine);
            state.goOn(
                    directory,
                    to,
                    source.terminal(),
                    (position, timestampMs, sessionId, flags, buffer, offset, length) ->
                            counts.merge(schema.name(buffer, offset, length), 1L, Long::sum));
            return new StateDifference(
                    before,
                    StateDifference.Point.of(engine),
                    mostFrequentFirst(counts),
                    StateChanges.between(rowsBefore, StateChanges.take(listing, engine)),
                    limit);
        }
    }

    private static Map<String, Long> mostFrequentFirst(final Map<String, Long> counts) {
        final Map<String, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
