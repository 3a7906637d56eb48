package io.stowage.sim.simulation;

import io.stowage.client.frame.FrameSink;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.FreeForRepositionDecoder;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import io.stowage.engine.Engine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sessions over a bad network: each stream keeps its order, as Aeron's do; between streams anything goes. Frames are
 * delayed, lost and (where doing a thing twice is allowed) doubled; whole sessions are cut, and what was under way then
 * is lost or arrives late.
 */
final class Network {
    private static final int MAX_FRAME_LENGTH = 8 * 1024;
    private static final long NS_PER_MS = 1_000_000;

    private final World world;
    private final ReportDamage damage;
    private final List<Connection> connections = new ArrayList<>();
    private long lastSessionId;

    Network(final World world) {
        this.world = world;
        damage = new ReportDamage(world);
    }

    Connection open(final Role role, final int owner) {
        final Connection connection = new Connection(++lastSessionId, role, owner);
        connections.add(connection);
        return connection;
    }

    /** All sessions that the server has not closed, oldest first. */
    List<Connection> connections() {
        return List.copyOf(connections);
    }

    FrameSink sink(final Connection connection) {
        return new FrameSink() {
            @Override
            public long offer(final DirectBuffer buffer, final int offset, final int length) {
                if (connection.isCut()) {
                    return OfferCode.NOT_CONNECTED;
                }
                if (world.fault("back pressure", 10)) {
                    world.faults.add("back pressure");
                    return OfferCode.BACK_PRESSURED;
                }
                final byte[] frame = new byte[length];
                buffer.getBytes(offset, frame);
                connection.sent(frame);
                send(connection, frame);
                return 1;
            }

            @Override
            public int maxFrameLength() {
                return MAX_FRAME_LENGTH;
            }
        };
    }

    private void send(final Connection connection, final byte[] frame) {
        final UnsafeBuffer content = new UnsafeBuffer(frame);
        damage.damage(content);
        if (!damage.loses(content)) {
            transmit(connection.toServer, frame, mayComeTwice(frame));
            if (damage.repeats(content)) {
                enqueue(connection.toServer, frame);
            }
        }
    }

    void reply(final Connection connection, final byte[] frame) {
        if (!connection.isCut()) {
            transmit(connection.toClient, frame, true);
        }
    }

    /** The client gives up a session; what it sent is lost, or arrives, at times long after what its next session sends. */
    void cut(final Connection connection) {
        if (connection.isCut()) {
            return;
        }
        world.faults.add("session cut");
        connection.cut();
        if (world.chance(400)) {
            connection.toServer.clear();
        } else if (world.chance(500)) {
            final byte[] last = connection.lastSent();
            if (last.length > 0 && mayComeTwice(last) && world.strikes("frame of an old session", 700)) {
                connection.toServer.add(new Connection.Packet(world.nowNs(), last));
            }
            comeMuchLater(connection.toServer);
        }
    }

    void forget(final Connection connection) {
        connection.closed();
        connections.remove(connection);
    }

    /** The server died, and with it every session; it numbers the next ones from the beginning. */
    void forgetAll() {
        connections.forEach(Connection::closed);
        connections.clear();
        lastSessionId = 0;
    }

    private void comeMuchLater(final ArrayDeque<Connection.Packet> stream) {
        final List<Connection.Packet> packets = List.copyOf(stream);
        final long delayMs = world.between(300, 4_000);
        stream.clear();
        for (final Connection.Packet packet : packets) {
            stream.add(new Connection.Packet(world.nowNs() + delayMs * NS_PER_MS, packet.frame()));
        }
    }

    private void transmit(final ArrayDeque<Connection.Packet> stream, final byte[] frame, final boolean mayComeTwice) {
        if (world.fault("frame lost", 8)) {
            world.faults.add("frame lost");
            return;
        }
        enqueue(stream, frame);
        if (mayComeTwice && world.fault("frame doubled", 12)) {
            world.faults.add("frame doubled");
            enqueue(stream, frame);
        }
    }

    private void enqueue(final ArrayDeque<Connection.Packet> stream, final byte[] frame) {
        final Connection.Packet last = stream.peekLast();
        final long earliest = last == null ? 0 : last.dueNs();
        stream.add(new Connection.Packet(Math.max(earliest, world.nowNs() + delayNs()), frame));
    }

    private long delayNs() {
        if (world.fault("long delay", 10)) {
            world.faults.add("long delay");
            return world.between(500, 4_000) * NS_PER_MS;
        }
        return world.between(0, world.chance(200) ? 80 : 8) * NS_PER_MS;
    }

    /**
     * What gives back, or changes what was reported, would do it twice: only sessions that deliver exactly once, as Aeron's
     * do, may carry it.
     */
    private boolean mayComeTwice(final byte[] frame) {
        return world.makes(Mistake.FREE_TWICE)
                || switch (Engine.templateId(new UnsafeBuffer(frame), 0, frame.length)) {
                    case FreeForAllocationDecoder.TEMPLATE_ID,
                            FreeForRepositionDecoder.TEMPLATE_ID,
                            SpaceDeltaDecoder.TEMPLATE_ID,
                            UpdateProvisionDecoder.TEMPLATE_ID,
                            RemoveExtentsDecoder.TEMPLATE_ID -> false;
                    default -> true;
                };
    }
}
