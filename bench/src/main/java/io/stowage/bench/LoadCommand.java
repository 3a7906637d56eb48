package io.stowage.bench;

import io.stowage.bench.load.LoadBenchmark;
import io.stowage.bench.load.LoadOptions;
import io.stowage.bench.load.LoadReport;
import io.stowage.bench.output.Json;
import io.stowage.server.IdleStrategyKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench load}: a server over Aeron IPC with its journal on, against an echo of the same bytes. */
@Command(
        name = "load",
        description = "A server over Aeron IPC with its journal on, against an echo of the same bytes, in turns.")
final class LoadCommand implements Callable<Integer> {
    private static final int QUICK_SECONDS = 1;
    private static final int QUICK_CHUNKS = 100;
    private static final long QUICK_GARBAGE_COMMANDS = 10_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; progress goes to standard error in any case.")
    private boolean json;

    @Option(
            names = "--quick",
            description = "A second at 100 chunks: shows that everything runs, the times mean nothing.")
    private boolean quick;

    @Option(names = "--seconds", description = "Time of all measurements together (default: 30).")
    private @Nullable Integer seconds;

    @Option(names = "--chunks", description = "Size of the fleet (default: 1000).")
    private @Nullable Integer chunks;

    @Option(
            names = "--rate",
            defaultValue = "" + LoadOptions.RATE_DEFAULT,
            description = "Commands a second of the open loop (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--window",
            defaultValue = "" + LoadOptions.WINDOW_DEFAULT,
            description = "Commands in flight of the pipelined load (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = "--garbage-commands",
            description =
                    "Commands over which the garbage of the server's thread is counted, after the others as warm-up"
                            + " (default: 10000000; 0: none).")
    private @Nullable Long garbageCommands;

    @Option(
            names = "--idle",
            defaultValue = "yield",
            description =
                    "What both threads do when there is nothing to do: backoff, yield, spin, none (default: ${DEFAULT-VALUE}).")
    private String idle = "yield";

    @Option(
            names = "--directory",
            description = "Folder for the journal, which is deleted in the end (default: a temporary one).")
    private @Nullable Path directory;

    @Option(
            names = "--histograms",
            description = "Folder for the latencies as .hgrm files and pictures (default: none are written).")
    private @Nullable Path histograms;

    LoadCommand() {}

    @Override
    public Integer call() {
        final LoadReport report = LoadBenchmark.run(options(), System.err);
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(report) : report.text());
        out.flush();
        return 0;
    }

    private LoadOptions options() {
        final int secondsDefault = quick ? QUICK_SECONDS : LoadOptions.SECONDS_DEFAULT;
        final int chunksDefault = quick ? QUICK_CHUNKS : LoadOptions.CHUNKS_DEFAULT;
        final long garbageDefault = quick ? QUICK_GARBAGE_COMMANDS : LoadOptions.GARBAGE_COMMANDS_DEFAULT;
        return new LoadOptions(
                seconds == null ? secondsDefault : seconds,
                chunks == null ? chunksDefault : chunks,
                rate,
                window,
                garbageCommands == null ? garbageDefault : garbageCommands,
                IdleStrategyKind.of(idle),
                directory,
                histograms);
    }
}
