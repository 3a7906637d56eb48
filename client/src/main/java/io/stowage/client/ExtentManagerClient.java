package io.stowage.client;

import io.stowage.client.frame.FrameHandler;
import io.stowage.client.frame.OfferCode;
import io.stowage.client.space.ExtentLedger;
import io.stowage.client.space.ExtentListener;
import io.stowage.client.space.ExtentProtocol;
import io.stowage.client.space.ExtentSettings;
import io.stowage.client.space.ExtentState;
import io.stowage.client.space.RepositionRequest;
import io.stowage.client.space.ReserveRequest;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The client of an extent manager: reserves and gives back space, keeps the versioned ledger, reports, and reconnects.
 *
 * <p>Drive it by calling {@link #poll()} in a duty cycle, or give it to an {@code AgentInvoker} or {@code AgentRunner}.
 * Requests return a positive correlation id, or a negative {@link OfferCode} when nothing was sent; they never block, throw
 * for back pressure, or allocate in the steady state. What came of them is told to the {@link ExtentListener} from
 * {@link #poll()}. Not thread-safe.
 *
 * @see ExtentProtocol for what happens when replies are lost, sessions end or servers restart.
 */
public final class ExtentManagerClient implements Agent, AutoCloseable {
    private final SessionLink link;
    private final NanoClock clock;
    private final ExtentListener listener;
    private final ExtentProtocol protocol;
    private final FrameHandler frameHandler = this::onFrame;
    private final ReserveRequest single = new ReserveRequest();
    private final int[] oneChunk = new int[1];
    private @Nullable StowageException failure;

    private ExtentManagerClient(final Context context) {
        final SessionContext session = context.session.role(Role.EXTENT_MANAGER).conclude();
        clock = session.nanoClock();
        link = new SessionLink(session, session.newIdentity(), new LinkListener());
        listener = context.listener();
        protocol = new ExtentProtocol(context.settings, context.ledger(), link.identity(), listener);
    }

    /**
     * Connects and waits until requests are taken, with the idle strategy of the session's context.
     *
     * @param context not used before.
     * @return a client that is ready.
     * @throws StowageException in one line what is wrong and what to do.
     */
    public static ExtentManagerClient connect(final Context context) {
        final ExtentManagerClient client = asyncConnect(context);
        final SessionContext session = client.link.context();
        final long deadlineNs = client.clock.nanoTime() + session.connectTimeoutNs();
        final IdleStrategy idle = session.idleStrategy();
        idle.reset();
        while (!client.isReady()) {
            idle.idle(client.poll());
            final StowageException refused = client.failure;
            if (refused != null
                    && (client.state() == ExtentState.STOPPED || client.clock.nanoTime() - deadlineNs >= 0)) {
                client.close();
                throw refused;
            }
            if (client.clock.nanoTime() - deadlineNs >= 0) {
                client.close();
                throw new StowageException("the extent manager was not taken on " + session.channel() + " within "
                        + session.connectTimeoutNs() / 1_000_000 + " ms (" + client.state()
                        + "); check that the server runs");
            }
        }
        return client;
    }

    /**
     * Starts to connect: {@link #poll()} the client until it {@link #isReady()}. It goes on trying by itself.
     *
     * @param context not used before.
     * @return a client that is not ready yet.
     * @throws StowageException if the context is not valid.
     */
    public static ExtentManagerClient asyncConnect(final Context context) {
        return new ExtentManagerClient(context);
    }

    /**
     * One step of the duty cycle: session, replies, timeouts, heartbeats, deltas, reports.
     *
     * @return how much was done; 0 for nothing.
     */
    public int poll() {
        final int work = link.poll(frameHandler);
        return work + protocol.poll(clock.nanoTime());
    }

    @Override
    public int doWork() {
        return poll();
    }

    @Override
    public String roleName() {
        return "stowage-em-" + link.identity().sender();
    }

    @Override
    public void onClose() {
        close();
    }

    /**
     * Asks for locations of one kind, in the default pool.
     *
     * @param spaceClass   number of {@link io.stowage.client.space.SpaceClass}.
     * @param purpose      why.
     * @param replicas     an extent.
     * @param extents      how many.
     * @param segmentBytes nominal size of a segment; 0: the extent size.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long reserveForAllocation(
            final int spaceClass,
            final Purpose purpose,
            final int replicas,
            final int extents,
            final long segmentBytes) {
        single.clear().item(spaceClass, purpose, extents).replicas(replicas).segmentBytes(segmentBytes);
        return reserveForAllocation(single);
    }

    /**
     * Asks for locations of any number of kinds in one round trip.
     *
     * @param request unchanged, so that it may be sent again.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long reserveForAllocation(final ReserveRequest request) {
        return link.isClosed() ? OfferCode.CLOSED : protocol.reserve(request, clock.nanoTime());
    }

    /**
     * Gives back one location that the ledger took and nothing was written to; only as it was reserved.
     *
     * @param version      of the request that reserved it.
     * @param spaceClass   number of {@link io.stowage.client.space.SpaceClass}.
     * @param segmentBytes nominal bytes.
     * @param chunk        id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long freeForAllocation(final long version, final int spaceClass, final long segmentBytes, final int chunk) {
        oneChunk[0] = chunk;
        return freeForAllocation(version, spaceClass, segmentBytes, oneChunk, 0, 1);
    }

    /**
     * Gives back locations that the ledger took and nothing was written to.
     *
     * @param version      of the request that reserved them.
     * @param spaceClass   number of {@link io.stowage.client.space.SpaceClass}.
     * @param segmentBytes nominal bytes of each.
     * @param chunks       ids, one a segment.
     * @param from         first index to be used.
     * @param count        how many.
     * @return the correlation id, or a negative {@link OfferCode}; {@link OfferCode#VERSION_ENDED}: use
     *     {@link #removeSegments}.
     */
    public long freeForAllocation(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count) {
        return link.isClosed()
                ? OfferCode.CLOSED
                : protocol.free(version, spaceClass, segmentBytes, chunks, from, count, clock.nanoTime());
    }

    /**
     * The tables took a location, or a destination, of a deferred reply.
     *
     * @param correlationId of the request.
     * @param spaceClass    number of {@link io.stowage.client.space.SpaceClass}.
     * @param segmentBytes  nominal bytes.
     * @param chunk         id.
     * @return false if no such reply is deferred: the location must not be used.
     */
    public boolean commit(final long correlationId, final int spaceClass, final long segmentBytes, final int chunk) {
        return protocol.commit(correlationId, spaceClass, segmentBytes, chunk);
    }

    /**
     * Locations, or destinations, of a deferred reply will not be in the tables.
     *
     * @param correlationId of the request.
     * @param spaceClass    number of {@link io.stowage.client.space.SpaceClass}.
     * @param segmentBytes  nominal bytes of each.
     * @param chunks        ids, one a segment.
     * @param from          first index to be used.
     * @param count         how many.
     * @return false if no such reply is deferred.
     */
    public boolean abandon(
            final long correlationId,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count) {
        return protocol.abandon(correlationId, spaceClass, segmentBytes, chunks, from, count, clock.nanoTime());
    }

    /**
     * All is decided about a deferred reply.
     *
     * @param correlationId of the request.
     * @return false if no such reply is deferred.
     */
    public boolean settle(final long correlationId) {
        return protocol.settle(correlationId);
    }

    /**
     * Asks for sources and destinations of segments to rebuild or move, in one round trip.
     *
     * @param request unchanged, so that it may be sent again.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long reserveForReposition(final RepositionRequest request) {
        return link.isClosed() ? OfferCode.CLOSED : protocol.reserveReposition(request, clock.nanoTime());
    }

    /**
     * Gives back a destination that the ledger took and whose reposition was never begun.
     *
     * @param version      of the request that reserved it.
     * @param spaceClass   number of {@link io.stowage.client.space.SpaceClass}.
     * @param segmentBytes nominal bytes.
     * @param chunk        id of the destination.
     * @return the correlation id, or a negative {@link OfferCode}; {@link OfferCode#VERSION_ENDED}: use
     *     {@link #endReposition}.
     */
    public long freeForReposition(final long version, final int spaceClass, final long segmentBytes, final int chunk) {
        oneChunk[0] = chunk;
        return link.isClosed()
                ? OfferCode.CLOSED
                : protocol.freeForReposition(version, spaceClass, segmentBytes, oneChunk, 0, 1, clock.nanoTime());
    }

    /**
     * The tables dropped segments: a delta tells it, or the next report shows it.
     *
     * @param version      of the request that reserved them; 0 or any version below the last report for what was reported.
     * @param chunk        id.
     * @param spaceClass   number of {@link io.stowage.client.space.SpaceClass}.
     * @param segments     count.
     * @param segmentBytes nominal bytes of each.
     * @throws IllegalArgumentException if the tables hold fewer there; nothing is changed.
     * @throws IllegalStateException    if the version was never in use; nothing is changed.
     */
    public void removeSegments(
            final long version, final int chunk, final int spaceClass, final long segments, final long segmentBytes) {
        protocol.removeSegments(version, chunk, spaceClass, segments, segmentBytes);
    }

    /**
     * THICK segments became THIN; tier and priority stay.
     *
     * @param version      of the request that reserved them; 0 or any version below the last report for what was reported.
     * @param chunk        id.
     * @param spaceClass   number of the THICK {@link io.stowage.client.space.SpaceClass} that they had.
     * @param segments     count.
     * @param segmentBytes nominal bytes of each.
     * @throws IllegalArgumentException if the tables hold fewer there, or the class is not THICK; nothing is changed.
     * @throws IllegalStateException    if the version was never in use; nothing is changed.
     */
    public void makeThin(
            final long version, final int chunk, final int spaceClass, final long segments, final long segmentBytes) {
        protocol.makeThin(version, chunk, spaceClass, segments, segmentBytes);
    }

    /**
     * A reposition ended at its destination.
     *
     * @param version      of the request that reserved it; 0 or any version below the last report for what was reported.
     * @param chunk        id of the destination.
     * @param spaceClass   number of {@link io.stowage.client.space.SpaceClass}.
     * @param segmentBytes nominal bytes.
     * @param succeeded    whether the destination holds the segment now.
     * @throws IllegalArgumentException if the tables hold no such rx there; nothing is changed.
     * @throws IllegalStateException    if the version was never in use; nothing is changed.
     */
    public void endReposition(
            final long version,
            final int chunk,
            final int spaceClass,
            final long segmentBytes,
            final boolean succeeded) {
        protocol.endReposition(version, chunk, spaceClass, segmentBytes, succeeded);
    }

    /**
     * Tells with every heartbeat, and at once when it changes, whether extents miss a segment.
     *
     * @param needed true while any does.
     */
    public void needsRecover(final boolean needed) {
        protocol.needsRecover(needed);
    }

    /** Asks for a report as soon as may be. */
    public void reportSpace() {
        protocol.reportSpace();
    }

    /**
     * Whether requests are taken now.
     *
     * @return true in state {@link ExtentState#READY}.
     */
    public boolean isReady() {
        return protocol.state() == ExtentState.READY;
    }

    /**
     * Whether {@link #close()} was called.
     *
     * @return true from then on.
     */
    public boolean isClosed() {
        return link.isClosed();
    }

    /**
     * Where this client stands.
     *
     * @return its state.
     */
    public ExtentState state() {
        return protocol.state();
    }

    /**
     * The ledger, for looking at it and for {@link ExtentLedger#preload} before the first poll.
     *
     * @return that of the context.
     */
    public ExtentLedger ledger() {
        return protocol.ledger();
    }

    /**
     * The protocol behind this client, for what it knows.
     *
     * @return it.
     */
    public ExtentProtocol protocol() {
        return protocol;
    }

    /** Ends the session; what is in flight ends with an unknown outcome. A shared Aeron stays open. Idempotent. */
    @Override
    public void close() {
        if (!link.isClosed()) {
            link.close();
            protocol.onDisconnected();
        }
    }

    private boolean onFrame(final DirectBuffer frame, final int offset, final int length) {
        return protocol.onFrame(frame, offset, length, clock.nanoTime());
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
            protocol.onDisconnected();
            protocol.onConnected(session);
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

    /** Everything that an extent manager's client needs; fluent, serves one client. */
    public static final class Context {
        private SessionContext session = new SessionContext();
        private ExtentSettings settings = new ExtentSettings();
        private int expectedRows = 4096;
        private @Nullable ExtentLedger ledger;
        private @Nullable ExtentListener listener;

        /** All defaults; a listener is to be told. */
        public Context() {}

        /**
         * How to reach the server; the role is told by the client.
         *
         * @param context with sender id and incarnation of the extent manager.
         * @return this.
         */
        public Context session(final SessionContext context) {
            session = context;
            return this;
        }

        /**
         * Times and sizes.
         *
         * @param values default: those of {@link ExtentSettings}.
         * @return this.
         */
        public Context settings(final ExtentSettings values) {
            settings = values;
            return this;
        }

        /**
         * Rows (a chunk and space class each) that the ledger holds without growing.
         *
         * @param rows default: 4,096.
         * @return this.
         */
        public Context expectedRows(final int rows) {
            expectedRows = rows;
            return this;
        }

        /**
         * A ledger preloaded with what the tables hold; not told: an empty one.
         *
         * @param preloaded not started.
         * @return this.
         */
        public Context ledger(final ExtentLedger preloaded) {
            ledger = preloaded;
            return this;
        }

        /**
         * Who is told what came of the requests.
         *
         * @param told called from {@link ExtentManagerClient#poll()}.
         * @return this.
         */
        public Context listener(final ExtentListener told) {
            listener = told;
            return this;
        }

        private ExtentLedger ledger() {
            final ExtentLedger told = ledger;
            return told == null ? new ExtentLedger(expectedRows) : told;
        }

        private ExtentListener listener() {
            final ExtentListener told = listener;
            if (told == null) {
                throw new StowageException("the context names no listener; tell who takes the replies");
            }
            return told;
        }
    }
}
