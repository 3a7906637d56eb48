package io.stowage.sim.simulation;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.space.ExtentLedger;
import io.stowage.client.space.ExtentListener;
import io.stowage.client.space.ExtentProtocol;
import io.stowage.client.space.ExtentState;
import io.stowage.client.space.RepositionRequest;
import io.stowage.client.space.ReserveAction;
import io.stowage.client.space.ReserveRequest;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** An extent manager: a table that survives its crashes, and the real ledger and protocol that do not. */
final class SimulatedExtentManager implements ExtentListener {
    private static final long NS_PER_MS = 1_000_000;
    private static final int NO_CHUNK = 0;

    private final World world;
    private final Network network;
    private final Workload workload;
    private final int id;
    private final ExtentTable table;
    private final OpenRequests open;
    private final ReserveRequest request = new ReserveRequest();
    private final RepositionRequest reposition = new RepositionRequest();
    private long incarnation;
    private Voice voice;
    private ExtentProtocol protocol;
    private Changes changes;
    private @Nullable Connection connection;
    private @Nullable Superseded superseded;
    private int lostChunk = NO_CHUNK;
    private long reconnectAtNs;
    private long skewNs;
    private long reports;

    SimulatedExtentManager(
            final World world,
            final Network network,
            final Fleet fleet,
            final Workload workload,
            final GrantsUnderWay grants,
            final int id) {
        this.world = world;
        this.network = network;
        this.workload = workload;
        this.id = id;
        table = new ExtentTable(world, fleet);
        open = new OpenRequests(grants);
        incarnation = 1;
        voice = new Voice(this);
        protocol = newProtocol();
        changes = new Changes(world, table, protocol);
    }

    int id() {
        return id;
    }

    long incarnation() {
        return incarnation;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** The process that does not know yet that another one took its place; null: none. */
    @Nullable
    Superseded superseded() {
        return superseded;
    }

    /** What its table holds. */
    List<Segment> table() {
        return table.segments();
    }

    /** Grants that are still on their way, or wait for its decision. */
    void forEachGranted(final Consumer<Segment> consumer) {
        open.forEachGranted(consumer);
    }

    /** Reports that took effect. */
    long reports() {
        return reports;
    }

    void wantReport() {
        protocol.reportSpace();
    }

    /** Nothing is under way: no request, no copy, no report, no delta, no decision. */
    boolean isQuiet() {
        return protocol.state() == ExtentState.READY
                && open.isEmpty()
                && !table.copies()
                && !protocol.isReporting()
                && protocol.pendingDeltas() == 0;
    }

    void poll() {
        final Connection current = connection;
        if (current == null) {
            if (world.nowNs() >= reconnectAtNs) {
                connection = network.open(Role.EXTENT_MANAGER, id);
                protocol.onConnected(network.sink(connection));
            }
        } else if (current.isCut() || current.isClosed()) {
            disconnect(world.between(0, 300));
        }
        protocol.poll(localNs());
        work();
        if (superseded != null && superseded.poll()) {
            superseded = null;
        }
    }

    boolean onFrame(final byte[] frame) {
        return protocol.onFrame(new UnsafeBuffer(frame), 0, frame.length, localNs());
    }

    void disconnect(final long afterMs) {
        if (connection != null) {
            network.cut(connection);
            connection = null;
            protocol.onDisconnected();
        }
        reconnectAtNs = world.nowNs() + afterMs * NS_PER_MS;
    }

    /** It dies: its table stays, ledger and requests are gone, the incarnation rises. */
    void restart(final long afterMs) {
        disconnect(afterMs);
        incarnation++;
        startAnew();
    }

    /** The same, and its extents were all deleted meanwhile. */
    void restartEmptied(final long afterMs) {
        table.clear();
        restart(afterMs);
    }

    /**
     * A second process with the same table claims the same incarnation, and the first one goes on for a while: over its old
     * session, with its own ledger.
     */
    void supersede() {
        final Connection old = connection;
        if (old == null || superseded != null || protocol.state() != ExtentState.READY) {
            return;
        }
        world.faults.add("two sessions of one incarnation");
        final Superseded first = new Superseded(world, network, protocol, old);
        voice.tells(first);
        superseded = first;
        connection = null;
        reconnectAtNs = world.nowNs();
        startAnew();
    }

    /** It comes back at once, alone. */
    void hurry() {
        reconnectAtNs = Math.min(reconnectAtNs, world.nowNs());
        if (superseded != null) {
            superseded.end();
            superseded = null;
        }
    }

    /** Its clock jumps. */
    void skew(final long millis) {
        skewNs += millis * NS_PER_MS;
    }

    private long localNs() {
        return world.nowNs() + skewNs;
    }

    private void startAnew() {
        open.endAll();
        lostChunk = NO_CHUNK;
        table.belongsToEarlierIncarnation();
        voice = new Voice(this);
        protocol = newProtocol();
        changes = new Changes(world, table, protocol);
    }

    // What the engine did

    /** The engine granted something to a request; it counts from now on if the request has not ended. */
    void onGranted(final long incarnationOfRequest, final long correlationId, final List<Segment> segments) {
        if (incarnationOfRequest == incarnation) {
            open.granted(correlationId, segments);
        }
    }

    /** The engine forgot all that this extent manager has; it knows again what the next report tells. */
    void onForgotten() {
        table.forgotten();
        open.forgotten();
    }

    /** A report took effect: if it is of this process, what it covers is known. */
    void onReportTaken(final long sessionId, final long version) {
        if (connection != null && connection.sessionId == sessionId) {
            table.reported(version);
        }
    }

    // What the protocol tells

    @Override
    public ReserveAction onReserved(
            final long correlationId, final long version, final ReserveForAllocationReplyDecoder reply) {
        if (world.fault("reply pushed back", 40)) {
            return ReserveAction.RETRY;
        }
        final OpenRequests.Request asked = requireOpen(correlationId);
        return take(correlationId, asked, Granted.segments(reply, asked.classes(), version));
    }

    @Override
    public ReserveAction onRepositionReserved(
            final long correlationId, final long version, final ReserveForRepositionReplyDecoder reply) {
        if (world.fault("reply pushed back", 40)) {
            return ReserveAction.RETRY;
        }
        final OpenRequests.Request asked = requireOpen(correlationId);
        return take(correlationId, asked, Granted.destinations(reply, asked, version));
    }

    private OpenRequests.Request requireOpen(final long correlationId) {
        final OpenRequests.Request asked = open.find(correlationId);
        if (asked == null) {
            throw new InvariantBroken("client", "a reply came for request " + correlationId + ", which had ended");
        }
        return asked;
    }

    private ReserveAction take(
            final long correlationId, final OpenRequests.Request asked, final List<Segment> segments) {
        segments.forEach(segment -> segment.forgotten(asked.isForgotten()));
        final int choice = world.below(100);
        if (choice < 12 && !world.isCalm()) {
            open.defer(correlationId, segments);
            return ReserveAction.DEFER;
        }
        open.end(correlationId);
        if (choice < 22) {
            world.seen.add("reply abandoned");
            return ReserveAction.ABANDON;
        }
        segments.forEach(table::take);
        return ReserveAction.ACCEPT;
    }

    @Override
    public void onRefused(
            final long correlationId,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        open.end(correlationId);
        world.seen.add("refused " + result);
    }

    @Override
    public void onUnknown(final long correlationId) {
        open.end(correlationId);
        world.seen.add("outcome unknown");
    }

    @Override
    public void onReported(final long version, final long rows, final long position) {
        reports++;
        world.seen.add("report");
    }

    @Override
    public void onReportFailed(
            final long version, final ResultCode result, final Reason reason, final long expected, final long found) {
        world.seen.add("report failed " + reason);
        if (reason == Reason.UNKNOWN_CHUNK_IN_ROW) {
            lostChunk = (int) found;
        }
    }

    @Override
    public void onDeltaFailed(final ResultCode result, final Reason reason, final long expected, final long found) {
        world.seen.add("delta failed " + reason);
    }

    @Override
    public void onStopped(final ResultCode result, final Reason reason, final long expected, final long found) {
        throw new InvariantBroken(
                "client",
                "extent manager " + id + " was stopped: " + result + " " + reason + " " + expected + " " + found);
    }

    // Work

    private void work() {
        if (open.oldestDeferred() != 0 && (world.isCalm() || world.chance(150))) {
            decide(open.oldestDeferred());
        }
        if (lostChunk != NO_CHUNK) {
            final int gone = lostChunk;
            lostChunk = NO_CHUNK;
            table.lostWith(gone).forEach(segment -> changes.drop(segment, localNs()));
        }
        if (protocol.state() != ExtentState.READY) {
            return;
        }
        if (world.isCalm()) {
            changes.endCopies(1000, localNs());
            return;
        }
        ask();
        changes.endCopies(60, localNs());
        if (!table.isEmpty() && world.chance(workload.dropPerMille(table.size()))) {
            changes.drop(table.toDrop(), localNs());
        }
        if (!table.isEmpty() && world.chance(60)) {
            changes.makeThin(table.any());
        }
    }

    private void ask() {
        if (world.chance(250)) {
            final List<Integer> classes = workload.fill(request.clear(), table.segments());
            sent(protocol.reserve(request, localNs()), OpenRequests.Request.allocation(classes));
        }
        if (!table.isEmpty() && world.chance(60)) {
            final List<Segment> moved = workload.fill(reposition, table);
            if (!moved.isEmpty()) {
                sent(protocol.reserveReposition(reposition, localNs()), OpenRequests.Request.reposition(moved));
            }
        }
    }

    private void sent(final long correlationId, final OpenRequests.Request what) {
        if (correlationId > 0) {
            open.sent(correlationId, what);
        }
    }

    /** A deferred reply: some locations are taken, the others given back, then its request has ended. */
    private void decide(final long correlationId) {
        for (final Segment segment : open.takeDeferred(correlationId)) {
            if (world.chance(700)) {
                if (!protocol.commit(correlationId, segment.spaceClass(), segment.bytes, segment.chunk)) {
                    throw new InvariantBroken("client", "a deferred reply was forgotten");
                }
                table.take(segment);
            } else {
                final int[] chunks = {segment.chunk};
                protocol.abandon(correlationId, segment.spaceClass(), segment.bytes, chunks, 0, 1, localNs());
            }
        }
        open.end(correlationId);
        protocol.settle(correlationId);
        world.seen.add("reply decided later");
    }

    private ExtentProtocol newProtocol() {
        final ExtentLedger ledger = new ExtentLedger(64);
        final boolean forgets = world.makes(Mistake.FORGOTTEN_SEGMENT);
        for (final Segment segment : table.segments().subList(forgets && !table.isEmpty() ? 1 : 0, table.size())) {
            final int live = segment.isRx() ? 0 : 1;
            final int rx = 1 - live;
            ledger.preload(segment.chunk, segment.spaceClass(), live, live * segment.bytes, rx, rx * segment.bytes);
        }
        final CommandIdentity identity = new CommandIdentity(Role.EXTENT_MANAGER, id, incarnation)
                .cluster(SimulatedServer.CLUSTER_HIGH, SimulatedServer.CLUSTER_LOW);
        return new ExtentProtocol(workload.settings(), ledger, identity, voice);
    }
}
