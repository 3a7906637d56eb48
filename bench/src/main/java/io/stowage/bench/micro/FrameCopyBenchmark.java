package io.stowage.bench.micro;

import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.Frames;
import io.stowage.bench.fleet.Grants;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the frames of a reservation cost by themselves: the floor is a copy of the same bytes, request and reply; beside it, the
 * encoding of the request with the decoding of a reply.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class FrameCopyBenchmark {
    private static final int BUFFER_LENGTH = 4_096;
    private static final long EXTENT_BYTES = 256L << 20;

    private final Frames frames =
            new Frames(new CommandIdentity(Role.EXTENT_MANAGER, Fleet.MEASURED_EM, 1).cluster(1, 2));
    private final UnsafeBuffer request = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final UnsafeBuffer target = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveForAllocationReplyDecoder decoder = new ReserveForAllocationReplyDecoder();
    private final Grants grants = new Grants(1);
    private final int requestLength = frames.reserve(request, Fleet.MEASURED_EM, 1, EXTENT_BYTES);
    private final int replyLength = encodeReply(reply);

    /** Encodes the frames; called by JMH. */
    public FrameCopyBenchmark() {}

    /**
     * The floor: copies request and reply.
     *
     * @return last word copied.
     */
    @Benchmark
    public long copy() {
        target.putBytes(0, request, 0, requestLength);
        target.putBytes(requestLength, reply, 0, replyLength);
        return target.getLong(requestLength);
    }

    /**
     * Encodes the request and decodes the reply.
     *
     * @return sum over what was decoded.
     */
    @Benchmark
    public long encodeAndDecode() {
        final int length = frames.reserve(request, Fleet.MEASURED_EM, 1, EXTENT_BYTES);
        header.wrap(reply, 0);
        decoder.wrapAndApplyHeader(reply, 0, header);
        long sum = length + decoder.header().correlationId();
        if (grants.add(decoder)) {
            for (int i = 0; i < Grants.REPLICAS; i++) {
                sum += grants.takeSegment();
            }
        }
        return sum;
    }

    private static int encodeReply(final UnsafeBuffer buffer) {
        final ReserveForAllocationReplyEncoder encoder =
                new ReserveForAllocationReplyEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        encoder.header().correlationId(1).position(1_024).reason(Reason.NONE).result(ResultCode.OK);
        final ReserveForAllocationReplyEncoder.ItemsEncoder item =
                encoder.expected(0).found(0).itemsCount(1).next();
        item.segmentBytes(EXTENT_BYTES)
                .extents(1)
                .segmentsPerExtent((short) Grants.REPLICAS)
                .result(ResultCode.OK);
        final ReserveForAllocationReplyEncoder.ItemsEncoder.ChunksEncoder chunks = item.chunksCount(Grants.REPLICAS);
        for (int i = 1; i <= Grants.REPLICAS; i++) {
            chunks.next().chunk(i);
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }
}
