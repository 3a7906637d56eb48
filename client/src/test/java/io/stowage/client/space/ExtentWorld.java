package io.stowage.client.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.scripted.SentFrames;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** An application with its tables, the real protocol, a network without mercy, and a naive server; all by one seed. */
final class ExtentWorld implements ExtentListener {
    private static final long MILLI_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long BYTES = AccountingModel.SEGMENT_BYTES;

    /** A segment, or a destination, in the tables; as it was reserved, or not any more. */
    private record Location(long version, LedgerModel.Key key, boolean rx, boolean changed) {
        Location(final long version, final LedgerModel.Key key, final boolean rx) {
            this(version, key, rx, false);
        }

        Location segmentOf(final int spaceClass) {
            return new Location(version, new LedgerModel.Key(key.chunk(), spaceClass), false, true);
        }
    }

    final AccountingModel server;
    final ExtentLedger ledger = new ExtentLedger(16);
    final LedgerModel model = new LedgerModel();
    final Map<String, Integer> seen = new TreeMap<>();
    final ExtentProtocol protocol;
    boolean connected;
    int steps;

    private final SplittableRandom random;
    private final SentFrames outgoing = new SentFrames();
    private final Deque<SentFrames.Frame> stragglers = new ArrayDeque<>();
    private final Deque<byte[]> incoming = new ArrayDeque<>();
    private final List<Location> tables = new ArrayList<>();
    private final Map<Long, List<Location>> deferred = new HashMap<>();
    private final Map<Long, int[]> classes = new HashMap<>();
    private final ReserveRequest request = new ReserveRequest();
    private final RepositionRequest reposition = new RepositionRequest();
    private long nowNs = 1;
    private long reportedVersion;
    private boolean lossy = true;
    private int session = 1;
    private int oldSession;

    ExtentWorld(final long seed) {
        random = new SplittableRandom(seed);
        server = new AccountingModel(random.split());
        protocol = new ExtentProtocol(
                new ExtentSettings()
                        .requestTimeoutNs(50 * MILLI_NS)
                        .reportIntervalNs(100 * MILLI_NS)
                        .heartbeatIntervalNs(20 * MILLI_NS)
                        .retryDelayNs(MILLI_NS)
                        .maxRetryDelayNs(10 * MILLI_NS)
                        .maxRowsPerMessage(5)
                        .maxQueuedDeltas(12)
                        .maxDeltasInFlight(3),
                ledger,
                new CommandIdentity(Role.EXTENT_MANAGER, 1, 1).cluster(1, 1),
                this);
    }

    @Override
    public ReserveAction onReserved(
            final long correlationId, final long version, final ReserveForAllocationReplyDecoder reply) {
        final List<Location> locations = new ArrayList<>();
        final int[] asked = classes.getOrDefault(correlationId, new int[0]);
        int item = 0;
        for (final var items = reply.items(); items.hasNext(); item++) {
            for (final var chunks = items.next().chunks(); chunks.hasNext(); ) {
                locations.add(new Location(
                        version, new LedgerModel.Key((int) chunks.next().chunk(), asked[item]), false));
            }
        }
        return decide(correlationId, locations);
    }

    @Override
    public ReserveAction onRepositionReserved(
            final long correlationId, final long version, final ReserveForRepositionReplyDecoder reply) {
        final List<Location> destinations = new ArrayList<>();
        final int[] asked = classes.getOrDefault(correlationId, new int[0]);
        int item = 0;
        for (final var items = reply.items(); items.hasNext(); item++) {
            items.next();
            final int destination = (int) items.destination();
            items.sbeSkip();
            if (destination != 0) {
                destinations.add(new Location(version, new LedgerModel.Key(destination, asked[item]), true));
            }
        }
        return decide(correlationId, destinations);
    }

    private ReserveAction decide(final long correlationId, final List<Location> locations) {
        final int choice = random.nextInt(10);
        if (choice == 0) {
            return ReserveAction.RETRY;
        }
        if (choice < 3) {
            return ReserveAction.ABANDON;
        }
        if (choice < 5) {
            deferred.put(correlationId, locations);
            return ReserveAction.DEFER;
        }
        locations.forEach(this::add);
        return ReserveAction.ACCEPT;
    }

    @Override
    public void onUnknown(final long correlationId) {
        saw("outcome unknown");
    }

    @Override
    public void onDeltaFailed(final ResultCode result, final Reason reason, final long expected, final long found) {
        saw("delta failed " + result);
    }

    @Override
    public void onReported(final long version, final long rows, final long position) {
        reportedVersion = version;
    }

    void step() {
        steps++;
        nowNs += random.nextLong(2 * MILLI_NS);
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> reserve();
            case 3, 4 -> reserveReposition();
            case 5 -> giveBack();
            case 6, 7, 8, 9 -> change();
            case 10, 11 -> settle();
            case 12 -> {
                if (random.nextInt(4) == 0) {
                    protocol.reportSpace();
                }
            }
            case 13 -> cut();
            default -> {}
        }
        run();
    }

    void advance(final long durationNs) {
        nowNs += durationNs;
        run();
    }

    /** Nothing that the server should know is on its way, or will be. */
    boolean isInStep() {
        final boolean inStep = protocol.state() == ExtentState.READY
                && !protocol.isReporting()
                && protocol.pendingDeltas() == 0
                && server.reports() > 0;
        if (inStep) {
            saw("in step");
        }
        return inStep;
    }

    /** From now on nothing is lost. */
    void calm() {
        lossy = false;
    }

    /** Something happens to what the tables hold and the server has a row for. */
    void changeReported() {
        if (tables.stream().anyMatch(each -> each.version < reportedVersion)) {
            Location location = anyLocation();
            while (location.version >= reportedVersion) {
                location = anyLocation();
            }
            change(location);
        }
    }

    /** Moves some frames either way. */
    private void run() {
        if (!connected && random.nextInt(3) == 0) {
            connected = true;
            protocol.onConnected(outgoing);
        }
        protocol.poll(nowNs);
        straggle();
        while (!outgoing.isEmpty() && random.nextInt(3) > 0) {
            final int length = server.apply(outgoing.take(), session);
            final byte[] reply = new byte[length];
            server.frames().buffer().getBytes(0, reply);
            if (length > 0 && (!lossy || random.nextInt(60) > 0)) {
                incoming.add(reply);
            }
        }
        while (!incoming.isEmpty() && random.nextInt(3) > 0) {
            final UnsafeBuffer frame = new UnsafeBuffer(incoming.peek());
            if (!protocol.onFrame(frame, 0, frame.capacity(), nowNs)) {
                break;
            }
            incoming.poll();
        }
    }

    private void reserve() {
        final int[] asked = new int[1 + random.nextInt(2)];
        request.clear();
        for (int i = 0; i < asked.length; i++) {
            asked[i] = random.nextInt(8);
            request.item(asked[i], Purpose.NEW, 1);
        }
        remember(protocol.reserve(request, nowNs), asked);
    }

    private void reserveReposition() {
        final int[] asked = new int[1 + random.nextInt(3)];
        reposition.clear(random.nextBoolean() ? RepositionKind.RECOVER : RepositionKind.MIGRATE);
        for (int i = 0; i < asked.length; i++) {
            asked[i] = random.nextInt(8);
            reposition
                    .item(asked[i], 1 + random.nextInt(12))
                    .source(1)
                    .source(2)
                    .exclude(3);
        }
        remember(protocol.reserveReposition(reposition, nowNs), asked);
    }

    private void remember(final long correlationId, final int[] asked) {
        if (correlationId > 0) {
            classes.put(correlationId, asked);
        }
    }

    private Location anyLocation() {
        return tables.get(random.nextInt(tables.size()));
    }

    private void giveBack() {
        if (tables.isEmpty()) {
            return;
        }
        Location location = anyLocation();
        for (int tries = 0; tries < 8 && !ledger.isOpen(location.version); tries++) {
            location = anyLocation();
        }
        if (location.changed) {
            return;
        }
        final LedgerModel.Key key = location.key;
        final int[] chunk = {key.chunk()};
        final long code = location.rx
                ? protocol.freeForReposition(location.version, key.spaceClass(), BYTES, chunk, 0, 1, nowNs)
                : protocol.free(location.version, key.spaceClass(), BYTES, chunk, 0, 1, nowNs);
        if (code > 0) {
            tables.remove(location);
            effect(location, -1);
            saw(location.rx ? "rx given back" : "segment given back");
        }
    }

    private void change() {
        if (!tables.isEmpty() && ledger.isStarted()) {
            if (protocol.reportState() == ReportState.ROWS || protocol.reportState() == ReportState.AWAIT_REPLY) {
                saw("change while a report was on its way");
            } else if (protocol.state() != ExtentState.READY) {
                saw("change without a session");
            }
            change(anyLocation());
        }
    }

    private void change(final Location location) {
        if (ledger.isOpen(location.version)) {
            saw("change of an open version");
        }
        final int chunk = location.key.chunk();
        final int spaceClass = location.key.spaceClass();
        // What was reported may be named without its version.
        final long version = location.version < reportedVersion && random.nextBoolean() ? 0 : location.version;
        tables.remove(location);
        effect(location, -1);
        if (location.rx) {
            final boolean succeeded = random.nextInt(3) > 0;
            protocol.endReposition(version, chunk, spaceClass, BYTES, succeeded);
            saw(succeeded ? "rx ended well" : "rx failed");
            if (succeeded) {
                add(location.segmentOf(spaceClass));
            }
        } else if ((spaceClass & 2) == 0 && random.nextInt(3) == 0) {
            protocol.makeThin(version, chunk, spaceClass, 1, BYTES);
            add(location.segmentOf(spaceClass | 2));
        } else {
            protocol.removeSegments(version, chunk, spaceClass, 1, BYTES);
        }
    }

    void settle() {
        for (final Map.Entry<Long, List<Location>> each : List.copyOf(deferred.entrySet())) {
            for (final Location location : each.getValue()) {
                final int spaceClass = location.key.spaceClass();
                final int chunk = location.key.chunk();
                if (random.nextBoolean()) {
                    assertThat(protocol.commit(each.getKey(), spaceClass, BYTES, chunk))
                            .isTrue();
                    add(location);
                } else {
                    protocol.abandon(each.getKey(), spaceClass, BYTES, new int[] {chunk}, 0, 1, nowNs);
                }
            }
            protocol.settle(each.getKey());
            deferred.remove(each.getKey());
        }
    }

    private void add(final Location location) {
        tables.add(location);
        effect(location, 1);
    }

    /** What a covered version's segments go through belongs to the report that the base stands for: the next one holds it. */
    private void effect(final Location location, final long count) {
        final long version = ledger.isOpen(location.version) ? location.version : ledger.baseVersion();
        final LedgerModel.Key key = location.key;
        if (location.rx) {
            model.change(version, key.chunk(), key.spaceClass(), 0, 0, count, count * BYTES);
        } else {
            model.change(version, key.chunk(), key.spaceClass(), count, count * BYTES);
        }
    }

    /** The session is lost; the server may go on reading what was sent in it for a while, and nobody hears its answers. */
    private void cut() {
        if (lossy && random.nextInt(8) == 0) {
            saw("session lost");
            connected = false;
            protocol.onDisconnected();
            incoming.clear();
            closeOldSession();
            while (!outgoing.isEmpty()) {
                stragglers.add(outgoing.take());
            }
            oldSession = session++;
        }
    }

    private void straggle() {
        if (!stragglers.isEmpty() && random.nextInt(4) == 0) {
            server.apply(stragglers.poll(), oldSession);
        }
        if (stragglers.isEmpty() || random.nextInt(40) == 0) {
            closeOldSession();
        }
    }

    private void closeOldSession() {
        stragglers.clear();
        server.onSessionClosed(oldSession);
    }

    private void saw(final String what) {
        seen.merge(what, 1, Integer::sum);
    }

    Map<LedgerModel.Key, LedgerModel.Sums> truth() {
        final Map<LedgerModel.Key, LedgerModel.Sums> rows = new HashMap<>();
        tables.forEach(each -> rows.merge(
                each.key,
                each.rx ? new LedgerModel.Sums(0, 0, 1, BYTES) : new LedgerModel.Sums(1, BYTES, 0, 0),
                LedgerModel.Sums::plus));
        return rows;
    }

    Map<LedgerModel.Key, Long> truthByGroup() {
        final Map<LedgerModel.Key, Long> counts = new HashMap<>();
        tables.forEach(each -> counts.merge(each.key.group(), 1L, Long::sum));
        return counts;
    }
}
