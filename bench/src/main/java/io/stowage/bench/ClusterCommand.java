package io.stowage.bench;

import io.stowage.bench.cluster.ClusterBenchmark;
import io.stowage.bench.cluster.ClusterOptions;
import io.stowage.bench.cluster.ClusterReport;
import io.stowage.bench.output.Json;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.journal.SyncLevel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench cluster}: a cluster on loopback, against an echo on Aeron Cluster. */
@Command(
        name = "cluster",
        description =
                "Members on loopback against an echo on Aeron Cluster, in turns; then the time without service when leaders are killed.")
final class ClusterCommand implements Callable<Integer> {
    private static final int QUICK_SECONDS = 4;
    private static final int QUICK_ROUNDS = 2;
    private static final int QUICK_CHUNKS = 20;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON; progress goes to standard error in any case.")
    private boolean json;

    @Option(
            names = "--quick",
            description = "Four seconds at 20 chunks, no kills: shows that everything runs, the times mean nothing.")
    private boolean quick;

    @Option(
            names = "--members",
            defaultValue = "" + ClusterOptions.MEMBERS_DEFAULT,
            description = "Members of each cluster, 3 or 5 (default: ${DEFAULT-VALUE}).")
    private int members;

    @Option(names = "--seconds", description = "Time of all measurements together (default: 40).")
    private @Nullable Integer seconds;

    @Option(
            names = "--rounds",
            description = "Rounds in which both take turns; a turn is a second at most (default: 10).")
    private @Nullable Integer rounds;

    @Option(names = "--warm-up-rounds", description = "Rounds before that (default: 5).")
    private @Nullable Integer warmUpRounds;

    @Option(
            names = "--window",
            defaultValue = "" + ClusterOptions.WINDOW_DEFAULT,
            description = "Commands in flight of the pipelined load (default: ${DEFAULT-VALUE}).")
    private int window;

    @Option(names = "--chunks", description = "Size of the fleet (default: 1000).")
    private @Nullable Integer chunks;

    @Option(
            names = "--sync",
            defaultValue = "process",
            description =
                    "What an acknowledged command survives, in both systems: process, or batch (default: ${DEFAULT-VALUE}).")
    private String sync = "process";

    @Option(names = "--no-journal", description = "Without the journals that members write beside the cluster's log.")
    private boolean noJournal;

    @Option(
            names = "--idle",
            defaultValue = "backoff",
            description =
                    "What all threads do when there is nothing to do: backoff, yield, spin, none, sleep (default: ${DEFAULT-VALUE}).")
    private String idle = "backoff";

    @Option(names = "--kills", description = "Leaders of each cluster to kill (default: 3).")
    private @Nullable Integer kills;

    @Option(
            names = "--member-option",
            description = "A further option of the members' JVMs, as for a profiler; may be repeated.")
    private List<String> memberOptions = new ArrayList<>();

    @Option(
            names = "--directory",
            description = "Folder for logs and journals, which are deleted in the end (default: a temporary one).")
    private @Nullable Path directory;

    ClusterCommand() {}

    @Override
    public Integer call() {
        final ClusterReport report = ClusterBenchmark.run(options(), System.err);
        final PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.text(report) : report.text());
        out.flush();
        return 0;
    }

    private ClusterOptions options() {
        return new ClusterOptions(
                members,
                or(seconds, QUICK_SECONDS, ClusterOptions.SECONDS_DEFAULT),
                or(rounds, QUICK_ROUNDS, ClusterOptions.ROUNDS_DEFAULT),
                or(warmUpRounds, 0, ClusterOptions.WARM_UP_ROUNDS_DEFAULT),
                window,
                or(chunks, QUICK_CHUNKS, ClusterOptions.CHUNKS_DEFAULT),
                syncLevel(),
                !noJournal,
                IdleStrategyKind.of(idle),
                or(kills, 0, ClusterOptions.KILLS_DEFAULT),
                memberOptions,
                directory);
    }

    private SyncLevel syncLevel() {
        return switch (sync.toLowerCase(Locale.ROOT)) {
            case "process" -> SyncLevel.PROCESS;
            case "batch" -> SyncLevel.BATCH;
            default -> throw new IllegalArgumentException("--sync is 'process' or 'batch', not '" + sync + "'");
        };
    }

    private int or(final @Nullable Integer told, final int ifQuick, final int otherwise) {
        if (told != null) {
            return told;
        }
        return quick ? ifQuick : otherwise;
    }
}
