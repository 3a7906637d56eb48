package io.stowage.tools.journal;

import io.stowage.server.snapshot.SnapshotFile;
import io.stowage.server.snapshot.SnapshotStore;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Page;
import io.stowage.tools.output.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the state at any point of a journal into a snapshot file. */
@Command(name = "export-snapshot", description = "Write the state at a position or time into a snapshot file.")
final class ExportSnapshot implements Runnable {
    @Mixin
    private JournalSource source = new JournalSource();

    @Mixin
    private ReplayOptions replay = new ReplayOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "File to write. Must not be there yet.")
    private Path out = Path.of("");

    @Override
    public void run() {
        if (Files.exists(out)) {
            throw new ToolException(out + " is there already; choose another name with --out, or remove it");
        }
        try (ReplayedState state = replay.rebuild(source, true)) {
            final SnapshotFile file = SnapshotStore.publish(state.engine(), out);
            final String hash = HexFormat.of().toHexDigits(state.engine().stateHash());
            replay.show(
                    source,
                    Page.of(
                            Json.object(
                                    "file", out.toString(),
                                    "position", file.position(),
                                    "bytes", file.bytes(),
                                    "stateHash", hash),
                            "wrote " + out + ": " + Text.bytes(file.bytes()) + ", the state at position "
                                    + Text.count(file.position()) + ", state hash " + hash));
        }
    }
}
