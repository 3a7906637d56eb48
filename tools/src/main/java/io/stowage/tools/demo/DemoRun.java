package io.stowage.tools.demo;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.ServerSummary;
import io.stowage.server.StandaloneServer;
import io.stowage.server.journal.JournalStat;
import io.stowage.server.replay.JournalReplay;
import io.stowage.tools.ToolException;
import io.stowage.tools.connect.ServerConnection;
import io.stowage.tools.output.Progress;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.status.AtomicCounter;
import org.jspecify.annotations.Nullable;

/** One run of the demo: server, fleet, quiescence, comparison, replay. */
final class DemoRun {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long START_NS_PER_CHUNK = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int TERM_BYTES = 256 << 10;
    private static final int RESPONSE_TERM_BYTES = 1 << 20;
    private static final @Nullable AtomicCounter UNCOUNTED = null;

    private final Path directory;
    private final int chunkCount;
    private final int emCount;
    private final double seconds;
    private final long seed;
    private final Progress progress;
    private final BooleanSupplier goesOn;

    DemoRun(
            final Path directory,
            final int chunkCount,
            final int emCount,
            final double seconds,
            final long seed,
            final Progress progress,
            final BooleanSupplier goesOn) {
        this.directory = directory;
        this.chunkCount = chunkCount;
        this.emCount = emCount;
        this.seconds = seconds;
        this.seed = seed;
        this.progress = progress;
        this.goesOn = goesOn;
    }

    /** What the fleet left behind when the server was closed. */
    private record Outcome(EmFleet fleet, Oracle oracle, String difference) {}

    DemoReport run() {
        final StandaloneServer server = StandaloneServer.launch(context());
        final Outcome outcome;
        try (server) {
            outcome = drive(server);
        }
        final ServerSummary summary =
                Objects.requireNonNull(server.summary(), "the server was closed without a summary");
        progress.say("replaying " + summary.commands() + " commands on a fresh engine");
        final boolean replayMatches = replay() == summary.stateHash();
        final DemoFigures figures = outcome.fleet().figures();
        return new DemoReport(
                figures.allocations(),
                Math.round(figures.allocations() / outcome.fleet().workSeconds()),
                figures.rttNs().getValueAtPercentile(50),
                figures.rttNs().getValueAtPercentile(99),
                figures.rttNs().getMaxValue(),
                figures.refused(),
                outcome.oracle().overcommitted(),
                outcome.oracle().underCounted(),
                JournalStat.of(directory).logBytes(),
                summary.stateHash(),
                replayMatches,
                summary.commands(),
                outcome.oracle().checks(),
                outcome.difference());
    }

    private Outcome drive(final StandaloneServer server) {
        final FirstError errors = new FirstError();
        try (ServerConnection chunkConnection = ServerConnection.of(server, TIMEOUT_NS);
                ServerConnection emConnection = ServerConnection.of(server, TIMEOUT_NS);
                BlockingOperator operator =
                        BlockingOperator.connect(emConnection.newSession(Role.OPERATOR), TIMEOUT_NS)) {
            final ChunkFleet chunks = new ChunkFleet(chunkCount, chunkConnection::newSession);
            try (AgentRunner runner = new AgentRunner(new SleepingMillisIdleStrategy(1), errors, UNCOUNTED, chunks)) {
                AgentRunner.startOnThread(runner);
                awaitChunks(chunks, operator, errors);
                final TruthByChunk truth = new TruthByChunk(chunks.chunks());
                final Oracle oracle = new Oracle(operator, truth);
                try (EmFleet fleet = new EmFleet(emCount, seed, emConnection, truth, oracle, operator, progress)) {
                    fleet.awaitReady();
                    fleet.work(seconds, goesOn);
                    errors.rethrow();
                    progress.say("settling: every extent manager reports, every chunk measures");
                    final String difference = fleet.settle();
                    errors.rethrow();
                    return new Outcome(fleet, oracle, difference);
                }
            }
        }
    }

    private void awaitChunks(final ChunkFleet chunks, final BlockingOperator operator, final FirstError errors) {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS + chunkCount * START_NS_PER_CHUNK;
        while (!chunks.isAlive() || operator.status().eligible() < chunkCount) {
            errors.rethrow();
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new ToolException("only " + chunks.aliveCount() + " of " + chunkCount
                        + " chunks came up in time; try fewer with --chunks");
            }
            progress.sayIfDue(() -> chunks.aliveCount() + " of " + chunkCount + " chunks are registered");
            operator.poll();
            Progress.pause();
        }
    }

    private long replay() {
        try (Engine engine = new Engine(Limits.defaults())) {
            JournalReplay.run(directory, engine);
            engine.verify();
            return engine.stateHash();
        }
    }

    /** Short terms: hundreds of clients on one machine, with short messages each. */
    private StandaloneServer.Context context() {
        final StandaloneServer.Context context =
                new StandaloneServer.Context().directory(directory).endpoint("").limits(Limits.defaults());
        context.media().termBufferLength(TERM_BYTES);
        context.sessions().responseTermBufferLength(RESPONSE_TERM_BYTES);
        return context;
    }

    /** Keeps the first error of the chunks' thread for the main one. */
    private static final class FirstError implements ErrorHandler {
        private volatile @Nullable Throwable first;

        @Override
        public void onError(final Throwable error) {
            if (first == null) {
                first = error;
            }
        }

        void rethrow() {
            final Throwable error = first;
            if (error != null) {
                throw new ToolException("the chunks of the demo failed: " + error, error);
            }
        }
    }
}
