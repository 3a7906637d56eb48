package io.stowage.bench.engine;

import io.stowage.codecs.ClusterStartEncoder;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionClosedEncoder;
import io.stowage.codecs.TickEncoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine, a log position and a clock that moves when it is told. The command at hand is encoded at offset 0 of
 * {@link #buffer()}, the last reply stands at offset 0 of {@link #reply()}. Single-threaded.
 */
public final class EngineHost implements ReplySink, AutoCloseable {
    private static final long CLUSTER_HIGH = 0x53_74_6F_77_61_67_65_31L;
    private static final long CLUSTER_LOW = 0x65_6E_64_75_72_61_6E_63L;
    private static final long START_MS = 1_700_000_000_000L;
    private static final int BUFFER_LENGTH = 256 << 10;
    private static final int RESULTS = 256;

    private final Engine engine;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder replyMessageHeader = new MessageHeaderDecoder();
    private final ReplyHeaderDecoder replyHeader = new ReplyHeaderDecoder();
    private final TickEncoder tick = new TickEncoder();
    private final SessionClosedEncoder sessionClosed = new SessionClosedEncoder();
    private final long[] results = new long[RESULTS];
    private long nowMs = START_MS;
    private long correlationId;
    private long queries;
    private long replies;
    private long events;

    /**
     * Starts an empty cluster.
     *
     * @param limits of the engine.
     * @param seed   of the engine's choices.
     */
    public EngineHost(final Limits limits, final long seed) {
        engine = new Engine(limits);
        onEntry(
                0,
                new ClusterStartEncoder()
                        .wrapAndApplyHeader(buffer, 0, messageHeader)
                        .clusterHigh(CLUSTER_HIGH)
                        .clusterLow(CLUSTER_LOW)
                        .seed(seed)
                        .encodedLength());
    }

    /**
     * Where the next command is encoded.
     *
     * @return buffer.
     */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /**
     * For {@code wrapAndApplyHeader} of encoders.
     *
     * @return flyweight.
     */
    public MessageHeaderEncoder messageHeader() {
        return messageHeader;
    }

    /**
     * The last reply.
     *
     * @return frame, valid until the next command.
     */
    public DirectBuffer reply() {
        return reply;
    }

    /**
     * For {@code wrapAndApplyHeader} of decoders.
     *
     * @return flyweight.
     */
    public MessageHeaderDecoder replyMessageHeader() {
        return replyMessageHeader;
    }

    /**
     * Fills in the header of a command.
     *
     * @param header of the command.
     * @param sender who speaks.
     */
    public void address(final CommandHeaderEncoder header, final Sender sender) {
        header.clusterHigh(CLUSTER_HIGH)
                .clusterLow(CLUSTER_LOW)
                .correlationId(++correlationId)
                .incarnation(sender.incarnation())
                .sender(sender.id())
                .role(sender.role())
                .putReserved((short) 0, (short) 0, (short) 0);
    }

    /**
     * Applies the command in the buffer.
     *
     * @param sender        who speaks.
     * @param encodedLength of the message without its SBE header.
     * @return how it was answered.
     */
    public ResultCode submit(final Sender sender, final int encodedLength) {
        final long before = replies;
        onEntry(sender.sessionId(), encodedLength);
        requireOneReply(before);
        final ResultCode result = result();
        results[result.value()]++;
        return result;
    }

    /**
     * Asks the query in the buffer.
     *
     * @param sender        who asks.
     * @param encodedLength of the message without its SBE header.
     * @return how it was answered.
     */
    public ResultCode ask(final Sender sender, final int encodedLength) {
        final long before = replies;
        queries++;
        engine.onQuery(sender.sessionId(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, this);
        requireOneReply(before);
        return result();
    }

    /**
     * Lets time pass.
     *
     * @param ms milliseconds.
     */
    public void tick(final long ms) {
        nowMs += ms;
        final int length =
                tick.wrapAndApplyHeader(buffer, 0, messageHeader).sequence(0).encodedLength();
        onEntry(0, length);
    }

    /**
     * A session ends.
     *
     * @param sessionId of it.
     */
    public void closeSession(final long sessionId) {
        final int length = sessionClosed
                .wrapAndApplyHeader(buffer, 0, messageHeader)
                .sessionId(sessionId)
                .encodedLength();
        onEntry(0, length);
    }

    private void onEntry(final long sessionId, final int encodedLength) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encodedLength;
        engine.onEntry(LogPosition.after(engine.position(), length), nowMs, sessionId, buffer, 0, length, this);
    }

    private void requireOneReply(final long before) {
        if (replies != before + 1) {
            throw new IllegalStateException("a command or query was answered " + (replies - before) + " times");
        }
    }

    private ResultCode result() {
        return replyHeader.wrap(reply, MessageHeaderDecoder.ENCODED_LENGTH).result();
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer source, final int offset, final int length) {
        reply.putBytes(0, source, offset, length);
        replies++;
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer event, final int offset, final int length) {
        events++;
    }

    /**
     * The engine itself, to look at.
     *
     * @return engine.
     */
    public Engine engine() {
        return engine;
    }

    /**
     * Commands that were answered in a certain way.
     *
     * @param result code.
     * @return how many.
     */
    public long answered(final ResultCode result) {
        return results[result.value()];
    }

    /**
     * Queries that were answered.
     *
     * @return how many.
     */
    public long queries() {
        return queries;
    }

    /**
     * Events that the engine sent.
     *
     * @return how many.
     */
    public long events() {
        return events;
    }

    @Override
    public void close() {
        engine.close();
    }
}
