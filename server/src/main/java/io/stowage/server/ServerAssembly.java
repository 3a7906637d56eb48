package io.stowage.server;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.stowage.codecs.wire.Protocol;
import io.stowage.engine.Engine;
import io.stowage.server.ingress.RequestAdapter;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalDurability;
import io.stowage.server.journal.JournalException;
import io.stowage.server.session.Authorisation;
import io.stowage.server.session.Origin;
import io.stowage.server.session.SessionAdapter;
import io.stowage.server.session.SessionEvents;
import io.stowage.server.session.SessionSupervisor;
import io.stowage.server.session.SessionTable;
import io.stowage.server.snapshot.SnapshotException;
import io.stowage.server.snapshot.SnapshotSchedule;
import io.stowage.server.snapshot.SnapshotStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a server together, in the order in which things may fail cheaply (port, directory, state, media driver, sessions, thread)
 * and takes it apart in the opposite order, whether the start succeeded or not.
 */
final class ServerAssembly implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerAssembly.class);
    private static final long RESOLVE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    /** The server's thread must not be interrupted: that would close the journal's file beneath it. */
    private static final int THREAD_CLOSE_TIMEOUT_MS = 60_000;

    private final StandaloneServer.Context ctx;
    private final Opened opened;
    private final OpenedState state;
    private final @Nullable String endpoint;
    private final ServerAgent agent;
    private final @Nullable AgentInvoker invoker;
    private volatile @Nullable ServerSummary summary;

    private ServerAssembly(final StandaloneServer.Context ctx, final Opened opened) {
        this.ctx = ctx;
        this.opened = opened;
        final UdpEndpoint udp = ctx.media().endpoint().isEmpty()
                ? null
                : UdpEndpoint.parse(ctx.media().endpoint());
        if (udp != null) {
            udp.requireFree();
        }
        final ErrorRelay errors = new ErrorRelay(ctx.errorHandler());
        // The directory's lock comes first: nothing else may be touched in a directory of another server.
        final Journal journal = opened.keep(Journal.open(ctx.journal().errorHandler(errors)));
        errors.log(opened.keep(ServerErrorLog.open(ctx.directory(), ctx.epochClock())));

        final HostEntries hostEntries = new HostEntries();
        final LoopMeter meter = new LoopMeter(ctx.nanoClock());
        this.state = OpenedState.open(ctx, journal, meter, hostEntries);
        opened.keep(state.engine());
        final MachineSetup machine = new MachineSetup(ctx.machine());
        machine.lockMemory(state.engine());

        final EmbeddedDriver driver =
                ctx.media().useEmbeddedDriver() ? opened.keep(EmbeddedDriver.launch(ctx.media(), errors)) : null;
        final AgentInvoker driverInvoker = driver == null ? null : driver.invoker();
        final Aeron aeron = opened.keep(connect(ctx, driverInvoker, errors));

        final ServerCounters counters = new ServerCounters(aeron);
        final SessionTable table = new SessionTable();
        final long high = state.clusterId().getMostSignificantBits();
        final long low = state.clusterId().getLeastSignificantBits();
        final Engine engine = state.engine();
        final SessionSupervisor supervisor = new SessionSupervisor(
                aeron,
                ctx.sessions(),
                table,
                new SessionEvents(high, low, engine::position),
                new SessionRecorder(hostEntries, counters),
                errors);
        final SessionAdapter sessions = new SessionAdapter(high, low, ctx.sessions(), table, supervisor);
        final Authorisation authorisation = new Authorisation(ctx.sessions().operatorMayActForOthers());
        final List<ServerAgent.Ingress> ingresses = new ArrayList<>();
        for (final String channel : channels(udp)) {
            final RequestAdapter adapter = new RequestAdapter(
                    new Origin(channel),
                    sessions,
                    supervisor,
                    authorisation,
                    high,
                    low,
                    ctx.maxCommandBytes(),
                    state.batch(),
                    state.log());
            ingresses.add(new ServerAgent.Ingress(subscribe(aeron, channel, adapter, udp), adapter));
        }
        this.endpoint = udp == null ? null : resolve(ctx, aeron, driverInvoker, udp, ingresses.getLast());
        this.agent = new ServerAgent(
                ctx,
                aeron,
                driverInvoker,
                ingresses,
                supervisor,
                state.batch(),
                state.log(),
                meter,
                machine,
                hostEntries,
                new ReplyPublisher(table, supervisor),
                counters,
                errors::count);
        this.invoker = ctx.useAgentInvoker() ? new AgentInvoker(errors, null, agent) : null;
        logStart(udp);
        // Closed after the schedule, for a last snapshot and one at hand may be of the same position and so the same
        // file.
        opened.keep(this::summarise);
        if (ctx.snapshots().isOn()) {
            opened.keep(SnapshotSchedule.start(
                    ctx.directory(),
                    ctx.limits(),
                    ctx.snapshots(),
                    () -> counters.get(ServerCounter.JOURNAL_POSITION),
                    errors));
        }
        run(errors);
    }

    static ServerAssembly start(final StandaloneServer.Context ctx) {
        final Opened opened = new Opened();
        try {
            return new ServerAssembly(ctx, opened);
        } catch (final RuntimeException | Error e) {
            opened.closeAll(e);
            throw e;
        }
    }

    StandaloneServer.Context context() {
        return ctx;
    }

    UUID clusterId() {
        return state.clusterId();
    }

    @Nullable
    String endpoint() {
        return endpoint;
    }

    boolean isRunning() {
        return !agent.hasEnded();
    }

    @Nullable
    Throwable failure() {
        return agent.failure();
    }

    @Nullable
    AgentInvoker invoker() {
        return invoker;
    }

    @Nullable
    ServerSummary summary() {
        return summary;
    }

    @Override
    public synchronized void close() {
        if (opened.isEmpty()) {
            return;
        }
        final Throwable failed = opened.closeAll(null);
        LOGGER.info("stopped: {}", summary);
        switch (failed) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new ServerException("the server did not stop cleanly: " + failed.getMessage(), failed);
        }
    }

    private void run(final ErrorHandler errors) {
        if (invoker != null) {
            opened.keep(invoker);
            invoker.start();
        } else {
            final AgentRunner runner =
                    new AgentRunner(ctx.idleStrategySupplier().get(), errors, null, agent);
            opened.keep(() -> runner.close(
                    THREAD_CLOSE_TIMEOUT_MS,
                    thread -> LOGGER.error("thread {} takes more than a minute to stop", thread.getName())));
            AgentRunner.startOnThread(runner);
        }
    }

    private void summarise() {
        final Engine engine = state.engine();
        summary = new ServerSummary(engine.position(), engine.commands(), engine.stateHash());
        if (ctx.snapshots().isOn() && agent.failure() == null) {
            saveLast(engine);
        }
    }

    /** So that the next start has nothing to replay. Where it cannot be written, the journal has it all. */
    private void saveLast(final Engine engine) {
        try {
            final SnapshotStore store = new SnapshotStore(ctx.directory());
            JournalDurability.force(ctx.directory(), store.newestPosition());
            store.publish(engine);
            store.prune(ctx.snapshots().keep());
        } catch (final SnapshotException | JournalException e) {
            LOGGER.warn(
                    "no snapshot of the end was made, so that the next start replays the journal: {}", e.getMessage());
        }
    }

    private void logStart(final @Nullable UdpEndpoint udp) {
        LOGGER.info(
                "serving cluster {} at position {} from {} on aeron:ipc in {}{}",
                state.clusterId(),
                state.engine().position(),
                ctx.directory(),
                ctx.media().aeronDirectoryName(),
                endpoint == null ? "" : " and UDP " + endpoint);
        LOGGER.info("{}", ctx);
        if (ctx.sessions().secrets().isEmpty()) {
            LOGGER.warn(
                    "no secrets are configured: whoever can use this machine is accepted in any role, and nobody else{};"
                            + " run 'stowage init' and name its secrets file",
                    udp == null || udp.isLoopback() ? "" : ", though UDP listens beyond loopback");
        }
    }

    private static List<String> channels(final @Nullable UdpEndpoint udp) {
        return udp == null ? List.of(Protocol.IPC_CHANNEL) : List.of(Protocol.IPC_CHANNEL, udp.channel());
    }

    private static Aeron connect(
            final StandaloneServer.Context ctx, final @Nullable AgentInvoker driverInvoker, final ErrorHandler errors) {
        final Aeron.Context aeronContext = new Aeron.Context()
                .aeronDirectoryName(ctx.media().aeronDirectoryName())
                .driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(ctx.media().livenessTimeoutNs()))
                .useConductorAgentInvoker(true)
                .clientName("stowage-server")
                .errorHandler(errors);
        if (driverInvoker != null) {
            aeronContext.driverAgentInvoker(driverInvoker);
        }
        try {
            return Aeron.connect(aeronContext);
        } catch (final AeronException e) {
            throw new ServerException(
                    "no media driver answers in " + ctx.media().aeronDirectoryName() + " (" + e.getMessage()
                            + "); start one there, or let the server bring its own",
                    e);
        }
    }

    private static Subscription subscribe(
            final Aeron aeron, final String channel, final RequestAdapter adapter, final @Nullable UdpEndpoint udp) {
        try {
            return aeron.addSubscription(channel, Protocol.INGRESS_STREAM_ID, image -> {}, adapter::onImageLost);
        } catch (final AeronException e) {
            throw udp == null ? e : udp.notFree(e);
        }
    }

    private static String resolve(
            final StandaloneServer.Context ctx,
            final Aeron aeron,
            final @Nullable AgentInvoker driverInvoker,
            final UdpEndpoint udp,
            final ServerAgent.Ingress ingress) {
        if (udp.port() != 0) {
            return udp.host() + ':' + udp.port();
        }
        final long deadlineNs = ctx.nanoClock().nanoTime() + RESOLVE_TIMEOUT_NS;
        final IdleStrategy idle = IdleStrategyKind.BACKOFF.create();
        while (ctx.nanoClock().nanoTime() - deadlineNs < 0) {
            final String resolved = ingress.subscription().resolvedEndpoint();
            if (resolved != null) {
                return resolved;
            }
            idle.idle(aeron.conductorAgentInvoker().invoke() + (driverInvoker == null ? 0 : driverInvoker.invoke()));
        }
        throw new ServerException(
                "the media driver did not bind UDP " + udp.host() + " in time; start again, or name a port");
    }
}
