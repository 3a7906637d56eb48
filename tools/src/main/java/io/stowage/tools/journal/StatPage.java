package io.stowage.tools.journal;

import io.stowage.server.journal.CycleStat;
import io.stowage.server.journal.JournalStat;
import io.stowage.server.snapshot.SnapshotFile;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Table;
import io.stowage.tools.output.Text;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a journal, for people and for programs. */
final class StatPage implements Page {
    private static final int BAR_WIDTH = 30;
    private static final double MS_PER_SECOND = 1_000;

    private final JournalStat stat;
    private final @Nullable CommandMix mix;
    private final List<SnapshotFile> snapshots;

    /** Without a mix: what the headers tell. */
    StatPage(final JournalStat stat, final @Nullable CommandMix mix, final List<SnapshotFile> snapshots) {
        this.stat = stat;
        this.mix = mix;
        this.snapshots = snapshots;
    }

    @Override
    public Object json() {
        final Map<String, @Nullable Object> json = Json.object(
                "cycles", stat.files().size(),
                "fileBytes", stat.fileBytes(),
                "logBytes", stat.logBytes(),
                "firstPosition", stat.firstPosition(),
                "lastPosition", stat.lastPosition(),
                "batches", stat.batches(),
                "entries", stat.entries(),
                "firstTime", stat.firstTimestampMs(),
                "lastTime", stat.lastTimestampMs(),
                "files", stat.files().stream().map(StatPage::file).toList(),
                "snapshots",
                        snapshots.stream()
                                .map(each -> Json.object(
                                        "file", each.path().toString(),
                                        "position", each.position(),
                                        "bytes", each.bytes()))
                                .toList());
        if (mix != null) {
            json.put(
                    "commands",
                    mix.counts().stream()
                            .map(each -> Json.object(
                                    "command", each.name(), "entries", each.entries(), "bytes", each.bytes()))
                            .toList());
            json.put(
                    "entriesPerBatch",
                    mix.batchSizes().stream()
                            .map(each ->
                                    Json.object("least", each.least(), "most", each.most(), "batches", each.batches()))
                            .toList());
            json.put("damage", mix.damage());
        }
        return json;
    }

    private static Map<String, @Nullable Object> file(final CycleStat file) {
        return Json.object(
                "file", file.path().toString(),
                "bytes", file.bytes(),
                "firstPosition", file.firstPosition(),
                "lastPosition", file.lastPosition(),
                "firstTime", file.firstTimestampMs(),
                "lastTime", file.lastTimestampMs(),
                "batches", file.batches(),
                "entries", file.entries());
    }

    @Override
    public String text(final boolean hasColour) {
        final StringBuilder text = new StringBuilder(summary());
        if (stat.batches() > 0) {
            text.append("\n\n").append(Table.of(stat.files(), fileColumns(), hasColour));
        }
        if (mix != null && stat.batches() > 0) {
            text.append("\n\n").append(Table.of(mix.batchSizes(), batchColumns(), hasColour));
            text.append("\n\n").append(Table.of(mix.counts(), commandColumns(), hasColour));
        }
        return text.toString();
    }

    private String summary() {
        return "files      " + Text.count(stat.files().size()) + ", " + Text.bytes(stat.fileBytes())
                + "\nlog        " + Text.bytes(stat.logBytes()) + ", positions " + Text.count(stat.firstPosition())
                + " to " + Text.count(stat.lastPosition())
                + "\nentries    " + Text.count(stat.entries()) + " in " + Text.count(stat.batches()) + " batches"
                + (stat.batches() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %.1f a batch", (double) stat.entries() / stat.batches()))
                + "\ntime       " + time()
                + "\nsnapshots  " + snapshots();
    }

    private String time() {
        if (stat.batches() == 0) {
            return "-";
        }
        final long lasted = stat.lastTimestampMs() - stat.firstTimestampMs();
        return Instant.ofEpochMilli(stat.firstTimestampMs()) + " to " + Instant.ofEpochMilli(stat.lastTimestampMs())
                + (lasted <= 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "%n           %s: %,.1f commands/s, %s/s of log",
                                Text.duration(lasted),
                                stat.entries() * MS_PER_SECOND / lasted,
                                Text.bytes(Math.round(stat.logBytes() * MS_PER_SECOND / lasted))));
    }

    private String snapshots() {
        if (snapshots.isEmpty()) {
            return "none; a start replays the whole journal ('stowage snapshot' makes one)";
        }
        final SnapshotFile newest = snapshots.getFirst();
        return Text.count(snapshots.size()) + "; the newest at position " + Text.count(newest.position()) + ", "
                + Text.bytes(newest.bytes()) + ", with "
                + Text.bytes(Math.max(0, stat.lastPosition() - newest.position())) + " of log behind it";
    }

    private static List<Column<CycleStat>> fileColumns() {
        return List.of(
                Column.word("FILE", file -> lastTwo(file.path())),
                Column.figure("SIZE", file -> Text.bytes(file.bytes())),
                Column.figure("FROM", file -> Text.count(file.firstPosition())),
                Column.figure("TO", file -> Text.count(file.lastPosition())),
                Column.word(
                        "BEGINS", file -> file.batches() == 0 ? "-" : Instant.ofEpochMilli(file.firstTimestampMs())),
                Column.figure("BATCHES", file -> Text.count(file.batches())),
                Column.figure("ENTRIES", file -> Text.count(file.entries())));
    }

    private static Path lastTwo(final Path path) {
        return path.subpath(path.getNameCount() - 2, path.getNameCount());
    }

    private List<Column<CommandMix.BatchSize>> batchColumns() {
        return List.of(
                Column.figure(
                        "ENTRIES A BATCH",
                        size -> size.least() == size.most()
                                ? Text.count(size.least())
                                : Text.count(size.least()) + " to " + Text.count(size.most())),
                Column.figure("BATCHES", size -> Text.count(size.batches())),
                Column.figure("SHARE", size -> Text.percent(size.batches(), stat.batches())),
                Column.word("", size -> Text.bar(size.batches(), stat.batches(), BAR_WIDTH)));
    }

    private List<Column<CommandMix.Count>> commandColumns() {
        return List.of(
                Column.word("COMMAND", CommandMix.Count::name),
                Column.figure("ENTRIES", count -> Text.count(count.entries())),
                Column.figure("SHARE", count -> Text.percent(count.entries(), stat.entries())),
                Column.figure("BYTES", count -> Text.bytes(count.bytes())),
                Column.figure("SHARE", count -> Text.percent(count.bytes(), stat.logBytes())),
                Column.figure("MEAN", count -> Text.bytes(count.bytes() / count.entries())));
    }
}
