package io.stowage.bench;

import io.stowage.bench.micro.MicroOptions;
import io.stowage.bench.output.Json;
import io.stowage.bench.space.SpaceBenchmarks;
import io.stowage.bench.space.SpaceReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench space}: each change of the accounting in a small and in a large cluster. */
@Command(
        name = "space",
        description =
                "Each change of the space accounting, and the view of it, at 100 and at 10,000 chunks x 64 extent managers.")
final class SpaceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; what JMH says goes to standard error in any case.")
    private boolean json;

    @Option(
            names = "--quick",
            description =
                    "One short iteration at 100 and 400 chunks: shows that everything runs, the times mean nothing.")
    private boolean quick;

    @Option(
            names = "--include",
            defaultValue = ".*",
            description = "Only operations whose names match this regular expression.")
    private String include = ".*";

    @Option(names = "--forks", defaultValue = "3", description = "JVMs for each row (default: ${DEFAULT-VALUE}).")
    private int forks;

    @Option(
            names = "--iterations",
            defaultValue = "5",
            description =
                    "Measured iterations of 0.3 seconds at each size in each JVM (default: ${DEFAULT-VALUE}); as many warm up.")
    private int iterations;

    SpaceCommand() {}

    @Override
    public Integer call() {
        final String operations = "\\." + include;
        final MicroOptions options =
                quick ? SpaceBenchmarks.quick(operations) : SpaceBenchmarks.full(forks, iterations, operations);
        final SpaceReport report = SpaceBenchmarks.run(options, System.err);
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(report) : report.text());
        out.flush();
        return report.makesGarbage() ? 1 : 0;
    }
}
