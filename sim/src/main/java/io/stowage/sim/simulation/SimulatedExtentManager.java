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

    private final World world;
    private final Network network;
    private final Fleet fleet;
    private final Workload workload;
    private final int id;
    private final List<Segment> table = new ArrayList<>();
    private final Map<Long, Request> inFlight = new TreeMap<>();
    private final Map<Long, List<Segment>> deferred = new TreeMap<>();
    private final GrantsUnderWay grants;
    private final ReserveRequest request = new ReserveRequest();
    private long incarnation;
    private ExtentProtocol protocol;
    private @Nullable Connection connection;
    private long reconnectAtNs;
    private long reports;

    /** A request whose end is open: its classes item by item, and what the engine granted for it. */
    private record Request(List<Integer> classes, List<Segment> granted) {}

    SimulatedExtentManager(
            final World world,
            final Network network,
            final Fleet fleet,
            final Workload workload,
            final GrantsUnderWay grants,
            final int id) {
        this.world = world;
        this.network = network;
        this.fleet = fleet;
        this.workload = workload;
        this.grants = grants;
        this.id = id;
        protocol = newProtocol();
    }

    int id() {
        return id;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** What its table holds. */
    List<Segment> table() {
        return table;
    }

    /** Grants that are still on their way, or wait for its decision. */
    void forEachGranted(final Consumer<Segment> consumer) {
        inFlight.values().forEach(each -> each.granted().forEach(consumer));
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
        protocol.poll(world.nowNs());
        work();
    }

    boolean onFrame(final byte[] frame) {
        return protocol.onFrame(new UnsafeBuffer(frame), 0, frame.length, world.nowNs());
    }

    void disconnect(final long afterMs) {
        if (connection != null) {
            network.cut(connection, true);
            connection = null;
            protocol.onDisconnected();
        }
        reconnectAtNs = world.nowNs() + afterMs * NS_PER_MS;
    }

    /** It dies: its table stays, ledger and requests are gone, the incarnation rises. */
    void restart(final long afterMs) {
        disconnect(afterMs);
        List.copyOf(inFlight.keySet()).forEach(this::end);
        deferred.clear();
        protocol = newProtocol();
    }

    /** The engine granted something to a request; it counts from now on if the request has not ended. */
    void onGranted(final long incarnationOfRequest, final long correlationId, final List<Segment> segments) {
        final Request open = inFlight.get(correlationId);
        if (incarnationOfRequest == incarnation && open != null) {
            open.granted().addAll(segments);
            segments.forEach(grants::add);
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
        final List<Segment> segments = Granted.segments(reply, open.classes(), version);
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
        segments.forEach(this::take);
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
        world.seen.add("report failed " + result);
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
        if (protocol.state() != ExtentState.READY || world.isCalm()) {
            return;
        }
        if (world.chance(250)) {
            final List<Integer> classes = workload.fill(request.clear(), table);
            final long correlationId = protocol.reserve(request, world.nowNs());
            if (correlationId > 0) {
                inFlight.put(correlationId, new Request(classes, new ArrayList<>()));
            }
        }
        if (!table.isEmpty() && world.chance(workload.dropPerMille(table.size()))) {
            drop(table.get(world.below(table.size())));
        }
    }

    /** A deferred reply: some locations are taken, the others given back, then its request has ended. */
    private void decide(final long correlationId) {
        final List<Segment> segments = deferred.remove(correlationId);
        for (final Segment segment : segments == null ? List.<Segment>of() : segments) {
            if (world.chance(700)) {
                if (!protocol.commit(correlationId, segment.spaceClass, segment.bytes, segment.chunk)) {
                    throw new InvariantBroken("client", "a deferred reply was forgotten");
                }
                take(segment);
            } else {
                protocol.abandon(
                        correlationId,
                        segment.spaceClass,
                        segment.bytes,
                        new int[] {segment.chunk},
                        0,
                        1,
                        world.nowNs());
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
            ended.granted().forEach(grants::ended);
        }
    }

    private void take(final Segment segment) {
        world.touched.add(segment.chunk);
        table.add(segment);
        fleet.disk(segment.chunk).put(segment);
    }

    /** A segment goes: back under its own version while that is open, else out of the ledger. */
    private void drop(final Segment segment) {
        final long code = protocol.free(
                segment.version, segment.spaceClass, segment.bytes, new int[] {segment.chunk}, 0, 1, world.nowNs());
        if (code > 0) {
            world.seen.add("segment given back");
        } else if (code == OfferCode.VERSION_ENDED) {
            removeFromLedger(segment);
            world.seen.add("segment removed");
        } else {
            return;
        }
        table.remove(segment);
        fleet.disk(segment.chunk).remove(segment);
    }

    private void removeFromLedger(final Segment segment) {
        try {
            protocol.ledger().remove(segment.chunk, segment.spaceClass, 1, segment.bytes);
        } catch (final IllegalArgumentException notHeld) {
            throw new InvariantBroken("client", "the ledger is not what the table holds: " + notHeld.getMessage());
        }
    }

    private ExtentProtocol newProtocol() {
        incarnation++;
        final ExtentLedger ledger = new ExtentLedger(64);
        final boolean forgets = world.makes(Mistake.FORGOTTEN_SEGMENT);
        for (int i = forgets ? 1 : 0; i < table.size(); i++) {
            final Segment segment = table.get(i);
            ledger.preload(segment.chunk, segment.spaceClass, 1, segment.bytes, 0, 0);
        }
        final CommandIdentity identity = new CommandIdentity(Role.EXTENT_MANAGER, id, incarnation)
                .cluster(SimulatedServer.CLUSTER_HIGH, SimulatedServer.CLUSTER_LOW);
        return new ExtentProtocol(workload.settings(), ledger, identity, this);
    }
}
