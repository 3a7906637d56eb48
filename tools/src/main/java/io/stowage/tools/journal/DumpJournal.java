package io.stowage.tools.journal;

import io.stowage.server.journal.JournalReader;
import io.stowage.tools.Stowage;
import io.stowage.tools.output.Terminal;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands of a journal as JSON lines, decoded through the schema's own description. */
@Command(
        name = "dump",
        description =
                "Print the commands of a journal as JSON, one a line: position, time, session, name and every field.")
final class DumpJournal implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Data directory of the server.")
    private Path directory = Path.of("");

    @Option(names = "--from", paramLabel = "POSITION", description = "Begin behind this position.")
    private long from;

    @Option(names = "--to", paramLabel = "POSITION", description = "End with this position.")
    private long to = Long.MAX_VALUE;

    @Option(names = "--command", paramLabel = "NAME", description = "Only commands of this name, as in RegisterChunk.")
    private String command = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many lines.")
    private long limit = Long.MAX_VALUE;

    @Override
    public void run() {
        final Terminal terminal = Stowage.of(spec).terminal();
        final EntryPrinter printer = new EntryPrinter(command);
        final long[] printed = {0};
        final LongSupplier left = () -> limit - printed[0];
        try (JournalReader reader = JournalReader.openOldest(JournalDirectory.require(directory))) {
            int delivered;
            do {
                delivered = reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) -> {
                    if (position > from && position <= to && left.getAsLong() > 0) {
                        final String line = printer.print(position, timestampMs, sessionId, buffer, offset, length);
                        if (!line.isEmpty()) {
                            terminal.line(line);
                            printed[0]++;
                        }
                    }
                });
            } while (delivered > 0 && left.getAsLong() > 0 && reader.position() < to);
        }
        terminal.flush();
    }
}
