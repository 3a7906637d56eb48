package io.stowage.tools.journal;

import io.stowage.engine.Engine;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Text;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rebuilds the state at any point of a journal, and says what it is. */
@Command(
        name = "replay",
        description = "Rebuild the state at a position or time, and print where it stands, its hash and its tables.")
final class ReplayJournal implements Runnable {
    @Mixin
    private JournalSource source = new JournalSource();

    @Mixin
    private ReplayOptions replay = new ReplayOptions();

    @Option(names = "--from-start", description = "Replay everything, though a snapshot would save the time.")
    private boolean fromStart;

    @Override
    public void run() {
        try (ReplayedState state = replay.rebuild(source, !fromStart)) {
            replay.show(source, Page.of(json(state), text(state)));
        }
    }

    private static Object json(final ReplayedState state) {
        final Engine engine = state.engine();
        return Json.object(
                "position", engine.position(),
                "time", engine.timestampMs(),
                "commands", engine.commands(),
                "snapshotPosition", state.from(),
                "replayed", state.replayed(),
                "stateHash", HexFormat.of().toHexDigits(engine.stateHash()),
                "rows", rows(engine));
    }

    private static String text(final ReplayedState state) {
        final Engine engine = state.engine();
        final StringBuilder text = new StringBuilder();
        text.append("position    ").append(Text.count(engine.position()));
        text.append("\ntime        ").append(Instant.ofEpochMilli(engine.timestampMs()));
        text.append("\ncommands    ").append(Text.count(engine.commands()));
        text.append("\nreplayed    ").append(Text.count(state.replayed()));
        text.append(
                state.from() == 0
                        ? " from the start of the journal"
                        : " behind the snapshot at position " + Text.count(state.from()));
        text.append("\nstate hash  ").append(HexFormat.of().toHexDigits(engine.stateHash()));
        text.append("\nrows        ");
        rows(engine).forEach((table, rows) -> text.append(rows.equals(0) ? "" : table + " " + rows + "  "));
        return text.toString().stripTrailing();
    }

    private static Map<String, Object> rows(final Engine engine) {
        final Map<String, Object> rows = new LinkedHashMap<>();
        engine.visitTables((name, used, highWater, capacity) -> rows.put(name, used));
        return rows;
    }
}
