package io.stowage.bench.fleet;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine with a fleet in it, and nothing around it: no wire, no journal. The clock stands still, so that the same run gives
 * the same decisions. Single-threaded.
 */
public final class EngineRig implements Commander, AutoCloseable {
    private static final long CLUSTER_HIGH = 0x53_74_6F_77_61_67_65_31L;
    private static final long CLUSTER_LOW = 0x62_65_6E_63_68_6D_72_6BL;
    private static final long SEED = 5707;
    private static final long NOW_MS = 1_700_000_000_000L;
    private static final long SESSION_ID = 7;
    private static final int REPLY_LENGTH = 64 << 10;

    private final Engine engine;
    private final CommandIdentity identity =
            new CommandIdentity(Role.OPERATOR, 0, 1).cluster(CLUSTER_HIGH, CLUSTER_LOW);
    private final Frames frames = new Frames(identity);
    private final LastReply last = new LastReply();
    private final Tap tap;
    private final int[] chunkIds;

    /** Told of every entry before it is applied: what a journal of the rig would hold. */
    @FunctionalInterface
    public interface Tap {
        /** Nobody is told. */
        Tap NONE = (timestampMs, sessionId, buffer, length) -> {};

        /**
         * An entry.
         *
         * @param timestampMs of it, ms since 1970.
         * @param sessionId   that sent it.
         * @param buffer      with the command at offset 0.
         * @param length      of the command, bytes.
         */
        void onEntry(long timestampMs, long sessionId, DirectBuffer buffer, int length);
    }

    /**
     * Builds the fleet.
     *
     * @param shape     of the fleet.
     * @param fillShare share of the capacity to reserve.
     */
    public EngineRig(final FleetShape shape, final double fillShare) {
        this(shape, fillShare, Tap.NONE);
    }

    /**
     * Builds the fleet, and tells of every entry.
     *
     * @param shape     of the fleet.
     * @param fillShare share of the capacity to reserve.
     * @param tap       to tell.
     */
    public EngineRig(final FleetShape shape, final double fillShare, final Tap tap) {
        this.tap = tap;
        engine = start(shape.limits());
        chunkIds = Fleet.build(shape, frames, this, fillShare);
    }

    /**
     * Starts without a fleet.
     *
     * @param limits of the engine.
     */
    public EngineRig(final Limits limits) {
        tap = Tap.NONE;
        engine = start(limits);
        chunkIds = new int[0];
    }

    private Engine start(final Limits limits) {
        final Engine started = new Engine(limits);
        final UnsafeBuffer start = new UnsafeBuffer(new byte[64]);
        final int length = MessageHeaderEncoder.ENCODED_LENGTH
                + new ClusterStartEncoder()
                        .wrapAndApplyHeader(start, 0, new MessageHeaderEncoder())
                        .clusterHigh(CLUSTER_HIGH)
                        .clusterLow(CLUSTER_LOW)
                        .seed(SEED)
                        .encodedLength();
        tap.onEntry(NOW_MS, SESSION_ID, start, length);
        started.onEntry(
                LogPosition.after(started.position(), length), NOW_MS, SESSION_ID, start, 0, length, ReplySink.NONE);
        return started;
    }

    @Override
    public DirectBuffer send(final DirectBuffer buffer, final int length) {
        apply(buffer, length, last);
        return last.reply;
    }

    /**
     * Applies a command.
     *
     * @param buffer with the frame at offset 0.
     * @param length of the frame, bytes.
     * @param sink   for the reply.
     */
    public void apply(final DirectBuffer buffer, final int length, final ReplySink sink) {
        tap.onEntry(NOW_MS, SESSION_ID, buffer, length);
        engine.onEntry(LogPosition.after(engine.position(), length), NOW_MS, SESSION_ID, buffer, 0, length, sink);
    }

    /**
     * Answers a query.
     *
     * @param buffer with the frame at offset 0.
     * @param length of the frame, bytes.
     * @param sink   for the reply.
     */
    public void query(final DirectBuffer buffer, final int length, final ReplySink sink) {
        engine.onQuery(SESSION_ID, buffer, 0, length, sink);
    }

    /**
     * Encodes commands as an operator who acts for the others.
     *
     * @return the one encoder of this rig.
     */
    public Frames frames() {
        return frames;
    }

    /**
     * Who speaks: an operator, who may act for the others.
     *
     * @return identity that numbers the commands.
     */
    public CommandIdentity identity() {
        return identity;
    }

    /**
     * Ids of the chunks.
     *
     * @return by index.
     */
    public int[] chunkIds() {
        return chunkIds.clone();
    }

    /**
     * Hash of the state.
     *
     * @return of all facts.
     */
    public long stateHash() {
        return engine.stateHash();
    }

    /** Recomputes every sum of the engine; makes garbage, so not to be called within a measurement. */
    public void verify() {
        engine.verify();
    }

    @Override
    public void close() {
        engine.close();
    }

    private static final class LastReply implements ReplySink {
        private final UnsafeBuffer reply = new UnsafeBuffer(new byte[REPLY_LENGTH]);

        @Override
        public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
            reply.putBytes(0, buffer, offset, length);
        }

        @Override
        public void onEvent(
                final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {}
    }
}
