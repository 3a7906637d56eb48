package io.stowage.sim.scenario;

import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionClosedEncoder;
import io.stowage.codecs.TickEncoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.ReplySink;
import io.stowage.sim.log.EntryLog;
import java.util.HexFormat;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A fresh engine in this process, under a clock that only {@link #tick} and {@link #pass} move: the same scenario gives the
 * same replies, byte for byte, anywhere. Keeps its log in memory, up to 256 MiB, so that it can start again.
 */
public final class EngineTarget implements ScenarioHost {
    /** Cluster of every scenario that runs in process and names no other. */
    public static final UUID CLUSTER_ID = UUID.fromString("57070000-0000-4000-8000-000000000001");

    /** Time at which every scenario starts: 2026-01-01, milliseconds. */
    public static final long START_MS = 1_767_225_600_000L;

    /** Session of every line that names no other. */
    public static final long SESSION_ID = 1;

    private static final long SEED = 5707;
    private static final long MAX_LOG_BYTES = 256L << 20;
    private static final long HOST_SESSION_ID = 0;

    private final Limits limits;
    private final boolean verifies;
    private final EntryLog log = new EntryLog(MAX_LOG_BYTES);
    private final ReplySink sink = new LastReply();
    private final UnsafeBuffer hostEntry = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final TickEncoder tick = new TickEncoder();
    private final UnsafeBuffer reply = new UnsafeBuffer(0, 0);
    private Engine engine;
    private long timestampMs = START_MS;
    private long ticks;

    /**
     * Makes a fresh engine. Its log starts with the first entry or query.
     *
     * @param limits   that size it.
     * @param verifies whether every sum is recomputed after every entry: for tests.
     */
    public EngineTarget(final Limits limits, final boolean verifies) {
        this.limits = limits;
        this.verifies = verifies;
        engine = new Engine(limits);
    }

    @Override
    public boolean start(final long clusterHigh, final long clusterLow, final long seed) {
        if (engine.isStarted()) {
            return false;
        }
        final ClusterStartEncoder start = new ClusterStartEncoder().wrapAndApplyHeader(hostEntry, 0, messageHeader);
        start.clusterHigh(clusterHigh).clusterLow(clusterLow).seed(seed);
        apply(HOST_SESSION_ID, hostEntry, MessageHeaderEncoder.ENCODED_LENGTH + start.encodedLength());
        return true;
    }

    @Override
    public DirectBuffer exchange(final MutableDirectBuffer frame, final int length) {
        return exchange(SESSION_ID, frame, length);
    }

    @Override
    public DirectBuffer exchange(final long sessionId, final MutableDirectBuffer frame, final int length) {
        startAsUsual();
        reply.wrap(0, 0);
        if (Engine.isQuery(Engine.templateId(frame, 0, length))) {
            engine.onQuery(sessionId, frame, 0, length, sink);
        } else {
            apply(sessionId, frame, length);
        }
        if (reply.capacity() == 0) {
            throw new BadLine("the engine gave no reply");
        }
        return reply;
    }

    @Override
    public void append(final MutableDirectBuffer frame, final int length) {
        startAsUsual();
        apply(HOST_SESSION_ID, frame, length);
    }

    @Override
    public void tick(final long millis, final long stepMs) {
        startAsUsual();
        long left = millis;
        do {
            final long stepped = Math.min(left, stepMs);
            timestampMs += stepped;
            left -= stepped;
            tick.wrapAndApplyHeader(hostEntry, 0, messageHeader).sequence(++ticks);
            apply(HOST_SESSION_ID, hostEntry, MessageHeaderEncoder.ENCODED_LENGTH + tick.encodedLength());
        } while (left > 0);
    }

    @Override
    public void pass(final long millis) {
        timestampMs += millis;
    }

    @Override
    public String restart(final boolean fromSnapshot) {
        startAsUsual();
        if (!log.isWhole()) {
            return "its log is longer than " + MAX_LOG_BYTES + " bytes and was not kept";
        }
        final long before = engine.stateHash();
        engine.close();
        engine = fromSnapshot ? log.replayFromSnapshot(limits) : log.replay(limits);
        final long after = engine.stateHash();
        if (after != before) {
            return "state hash " + hex(before) + " became " + hex(after);
        }
        // A host that starts has lost every session that there was.
        final SessionClosedEncoder closed = new SessionClosedEncoder().wrapAndApplyHeader(hostEntry, 0, messageHeader);
        closed.sessionId(0);
        apply(HOST_SESSION_ID, hostEntry, MessageHeaderEncoder.ENCODED_LENGTH + closed.encodedLength());
        return "";
    }

    @Override
    public void verify() {
        engine.verify();
    }

    @Override
    public long position() {
        startAsUsual();
        return log.position();
    }

    @Override
    public long timestampMs() {
        return timestampMs;
    }

    @Override
    public long clusterHigh() {
        startAsUsual();
        return engine.clusterHigh();
    }

    @Override
    public long clusterLow() {
        startAsUsual();
        return engine.clusterLow();
    }

    /**
     * Every entry so far.
     *
     * @return the log itself, to be read only.
     */
    public EntryLog log() {
        return log;
    }

    /**
     * Hash over the state.
     *
     * @return 64 bits.
     */
    public long stateHash() {
        return engine.stateHash();
    }

    @Override
    public void close() {
        engine.close();
    }

    private void startAsUsual() {
        if (!engine.isStarted()) {
            start(CLUSTER_ID.getMostSignificantBits(), CLUSTER_ID.getLeastSignificantBits(), SEED);
        }
    }

    private void apply(final long sessionId, final DirectBuffer frame, final int length) {
        log.append(timestampMs, sessionId, frame, length).applyTo(engine, sink);
        if (verifies) {
            engine.verify();
        }
    }

    private static String hex(final long hash) {
        return HexFormat.of().toHexDigits(hash);
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
