package io.stowage.server;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.stowage.server.ingress.RequestAdapter;
import io.stowage.server.ingress.RequestBatch;
import io.stowage.server.session.SessionSupervisor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one loop: takes what has arrived, writes it into the journal, applies it, answers. A failure between journal and engine
 * ends it, because going on would serve a state that the log does not have; a restart replays the log.
 */
final class ServerAgent implements Agent {
    private static final Logger LOGGER = LoggerFactory.getLogger(ServerAgent.class);
    private static final String NAME = "stowage-server";
    private static final long SLOW_TICK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SPACE_CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /**
     * Between two looks of the Aeron client's conductor, and of the driver where it has no thread of its own: what they look after
     * takes milliseconds, or is a limit that lies megabytes ahead, while a turn of the loop takes less than a microsecond.
     */
    private static final long CONDUCTOR_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(10);

    /** Where a subscription's frames go. */
    record Ingress(Subscription subscription, RequestAdapter adapter) {}

    private final Aeron aeron;
    private final AgentInvoker aeronInvoker;
    private final @Nullable AgentInvoker driverInvoker;
    private final NanoClock nanoClock;
    private final IdleStrategy idleStrategy;
    private final long tickIntervalNs;
    private final List<Ingress> ingresses;
    private final SessionSupervisor supervisor;
    private final RequestBatch batch;
    private final CommandLog log;
    private final LoopMeter meter;
    private final MachineSetup machine;
    private final int fragmentLimit;
    private final HostEntries hostEntries;
    private final ReplyPublisher replies;
    private final ServerCounters counters;
    private final LongSupplier errorCount;
    private final Runnable terminationHook;

    private long nowNs;
    private long nextConductorNs;
    private long nextSlowTickNs;
    private long nextLogTickNs;
    private long nextSpaceCheckNs;
    private boolean hadSpace = true;
    private long fullTurnCount;
    private volatile @Nullable Throwable failure;
    private volatile boolean ended;

    ServerAgent(
            final StandaloneServer.Context ctx,
            final Aeron aeron,
            final @Nullable AgentInvoker driverInvoker,
            final List<Ingress> ingresses,
            final SessionSupervisor supervisor,
            final RequestBatch batch,
            final CommandLog log,
            final LoopMeter meter,
            final MachineSetup machine,
            final HostEntries hostEntries,
            final ReplyPublisher replies,
            final ServerCounters counters,
            final LongSupplier errorCount) {
        this.aeron = aeron;
        this.aeronInvoker = aeron.conductorAgentInvoker();
        this.driverInvoker = driverInvoker;
        this.nanoClock = ctx.nanoClock();
        this.idleStrategy = ctx.idleStrategySupplier().get();
        this.tickIntervalNs = TimeUnit.MILLISECONDS.toNanos(ctx.tickIntervalMs());
        this.ingresses = ingresses;
        this.supervisor = supervisor;
        this.batch = batch;
        this.log = log;
        this.meter = meter;
        this.machine = machine;
        this.fragmentLimit = ctx.maxBatchCommands();
        this.hostEntries = hostEntries;
        this.replies = replies;
        this.counters = counters;
        this.errorCount = errorCount;
        this.terminationHook = ctx.terminationHook();
    }

    @Override
    public void onStart() {
        machine.pinThread();
        nowNs = nanoClock.nanoTime();
        nextConductorNs = nowNs;
        nextSlowTickNs = nowNs;
        nextLogTickNs = nowNs + tickIntervalNs;
        nextSpaceCheckNs = nowNs;
    }

    @Override
    public int doWork() {
        nowNs = nanoClock.nanoTime();
        int workCount = 0;
        if (nowNs - nextConductorNs >= 0) {
            nextConductorNs = nowNs + CONDUCTOR_INTERVAL_NS;
            workCount += invokeAeron();
        }
        workCount += pollIngress();
        workCount += addHostEntries();
        workCount += logApplyAnswer();
        workCount += supervisor.attend(nowNs);
        if (nowNs - nextSlowTickNs >= 0) {
            workCount += slowTick();
        }
        if (workCount > 0) {
            publishCounters();
        }
        return workCount;
    }

    @Override
    public String roleName() {
        return NAME;
    }

    /** Ends the sessions, and gives what was sent a moment to arrive. */
    @Override
    public void onClose() {
        if (!aeron.isClosed()) {
            nowNs = nanoClock.nanoTime();
            supervisor.endAll(nowNs);
            final long deadlineNs = nowNs + SessionSupervisor.ENDING_TIMEOUT_NS;
            while (supervisor.isAttending() && nowNs - deadlineNs < 0 && !aeron.isClosed()) {
                nowNs = nanoClock.nanoTime();
                idleStrategy.idle(supervisor.attend(nowNs) + invokeDriverAndClient());
            }
        }
        ended = true;
        if (failure != null) {
            terminationHook.run();
        }
    }

    /** Whether the loop is over. May be called from any thread. */
    boolean hasEnded() {
        return ended || failure != null;
    }

    /** What ended the loop, or null. May be called from any thread. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    private int invokeAeron() {
        final int workCount = invokeDriverAndClient();
        if (aeron.isClosed()) {
            throw fail(new ServerException(
                    "the media driver is gone, or this process was stopped for longer than the liveness timeout;"
                            + " start the server again"));
        }
        return workCount;
    }

    private int invokeDriverAndClient() {
        final int driverWork = driverInvoker == null ? 0 : driverInvoker.invoke();
        return driverWork + aeronInvoker.invoke();
    }

    private int pollIngress() {
        int workCount = 0;
        for (int i = 0; i < ingresses.size(); i++) {
            final Ingress ingress = ingresses.get(i);
            final int taken = ingress.adapter().poll(ingress.subscription(), fragmentLimit, nowNs);
            fullTurnCount += taken == fragmentLimit ? 1 : 0;
            workCount += taken;
        }
        return workCount;
    }

    private int addHostEntries() {
        if (hostEntries.isEmpty() || !log.hasSpace()) {
            return 0;
        }
        hostEntries.drainTo(batch);
        return 1;
    }

    private int logApplyAnswer() {
        try {
            return log.process(batch, replies);
        } catch (final RuntimeException | Error e) {
            throw fail(e);
        }
    }

    private int slowTick() {
        nextSlowTickNs = nowNs + SLOW_TICK_INTERVAL_NS;
        if (nowNs - nextLogTickNs >= 0) {
            nextLogTickNs = nowNs + tickIntervalNs;
            hostEntries.tickIsDue();
        }
        if (nowNs - nextSpaceCheckNs >= 0) {
            nextSpaceCheckNs = nowNs + SPACE_CHECK_INTERVAL_NS;
            checkSpace();
        }
        return supervisor.tick(nowNs);
    }

    private void checkSpace() {
        final boolean hasSpace = log.checkSpace();
        if (hasSpace != hadSpace) {
            hadSpace = hasSpace;
            counters.set(ServerCounter.DISK_FULL, hasSpace ? 0 : 1);
            if (hasSpace) {
                LOGGER.info("there is space for the journal again: commands are taken");
            } else {
                LOGGER.error(
                        "the journal's disk has {} bytes free, {} are needed: commands are refused until there is space",
                        log.freeBytes(),
                        log.neededBytes());
            }
        }
    }

    private void publishCounters() {
        long dropped = 0;
        long refused = 0;
        for (int i = 0; i < ingresses.size(); i++) {
            dropped += ingresses.get(i).adapter().droppedCount();
            refused += ingresses.get(i).adapter().refusedCount();
        }
        counters.set(ServerCounter.DROPPED, dropped);
        counters.set(ServerCounter.REFUSED, refused);
        meter.publish(counters);
        counters.set(ServerCounter.TURNS_FULL, fullTurnCount);
        counters.set(ServerCounter.REPLIES_WAITING, supervisor.waitingBytes());
        counters.set(ServerCounter.JOURNAL_POSITION, log.position());
        counters.set(ServerCounter.REPLIES, replies.sentCount());
        counters.set(ServerCounter.BACK_PRESSURE, supervisor.queuedCount());
        counters.set(ServerCounter.ERRORS, errorCount.getAsLong());
    }

    private AgentTerminationException fail(final Throwable cause) {
        failure = cause;
        LOGGER.error("the server stops: {}", cause.getMessage(), cause);
        return new AgentTerminationException(cause);
    }
}
