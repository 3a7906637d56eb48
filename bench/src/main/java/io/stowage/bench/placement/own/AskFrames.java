package io.stowage.bench.placement.own;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.FreeForAllocationEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.ReserveForAllocationEncoder;
import io.stowage.codecs.Tier;
import org.agrona.MutableDirectBuffer;

/**
 * Encodes at offset 0 of a buffer what the extent manager under measurement asks for: thick segments of the CAPACITY tier. Each
 * method returns the length of the frame, bytes. Allocates nothing.
 */
final class AskFrames {
    private static final int[] NONE = {};

    private final CommandIdentity identity;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ReserveForAllocationEncoder reserve = new ReserveForAllocationEncoder();
    private final FreeForAllocationEncoder free = new FreeForAllocationEncoder();

    AskFrames(final CommandIdentity identity) {
        this.identity = identity;
    }

    /** Asks for new extents. */
    int reserve(final MutableDirectBuffer buffer, final int em, final long version, final Ask ask) {
        return reserve(buffer, em, version, ask, NONE, NONE.length);
    }

    /** Asks for further segments of an extent that has some, on chunks that are given by their ids. */
    int reserve(
            final MutableDirectBuffer buffer,
            final int em,
            final long version,
            final Ask ask,
            final int[] existing,
            final int existingCount) {
        reserve.wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(reserve.header(), identity.nextCorrelationId(), em, 1);
        final ReserveForAllocationEncoder.ItemsEncoder item =
                reserve.version(version).itemsCount(1).next();
        item.extents(ask.extentsPerRequest())
                .segmentBytes(ask.segmentBytes())
                .prefer(0)
                .preferZone(0)
                .pool(0)
                .replicas((short) ask.replicas())
                .ecData((short) ask.data())
                .ecParity((short) ask.parity())
                .purpose(Purpose.NEW)
                .tier(Tier.CAPACITY)
                .provision(Provision.THICK)
                .priority(Priority.NORMAL)
                .partial(BooleanType.FALSE)
                .strictSpread(BooleanType.FALSE);
        item.excludeCount(0);
        final ReserveForAllocationEncoder.ItemsEncoder.ExistingEncoder each = item.existingCount(existingCount);
        for (int i = 0; i < existingCount; i++) {
            each.next().chunk(existing[i]);
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + reserve.encodedLength();
    }

    /** Gives segments of one chunk back. */
    int free(
            final MutableDirectBuffer buffer,
            final int em,
            final long version,
            final long segmentBytes,
            final int chunk,
            final int segments) {
        free.wrapAndApplyHeader(buffer, 0, header);
        identity.writeTo(free.header(), identity.nextCorrelationId(), em, 1);
        free.version(version)
                .segmentBytes(segmentBytes)
                .tier(Tier.CAPACITY)
                .provision(Provision.THICK)
                .priority(Priority.NORMAL);
        final FreeForAllocationEncoder.ChunksEncoder each = free.chunksCount(segments);
        for (int i = 0; i < segments; i++) {
            each.next().chunk(chunk);
        }
        return MessageHeaderEncoder.ENCODED_LENGTH + free.encodedLength();
    }
}
