package io.stowage.client.space;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.FreeForAllocationEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.wire.Protocol;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Encodes {@code FreeForAllocation}; reusable, allocates only when a request is longer than any before. */
final class FreeRequest {
    private static final int OVERHEAD = MessageHeaderEncoder.ENCODED_LENGTH
            + FreeForAllocationEncoder.BLOCK_LENGTH
            + FreeForAllocationEncoder.ChunksEncoder.sbeHeaderSize();

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final FreeForAllocationEncoder encoder = new FreeForAllocationEncoder();
    private int[] ids = new int[64];

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
            final CommandIdentity identity,
            final long correlationId,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int[] chunks,
            final int from,
            final int count) {
        encoder.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(encoder.header(), correlationId);
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

    DirectBuffer buffer() {
        return buffer;
    }
}
