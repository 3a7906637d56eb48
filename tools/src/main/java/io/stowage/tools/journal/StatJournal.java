package io.stowage.tools.journal;

import io.stowage.server.journal.JournalStat;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.OutputOptions;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Text;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a journal holds, from its headers: fast, without checksums. */
@Command(
        name = "stat",
        description = "How large a journal is, and what time it covers. Fast: reads headers, no checksums.")
final class StatJournal implements Runnable {
    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "DIR", description = "Data directory of the server.")
    private Path directory = Path.of("");

    @Override
    public void run() {
        output.show(() -> page(JournalStat.of(JournalDirectory.require(directory))), () -> {});
    }

    private static Page page(final JournalStat stat) {
        final String text = "cycles     " + Text.count(stat.cycles()) + " files, " + Text.bytes(stat.fileBytes())
                + "\nlog        " + Text.bytes(stat.logBytes()) + ", positions " + Text.count(stat.firstPosition())
                + " to " + Text.count(stat.lastPosition())
                + "\nentries    " + Text.count(stat.entries()) + " in " + Text.count(stat.batches()) + " batches"
                + "\ntime       "
                + (stat.batches() == 0
                        ? "-"
                        : Instant.ofEpochMilli(stat.firstTimestampMs()) + " to "
                                + Instant.ofEpochMilli(stat.lastTimestampMs()));
        return Page.of(
                Json.object(
                        "cycles", stat.cycles(),
                        "fileBytes", stat.fileBytes(),
                        "logBytes", stat.logBytes(),
                        "firstPosition", stat.firstPosition(),
                        "lastPosition", stat.lastPosition(),
                        "batches", stat.batches(),
                        "entries", stat.entries(),
                        "firstTime", stat.firstTimestampMs(),
                        "lastTime", stat.lastTimestampMs()),
                text);
    }
}
