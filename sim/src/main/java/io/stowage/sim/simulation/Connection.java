package io.stowage.sim.simulation;

import io.stowage.codecs.Role;
import java.util.ArrayDeque;

/** One session: two streams that keep their order, and may be cut. */
final class Connection {
    /** A frame on its way, and when it arrives. */
    static final class Packet {
        private final long dueNs;
        private final byte[] frame;

        Packet(final long dueNs, final byte[] frame) {
            this.dueNs = dueNs;
            this.frame = frame;
        }

        long dueNs() {
            return dueNs;
        }

        byte[] frame() {
            return frame;
        }
    }

    final long sessionId;
    final Role role;
    final int owner;
    final ArrayDeque<Packet> toServer = new ArrayDeque<>();
    final ArrayDeque<Packet> toClient = new ArrayDeque<>();
    private byte[] lastSent = new byte[0];
    private boolean cut;
    private boolean closed;

    Connection(final long sessionId, final Role role, final int owner) {
        this.sessionId = sessionId;
        this.role = role;
        this.owner = owner;
    }

    void sent(final byte[] frame) {
        lastSent = frame;
    }

    /** The newest frame of the client; empty: none. */
    byte[] lastSent() {
        return lastSent;
    }

    /** The client has given it up; what it sent may still arrive. */
    boolean isCut() {
        return cut;
    }

    void cut() {
        cut = true;
        toClient.clear();
    }

    /** The server has noticed: nothing of it is taken any more. */
    boolean isClosed() {
        return closed;
    }

    void closed() {
        closed = true;
        toServer.clear();
    }
}
