package io.stowage.bench;

import io.stowage.bench.output.Json;
import io.stowage.bench.space.MemoryBenchmark;
import io.stowage.bench.space.MemoryReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench memory}: what the engine takes. */
@Command(
        name = "memory",
        description = "Off-heap memory of 10,000 chunks x 64 extent managers, and the heap over 10 million commands.")
final class MemoryCommand implements Callable<Integer> {
    private static final int QUICK_CHUNKS = 100;
    private static final long QUICK_COMMANDS = 4_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; progress goes to standard error in any case.")
    private boolean json;

    @Option(names = "--quick", description = "A short run at 100 chunks: shows that everything runs.")
    private boolean quick;

    @Option(names = "--chunks", defaultValue = "10000", description = "Chunks (default: ${DEFAULT-VALUE}).")
    private int chunks;

    @Option(
            names = "--commands",
            defaultValue = "10000000",
            description = "Commands to work through (default: ${DEFAULT-VALUE}).")
    private long commands;

    MemoryCommand() {}

    @Override
    public Integer call() {
        final MemoryReport report = quick
                ? MemoryBenchmark.run(QUICK_CHUNKS, QUICK_COMMANDS, System.err)
                : MemoryBenchmark.run(chunks, commands, System.err);
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(report) : report.text());
        out.flush();
        return 0;
    }
}
