package io.stowage.engine;

import io.stowage.codecs.*;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine, a clock and a log. Every command leaves its reply in {@link #reply}. */
class LoggedEngine implements AutoCloseable, ReplySink {
    static final long CLUSTER_HIGH = 0x1122334455667788L;
    static final long CLUSTER_LOW = 0x99AABBCCDDEEFF00L;

    record Entry(long position, long timestampMs, long sessionId, DirectBuffer frame) {}

    final Engine engine;
    final List<Entry> log = new ArrayList<>();
    final List<Integer> events = new ArrayList<>();
    final UnsafeBuffer reply = new UnsafeBuffer(new byte[1 << 20]);
    final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    long clusterHigh = CLUSTER_HIGH;
    long clusterLow = CLUSTER_LOW;
    long nowMs = 1_000_000;
    long sessionId = 7;
    int replies;
    private final UnsafeBuffer request = new UnsafeBuffer(new byte[1 << 20]);
    private long correlationId;

    LoggedEngine(final Limits limits) {
        engine = new Engine(limits);
        apply(
                0,
                buffer -> new ClusterStartEncoder()
                        .wrapAndApplyHeader(buffer, 0, headerEncoder)
                        .clusterHigh(CLUSTER_HIGH)
                        .clusterLow(CLUSTER_LOW)
                        .seed(42)
                        .encodedLength());
    }

    @Override
    public void onReply(final long session, final DirectBuffer buffer, final int offset, final int length) {
        reply.putBytes(0, buffer, offset, length);
        replies++;
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
        events.add(new MessageHeaderDecoder().wrap(buffer, offset).templateId());
    }

    /** Encodes a frame with its SBE header at offset 0, logs it and applies it. */
    void apply(final long session, final ToIntFunction<UnsafeBuffer> encoder) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.applyAsInt(request);
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[length]);
        frame.putBytes(0, request, 0, length);
        applyFrame(session, frame);
    }

    void applyFrame(final long session, final DirectBuffer frame) {
        final long position = LogPosition.after(engine.position(), frame.capacity());
        log.add(new Entry(position, nowMs, session, frame));
        engine.onEntry(position, nowMs, session, frame, 0, frame.capacity(), this);
    }

    /** Applies a log to another engine, entry by entry. */
    static void replay(final List<Entry> log, final Engine target) {
        for (final Entry entry : log) {
            if (entry.position > target.position()) {
                target.onEntry(
                        entry.position,
                        entry.timestampMs,
                        entry.sessionId,
                        entry.frame,
                        0,
                        entry.frame.capacity(),
                        ReplySink.NONE);
            }
        }
    }

    ResultCode send(final ToIntFunction<UnsafeBuffer> encoder) {
        final int before = replies;
        apply(sessionId, encoder);
        if (replies != before + 1) {
            throw new AssertionError("one command, one reply; got " + (replies - before));
        }
        return result();
    }

    ResultCode query(final ToIntFunction<UnsafeBuffer> encoder) {
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + encoder.applyAsInt(request);
        engine.onQuery(sessionId, request, 0, length, this);
        return result();
    }

    ResultCode result() {
        return replyHeader().result();
    }

    Reason reason() {
        return replyHeader().reason();
    }

    ReplyHeaderDecoder replyHeader() {
        return new ReplyHeaderDecoder().wrap(reply, MessageHeaderDecoder.ENCODED_LENGTH);
    }

    CommandReplyDecoder commandReply() {
        return new CommandReplyDecoder().wrapAndApplyHeader(reply, 0, headerDecoder);
    }

    void header(final CommandHeaderEncoder header, final Role role, final int sender, final long incarnation) {
        header.clusterHigh(clusterHigh)
                .clusterLow(clusterLow)
                .correlationId(++correlationId)
                .incarnation(incarnation)
                .sender(sender)
                .role(role);
    }

    void tick(final long ms) {
        nowMs += ms;
        apply(
                0,
                buffer -> new TickEncoder()
                        .wrapAndApplyHeader(buffer, 0, headerEncoder)
                        .sequence(0)
                        .encodedLength());
    }

    void sessionClosed(final long session) {
        apply(
                0,
                buffer -> new SessionClosedEncoder()
                        .wrapAndApplyHeader(buffer, 0, headerEncoder)
                        .sessionId(session)
                        .encodedLength());
    }

    @Override
    public void close() {
        try {
            engine.verify();
        } finally {
            engine.close();
        }
    }
}
