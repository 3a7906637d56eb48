package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.FreeForAllocationEncoder;
import io.stowage.codecs.FreeForRepositionEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.wire.Protocol;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Encodes {@code FreeForAllocation} and {@code FreeForReposition}; reusable, allocates only when a request is longer than any
 * before. Not thread-safe.
 */
public final class FreeRequest {
    private static final int OVERHEAD = MessageHeaderEncoder.ENCODED_LENGTH
            + FreeForAllocationEncoder.BLOCK_LENGTH
            + FreeForAllocationEncoder.ChunksEncoder.sbeHeaderSize();

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final FreeForAllocationEncoder encoder = new FreeForAllocationEncoder();
    private final FreeForRepositionEncoder rxEncoder = new FreeForRepositionEncoder();
    private int[] ids = new int[64];

    /** An encoder. */
    public FreeRequest() {}

    /** Most segments that one frame of a length can give back. */
    static int maxChunks(final int maxFrameLength) {
        return Math.clamp(
                (maxFrameLength - OVERHEAD) / FreeForAllocationEncoder.ChunksEncoder.sbeBlockLength(),
                1,
                Protocol.MAX_GROUP_ENTRIES);
    }

    /** A scratch array of at least a length. */
    int[] idsFor(final int count) {
        if (count > ids.length) {
            ids = new int[count * 2];
        }
        return ids;
    }

    int encode(
            final boolean rx,
            final CommandIdentity identity,
            final long correlationId,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count) {
        if (rx) {
            rxEncoder.wrapAndApplyHeader(buffer, 0, messageHeader);
            identity.writeTo(rxEncoder.header(), correlationId);
            return encodeRxBody(version, spaceClass, segmentBytes, chunks, from, count);
        }
        encoder.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(encoder.header(), correlationId);
        return encodeBody(version, spaceClass, segmentBytes, chunks, from, count);
    }

    /**
     * Encodes on behalf of an extent manager, as an operator may.
     *
     * @param identity      of the sender.
     * @param correlationId of the command.
     * @param em            extent manager id.
     * @param incarnation   of the extent manager.
     * @param version       space version that reserved the segments.
     * @param spaceClass    number of {@link SpaceClass}.
     * @param segmentBytes  nominal bytes of each segment.
     * @param chunks        ids, one a segment.
     * @return length of the frame, bytes.
     */
    public int encodeFor(
            final CommandIdentity identity,
            final long correlationId,
            final int em,
            final long incarnation,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks) {
        encoder.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(encoder.header(), correlationId, em, incarnation);
        return encodeBody(version, spaceClass, segmentBytes, chunks, 0, chunks.length);
    }

    private int encodeBody(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count) {
        encoder.version(version)
                .segmentBytes(segmentBytes)
                .tier(SpaceClass.tier(spaceClass))
                .provision(SpaceClass.provision(spaceClass))
                .priority(SpaceClass.priority(spaceClass));
        final FreeForAllocationEncoder.ChunksEncoder group = encoder.chunksCount(count);
        for (int i = from; i < from + count; i++) {
            group.next().chunk(chunks[i]);
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    private int encodeRxBody(
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count) {
        rxEncoder
                .version(version)
                .segmentBytes(segmentBytes)
                .tier(SpaceClass.tier(spaceClass))
                .provision(SpaceClass.provision(spaceClass))
                .priority(SpaceClass.priority(spaceClass));
        final FreeForRepositionEncoder.ChunksEncoder group = rxEncoder.chunksCount(count);
        for (int i = from; i < from + count; i++) {
            group.next().chunk(chunks[i]);
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + rxEncoder.encodedLength();
    }

    /**
     * The frame, from offset 0.
     *
     * @return its buffer.
     */
    public DirectBuffer buffer() {
        return buffer;
    }
}
