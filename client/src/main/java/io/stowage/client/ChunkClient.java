package io.stowage.client;

import io.stowage.client.chunk.ChunkListener;
import io.stowage.client.chunk.ChunkMeasurement;
import io.stowage.client.chunk.ChunkProbe;
import io.stowage.client.chunk.ChunkProtocol;
import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.client.chunk.ChunkSettings;
import io.stowage.client.chunk.ChunkState;
import io.stowage.client.frame.FrameHandler;
import io.stowage.codecs.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The client of a chunk: registers its node and itself, keeps alive with measured space and fences, and reconnects.
 *
 * <p>Drive it by calling {@link #poll()} in a duty cycle, or give it to an {@code AgentInvoker} or {@code AgentRunner}. It
 * never blocks. Not thread-safe.
 */
public final class ChunkClient implements Agent, AutoCloseable {
    private final SessionLink link;
    private final NanoClock clock;
    private final ChunkListener listener;
    private final ChunkProtocol protocol;
    private final FrameHandler frameHandler = this::onFrame;
    private @Nullable StowageException failure;

    private ChunkClient(final Context context) {
        final ChunkRegistration registration = context.registration();
        final SessionContext session = context.session.role(Role.CHUNK).conclude();
        clock = session.nanoClock();
        link = new SessionLink(session, session.newIdentity(), new LinkListener());
        listener = context.listener;
        protocol = new ChunkProtocol(context.settings, registration, link.identity(), context.probe, listener);
    }

    /**
     * Connects, registers, and waits until keepalives flow, with the idle strategy of the session's context.
     *
     * @param context not used before.
     * @return a client in state {@link ChunkState#ALIVE}.
     * @throws StowageException in one line what is wrong and what to do.
     */
    public static ChunkClient connect(final Context context) {
        final ChunkClient client = asyncConnect(context);
        final SessionContext session = client.link.context();
        final long deadlineNs = client.clock.nanoTime() + session.connectTimeoutNs();
        final IdleStrategy idle = session.idleStrategy();
        idle.reset();
        while (client.state() != ChunkState.ALIVE) {
            idle.idle(client.poll());
            final boolean late = client.clock.nanoTime() - deadlineNs >= 0;
            final StowageException refused = client.failure;
            if (refused != null && (late || client.state() == ChunkState.STOPPED)) {
                client.close();
                throw refused;
            }
            if (late || client.state() == ChunkState.STOPPED) {
                client.close();
                throw new StowageException("the chunk was not registered on " + session.channel() + " within "
                        + session.connectTimeoutNs() / 1_000_000 + " ms (" + client.state()
                        + "); check that the server runs and what its listener was told");
            }
        }
        return client;
    }

    /**
     * Starts to connect: {@link #poll()} the client. It goes on trying by itself.
     *
     * @param context not used before.
     * @return a client that is not registered yet.
     * @throws StowageException if the context is not valid.
     */
    public static ChunkClient asyncConnect(final Context context) {
        return new ChunkClient(context);
    }

    /**
     * One step of the duty cycle: session, registration, keepalives.
     *
     * @return how much was done; 0 for nothing.
     */
    public int poll() {
        int work = link.poll(frameHandler);
        if (protocol.state() == ChunkState.REOPEN) {
            protocol.onDisconnected();
            link.reopen();
            work++;
        }
        return work + protocol.poll(clock.nanoTime());
    }

    @Override
    public int doWork() {
        return poll();
    }

    @Override
    public String roleName() {
        return "stowage-chunk-" + chunk();
    }

    @Override
    public void onClose() {
        close();
    }

    /**
     * A measurement that takes its time begins now; see {@link ChunkProtocol#startMeasurement}.
     *
     * @param measurement to be filled.
     */
    public void startMeasurement(final ChunkMeasurement measurement) {
        protocol.startMeasurement(measurement);
    }

    /**
     * A measurement is complete; see {@link ChunkProtocol#completeMeasurement}.
     *
     * @param measurement started before.
     */
    public void completeMeasurement(final ChunkMeasurement measurement) {
        protocol.completeMeasurement(measurement);
    }

    /**
     * Where this client stands.
     *
     * @return its state.
     */
    public ChunkState state() {
        return protocol.state();
    }

    /**
     * The chunk's id.
     *
     * @return 0 before it is registered.
     */
    public int chunk() {
        return protocol.chunk();
    }

    /**
     * Whether {@link #close()} was called.
     *
     * @return true from then on.
     */
    public boolean isClosed() {
        return link.isClosed();
    }

    /** Ends the session. A shared Aeron stays open. Idempotent. */
    @Override
    public void close() {
        if (!link.isClosed()) {
            link.close();
            protocol.onDisconnected();
        }
    }

    private boolean onFrame(final DirectBuffer frame, final int offset, final int length) {
        protocol.onFrame(frame, offset, length, clock.nanoTime());
        return true;
    }

    private final class LinkListener implements SessionLink.Listener {
        @Override
        public void onOpen(final StowageClient session) {
            failure = null;
            protocol.onConnected(session);
        }

        @Override
        public void onLost(final String text) {
            protocol.onDisconnected();
            link.context().errorHandler().onError(new StowageException("session lost: " + text));
        }

        @Override
        public void onLeaderChange(final StowageClient session) {
            listener.onLeaderChange(session.leaderMember());
            // A chunk that has just got its id opens another session anyway: this one does not speak for it.
            if (protocol.state() != ChunkState.REOPEN) {
                protocol.onDisconnected();
                protocol.onConnected(session);
            }
        }

        @Override
        public void onConnectFailed(final StowageException reason, final boolean isFinal) {
            failure = reason;
            link.context().errorHandler().onError(reason);
            if (isFinal) {
                protocol.stop(reason.result(), reason.reason());
            }
        }
    }

    /** Everything that a chunk's client needs; fluent, serves one client. */
    public static final class Context {
        private SessionContext session = new SessionContext();
        private ChunkSettings settings = ChunkSettings.DEFAULTS;
        private @Nullable ChunkRegistration registration;
        private @Nullable ChunkProbe probe;
        private ChunkListener listener = new ChunkListener() {};

        /** All defaults; a registration is to be told. */
        public Context() {}

        /**
         * How to reach the server; the role is told by the client.
         *
         * @param context with the chunk's incarnation, and its id as sender if it has one.
         * @return this.
         */
        public Context session(final SessionContext context) {
            session = context;
            return this;
        }

        /**
         * Times.
         *
         * @param values default: {@link ChunkSettings#DEFAULTS}.
         * @return this.
         */
        public Context settings(final ChunkSettings values) {
            settings = values;
            return this;
        }

        /**
         * What to register.
         *
         * @param what chunk and node.
         * @return this.
         */
        public Context registration(final ChunkRegistration what) {
            registration = what;
            return this;
        }

        /**
         * Measures just before each keepalive; not told: measurements are handed over.
         *
         * @param measures quickly.
         * @return this.
         */
        public Context probe(final ChunkProbe measures) {
            probe = measures;
            return this;
        }

        /**
         * Who is told of acks, capabilities and refusals.
         *
         * @param told called from {@link ChunkClient#poll()}.
         * @return this.
         */
        public Context listener(final ChunkListener told) {
            listener = told;
            return this;
        }

        private ChunkRegistration registration() {
            final ChunkRegistration told = registration;
            if (told == null) {
                throw new StowageException("the context names no registration; tell node and chunk");
            }
            return told;
        }
    }
}
