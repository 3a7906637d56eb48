package io.stowage.tools.journal;

import io.stowage.server.journal.JournalEntryHandler;
import io.stowage.server.journal.JournalReader;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import org.agrona.DirectBuffer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands of a journal as lines, decoded through the schema's own description. */
@Command(
        name = "dump",
        description = {
            "Print the commands of a journal, one a line, as JSON: position, time, session, name and every field.",
            "Filters add up: what is printed passes all of them."
        })
final class DumpJournal implements Runnable {
    private static final int PROGRESS_INTERVAL = 1 << 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private JournalSource source = new JournalSource();

    @Option(
            names = "--from",
            paramLabel = "POSITION|TIME",
            converter = PointInLog.Converter.class,
            description = "Begin behind this position, or at this time, as in 2026-11-27T10:15:00Z.")
    private PointInLog from = PointInLog.START;

    @Option(
            names = "--to",
            paramLabel = "POSITION|TIME",
            converter = PointInLog.Converter.class,
            description = "End with the last entry up to this position or time.")
    private PointInLog to = PointInLog.END;

    @Option(names = "--command", paramLabel = "NAME", description = "Only commands of this name, as in RegisterChunk.")
    private String command = "";

    @Option(names = "--em", paramLabel = "EM", description = "Only what this extent manager sent, or what names it.")
    private long em;

    @Option(
            names = "--chunk",
            paramLabel = "CHUNK",
            description = "Only what this chunk sent, or what names it, in a list of chunks too.")
    private long chunk;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many lines.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--text", description = "Lines for people instead of JSON.")
    private boolean text;

    @Override
    public void run() {
        if (em < 0 || chunk < 0 || limit < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--em, --chunk and --limit take numbers from 0 on; 0 of an id means any");
        }
        final Terminal terminal = source.terminal();
        final CommandSchema schema = new CommandSchema();
        final Lines lines = new Lines(
                new EntryFilter(schema, command, em, chunk),
                new EntryPrinter(schema, text, terminal::line),
                new Progress(terminal));
        try (JournalReader reader = JournalReader.openOldest(source.directory())) {
            while (!lines.isOver && reader.poll(lines) > 0) {
                // The lines do the work.
            }
        }
        lines.progress.clear();
        terminal.flush();
    }

    /** Prints what passes the filters, and stops where nothing more can. */
    private final class Lines implements JournalEntryHandler {
        private final EntryFilter filter;
        private final EntryPrinter printer;
        private final Progress progress;
        private long looked;
        private long printed;
        private boolean isOver = limit == 0;

        private Lines(final EntryFilter filter, final EntryPrinter printer, final Progress progress) {
            this.filter = filter;
            this.printer = printer;
            this.progress = progress;
        }

        @Override
        public void onEntry(
                final long position,
                final long timestampMs,
                final long sessionId,
                final int flags,
                final DirectBuffer buffer,
                final int offset,
                final int length) {
            isOver |= !to.covers(position, timestampMs);
            if (!isOver && from.precedes(position, timestampMs) && filter.accepts(buffer, offset, length)) {
                if (printed == 0) {
                    progress.clear();
                }
                printer.onEntry(position, timestampMs, sessionId, flags, buffer, offset, length);
                isOver = ++printed == limit;
            }
            // Lines that are printed tell by themselves how far it is.
            if (++looked % PROGRESS_INTERVAL == 0 && printed == 0) {
                progress.sayIfDue(
                        () -> "looked at " + Text.count(looked) + " commands, position " + Text.count(position));
            }
        }
    }
}
