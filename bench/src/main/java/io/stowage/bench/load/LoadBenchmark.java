package io.stowage.bench.load;

import io.aeron.Aeron;
import io.stowage.bench.BenchException;
import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.fleet.Frames;
import io.stowage.bench.output.Machine;
import io.stowage.client.StowageClient;
import io.stowage.codecs.Role;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

/**
 * A real server with its journal against an echo, turn by turn, under three kinds of load: one command at a time, as many as go
 * through, and a fixed rate. The same generator drives both; it decodes the same replies.
 */
public final class LoadBenchmark implements AutoCloseable {
    private static final int WARM_UP_ROUNDS = 2;
    private static final int SETTLING_COMMANDS = 1_000;
    private static final int BUSY_THREADS = 2;
    private static final double ROUND_TRIP_P50_TARGET = 1.5;
    private static final double ROUND_TRIP_P99_TARGET = 2;
    private static final double THROUGHPUT_TARGET = 0.7;
    private static final String THREADS =
            "one thread for the server's loop, its media driver (INVOKER) and its Aeron client,"
                    + " or for the same of the echo, in turns; one thread for the client and its Aeron client";
    private static final String PAYLOAD =
            "every message one command: a reservation of 1 extent of 3 thick replicas, or its return";

    private final LoadOptions options;
    private final PrintStream progress;
    private final Machine machine = Machine.now();
    private final Path directory;
    private final HostThread host;
    private final LoadedServer server;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private double cpuShare;

    private LoadBenchmark(final LoadOptions options, final Path directory, final PrintStream progress) {
        this.options = options;
        this.directory = directory;
        this.progress = progress;
        server = LoadedServer.invoked(directory.resolve("server"), new FleetShape(options.chunks()), options.idle());
        host = new HostThread(options.idle().create());
    }

    /**
     * Runs it, and leaves nothing behind.
     *
     * @param options  how.
     * @param progress told what goes on, a line a step.
     * @return the figures.
     * @throws BenchException if a command was refused, not answered, or the server stopped.
     */
    public static LoadReport run(final LoadOptions options, final PrintStream progress) {
        final Path directory = newDirectory(options);
        // A journal of gigabytes must not stay behind where somebody cuts the run short.
        final Thread cleaner = new Thread(() -> IoUtil.delete(directory.toFile(), true), "bench-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        try (LoadBenchmark benchmark = new LoadBenchmark(options, directory, progress)) {
            return benchmark.measure();
        } finally {
            IoUtil.delete(directory.toFile(), true);
            Runtime.getRuntime().removeShutdownHook(cleaner);
        }
    }

    private LoadReport measure() {
        progress.println("bench: making " + options.chunks() + " chunks");
        final FleetShape shape = new FleetShape(options.chunks());
        host.turn(server::doWork);
        final Aeron aeron =
                keep(LoadedServer.connectAeron(server.context().media().aeronDirectoryName()));
        server.build(aeron, shape);
        final StowageClient session = keep(server.connectExtentManager(aeron));
        final Traffic toServer = traffic(Link.of(session));
        answerBothKinds(toServer);

        final EchoServer echo = keep(new EchoServer(server.context().media(), toServer.replies()));
        host.turn(echo::doWork);
        final EchoClient echoClient = keep(new EchoClient(LoadedServer.connectAeron(echo.aeronDirectoryName())));
        final Traffic toEcho = traffic(echoClient);
        answerBothKinds(toEcho);

        final Contest roundTrips = new Contest("round trip", Loop::roundTrips);
        final Contest pipeline = new Contest("pipelined", Loop.pipeline(options.window()));
        final Contest rate = new Contest("open loop", new RateLoop(options.rate()));
        final CpuShare share = new CpuShare(BUSY_THREADS);
        for (int round = -WARM_UP_ROUNDS; round < options.rounds(); round++) {
            progress.println(
                    round < 0 ? "bench: warming up" : "bench: round " + (round + 1) + " of " + options.rounds());
            for (final Contest contest : List.of(roundTrips, pipeline, rate)) {
                host.turn(server::doWork);
                final Sample ofServer = turn(toServer, contest.loop());
                host.turn(echo::doWork);
                final Sample ofEcho = turn(toEcho, contest.loop());
                if (round >= 0) {
                    contest.add(ofServer, ofEcho);
                }
            }
        }
        cpuShare = share.now();
        close();
        final LoadReport.Garbage garbage = GarbageCount.run(directory.resolve("garbage"), options, progress);
        if (options.histograms() != null) {
            LatencyFiles.write(options.histograms(), List.of(roundTrips, pipeline, rate));
        }
        return report(List.of(roundTrips, pipeline, rate), ratios(roundTrips, pipeline, rate), garbage, toServer);
    }

    /** The first commands of a turn find cold caches, and are not measured. */
    private Sample turn(final Traffic traffic, final Loop loop) {
        for (int i = 0; i < SETTLING_COMMANDS; i++) {
            traffic.send();
        }
        traffic.drain();
        return loop.run(traffic, options.sliceNs());
    }

    private Traffic traffic(final Link link) {
        final Frames frames = server.frames(Role.EXTENT_MANAGER, Fleet.MEASURED_EM);
        return new Traffic(link, frames, options.idle().create(), host::requireRunning);
    }

    /** One reservation and one free, one after the other. */
    private static void answerBothKinds(final Traffic traffic) {
        traffic.send();
        traffic.drain();
        traffic.send();
        traffic.drain();
    }

    private static List<LoadReport.Ratio> ratios(final Contest roundTrips, final Contest pipeline, final Contest rate) {
        return List.of(
                roundTrips.ratio("p50", sample -> sample.percentileNs(50), ROUND_TRIP_P50_TARGET, true),
                roundTrips.ratio("p99", sample -> sample.percentileNs(99), ROUND_TRIP_P99_TARGET, true),
                pipeline.ratio("throughput", Sample::commandsPerSecond, THROUGHPUT_TARGET, false),
                rate.ratio("p50", sample -> sample.percentileNs(50), ROUND_TRIP_P50_TARGET, true),
                rate.ratio("p99", sample -> sample.percentileNs(99), ROUND_TRIP_P99_TARGET, true));
    }

    private LoadReport report(
            final List<Contest> contests,
            final List<LoadReport.Ratio> ratios,
            final LoadReport.Garbage garbage,
            final Traffic toServer) {
        final LoadReport.Setup setup = new LoadReport.Setup(
                options.idle().toString(),
                THREADS,
                PAYLOAD,
                toServer.reserveLength(),
                toServer.replies().reserved().capacity(),
                toServer.freeLength(),
                toServer.replies().freed().capacity(),
                options.chunks(),
                options.rate(),
                options.window(),
                options.rounds(),
                TimeUnit.NANOSECONDS.toMillis(options.sliceNs()),
                server.context().journal().syncLevel().name().toLowerCase(Locale.ROOT),
                fileSystem(),
                server.logBytes(),
                cpuShare,
                Machine.now().loadAverage());
        final List<LoadReport.Figures> figures =
                contests.stream().flatMap(each -> each.figures().stream()).toList();
        return new LoadReport(ratios, figures, garbage, setup, machine);
    }

    private String fileSystem() {
        try {
            return Files.getFileStore(directory).type();
        } catch (final IOException e) {
            return "unknown";
        }
    }

    private static Path newDirectory(final LoadOptions options) {
        final Path parent = options.directory();
        try {
            return parent == null
                    ? Files.createTempDirectory("stowage-bench-")
                    : Files.createTempDirectory(Files.createDirectories(parent), "stowage-bench-");
        } catch (final IOException e) {
            throw new BenchException(
                    "no folder for the journal can be made in " + parent + " (" + e.getMessage()
                            + "); name another one with --directory",
                    e);
        }
    }

    /** The thread first: nobody may be invoked while it is closed. Idempotent. */
    @Override
    public void close() {
        host.close();
        CloseHelper.closeAll(opened);
        opened.clear();
        server.close();
    }

    private <T extends AutoCloseable> T keep(final T resource) {
        opened.push(resource);
        return resource;
    }
}
