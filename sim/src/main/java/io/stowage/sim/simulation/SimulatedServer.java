package io.stowage.sim.simulation;

import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.EmHeartbeatDecoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionClosedEncoder;
import io.stowage.codecs.TickEncoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
        void onEntry(byte[] frame, byte[] reply);
    }

    private record Entry(long position, long timestampMs, long sessionId, DirectBuffer frame) {}

    private final World world;
    private final Network network;
    private final Observer observer;
    private final Twin twin;
    private final FenceCheck fences = new FenceCheck();
    private final EngineView view = new EngineView(this::query);
    private final List<Entry> log = new ArrayList<>();
    private final ReplySink sink = new Collector();
    private final UnsafeBuffer hostEntry = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private Engine engine = new Engine(Limits.small());
    private Map<Integer, EngineView.ChunkRow> chunks = Map.of();
    private byte @Nullable [] reply;
    private long position;
    private long nextTickMs;
    private long ticks;

    SimulatedServer(final World world, final Network network, final long placementSeed, final Observer observer) {
        this.world = world;
        this.network = network;
        this.observer = observer;
        twin = new Twin(world.touched);
        final ClusterStartEncoder start = new ClusterStartEncoder().wrapAndApplyHeader(hostEntry, 0, messageHeader);
        start.clusterHigh(CLUSTER_HIGH).clusterLow(CLUSTER_LOW).seed(placementSeed);
        applyHostEntry(start.encodedLength());
        view.config().forEach(twin.model()::configure);
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

    /** The process dies and starts again: the state comes from the log, and every session is gone. */
    void restart() {
        final long before = engine.stateHash();
        engine.close();
        engine = replay();
        if (engine.stateHash() != before) {
            throw new InvariantBroken("S6", "the log replayed to position " + position + " gives another state");
        }
        network.forgetAll();
        closeSession(0);
    }

    /** A fresh engine with the whole log applied. */
    Engine replay() {
        final Engine fresh = new Engine(Limits.small());
        for (final Entry entry : log) {
            fresh.onEntry(
                    entry.position(),
                    entry.timestampMs(),
                    entry.sessionId(),
                    entry.frame(),
                    0,
                    entry.frame().capacity(),
                    ReplySink.NONE);
        }
        return fresh;
    }

    @Override
    public void close() {
        engine.close();
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
        final boolean reserves = templateId(frame) == ReserveForAllocationDecoder.TEMPLATE_ID;
        final Map<Integer, EngineView.ChunkRow> chunks = reserves ? chunks() : Map.of();
        final boolean mustBeRefused = fences.mustBeRefused(frame);
        final long hashBefore = mustBeRefused ? engine.stateHash() : 0;
        append(sessionId, frame);
        final byte[] answer = answered();
        forgetChunksAfter(frame, answer);
        final ResultCode result = Replied.result(answer);
        fences.onAnswered(frame, result);
        if (mustBeRefused) {
            world.seen.add(result.name());
            if (engine.stateHash() != hashBefore) {
                throw new InvariantBroken("S7", "a command answered with " + result + " changed the state");
            }
        }
        twin.onApplied(position, frame, answer, chunks);
        observer.onEntry(frame, answer);
        return answer;
    }

    /** The chunk list, asked for again only after something that may have changed it. */
    private Map<Integer, EngineView.ChunkRow> chunks() {
        if (chunks.isEmpty()) {
            chunks = view.chunks();
        }
        return chunks;
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
        final Entry entry = new Entry(position, world.timestampMs(), sessionId, new UnsafeBuffer(frame));
        log.add(entry);
        reply = null;
        engine.onEntry(position, entry.timestampMs(), sessionId, entry.frame(), 0, frame.length, sink);
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
