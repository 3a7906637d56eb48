package io.stowage.tools.journal;

import io.stowage.engine.Engine;
import io.stowage.tools.Stowage;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import io.stowage.tools.serve.ServerSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Rebuilds the state at any point of a journal, and says what it is. */
@Command(
        name = "replay",
        description = "Rebuild the state at a position or time, and print where it stands, its hash and its tables.")
final class ReplayJournal implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Data directory of the server.")
    private Path directory = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "POSITION|TIME",
            converter = PointInLog.Converter.class,
            description =
                    "End with the last entry up to this position, or time as in 2026-11-27T10:15:00Z. Default: all.")
    private PointInLog to = PointInLog.END;

    @Option(names = "--from-start", description = "Replay everything, though a snapshot would save the time.")
    private boolean fromStart;

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    @Override
    public void run() {
        final Stowage stowage = Stowage.of(spec);
        final Terminal terminal = stowage.terminal();
        JournalDirectory.require(directory);
        try (ReplayedState state = ReplayedState.at(
                directory,
                ServerSettings.limits(JournalDirectory.settings(directory, stowage.overrides())),
                to,
                !fromStart,
                terminal)) {
            terminal.line(json ? Json.page(json(state)) : text(state));
            terminal.flush();
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
