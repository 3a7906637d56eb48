package io.stowage.sim.simulation;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.OfferCode;
import io.stowage.client.space.ExtentLedger;
import io.stowage.client.space.ExtentListener;
import io.stowage.client.space.ExtentProtocol;
import io.stowage.client.space.ExtentState;
import io.stowage.client.space.ReserveAction;
import io.stowage.client.space.ReserveRequest;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    private final Map<Long, Request> inFlight = new TreeMap<>();
    private final Map<Long, List<Segment>> deferred = new TreeMap<>();
    private final GrantsUnderWay grants;
    private final ReserveRequest request = new ReserveRequest();
    private long incarnation;
    private Voice voice;
    private ExtentProtocol protocol;
    private @Nullable Connection connection;
    private @Nullable Superseded superseded;
    private int lostChunk = NO_CHUNK;
    private long reconnectAtNs;
    private long skewNs;
    private long reports;

    /** A request whose end is open: its classes item by item, and what the engine granted for it and still knows of. */
    private static final class Request {
        private final List<Integer> classes;
        private final List<Segment> granted = new ArrayList<>();
        private boolean isForgotten;

        Request(final List<Integer> classes) {
            this.classes = classes;
        }
    }

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
        this.grants = grants;
        this.id = id;
        table = new ExtentTable(world, fleet);
        incarnation = 1;
        voice = new Voice(this);
        protocol = newProtocol();
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
        inFlight.values().forEach(each -> each.granted.forEach(consumer));
    }

    /** Reports that took effect. */
    long reports() {
        return reports;
    }

    void wantReport() {
        protocol.reportSpace();
    }

    /** Nothing is under way: no request, no report, no decision. */
    boolean isQuiet() {
        return protocol.state() == ExtentState.READY && inFlight.isEmpty() && !protocol.isReporting();
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
        List.copyOf(inFlight.keySet()).forEach(this::end);
        deferred.clear();
        lostChunk = NO_CHUNK;
        table.belongsToEarlierIncarnation();
        voice = new Voice(this);
        protocol = newProtocol();
    }

    // What the engine did

    /** The engine granted something to a request; it counts from now on if the request has not ended. */
    void onGranted(final long incarnationOfRequest, final long correlationId, final List<Segment> segments) {
        final Request open = inFlight.get(correlationId);
        if (incarnationOfRequest == incarnation && open != null) {
            open.granted.addAll(segments);
            segments.forEach(grants::add);
        }
    }

    /** The engine forgot all that this extent manager has; it knows again what the next report tells. */
    void onForgotten() {
        table.forgotten();
        deferred.values().forEach(segments -> segments.forEach(segment -> segment.forgotten(true)));
        for (final Request open : inFlight.values()) {
            open.granted.forEach(grants::ended);
            open.granted.clear();
            open.isForgotten = true;
        }
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
        final Request open = inFlight.get(correlationId);
        if (open == null) {
            throw new InvariantBroken("client", "a reply came for request " + correlationId + ", which had ended");
        }
        final List<Segment> segments = Granted.segments(reply, open.classes, version);
        segments.forEach(segment -> segment.forgotten(open.isForgotten));
        final int choice = world.below(100);
        if (choice < 12 && !world.isCalm()) {
            deferred.put(correlationId, segments);
            return ReserveAction.DEFER;
        }
        end(correlationId);
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
        end(correlationId);
        world.seen.add("refused " + result);
    }

    @Override
    public void onUnknown(final long correlationId) {
        end(correlationId);
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
    public void onStopped(final ResultCode result, final Reason reason, final long expected, final long found) {
        throw new InvariantBroken(
                "client",
                "extent manager " + id + " was stopped: " + result + " " + reason + " " + expected + " " + found);
    }

    // Work

    private void work() {
        if (!deferred.isEmpty() && (world.isCalm() || world.chance(150))) {
            decide(deferred.keySet().iterator().next());
        }
        if (lostChunk != NO_CHUNK) {
            final int gone = lostChunk;
            lostChunk = NO_CHUNK;
            table.on(gone).stream().filter(Segment::isForgotten).forEach(this::drop);
        }
        if (protocol.state() != ExtentState.READY || world.isCalm()) {
            return;
        }
        if (world.chance(250)) {
            final List<Integer> classes = workload.fill(request.clear(), table.segments());
            final long correlationId = protocol.reserve(request, localNs());
            if (correlationId > 0) {
                inFlight.put(correlationId, new Request(classes));
            }
        }
        if (!table.isEmpty() && world.chance(workload.dropPerMille(table.size()))) {
            drop(table.toDrop());
        }
    }

    /** A deferred reply: some locations are taken, the others given back, then its request has ended. */
    private void decide(final long correlationId) {
        final List<Segment> segments = deferred.remove(correlationId);
        for (final Segment segment : segments == null ? List.<Segment>of() : segments) {
            if (world.chance(700)) {
                if (!protocol.commit(correlationId, segment.spaceClass(), segment.bytes, segment.chunk)) {
                    throw new InvariantBroken("client", "a deferred reply was forgotten");
                }
                table.take(segment);
            } else {
                protocol.abandon(
                        correlationId, segment.spaceClass(), segment.bytes, new int[] {segment.chunk}, 0, 1, localNs());
            }
        }
        end(correlationId);
        protocol.settle(correlationId);
        world.seen.add("reply decided later");
    }

    /** A request has ended: nothing is on its way for it any more. */
    private void end(final long correlationId) {
        final Request ended = inFlight.remove(correlationId);
        if (ended != null) {
            ended.granted.forEach(grants::ended);
        }
    }

    /** A segment goes: back under its own version while that is open, else out of the ledger. */
    private void drop(final Segment segment) {
        final long code = protocol.free(
                segment.version(), segment.spaceClass(), segment.bytes, new int[] {segment.chunk}, 0, 1, localNs());
        if (code > 0) {
            world.seen.add("segment given back");
            table.remove(segment);
        } else if (code == OfferCode.VERSION_ENDED) {
            removeFromLedgerAndTable(segment);
            world.seen.add("segment removed");
        }
    }

    private void removeFromLedgerAndTable(final Segment segment) {
        try {
            protocol.ledger().remove(segment.chunk, segment.spaceClass(), 1, segment.bytes);
        } catch (final IllegalArgumentException notHeld) {
            throw new InvariantBroken("client", "the ledger is not what the table holds: " + notHeld.getMessage());
        }
        table.remove(segment);
    }

    private ExtentProtocol newProtocol() {
        final ExtentLedger ledger = new ExtentLedger(64);
        final boolean forgets = world.makes(Mistake.FORGOTTEN_SEGMENT);
        for (final Segment segment : table.segments().subList(forgets && !table.isEmpty() ? 1 : 0, table.size())) {
            ledger.preload(segment.chunk, segment.spaceClass(), 1, segment.bytes, 0, 0);
        }
        final CommandIdentity identity = new CommandIdentity(Role.EXTENT_MANAGER, id, incarnation)
                .cluster(SimulatedServer.CLUSTER_HIGH, SimulatedServer.CLUSTER_LOW);
        return new ExtentProtocol(workload.settings(), ledger, identity, voice);
    }
}
