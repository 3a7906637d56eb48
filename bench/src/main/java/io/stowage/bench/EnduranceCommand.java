package io.stowage.bench;

import io.stowage.bench.endurance.EnduranceBenchmark;
import io.stowage.bench.endurance.EnduranceOptions;
import io.stowage.bench.endurance.EnduranceReport;
import io.stowage.bench.output.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench endurance}: one engine under a long and varied load. */
@Command(
        name = "endurance",
        description =
                "One engine under a long and varied load: memory must stay constant, no garbage be made, the view be true.")
final class EnduranceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; progress goes to standard error in any case.")
    private boolean json;

    @Option(
            names = "--commands",
            defaultValue = "" + EnduranceOptions.COMMANDS_DEFAULT,
            description = "Commands to apply (default: ${DEFAULT-VALUE}).")
    private long commands;

    @Option(names = "--seed", defaultValue = "1", description = "Of all that varies (default: ${DEFAULT-VALUE}).")
    private long seed;

    EnduranceCommand() {}

    @Override
    public Integer call() {
        final EnduranceReport report = EnduranceBenchmark.run(
                new EnduranceOptions(commands, EnduranceOptions.CHUNKS_DEFAULT, EnduranceOptions.EMS_DEFAULT, seed),
                System.err);
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(report) : report.text());
        out.flush();
        return report.held() ? 0 : 1;
    }
}
