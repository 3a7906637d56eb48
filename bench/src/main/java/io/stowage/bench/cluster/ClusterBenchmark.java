package io.stowage.bench.cluster;

import io.stowage.bench.BenchException;
import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.load.Contest;
import io.stowage.bench.load.EchoReplies;
import io.stowage.bench.load.Loop;
import io.stowage.bench.load.Sample;
import io.stowage.bench.load.Traffic;
import io.stowage.bench.output.Machine;
import io.stowage.codecs.Role;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of Stowage against an echo on Aeron Cluster, turn by turn: as many commands as go through, and one at a time. Both clusters live
 * through the whole run; the members of that which has no turn are held by SIGSTOP, for their idle threads would take the processors from
 * the other. Then the leaders of both are killed, with the timeouts that members have by default.
 */
public final class ClusterBenchmark {
    private static final int SETTLING_COMMANDS = 1_000;
    private static final double THROUGHPUT_TARGET = 0.7;
    private static final double ROUND_TRIP_TARGET = 1.5;

    private final ClusterOptions options;
    private final PrintStream progress;
    private final Path directory;
    private final Machine machine = Machine.now();
    private final FleetShape shape;
    private final List<BenchedCluster> clusters = new CopyOnWriteArrayList<>();

    private ClusterBenchmark(final ClusterOptions options, final Path directory, final PrintStream progress) {
        this.options = options;
        this.directory = directory;
        this.progress = progress;
        this.shape = new FleetShape(options.chunks());
    }

    /**
     * Runs it, and leaves nothing behind, unless it failed: what the members said is kept then.
     *
     * @param options  how.
     * @param progress told what goes on, a line a step.
     * @return the figures.
     * @throws BenchException if a command was refused, not answered, or a member ended.
     */
    public static ClusterReport run(final ClusterOptions options, final PrintStream progress) {
        final Path directory = newDirectory(options);
        final ClusterBenchmark benchmark = new ClusterBenchmark(options, directory, progress);
        // Members that are held must not stay behind where somebody cuts the run short.
        final Thread cleaner = new Thread(benchmark::abandon, "bench-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        final ClusterReport report = benchmark.measure();
        IoUtil.delete(directory.toFile(), true);
        Runtime.getRuntime().removeShutdownHook(cleaner);
        return report;
    }

    private ClusterReport measure() {
        final Contest pipeline = new Contest("pipelined", Loop.pipeline(options.window()));
        final Contest roundTrips = new Contest("round trip", Loop::roundTrips);
        final ClusterReport.Setup setup;
        final EchoReplies replies;
        try (BenchClients clients = new BenchClients(options.idle(), MemberTimes.OF_TURNS.livenessNs());
                BenchedCluster stowage = start(MemberKind.STOWAGE, "stowage", MemberTimes.OF_TURNS, null)) {
            clients.build(stowage, shape);
            try (ClusterLink session = clients.stowage(stowage, Role.EXTENT_MANAGER, Fleet.MEASURED_EM)) {
                final Traffic toStowage = traffic(session, stowage);
                answerBothKinds(toStowage);
                replies = toStowage.replies();
                try (BenchedCluster echo = start(MemberKind.ECHO, "echo", MemberTimes.OF_TURNS, replies);
                        ClusterLink echoSession = clients.echo(echo)) {
                    final Traffic toEcho = traffic(echoSession, echo);
                    answerBothKinds(toEcho);
                    stowage.pause();
                    echo.pause();
                    takeTurns(List.of(pipeline, roundTrips), stowage, toStowage, echo, toEcho);
                }
                setup = setup(toStowage, replies);
            }
        }
        return new ClusterReport(
                List.of(
                        pipeline.ratio("throughput", Sample::commandsPerSecond, THROUGHPUT_TARGET, false),
                        roundTrips.ratio("p50", sample -> sample.percentileNs(50), ROUND_TRIP_TARGET, true),
                        roundTrips.ratio("p99", sample -> sample.percentileNs(99), ROUND_TRIP_TARGET, true)),
                List.of(pipeline, roundTrips).stream()
                        .flatMap(contest -> contest.figures().stream())
                        .toList(),
                outages(replies),
                setup,
                machine);
    }

    private void takeTurns(
            final List<Contest> contests,
            final BenchedCluster stowage,
            final Traffic toStowage,
            final BenchedCluster echo,
            final Traffic toEcho) {
        for (int round = -options.warmUpRounds(); round < options.rounds(); round++) {
            progress.println(
                    round < 0 ? "bench: warming up" : "bench: round " + (round + 1) + " of " + options.rounds());
            for (final Contest contest : contests) {
                final Sample ofStowage = turn(stowage, toStowage, contest.loop());
                final Sample ofEcho = turn(echo, toEcho, contest.loop());
                if (round >= 0) {
                    contest.add(ofStowage, ofEcho);
                }
            }
        }
    }

    /** The first commands of a turn find cold caches and members that just woke up, and are not measured. */
    private Sample turn(final BenchedCluster cluster, final Traffic traffic, final Loop loop) {
        cluster.resume();
        Loop.send(traffic, SETTLING_COMMANDS, options.window());
        final Sample sample = loop.run(traffic, options.turnNs());
        cluster.pause();
        return sample;
    }

    /** Of clusters that are new, for those before could not notice a death. */
    private List<ClusterReport.Outage> outages(final EchoReplies replies) {
        final List<ClusterReport.Outage> outages = new ArrayList<>();
        if (options.kills() == 0) {
            return outages;
        }
        for (final MemberKind kind : MemberKind.values()) {
            final MemberTimes times = MemberTimes.DEFAULT;
            try (BenchClients clients = new BenchClients(options.idle(), times.livenessNs());
                    BenchedCluster cluster = start(kind, "killed-" + kind, times, replies);
                    ClusterLink link = kind == MemberKind.ECHO
                            ? clients.echo(cluster)
                            : clients.stowage(cluster, Role.OPERATOR, 0)) {
                final long[] outagesNs =
                        new Outages(cluster, link, options.idle().create()).run(options.kills(), progress);
                Arrays.sort(outagesNs);
                outages.add(ClusterReport.Outage.of(kind, outagesNs, times.electionTimeoutNs()));
            }
        }
        return outages;
    }

    private BenchedCluster start(
            final MemberKind kind, final String name, final MemberTimes times, final @Nullable EchoReplies replies) {
        progress.println("bench: starting " + options.members() + " members of " + kind);
        final BenchedCluster started = new BenchedCluster(kind, directory.resolve(name), options, times, replies);
        clusters.add(started);
        started.awaitStarted();
        return started;
    }

    private Traffic traffic(final ClusterLink link, final BenchedCluster cluster) {
        return new Traffic(
                link,
                BenchClients.frames(Role.EXTENT_MANAGER, Fleet.MEASURED_EM),
                options.idle().create(),
                cluster::requireRunning);
    }

    /** One reservation and one free, one after the other. */
    private static void answerBothKinds(final Traffic traffic) {
        traffic.send();
        traffic.drain();
        traffic.send();
        traffic.drain();
    }

    private ClusterReport.Setup setup(final Traffic toStowage, final EchoReplies replies) {
        return new ClusterReport.Setup(
                options.members(),
                options.sync().toString().toLowerCase(Locale.ROOT),
                options.journal(),
                options.idle().toString(),
                toStowage.reserveLength(),
                replies.reserved().capacity(),
                toStowage.freeLength(),
                replies.freed().capacity(),
                options.chunks(),
                options.window(),
                options.rounds(),
                TimeUnit.NANOSECONDS.toMillis(options.turnNs()),
                Machine.now().loadAverage());
    }

    private void abandon() {
        clusters.forEach(BenchedCluster::abandon);
    }

    private static Path newDirectory(final ClusterOptions options) {
        final Path parent = options.directory();
        try {
            return parent == null
                    ? Files.createTempDirectory("stowage-bench-")
                    : Files.createTempDirectory(Files.createDirectories(parent), "stowage-bench-");
        } catch (final IOException e) {
            throw new BenchException(
                    "no folder for the members can be made in " + parent + " (" + e.getMessage()
                            + "); name another one with --directory",
                    e);
        }
    }
}
