package io.stowage.sim.scenario;

import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.TickEncoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A fresh engine in this process, under a clock that only {@link #tick} moves: the same scenario gives the same replies,
 * byte for byte, anywhere.
 */
public final class EngineTarget implements ScenarioTarget {
    /** Cluster of every scenario that runs in process. */
    public static final UUID CLUSTER_ID = UUID.fromString("57070000-0000-4000-8000-000000000001");

    /** Time at which every scenario starts: 2026-01-01, milliseconds. */
    public static final long START_MS = 1_767_225_600_000L;

    private static final long SEED = 5707;
    private static final long SESSION_ID = 1;
    private static final long HOST_SESSION_ID = 0;

    private final Engine engine;
    private final boolean verifies;
    private final ReplySink sink = new LastReply();
    private final UnsafeBuffer hostEntry = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final TickEncoder tick = new TickEncoder();
    private final UnsafeBuffer reply = new UnsafeBuffer(0, 0);
    private long position;
    private long timestampMs = START_MS;
    private long ticks;

    /**
     * Starts a fresh engine.
     *
     * @param limits   that size it.
     * @param verifies whether every sum is recomputed after every entry: for tests.
     */
    public EngineTarget(final Limits limits, final boolean verifies) {
        engine = new Engine(limits);
        this.verifies = verifies;
        final ClusterStartEncoder start = new ClusterStartEncoder().wrapAndApplyHeader(hostEntry, 0, messageHeader);
        start.clusterHigh(CLUSTER_ID.getMostSignificantBits())
                .clusterLow(CLUSTER_ID.getLeastSignificantBits())
                .seed(SEED);
        apply(HOST_SESSION_ID, hostEntry, MessageHeaderEncoder.ENCODED_LENGTH + start.encodedLength());
    }

    @Override
    public DirectBuffer exchange(final MutableDirectBuffer frame, final int length) {
        reply.wrap(0, 0);
        if (Engine.isQuery(Engine.templateId(frame, 0, length))) {
            engine.onQuery(SESSION_ID, frame, 0, length, sink);
        } else {
            apply(SESSION_ID, frame, length);
        }
        if (reply.capacity() == 0) {
            throw new IllegalStateException("the engine gave no reply");
        }
        return reply;
    }

    @Override
    public void tick(final long millis, final long stepMs) {
        for (long left = millis; left > 0; left -= stepMs) {
            timestampMs += Math.min(left, stepMs);
            tick.wrapAndApplyHeader(hostEntry, 0, messageHeader).sequence(++ticks);
            apply(HOST_SESSION_ID, hostEntry, MessageHeaderEncoder.ENCODED_LENGTH + tick.encodedLength());
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long timestampMs() {
        return timestampMs;
    }

    @Override
    public long clusterHigh() {
        return CLUSTER_ID.getMostSignificantBits();
    }

    @Override
    public long clusterLow() {
        return CLUSTER_ID.getLeastSignificantBits();
    }

    @Override
    public void close() {
        engine.close();
    }

    private void apply(final long sessionId, final DirectBuffer frame, final int length) {
        position = LogPosition.after(position, length);
        engine.onEntry(position, timestampMs, sessionId, frame, 0, length, sink);
        if (verifies) {
            engine.verify();
        }
    }

    private final class LastReply implements ReplySink {
        @Override
        public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
            final byte[] copy = new byte[length];
            buffer.getBytes(offset, copy);
            reply.wrap(copy);
        }

        @Override
        public void onEvent(
                final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
            // Nobody has subscribed: a scenario asks for what it wants to know.
        }
    }
}
