package io.stowage.bench;

import io.stowage.bench.design.DesignBenchmarks;
import io.stowage.bench.design.DesignReport;
import io.stowage.bench.micro.MicroOptions;
import io.stowage.bench.output.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench design}: data structures that the placement could stand on. */
@Command(
        name = "design",
        description = "The placement's data structure beside those that were rejected: time, garbage and evenness.")
final class DesignCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; what JMH says goes to standard error in any case.")
    private boolean json;

    @Option(
            names = "--quick",
            description = "A few short iterations: shows that everything runs, the times mean nothing.")
    private boolean quick;

    @Option(names = "--chunks", split = ",", description = "Sizes of the cluster (default: 100,1000,10000,100000).")
    private @Nullable List<Integer> chunks;

    @Option(names = "--forks", description = "JVMs for each row (default: 1).")
    private @Nullable Integer forks;

    @Option(names = "--iterations", description = "Measured seconds in each JVM (default: 3); as many warm up.")
    private @Nullable Integer iterations;

    DesignCommand() {}

    @Override
    public Integer call() {
        final MicroOptions base = quick ? DesignBenchmarks.quick() : DesignBenchmarks.full();
        final MicroOptions options = new MicroOptions(
                chunks == null ? base.chunks() : chunks,
                base.include(),
                forks == null ? base.forks() : forks,
                iterations == null ? base.iterations() : iterations,
                base.iterationMillis(),
                base.sharesMachine());
        final DesignReport report = DesignBenchmarks.run(options, System.err);
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(report) : report.text());
        out.flush();
        return report.garbageFree() ? 0 : 1;
    }
}
