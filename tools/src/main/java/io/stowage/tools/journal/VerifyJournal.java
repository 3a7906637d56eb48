package io.stowage.tools.journal;

import io.stowage.engine.Engine;
import io.stowage.engine.InvariantViolation;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import io.stowage.server.journal.JournalReader;
import io.stowage.server.journal.JournalVerifier;
import io.stowage.server.snapshot.SnapshotStore;
import io.stowage.tools.ExitCode;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads every checksum and position, applies every entry to a fresh engine, recomputes every sum, prints the hash. */
@Command(
        name = "verify",
        description =
                "Check every checksum and position, rebuild the state from the journal, and print its hash. Status 1 where it is"
                        + " damaged.")
final class VerifyJournal implements Callable<Integer> {
    private static final long PROGRESS_INTERVAL = 1 << 16;

    @Mixin
    private JournalSource source = new JournalSource();

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    @Override
    public Integer call() {
        final Terminal terminal = source.terminal();
        final Path directory = source.directory();
        final Progress progress = new Progress(terminal);
        final long[] looked = {0};
        try (Engine engine = start(directory, source.limits(), terminal)) {
            final long known = engine.position();
            final JournalVerifier.Result result = JournalVerifier.verify(
                    directory, (position, timestampMs, sessionId, flags, buffer, offset, length) -> {
                        if (position > known) {
                            engine.onEntry(position, timestampMs, sessionId, buffer, offset, length, ReplySink.NONE);
                        }
                        if (++looked[0] % PROGRESS_INTERVAL == 0) {
                            progress.sayIfDue(() -> "verified " + Text.count(looked[0]) + " commands, position "
                                    + Text.count(position));
                        }
                    });
            progress.clear();
            final String fault = result.ok() ? faultOf(engine) : result.damage();
            final String hash = HexFormat.of().toHexDigits(engine.stateHash());
            if (json) {
                terminal.line(Json.line(Json.object(
                        "commands",
                        result.entries(),
                        "lastPosition",
                        result.lastPosition(),
                        "stateHash",
                        hash,
                        "ok",
                        fault == null,
                        "tornBytes",
                        result.tornBytes(),
                        "message",
                        fault)));
            } else {
                terminal.line(Text.count(result.entries()) + " commands in " + Text.count(result.batches())
                        + " batches, up to position " + Text.count(result.lastPosition()));
                terminal.line("state hash " + hash);
                if (result.tornBytes() > 0) {
                    terminal.line("a torn tail of " + result.tornBytes()
                            + " bytes; the next start cuts it off (on a running server it may be the batch at hand)");
                }
                terminal.line(fault == null ? "ok: checksums, positions and every sum of the state agree" : fault);
            }
            return fault == null ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    /** Fresh, as long as the journal is whole: snapshots prove nothing. Where old files were removed, from a snapshot. */
    private static Engine start(final Path directory, final Limits limits, final Terminal terminal) {
        try (JournalReader reader = JournalReader.openOldest(directory)) {
            if (reader.position() == 0) {
                return new Engine(limits);
            }
            final SnapshotStore.Restored restored = new SnapshotStore(directory).restore(limits);
            final Engine engine = restored.engine();
            if (engine.position() < reader.position()) {
                engine.close();
                throw new ToolException("the journal in " + directory + " begins at position " + reader.position()
                        + ", and no snapshot behind that can be loaded: no server can start from this"
                        + String.join(
                                "",
                                restored.warnings().stream().map("; "::concat).toList())
                        + "; restore older files or a snapshot from a backup");
            }
            restored.warnings().forEach(warning -> terminal.error("warning: " + warning));
            return engine;
        }
    }

    private static @Nullable String faultOf(final Engine engine) {
        try {
            engine.verify();
            return null;
        } catch (final InvariantViolation broken) {
            return broken.getMessage();
        }
    }
}
