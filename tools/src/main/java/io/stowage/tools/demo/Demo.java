package io.stowage.tools.demo;

import io.stowage.engine.Limits;
import io.stowage.tools.ExitCode;
import io.stowage.tools.Logs;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Progress;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.serve.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A generated fleet against an embedded server, with an oracle that knows the truth. */
@Command(
        name = "demo",
        description =
                "Run a generated fleet of real clients against a server of its own in a temporary directory: chunks keep alive,"
                        + " extent managers allocate, report and free. Compares what the server counts with the truth while it runs and"
                        + " at the end, then stops the server and replays its journal. Status 1 where anything differs.")
public final class Demo implements Callable<Integer> {
    private static final int CHUNKS_MIN = 3;
    private static final int CHUNKS_MAX = 2_000;
    private static final int EMS_MAX = Math.min(64, Limits.defaults().extentManagers());

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seconds", paramLabel = "N", description = "How long the fleet is at work. Default: 10.")
    private double seconds = 10;

    @Option(names = "--chunks", paramLabel = "N", description = "Chunks, 3 to 2000. Default: 60.")
    private int chunks = 60;

    @Option(names = "--ems", paramLabel = "N", description = "Extent managers, 1 to 64. Default: 4.")
    private int ems = 4;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of what the fleet does. Default: 1.")
    private long seed = 1;

    @Option(names = "--keep", paramLabel = "DIR", description = "Use this directory, which must be empty, and keep it.")
    private @Nullable Path keep;

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    /** Made by picocli. */
    public Demo() {}

    @Override
    public Integer call() {
        check();
        final Terminal terminal = Stowage.of(spec).terminal();
        if (Stowage.of(spec).verbose()) {
            Logs.toStandardError();
        }
        final Progress progress = new Progress(terminal);
        final Path directory = directory();
        final DemoReport report;
        // Ctrl-C ends the work early; the comparison and the replay follow all the same.
        try (Running running = Running.until(null, spec.commandLine())) {
            report = run(directory, progress, running);
            terminal.line(json ? Json.line(report.json()) : report.text());
            terminal.flush();
        }
        if (!report.isGood() && json && !report.difference().isEmpty()) {
            terminal.error("stowage: " + report.difference());
        }
        return report.isGood() ? ExitCode.OK : ExitCode.FAILED;
    }

    private DemoReport run(final Path directory, final Progress progress, final Running running) {
        try {
            return new DemoRun(directory, chunks, ems, seconds, seed, progress, running::goesOn).run();
        } finally {
            progress.clear();
            if (keep == null) {
                IoUtil.delete(directory.toFile(), true);
            }
        }
    }

    private void check() {
        if (!(seconds > 0)) {
            throw new ParameterException(spec.commandLine(), "--seconds must be above 0, not " + seconds);
        }
        if (chunks < CHUNKS_MIN || chunks > CHUNKS_MAX) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--chunks must be between " + CHUNKS_MIN + " and " + CHUNKS_MAX + ", not " + chunks);
        }
        if (ems < 1 || ems > EMS_MAX) {
            throw new ParameterException(spec.commandLine(), "--ems must be between 1 and " + EMS_MAX + ", not " + ems);
        }
    }

    private Path directory() {
        try {
            if (keep == null) {
                return Files.createTempDirectory("stowage-demo-");
            }
            Files.createDirectories(keep);
            try (var entries = Files.list(keep)) {
                if (entries.findAny().isPresent()) {
                    throw new ToolException(keep + " is not empty; name an empty or a new directory");
                }
            }
            return keep.toRealPath();
        } catch (final IOException e) {
            throw new ToolException("no directory for the demo: " + e + "; name one with --keep", e);
        }
    }
}
