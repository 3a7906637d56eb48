package io.stowage.tools.journal;

import io.stowage.server.snapshot.SnapshotFile;
import io.stowage.server.snapshot.SnapshotStore;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import io.stowage.tools.serve.ServerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the state at any point of a journal into a snapshot file. */
@Command(name = "export-snapshot", description = "Write the state at a position or time into a snapshot file.")
final class ExportSnapshot implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Data directory of the server.")
    private Path directory = Path.of("");

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "File to write. Must not be there yet.")
    private Path out = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "POSITION|TIME",
            converter = PointInLog.Converter.class,
            description =
                    "End with the last entry up to this position, or time as in 2026-11-27T10:15:00Z. Default: all.")
    private PointInLog to = PointInLog.END;

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    @Override
    public void run() {
        final Stowage stowage = Stowage.of(spec);
        final Terminal terminal = stowage.terminal();
        JournalDirectory.require(directory);
        if (Files.exists(out)) {
            throw new ToolException(out + " is there already; choose another name with --out, or remove it");
        }
        try (ReplayedState state = ReplayedState.at(
                directory,
                ServerSettings.limits(JournalDirectory.settings(directory, stowage.overrides())),
                to,
                true,
                terminal)) {
            final SnapshotFile file = SnapshotStore.publish(state.engine(), out);
            final String hash = HexFormat.of().toHexDigits(state.engine().stateHash());
            terminal.line(
                    json
                            ? Json.page(Json.object(
                                    "file", out.toString(),
                                    "position", file.position(),
                                    "bytes", file.bytes(),
                                    "stateHash", hash))
                            : "wrote " + out + ": " + Text.bytes(file.bytes()) + ", the state at position "
                                    + Text.count(file.position()) + ", state hash " + hash);
            terminal.flush();
        }
    }
}
