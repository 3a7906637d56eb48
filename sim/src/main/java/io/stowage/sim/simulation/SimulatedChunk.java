package io.stowage.sim.simulation;

import io.stowage.client.chunk.ChunkListener;
import io.stowage.client.chunk.ChunkMeasurement;
import io.stowage.client.chunk.ChunkProtocol;
import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.client.chunk.ChunkSettings;
import io.stowage.client.chunk.ChunkState;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameSink;
import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import io.stowage.engine.Engine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A storage daemon: a disk with thin segments that are written to, slow measurements, and the real chunk protocol. */
final class SimulatedChunk implements ChunkListener {
    private static final long NS_PER_MS = 1_000_000;
    private static final ChunkSettings SETTINGS =
            new ChunkSettings(400 * NS_PER_MS, 1_500 * NS_PER_MS, 200 * NS_PER_MS);

    /** Far more keepalives than can be under way. */
    private static final int KEPT_READINGS = 100;

    private final World world;
    private final Network network;
    private final ChunkRegistration registration;
    private final Disk disk;
    private final Map<Long, Reading> sent = new LinkedHashMap<>();
    private final NavigableSet<Integer> ids = new TreeSet<>();
    private int id;
    private boolean isEvacuated;
    private long skewNs;
    private long incarnation = 1;
    private ChunkProtocol protocol;
    private ChunkMeasurement next = new ChunkMeasurement();
    private ChunkMeasurement handedOver = new ChunkMeasurement();
    private @Nullable Reading open;
    private Reading latest = new Reading();
    private Reading applied = new Reading();
    private long completeAtNs;
    private long reconnectAtNs;
    private @Nullable Connection connection;
    private long acks;

    SimulatedChunk(final World world, final Network network, final ChunkRegistration registration, final Disk disk) {
        this.world = world;
        this.network = network;
        this.registration = registration;
        this.disk = disk;
        protocol = newProtocol();
    }

    /** 0 before it is registered. */
    int id() {
        return id;
    }

    /** Whether it has, or had before it was removed, this id. */
    boolean isOrWas(final int chunk) {
        return ids.contains(chunk);
    }

    /** The highest id that it has or had; 0: none yet. */
    int highestId() {
        return ids.isEmpty() ? 0 : ids.last();
    }

    /** The engine lost all that this chunk ever told. */
    void onForgotten() {
        sent.clear();
        applied = new Reading();
    }

    /** The last ack said that it is being removed. */
    boolean isEvacuated() {
        return isEvacuated;
    }

    /** Its clock jumps; it is monotonic for nobody but itself. */
    void skew(final long millis) {
        skewNs += millis * NS_PER_MS;
    }

    private long localNs() {
        return world.nowNs() + skewNs;
    }

    Disk disk() {
        return disk;
    }

    long incarnation() {
        return incarnation;
    }

    @Nullable
    Connection connection() {
        return connection;
    }

    /** Acks since it came to be. */
    long acks() {
        return acks;
    }

    void poll() {
        final Connection current = connection;
        if (current == null) {
            if (world.nowNs() >= reconnectAtNs) {
                connect();
            }
            return;
        }
        if (current.isCut() || current.isClosed() || protocol.state() == ChunkState.REOPEN) {
            disconnect(world.between(0, 300));
            return;
        }
        if (protocol.state() == ChunkState.ALIVE) {
            measure();
        }
        protocol.poll(localNs());
    }

    void onFrame(final byte[] frame) {
        protocol.onFrame(new UnsafeBuffer(frame), 0, frame.length, localNs());
    }

    /** The session is lost, what was under way may come late; the next one opens after a while. */
    void disconnect(final long afterMs) {
        if (connection != null) {
            network.cut(connection);
            connection = null;
            protocol.onDisconnected();
        }
        reconnectAtNs = world.nowNs() + afterMs * NS_PER_MS;
    }

    /** It comes back at once. */
    void hurry() {
        reconnectAtNs = Math.min(reconnectAtNs, world.nowNs());
    }

    /** The daemon dies and starts again: its disk stays, what it had in memory is gone. */
    void restart(final long afterMs) {
        disconnect(afterMs);
        incarnation++;
        open = null;
        next = new ChunkMeasurement();
        handedOver = new ChunkMeasurement();
        protocol = newProtocol();
    }

    /** The engine took a keepalive: the space of its reading is what is known from now on. */
    void onApplied(final long incarnationOfSender, final long correlationId) {
        final Reading reading = sent.get(key(incarnationOfSender, correlationId));
        if (reading == null) {
            throw new IllegalStateException("the engine took a keepalive that chunk " + id + " never sent");
        }
        applied = reading.over(applied);
    }

    /** Whether the newest measurement that the engine took holds a thin segment. */
    boolean hasMeasured(final Segment segment) {
        return applied.holds(segment);
    }

    /** What that measurement says of it. */
    long measuredBytes(final Segment segment) {
        return applied.usedOf(segment);
    }

    @Override
    public void onRegistered(final int chunk, final int node) {
        if (chunk != id) {
            sent.clear();
            applied = new Reading();
        }
        id = chunk;
        ids.add(chunk);
    }

    @Override
    public void onAck(final long fence, final Health health, final AdminState adminState, final Isolation isolation) {
        acks++;
        isEvacuated = adminState == AdminState.REMOVING;
    }

    private ChunkProtocol newProtocol() {
        return new ChunkProtocol(
                SETTINGS,
                registration,
                new CommandIdentity(Role.CHUNK, id, incarnation)
                        .cluster(SimulatedServer.CLUSTER_HIGH, SimulatedServer.CLUSTER_LOW),
                null,
                this);
    }

    private void connect() {
        final Connection opened = network.open(Role.CHUNK, registration.port());
        connection = opened;
        protocol.onConnected(recording(network.sink(opened)));
    }

    /** Between start and completion some time passes; the figures are those of a moment in between. */
    private void measure() {
        if (open == null) {
            protocol.startMeasurement(next);
            completeAtNs = world.nowNs() + world.between(0, world.isCalm() ? 50 : 900) * NS_PER_MS;
            open = new Reading();
            disk.readInto(open);
        }
        if (world.nowNs() >= completeAtNs) {
            fill(next, open);
            protocol.completeMeasurement(next);
            latest = open;
            open = null;
            final ChunkMeasurement reusable = handedOver;
            handedOver = next;
            next = reusable;
        }
    }

    private void fill(final ChunkMeasurement measurement, final Reading reading) {
        for (final Tier tier : EngineView.TIERS) {
            if (reading.tellsOf(tier)) {
                measurement.tier(
                        tier,
                        disk.totalBytes(tier),
                        disk.failedBytes(tier),
                        reading.sum(tier, Priority.NORMAL),
                        reading.sum(tier, Priority.PRIORITIZED));
            }
        }
    }

    private FrameSink recording(final FrameSink sink) {
        return new FrameSink() {
            @Override
            public long offer(final DirectBuffer buffer, final int offset, final int length) {
                final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
                copy.putBytes(0, buffer, offset, length);
                if (Engine.templateId(copy, 0, length) == KeepAliveDecoder.TEMPLATE_ID) {
                    record(copy);
                }
                return sink.offer(copy, 0, length);
            }

            @Override
            public int maxFrameLength() {
                return sink.maxFrameLength();
            }
        };
    }

    private void record(final UnsafeBuffer frame) {
        final KeepAliveDecoder decoder =
                new KeepAliveDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
        sent.put(key(incarnation, decoder.header().correlationId()), latest);
        if (sent.size() > KEPT_READINGS) {
            sent.remove(sent.keySet().iterator().next());
        }
        if (world.makes(Mistake.FENCE_AT_SEND)) {
            new KeepAliveEncoder()
                    .wrap(frame, MessageHeaderDecoder.ENCODED_LENGTH)
                    .fence(protocol.newestFence());
        }
    }

    private static long key(final long incarnation, final long correlationId) {
        return incarnation << 32 | correlationId;
    }
}
