package io.stowage.bench.placement.own;

import io.stowage.bench.output.Json;
import io.stowage.bench.placement.cluster.ClusterFile;
import io.stowage.bench.placement.figure.Timing;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Our side of a timing in a process of its own, under the same options as a peer's. Prints one JSON object. */
@Command(name = "time")
public final class OwnMain implements Runnable {
    @Option(names = "--cluster", required = true)
    private Path cluster = Path.of("");

    @Option(names = "--peer", required = true)
    private String policy = Ask.BATCHED;

    @Option(names = "--full", required = true)
    private int fullPercent;

    @Option(names = "--decisions", required = true)
    private int decisions;

    @Option(names = "--batches", required = true)
    private int batches;

    private OwnMain() {}

    /**
     * Measures one policy of ours on one cluster.
     *
     * @param args cluster, policy, share of full chunks, decisions and batches.
     */
    public static void main(final String[] args) {
        System.exit(new CommandLine(new OwnMain()).execute(args));
    }

    @Override
    public void run() {
        final Timing timing =
                OwnTiming.run(ClusterFile.read(cluster), fullPercent, Ask.named(policy), decisions, batches);
        System.out.println(Json.text(timing));
    }
}
