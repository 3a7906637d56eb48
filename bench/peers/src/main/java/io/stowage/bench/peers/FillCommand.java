package io.stowage.bench.peers;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fill}: how evenly a cluster fills up. */
@Command(
        name = "fill",
        mixinStandardHelpOptions = true,
        description = "How evenly an empty cluster fills up, and what new chunks get afterwards.")
final class FillCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Input input = new Input();

    @Option(
            names = "--fill",
            defaultValue = "0.8",
            description = "Part of the capacity to fill (default: ${DEFAULT-VALUE}).")
    private double fill;

    @Option(
            names = "--segments-per-unit",
            defaultValue = "1000",
            description = "Segments that the smallest chunk holds (default: ${DEFAULT-VALUE}).")
    private int segmentsPerUnit;

    @Option(
            names = "--refresh-every",
            defaultValue = "1",
            description =
                    "The policy learns the new usage after so many decisions; 1 is at once (default: ${DEFAULT-VALUE}).")
    private int refreshEvery;

    @Option(
            names = "--limit-seconds",
            defaultValue = "110",
            description = "The fill ends after that where it is (default: ${DEFAULT-VALUE}).")
    private int limitSeconds;

    FillCommand() {}

    @Override
    public Integer call() {
        if (!(fill > 0 && fill <= 1) || segmentsPerUnit < 1 || refreshEvery < 1 || limitSeconds < 1) {
            throw new PeerException("--fill is above 0 and at most 1, the other figures are 1 or more");
        }
        final FillRun run = new FillRun(
                input.kind(),
                input.cluster(),
                new FillRun.Options(fill, segmentsPerUnit, refreshEvery, limitSeconds, input.seed()));
        spec.commandLine().getOut().println(Json.text(run.run()));
        return 0;
    }
}
