package io.stowage.bench;

import io.stowage.bench.micro.MicroBenchmarks;
import io.stowage.bench.micro.MicroOptions;
import io.stowage.bench.micro.MicroReport;
import io.stowage.bench.output.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench micro}: the inner parts under JMH. */
@Command(
        name = "micro",
        description =
                "The engine and the codecs under JMH, with the garbage of each operation. Fails where the hot path makes any.")
final class MicroCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; what JMH says goes to standard error in any case.")
    private boolean json;

    @Option(
            names = "--quick",
            description = "A few short iterations: shows that everything runs, the times mean nothing.")
    private boolean quick;

    @Option(names = "--chunks", split = ",", description = "Sizes of the fleet (default: 100,1000,10000).")
    private @Nullable List<Integer> chunks;

    @Option(names = "--include", description = "Only benchmarks whose names match this regular expression.")
    private @Nullable String include;

    @Option(names = "--forks", description = "JVMs for each row (default: 3).")
    private @Nullable Integer forks;

    @Option(names = "--iterations", description = "Measured seconds in each JVM (default: 5); as many warm up.")
    private @Nullable Integer iterations;

    MicroCommand() {}

    @Override
    public Integer call() {
        final MicroReport report = MicroBenchmarks.run(options(), System.err);
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(report) : report.text());
        out.flush();
        return report.garbageFree() ? 0 : 1;
    }

    private MicroOptions options() {
        final MicroOptions base = quick ? MicroOptions.quick() : MicroOptions.full();
        return new MicroOptions(
                chunks == null ? base.chunks() : chunks,
                include == null ? base.include() : include,
                forks == null ? base.forks() : forks,
                iterations == null ? base.iterations() : iterations,
                base.iterationMillis(),
                base.sharesMachine());
    }
}
