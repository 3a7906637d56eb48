package io.stowage.bench.load;

import io.stowage.client.frame.FrameHandler;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.CommandReplyEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationReplyEncoder;
import io.stowage.codecs.ResultCode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A server at the other end that answers at once, save for one stall that begins with the first command. */
final class StallingLink implements Link {
    private final EchoReplies replies = new EchoReplies(reserved(), freed());
    private final Deque<DirectBuffer> answers = new ArrayDeque<>();
    private final long stallNs;
    private long firstNs;
    private long offers;
    private long taken;
    private int mostInFlight;
    private int pushBackPeriod = Integer.MAX_VALUE;

    StallingLink(final long stallNs) {
        this.stallNs = stallNs;
    }

    void pushBackEvery(final int period) {
        pushBackPeriod = period;
    }

    long taken() {
        return taken;
    }

    int inFlight() {
        return answers.size();
    }

    int mostInFlight() {
        return mostInFlight;
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length) {
        if (++offers % pushBackPeriod == 0) {
            return OfferCode.BACK_PRESSURED;
        }
        if (taken++ == 0) {
            firstNs = System.nanoTime();
        }
        final UnsafeBuffer answer = new UnsafeBuffer(new byte[512]);
        final int answerLength = replies.copyTo(answer, buffer, offset);
        answers.add(new UnsafeBuffer(answer, 0, answerLength));
        mostInFlight = Math.max(mostInFlight, answers.size());
        return 1;
    }

    @Override
    public int poll(final FrameHandler frames) {
        if (taken == 0 || System.nanoTime() - firstNs < stallNs) {
            return 0;
        }
        int count = 0;
        for (DirectBuffer answer = answers.poll(); answer != null; answer = answers.poll()) {
            frames.onFrame(answer, 0, answer.capacity());
            count++;
        }
        return count;
    }

    @Override
    public void close() {}

    private static DirectBuffer reserved() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        final ReserveForAllocationReplyEncoder encoder =
                new ReserveForAllocationReplyEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.header().correlationId(0).position(0).reason(Reason.NONE).result(ResultCode.OK);
        final ReserveForAllocationReplyEncoder.ItemsEncoder item =
                encoder.expected(0).found(0).itemsCount(1).next();
        item.segmentBytes(1).extents(1).segmentsPerExtent((short) 3).result(ResultCode.OK);
        final ReserveForAllocationReplyEncoder.ItemsEncoder.ChunksEncoder chunks = item.chunksCount(3);
        chunks.next().chunk(1);
        chunks.next().chunk(2);
        chunks.next().chunk(3);
        return new UnsafeBuffer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }

    private static DirectBuffer freed() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
        final CommandReplyEncoder encoder =
                new CommandReplyEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.header().correlationId(0).position(0).reason(Reason.NONE).result(ResultCode.OK);
        encoder.expected(0).found(0);
        return new UnsafeBuffer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
    }
}
