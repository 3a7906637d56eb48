package io.stowage.bench;

import io.stowage.bench.output.Json;
import io.stowage.bench.replay.ReplayBenchmark;
import io.stowage.bench.replay.ReplayReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench replay}: replay of a journal beside reading it. */
@Command(name = "replay", description = "Replay of a journal beside reading the same journal without applying it.")
final class ReplayCommand implements Callable<Integer> {
    private static final int ROUNDS = 5;
    private static final int QUICK_COMMANDS = 2_000;
    private static final int QUICK_CHUNKS = 100;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; progress goes to standard error in any case.")
    private boolean json;

    @Option(names = "--quick", description = "One short round: shows that everything runs, the times mean nothing.")
    private boolean quick;

    @Option(names = "--chunks", defaultValue = "10000", description = "Size of the fleet (default: ${DEFAULT-VALUE}).")
    private int chunks;

    @Option(
            names = "--commands",
            defaultValue = "3000000",
            description = "Commands of each journal (default: ${DEFAULT-VALUE}).")
    private int commands;

    @Option(
            names = "--directory",
            description = "Folder for the journals, which are deleted in the end (default: a temporary one).")
    private @Nullable Path directory;

    ReplayCommand() {}

    @Override
    public Integer call() {
        final ReplayReport report = quick
                ? ReplayBenchmark.run(QUICK_CHUNKS, QUICK_COMMANDS, 1, directory, System.err)
                : ReplayBenchmark.run(chunks, commands, ROUNDS, directory, System.err);
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(report) : report.text());
        out.flush();
        return 0;
    }
}
