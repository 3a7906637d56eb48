package io.stowage.bench.peers;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code time}: how long a decision takes. */
@Command(
        name = "time",
        mixinStandardHelpOptions = true,
        description = "How long it takes to choose chunks for three replicas of 256 MiB.")
final class TimeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Input input = new Input();

    @Option(
            names = "--full",
            defaultValue = "0",
            description = "Per cent of the chunks that are full (default: ${DEFAULT-VALUE}).")
    private int fullPercent;

    @Option(
            names = "--decisions",
            defaultValue = "20000",
            description = "In a batch, at most; a slow policy makes fewer (default: ${DEFAULT-VALUE}).")
    private int decisions;

    @Option(names = "--batches", defaultValue = "10", description = "Batches (default: ${DEFAULT-VALUE}).")
    private int batches;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "3",
            description = "Of the processor, at least, to warm the policy up (default: ${DEFAULT-VALUE}).")
    private double warmUpSeconds;

    @Option(
            names = "--measure-seconds",
            defaultValue = "5",
            description = "That all batches last together, about (default: ${DEFAULT-VALUE}).")
    private double measureSeconds;

    TimeCommand() {}

    @Override
    public Integer call() {
        if (fullPercent < 0 || fullPercent > 100 || decisions < 1 || batches < 1) {
            throw new PeerException("--full is 0 to 100, --decisions and --batches are 1 or more");
        }
        if (!(warmUpSeconds > 0 && measureSeconds > 0)) {
            throw new PeerException("--warm-up-seconds and --measure-seconds are above 0");
        }
        final TimeRun run = new TimeRun(
                input.kind(),
                input.cluster(),
                fullPercent,
                TimeRun.Limits.of(decisions, batches, warmUpSeconds, measureSeconds),
                input.seed());
        spec.commandLine().getOut().println(Json.text(run.run()));
        return 0;
    }
}
