package io.stowage.tools.journal;

import io.stowage.server.snapshot.SnapshotMaker;
import io.stowage.tools.Stowage;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Settings;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import io.stowage.tools.serve.ServerSettings;
import java.nio.file.Path;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes a snapshot in a data directory, whether a server runs on it or not. */
@Command(
        name = "snapshot",
        description = "Save the state in the data directory, so that the next start has less to replay.",
        footer = {
            "",
            "Made from the journal by this process: a running server is not stopped for a moment. A server makes",
            "snapshots by itself too (snapshot.interval-bytes in the configuration)."
        })
public final class Snapshot implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataDirectory dataDirectory = new DataDirectory();

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    /** Made by picocli. */
    public Snapshot() {}

    @Override
    public void run() {
        final Stowage stowage = Stowage.of(spec);
        final Terminal terminal = stowage.terminal();
        final Path directory = JournalDirectory.require(dataDirectory.path());
        final Settings settings = Settings.load(dataDirectory.configurationFile(), stowage.overrides());
        final Progress progress = new Progress(terminal);
        final SnapshotMaker.Made made = new SnapshotMaker(directory, ServerSettings.limits(settings))
                .make((entries, position, timestampMs) -> progress.sayIfDue(
                        () -> "replayed " + Text.count(entries) + " commands, position " + Text.count(position)));
        progress.clear();
        made.warnings().forEach(terminal::error);
        final String hash = HexFormat.of().toHexDigits(made.stateHash());
        terminal.line(
                json
                        ? Json.page(Json.object(
                                "file", made.file().path().toString(),
                                "position", made.file().position(),
                                "bytes", made.file().bytes(),
                                "replayed", made.replayed(),
                                "stateHash", hash))
                        : "saved the state at position "
                                + Text.count(made.file().position()) + ": "
                                + Text.bytes(made.file().bytes()) + " in "
                                + made.file().path() + "\n"
                                + Text.count(made.replayed()) + " commands replayed for it, state hash " + hash);
        terminal.flush();
    }
}
