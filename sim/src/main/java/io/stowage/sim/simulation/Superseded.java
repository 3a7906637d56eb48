package io.stowage.sim.simulation;

import io.stowage.client.space.ExtentListener;
import io.stowage.client.space.ExtentProtocol;
import io.stowage.client.space.ExtentState;
import io.stowage.client.space.ReserveAction;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A process of an extent manager that another one with the same incarnation has replaced, and that does not know it yet:
 * it reports, it gives back what it is granted, over its own older session.
 */
final class Superseded implements ExtentListener {
    private static final long LIFE_NS = 3_000_000_000L;

    private final World world;
    private final Network network;
    private final ExtentProtocol protocol;
    private final Connection connection;
    private final long endsAtNs;

    Superseded(final World world, final Network network, final ExtentProtocol protocol, final Connection connection) {
        this.world = world;
        this.network = network;
        this.protocol = protocol;
        this.connection = connection;
        endsAtNs = world.nowNs() + LIFE_NS;
        protocol.reportSpace();
    }

    Connection connection() {
        return connection;
    }

    /** Goes on; true once it has noticed, or has died. */
    boolean poll() {
        final boolean isOver = world.nowNs() >= endsAtNs
                || protocol.state() == ExtentState.STOPPED
                || connection.isCut()
                || connection.isClosed();
        if (isOver) {
            end();
        } else {
            protocol.poll(world.nowNs());
        }
        return isOver;
    }

    void end() {
        if (protocol.state() == ExtentState.STOPPED) {
            world.seen.add("superseded process stopped");
        }
        network.cut(connection);
        protocol.onDisconnected();
    }

    boolean onFrame(final byte[] frame) {
        return protocol.onFrame(new UnsafeBuffer(frame), 0, frame.length, world.nowNs());
    }

    @Override
    public ReserveAction onReserved(
            final long correlationId, final long version, final ReserveForAllocationReplyDecoder reply) {
        return ReserveAction.ABANDON;
    }
}
