package io.stowage.sim.simulation;

import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.EmHeartbeatDecoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionClosedDecoder;
import io.stowage.codecs.SessionClosedEncoder;
import io.stowage.codecs.StartAfreshDecoder;
import io.stowage.codecs.StartAfreshEncoder;
import io.stowage.codecs.TickEncoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import io.stowage.sim.log.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** The real engine behind a log: entries are recorded, applied, checked against the twin, and answered. */
final class SimulatedServer implements AutoCloseable {
    static final long CLUSTER_HIGH = 0x5707_0000_0000_4000L;
    static final long CLUSTER_LOW = 0x8000_0000_0000_0002L;

    private static final long HOST = 0;
    private static final long TICK_INTERVAL_MS = 1_000;

    /** Is told what the engine took. */
    interface Observer {
        void onEntry(long sessionId, byte[] frame, byte[] reply);
    }

    private final World world;
    private final Network network;
    private final Observer observer;
    private Twin twin;
    private final FenceCheck fences = new FenceCheck();
    private final MemberListCheck memberLists = new MemberListCheck();
    private final Effects effects;
    private AfreshCheck afresh = new AfreshCheck();
    private final EngineView view = new EngineView(this::query);
    private final Journal journal = new Journal();
    private final ReplySink sink = new Collector();
    private final UnsafeBuffer hostEntry = new UnsafeBuffer(new byte[256]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private Engine engine = new Engine(Limits.small());
    private Map<Integer, EngineView.ChunkRow> chunks = Map.of();
    private Map<Integer, String> zones = Map.of();
    private byte @Nullable [] reply;
    private long position;
    private long nextTickMs;
    private long ticks;
    private long grants;
    private long refusals;

    SimulatedServer(final World world, final Network network, final long placementSeed, final Observer observer) {
        this.world = world;
        this.network = network;
        this.observer = observer;
        twin = new Twin(world.touched);
        effects = new Effects(world, fences);
        start(placementSeed);
    }

    private void start(final long placementSeed) {
        final ClusterStartEncoder start = new ClusterStartEncoder().wrapAndApplyHeader(hostEntry, 0, messageHeader);
        start.clusterHigh(CLUSTER_HIGH).clusterLow(CLUSTER_LOW).seed(placementSeed);
        applyHostEntry(start.encodedLength());
        view.config().forEach(twin.model()::configure);
    }

    /** The log is lost with all snapshots: the cluster goes on with an empty state, and what its clients know. */
    void lose(final long placementSeed, final int ems, final int firstNewChunk) {
        network.forgetAll();
        engine.close();
        engine = new Engine(Limits.small());
        position = 0;
        journal.clear();
        grants += twin.grantCheck().grants();
        refusals += twin.grantCheck().refusals();
        twin = new Twin(world.touched);
        fences.forgetAll();
        memberLists.forgetAll();
        afresh = new AfreshCheck();
        start(placementSeed);
        startAfresh(ems, firstNewChunk);
    }

    /** Segments granted since the simulation began. */
    long grants() {
        return grants + twin.grantCheck().grants();
    }

    /** Items refused for limits since the simulation began. */
    long refusals() {
        return refusals + twin.grantCheck().refusals();
    }

    Engine engine() {
        return engine;
    }

    EngineView view() {
        return view;
    }

    Twin twin() {
        return twin;
    }

    long position() {
        return position;
    }

    /** Every entry so far. */
    List<LogEntry> log() {
        return journal.entries();
    }

    /**
     * Takes an entry of another log, at the place where this one ends, with all checks of a command.
     *
     * @return the reply; empty for an entry of the host.
     */
    byte[] redo(final LogEntry entry) {
        final byte[] frame = new byte[entry.frame().capacity()];
        entry.frame().getBytes(0, frame);
        if (entry.templateId() < ClusterStartEncoder.TEMPLATE_ID) {
            return apply(entry.sessionId(), frame);
        }
        append(entry.sessionId(), frame);
        chunks = Map.of();
        if (entry.templateId() == StartAfreshEncoder.TEMPLATE_ID) {
            afresh.startedAfresh(emsOf(entry));
        }
        if (closesAllSessions(entry)) {
            fences.forgetSessions();
        }
        return new byte[0];
    }

    private static Set<Integer> emsOf(final LogEntry startAfresh) {
        final Set<Integer> ems = new TreeSet<>();
        new StartAfreshDecoder()
                .wrapAndApplyHeader(startAfresh.frame(), 0, new MessageHeaderDecoder())
                .ems()
                .forEach(named -> ems.add((int) named.em()));
        return ems;
    }

    /** Takes what has arrived, notices lost sessions, lets time pass. */
    void poll() {
        tick();
        for (final Connection connection : network.connections()) {
            Connection.Packet head = connection.toServer.peek();
            while (head != null && head.dueNs() <= world.nowNs()) {
                connection.toServer.remove();
                receive(connection, head.frame());
                head = connection.toServer.peek();
            }
            if (connection.isCut() && connection.toServer.isEmpty() && world.chance(100)) {
                closeSession(connection.sessionId);
                network.forget(connection);
            }
        }
    }

    /** A command or query of the operator, who sits on the server itself. */
    byte[] call(final byte[] frame) {
        return Engine.isQuery(templateId(frame)) ? query(frame) : apply(HOST, frame);
    }

    /** What the engine says of each chunk, asked for again only after something that may have changed it. */
    Map<Integer, EngineView.ChunkRow> chunks() {
        if (chunks.isEmpty()) {
            chunks = view.chunks();
            zones = view.zones();
        }
        return chunks;
    }

    /** What the engine says of each zone, as of then. */
    Map<Integer, String> zones() {
        return chunks().isEmpty() ? Map.of() : zones;
    }

    /** The cluster existed before, with these extent managers at least, and its state is lost. */
    void startAfresh(final int ems, final int firstNewChunk) {
        final StartAfreshEncoder start = new StartAfreshEncoder().wrapAndApplyHeader(hostEntry, 0, messageHeader);
        start.firstNewChunk(firstNewChunk);
        final StartAfreshEncoder.EmsEncoder named = start.emsCount(ems);
        final Set<Integer> owing = new TreeSet<>();
        for (int em = 1; em <= ems; em++) {
            named.next().em(em);
            owing.add(em);
        }
        applyHostEntry(start.encodedLength());
        afresh.startedAfresh(owing);
    }

    /** Keeps the state of now, to start from later. */
    void snapshot() {
        journal.snapshot(engine);
        world.seen.add("snapshot");
    }

    /**
     * The process dies and starts again: the state comes from a snapshot and the tail of the log, at times from the whole
     * log, and every session is gone. What it had taken and not yet written is lost; nobody had a reply to it.
     */
    void restart() {
        final long before = engine.stateHash();
        if (world.fault("journal tail torn", 500)) {
            takeUnwritten();
        }
        final boolean fromZero = journal.snapshots() == 0 || world.strikes("replay from zero", 100);
        final Engine started = fromZero ? journal.fromZero() : journal.fromSnapshot(world.below(journal.snapshots()));
        engine.close();
        engine = started;
        requireHash(before, engine, fromZero ? "the whole log" : "a snapshot and the tail of the log");
        network.forgetAll();
        fences.forgetSessions();
        closeSession(0);
    }

    /** The state is the same from wherever it is computed. */
    void checkReplay() {
        final long expected = engine.stateHash();
        try (Engine fresh = journal.fromZero()) {
            requireHash(expected, fresh, "the whole log");
            fresh.verify();
        }
        for (int age = 0; age < journal.snapshots(); age++) {
            try (Engine fresh = journal.fromSnapshot(age)) {
                requireHash(expected, fresh, "a snapshot and the tail of the log");
                fresh.verify();
            }
        }
    }

    private void requireHash(final long expected, final Engine found, final String source) {
        if (found.stateHash() != expected) {
            throw new InvariantBroken(
                    "S6",
                    "position " + position + ": expected state " + Long.toHexString(expected) + " from " + source
                            + ", found " + Long.toHexString(found.stateHash()));
        }
    }

    /** Some of what is under way reaches the dying process, which applies it, and dies before it is written. */
    private void takeUnwritten() {
        final int most = 1 + world.below(6);
        int taken = 0;
        for (final Connection connection : network.connections()) {
            while (taken < most && !connection.toServer.isEmpty()) {
                final byte[] frame = connection.toServer.remove().frame();
                if (!Engine.isQuery(templateId(frame))) {
                    final long at = LogPosition.after(engine.position(), frame.length);
                    final UnsafeBuffer entry = new UnsafeBuffer(frame);
                    engine.onEntry(
                            at, world.timestampMs(), connection.sessionId, entry, 0, frame.length, ReplySink.NONE);
                    taken++;
                }
            }
        }
        if (taken > 0) {
            world.faults.add("journal tail torn");
        }
    }

    @Override
    public void close() {
        engine.close();
    }

    /**
     * A command that must be refused. It may have been noted that its sender lives, once; to say it again at the same moment
     * changes nothing at all.
     */
    void refuse(final byte[] frame) {
        requireRefused(apply(HOST, frame), frame);
        final long hashBefore = engine.stateHash();
        requireRefused(apply(HOST, frame), frame);
        requireUnchanged(hashBefore, frame);
        world.touched.addAll(chunks().keySet());
    }

    /** A frame that cannot be read. */
    void refuseBroken(final byte[] frame) {
        final long hashBefore = engine.stateHash();
        append(HOST, frame);
        final ResultCode result = Replied.result(answered());
        if (result != ResultCode.MALFORMED && result != ResultCode.CONFLICT) {
            throw new InvariantBroken("protocol", "a broken frame: expected MALFORMED, found " + result);
        }
        requireUnchanged(hashBefore, frame);
    }

    private static void requireRefused(final byte[] answer, final byte[] frame) {
        final ResultCode result = Replied.result(answer);
        if (result == ResultCode.OK || result == ResultCode.PARTIAL) {
            throw new InvariantBroken(
                    "protocol",
                    "a hostile command of template " + Replied.templateId(frame) + ": expected a refusal, found "
                            + result);
        }
    }

    private void receive(final Connection connection, final byte[] frame) {
        final byte[] answer = Engine.isQuery(templateId(frame)) ? query(frame) : apply(connection.sessionId, frame);
        network.reply(connection, answer);
    }

    private byte[] query(final byte[] frame) {
        reply = null;
        engine.onQuery(HOST, new UnsafeBuffer(frame), 0, frame.length, sink);
        return answered();
    }

    private byte[] apply(final long sessionId, final byte[] frame) {
        final Map<Integer, EngineView.ChunkRow> before = reserves(templateId(frame)) ? chunks() : Map.of();
        final boolean mustBeRefused = fences.mustBeRefused(sessionId, frame);
        final long hashBefore = mustBeRefused ? engine.stateHash() : 0;
        append(sessionId, frame);
        final byte[] answer = answered();
        forgetChunksAfter(frame, answer);
        fences.onAnswered(sessionId, frame, answer);
        memberLists.onAnswered(frame, answer);
        afresh.onAnswered(frame, answer);
        if (mustBeRefused) {
            world.seen.add(Replied.result(answer).name());
            requireUnchanged(hashBefore, frame);
        }
        twin.onApplied(position, world.timestampMs(), frame, answer, before, zones);
        effects.onApplied(frame, answer);
        observer.onEntry(sessionId, frame, answer);
        return answer;
    }

    private void requireUnchanged(final long hashBefore, final byte[] frame) {
        if (engine.stateHash() != hashBefore) {
            throw new InvariantBroken(
                    "S7",
                    "a command of template " + Replied.templateId(frame) + " that was refused: expected state "
                            + Long.toHexString(hashBefore) + ", found " + Long.toHexString(engine.stateHash()));
        }
    }

    private static boolean reserves(final int templateId) {
        return templateId == ReserveForAllocationDecoder.TEMPLATE_ID
                || templateId == ReserveForRepositionDecoder.TEMPLATE_ID;
    }

    /** Reservations, reports and deltas change no state of a chunk; a keepalive only where its answer says so. */
    private void forgetChunksAfter(final byte[] frame, final byte[] answer) {
        final int templateId = templateId(frame);
        final boolean isAboutSpace =
                templateId >= EmHeartbeatDecoder.TEMPLATE_ID && templateId <= RemoveExtentsDecoder.TEMPLATE_ID;
        if (!isAboutSpace && !(templateId == KeepAliveDecoder.TEMPLATE_ID && isReadyAsBefore(frame, answer))) {
            chunks = Map.of();
        }
    }

    private boolean isReadyAsBefore(final byte[] frame, final byte[] answer) {
        final KeepAliveDecoder keepAlive =
                new KeepAliveDecoder().wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderDecoder());
        final EngineView.ChunkRow before = chunks.get((int) keepAlive.chunk());
        return before != null && before.ready() == Replied.saysReady(answer);
    }

    private void append(final long sessionId, final byte[] frame) {
        position = LogPosition.after(position, frame.length);
        final UnsafeBuffer entry = new UnsafeBuffer(frame);
        journal.append(position, world.timestampMs(), sessionId, entry);
        reply = null;
        engine.onEntry(position, world.timestampMs(), sessionId, entry, 0, frame.length, sink);
    }

    private byte[] answered() {
        final byte[] answer = reply;
        if (answer == null) {
            throw new InvariantBroken("protocol", "a command or query got no reply");
        }
        return answer;
    }

    private void tick() {
        if (world.timestampMs() >= nextTickMs) {
            nextTickMs = world.timestampMs() + TICK_INTERVAL_MS;
            final TickEncoder tick = new TickEncoder().wrapAndApplyHeader(hostEntry, 0, messageHeader);
            tick.sequence(++ticks);
            applyHostEntry(tick.encodedLength());
        }
    }

    private void closeSession(final long sessionId) {
        final SessionClosedEncoder closed = new SessionClosedEncoder().wrapAndApplyHeader(hostEntry, 0, messageHeader);
        closed.sessionId(sessionId);
        applyHostEntry(closed.encodedLength());
    }

    private void applyHostEntry(final int encodedLength) {
        final byte[] frame = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
        hostEntry.getBytes(0, frame);
        append(HOST, frame);
        chunks = Map.of();
    }

    private static boolean closesAllSessions(final LogEntry entry) {
        return entry.templateId() == SessionClosedDecoder.TEMPLATE_ID
                && new SessionClosedDecoder()
                                .wrapAndApplyHeader(entry.frame(), 0, new MessageHeaderDecoder())
                                .sessionId()
                        == 0;
    }

    private static int templateId(final byte[] frame) {
        return Engine.templateId(new UnsafeBuffer(frame), 0, frame.length);
    }

    private final class Collector implements ReplySink {
        @Override
        public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
            final byte[] copy = new byte[length];
            buffer.getBytes(offset, copy);
            reply = copy;
        }

        @Override
        public void onEvent(
                final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
            for (final Connection connection : network.connections()) {
                if (connection.role == role && (id == 0 || id == connection.owner)) {
                    final byte[] copy = new byte[length];
                    buffer.getBytes(offset, copy);
                    network.reply(connection, copy);
                }
            }
        }
    }
}
