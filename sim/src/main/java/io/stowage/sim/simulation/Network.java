package io.stowage.sim.simulation;

import io.stowage.client.frame.FrameSink;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.Role;
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
    private final List<Connection> connections = new ArrayList<>();
    private long lastSessionId;

    Network(final World world) {
        this.world = world;
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
                transmit(connection.toServer, frame, mayComeTwice(frame));
                return 1;
            }

            @Override
            public int maxFrameLength() {
                return MAX_FRAME_LENGTH;
            }
        };
    }

    void reply(final Connection connection, final byte[] frame) {
        if (!connection.isCut()) {
            transmit(connection.toClient, frame, true);
        }
    }

    /**
     * The client gives up a session; what it sent is lost, or arrives late.
     *
     * @param connection to be cut.
     * @param mayComeLate whether the server can tell what comes late from what is new.
     */
    void cut(final Connection connection, final boolean mayComeLate) {
        if (!connection.isCut()) {
            world.faults.add("session cut");
            connection.cut();
            if (connection.role == Role.CHUNK
                    && connection.lastSent().length > 0
                    && world.makes(Mistake.KEEPALIVE_OF_AN_OLD_SESSION)) {
                connection.toServer.add(new Connection.Packet(world.nowNs(), connection.lastSent()));
                comeMuchLater(connection.toServer);
            } else if (!mayComeLate || world.chance(500)) {
                connection.toServer.clear();
            } else if (world.chance(500)) {
                comeMuchLater(connection.toServer);
            }
        }
    }

    void forget(final Connection connection) {
        connection.closed();
        connections.remove(connection);
    }

    void forgetAll() {
        connections.forEach(Connection::closed);
        connections.clear();
    }

    private void comeMuchLater(final ArrayDeque<Connection.Packet> stream) {
        final List<Connection.Packet> packets = List.copyOf(stream);
        stream.clear();
        for (final Connection.Packet packet : packets) {
            stream.add(new Connection.Packet(world.nowNs() + 4_000 * NS_PER_MS, packet.frame()));
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

    /** Giving back twice would take another reservation of the same version: only exactly-once sessions may carry it. */
    private boolean mayComeTwice(final byte[] frame) {
        return world.makes(Mistake.FREE_TWICE)
                || Engine.templateId(new UnsafeBuffer(frame), 0, frame.length) != FreeForAllocationDecoder.TEMPLATE_ID;
    }
}
