package io.stowage.tools.explain;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationEncoder;
import io.stowage.codecs.ReserveForRepositionEncoder;
import io.stowage.engine.explain.Explanation;
import io.stowage.engine.explain.Explanation.Asked;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Writes a reservation anew with other items: the same sender, the same version. */
final class Requests {
    private Requests() {}

    /** A frame like the original, with other items. */
    static DirectBuffer rewrite(final DirectBuffer original, final Explanation explanation, final List<Asked> items) {
        final RepositionKind kind = explanation.reposition();
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final int length = kind == null
                ? allocation(buffer, original, explanation.version(), items)
                : reposition(buffer, original, explanation.version(), kind, items);
        return new UnsafeBuffer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + length);
    }

    private static int allocation(
            final ExpandableArrayBuffer buffer,
            final DirectBuffer original,
            final long version,
            final List<Asked> items) {
        final ReserveForAllocationEncoder request =
                new ReserveForAllocationEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        copyHeader(original, buffer);
        final ReserveForAllocationEncoder.ItemsEncoder group =
                request.version(version).itemsCount(items.size());
        for (final Asked item : items) {
            group.next()
                    .extents(item.extents())
                    .segmentBytes(item.segmentBytes())
                    .prefer(item.prefer())
                    .preferZone(item.zone())
                    .pool(item.pool())
                    .replicas((short) item.replicas())
                    .ecData((short) item.data())
                    .ecParity((short) item.parity())
                    .purpose(item.purpose())
                    .tier(item.tier())
                    .provision(item.provision())
                    .priority(item.priority())
                    .partial(bool(item.isPartial()))
                    .strictSpread(bool(item.isStrict()));
            final var exclude = group.excludeCount(item.excluded().size());
            item.excluded().forEach(chunk -> exclude.next().chunk(chunk));
            final var existing = group.existingCount(item.existing().size());
            item.existing().forEach(chunk -> existing.next().chunk(chunk));
        }
        return request.encodedLength();
    }

    private static int reposition(
            final ExpandableArrayBuffer buffer,
            final DirectBuffer original,
            final long version,
            final @Nullable RepositionKind kind,
            final List<Asked> items) {
        final ReserveForRepositionEncoder request =
                new ReserveForRepositionEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        copyHeader(original, buffer);
        final ReserveForRepositionEncoder.ItemsEncoder group =
                request.version(version).kind(kind).itemsCount(items.size());
        for (final Asked item : items) {
            group.next()
                    .segmentBytes(item.segmentBytes())
                    .replace(item.replace())
                    .prefer(item.prefer())
                    .replicas((short) item.replicas())
                    .ecData((short) item.data())
                    .ecParity((short) item.parity())
                    .tier(item.tier())
                    .provision(item.provision())
                    .priority(item.priority());
            final var sources = group.sourcesCount(item.existing().size());
            item.existing().forEach(chunk -> sources.next().chunk(chunk));
            final var exclude = group.excludeCount(item.excluded().size());
            item.excluded().forEach(chunk -> exclude.next().chunk(chunk));
        }
        return request.encodedLength();
    }

    private static void copyHeader(final DirectBuffer original, final ExpandableArrayBuffer target) {
        target.putBytes(
                MessageHeaderEncoder.ENCODED_LENGTH,
                original,
                MessageHeaderEncoder.ENCODED_LENGTH,
                CommandHeaderEncoder.ENCODED_LENGTH);
    }

    private static BooleanType bool(final boolean value) {
        return value ? BooleanType.TRUE : BooleanType.FALSE;
    }
}
