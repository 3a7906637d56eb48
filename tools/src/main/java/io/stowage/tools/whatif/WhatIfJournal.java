package io.stowage.tools.whatif;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.journal.JournalStat;
import io.stowage.tools.Stowage;
import io.stowage.tools.journal.CommandSchema;
import io.stowage.tools.journal.JournalDirectory;
import io.stowage.tools.journal.JournalEntries;
import io.stowage.tools.journal.JournalEntry;
import io.stowage.tools.journal.JournalSource;
import io.stowage.tools.journal.PointInLog;
import io.stowage.tools.journal.ReplayedState;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The same history under another configuration. */
@Command(
        name = "what-if",
        description = {
            "Run the same history under another configuration, and show both side by side: fill, what was granted and"
                    + " refused, repositions, spread, and the first command that was answered differently.",
            "How to read it: clients are not played again. They ask what they asked, in the same order and at the same"
                    + " time; what they later tell of their segments (reports, give-backs, measurements) is told of the"
                    + " places where the other history has them. A client that was refused here and not there would have"
                    + " done something else from then on: that, no journal knows.",
        })
public final class WhatIfJournal implements Runnable {
    private static final int SAMPLES = 10;
    private static final int PROGRESS_INTERVAL = 1 << 12;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private JournalSource source = new JournalSource();

    @Option(
            names = "--set",
            required = true,
            paramLabel = "KEY=VALUE",
            description =
                    "A setting of the cluster as in 'config set', or a limit of the engine, as in limits.chunks=100. May"
                            + " be given several times. A change of the same setting in the history is left out.")
    private Map<String, String> texts = new LinkedHashMap<>();

    @Option(
            names = "--from",
            paramLabel = "POSITION|TIME",
            converter = PointInLog.Converter.class,
            description =
                    "Change it behind the last entry up to this position or time. Default: as soon as the cluster starts.")
    private PointInLog from = PointInLog.START;

    @Option(
            names = "--to",
            paramLabel = "POSITION|TIME",
            converter = PointInLog.Converter.class,
            description = "End with the last entry up to this position or time. Default: all.")
    private PointInLog to = PointInLog.END;

    @Option(
            names = "--drop-extra",
            description =
                    "Let go, with the next report of its extent manager, what only the other history granted. Default: it is"
                            + " kept to the end, for no journal knows when it would have been removed.")
    private boolean dropsExtra;

    @Option(names = "--json", description = "JSON for programs: exact bytes, times in milliseconds since 1970.")
    private boolean json;

    /** Made by picocli. */
    public WhatIfJournal() {}

    @Override
    public void run() {
        final Terminal terminal = Stowage.of(spec).terminal();
        final Path directory = source.directory();
        final CommandSchema schema = new CommandSchema();
        final Changes changes = changes();
        final PointInLog begin = begin(directory);
        try (ReplayedState start = ReplayedState.at(directory, source.limits(), begin, true, terminal);
                Engine other = copy(start.engine(), changes.limits(source))) {
            final TwoHistories both = new TwoHistories(start.engine(), other, changes, !dropsExtra, schema);
            final long first = start.engine().position();
            run(directory, both, new Progress(terminal));
            final Page page = new WhatIfPage(both, changes, schema, first, !dropsExtra);
            terminal.line(json ? Json.page(page.json()) : page.text(terminal.hasColour()));
            terminal.flush();
        }
    }

    private Changes changes() {
        try {
            return Changes.of(texts);
        } catch (final IllegalArgumentException notASetting) {
            throw new ParameterException(spec.commandLine(), String.valueOf(notASetting.getMessage()), notASetting);
        }
    }

    /** Where the oldest files were removed, the history begins with a snapshot. */
    private PointInLog begin(final Path directory) {
        final long oldest = JournalDirectory.oldestState(directory);
        return from.position() < oldest ? new PointInLog(oldest, Long.MAX_VALUE) : from;
    }

    /** An engine with other limits cannot be loaded with more than it holds: that is said by it. */
    private static Engine copy(final Engine engine, final Limits limits) {
        final Engine other = new Engine(limits);
        if (engine.position() == 0) {
            return other;
        }
        final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer();
        final int[] length = {0};
        engine.snapshot((buffer, offset, piece) -> {
            bytes.putBytes(length[0], buffer, offset, piece);
            length[0] += piece;
        });
        try {
            other.load(bytes, 0, length[0]);
            return other;
        } catch (final IllegalArgumentException tooSmall) {
            other.close();
            throw tooSmall;
        }
    }

    private void run(final Path directory, final TwoHistories both, final Progress progress) {
        final long start = both.engine().position();
        final long end = Math.min(to.position(), JournalStat.of(directory).lastPosition());
        final long step = Math.max(1, (end - start) / SAMPLES);
        long next = start + step;
        try (JournalEntries entries = new JournalEntries(directory, start)) {
            for (JournalEntry entry = entries.next();
                    entry != null && to.covers(entry.position(), entry.timestampMs());
                    entry = entries.next()) {
                both.apply(entry);
                if (entry.position() >= next) {
                    both.sample();
                    next += step;
                }
                final long position = entry.position();
                if (both.entries() % PROGRESS_INTERVAL == 0) {
                    progress.sayIfDue(() -> "replayed " + Text.count(both.entries()) + " commands twice, position "
                            + Text.count(position) + " of " + Text.count(end));
                }
            }
        }
        if (both.samples().isEmpty()
                || both.samples().getLast().position() != both.engine().position()) {
            both.sample();
        }
        progress.clear();
    }
}
