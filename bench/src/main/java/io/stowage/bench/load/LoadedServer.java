package io.stowage.bench.load;

import io.aeron.Aeron;
import io.aeron.driver.ThreadingMode;
import io.stowage.bench.BenchException;
import io.stowage.bench.fleet.Commander;
import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.fleet.Frames;
import io.stowage.client.SessionContext;
import io.stowage.client.StowageClient;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.Role;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.StandaloneServer;
import io.stowage.server.journal.SyncLevel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentInvoker;
import org.jspecify.annotations.Nullable;

/** A standalone server with its journal, invoked by somebody else's thread, and the sessions of the benchmark with it. */
final class LoadedServer implements AutoCloseable {
    /** Whoever has no turn is silent for a slice of time; nobody may take that for death. */
    private static final long LIVENESS_NS = TimeUnit.SECONDS.toNanos(120);

    private static final double FILL_SHARE = 0.5;

    private final StandaloneServer server;
    private final @Nullable AgentInvoker invoker;
    private final IdleStrategyKind idle;

    private LoadedServer(
            final Path directory, final FleetShape shape, final IdleStrategyKind idle, final boolean isInvoked) {
        this.idle = idle;
        final StandaloneServer.Context context = new StandaloneServer.Context()
                .directory(directory)
                .limits(shape.limits())
                .endpoint("")
                .idleStrategy(idle)
                .useAgentInvoker(isInvoked);
        context.media()
                .threadingMode(isInvoked ? ThreadingMode.INVOKER : ThreadingMode.SHARED)
                .livenessTimeoutNs(LIVENESS_NS);
        context.sessions().sessionTimeoutNs(LIVENESS_NS);
        context.journal().syncLevel(SyncLevel.PROCESS);
        server = StandaloneServer.launch(context);
        invoker = server.invoker();
    }

    /** A server whose loop and media driver run on the thread that invokes it. */
    static LoadedServer invoked(final Path directory, final FleetShape shape, final IdleStrategyKind idle) {
        return new LoadedServer(directory, shape, idle, true);
    }

    /** A server with threads of its own, as it is by default: one for the loop, one for the media driver. */
    static LoadedServer threaded(final Path directory, final FleetShape shape, final IdleStrategyKind idle) {
        return new LoadedServer(directory, shape, idle, false);
    }

    /** One step of an invoked server; ends the thread where the server has ended. */
    int doWork() {
        final int work = Objects.requireNonNull(invoker).invoke();
        requireRunning();
        return work;
    }

    /** Fails where the server has. */
    void requireRunning() {
        if (!server.isRunning()) {
            throw new BenchException("the server stopped: " + server.failure());
        }
    }

    StandaloneServer.Context context() {
        return server.context();
    }

    /** Registers and fills the fleet over a session of an operator. The server must have its turn. */
    void build(final Aeron aeron, final FleetShape shape) {
        try (StowageClient operator = StowageClient.connect(session(aeron, Role.OPERATOR, 0))) {
            final Commander commander = new SessionCommander(operator, idle.create());
            Fleet.build(shape, frames(Role.OPERATOR, 0), commander, FILL_SHARE);
        }
    }

    /** Opens the session of the extent manager that is measured. The server must have its turn. */
    StowageClient connectExtentManager(final Aeron aeron) {
        return StowageClient.connect(session(aeron, Role.EXTENT_MANAGER, Fleet.MEASURED_EM));
    }

    /** Frames numbered from 1, whatever the sessions number themselves. */
    Frames frames(final Role role, final int sender) {
        return new Frames(new CommandIdentity(role, sender, 1)
                .cluster(
                        server.clusterId().getMostSignificantBits(),
                        server.clusterId().getLeastSignificantBits()));
    }

    /** An Aeron client whose conductor is invoked by whoever polls. */
    static Aeron connectAeron(final String directory) {
        return Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(directory)
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(LIVENESS_NS))
                .useConductorAgentInvoker(true));
    }

    /** Bytes of the log, once closed. */
    long logBytes() {
        return Objects.requireNonNull(server.summary()).position();
    }

    /** To be called once the thread that invoked the server has ended. */
    @Override
    public void close() {
        server.close();
    }

    private SessionContext session(final Aeron aeron, final Role role, final int sender) {
        return new SessionContext()
                .aeron(aeron)
                .clusterId(server.clusterId())
                .role(role)
                .senderId(sender)
                .incarnation(1)
                .connectTimeoutNs(LIVENESS_NS)
                .idleStrategy(idle.create());
    }
}
