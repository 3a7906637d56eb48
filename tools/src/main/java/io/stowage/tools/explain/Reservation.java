package io.stowage.tools.explain;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.engine.Engine;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A reservation as it stands in a journal, before anything is known of how it ended.
 *
 * @param position     of it.
 * @param timestampMs  of its batch.
 * @param em           extent manager that asks.
 * @param version      space version.
 * @param isReposition whether segments are to be rebuilt or moved.
 * @param items        that are asked for.
 */
record Reservation(long position, long timestampMs, int em, long version, boolean isReposition, int items) {
    private static final int MIN_LENGTH =
            MessageHeaderDecoder.ENCODED_LENGTH + ReserveForAllocationDecoder.BLOCK_LENGTH + Integer.BYTES;

    /** Null where the entry is none, or is too short to tell. */
    static @Nullable Reservation of(
            final long position,
            final long timestampMs,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (length < MIN_LENGTH) {
            return null;
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        return switch (Engine.templateId(buffer, offset, length)) {
            case ReserveForAllocationDecoder.TEMPLATE_ID -> {
                final ReserveForAllocationDecoder request =
                        new ReserveForAllocationDecoder().wrapAndApplyHeader(buffer, offset, header);
                final int em = (int) request.header().sender();
                final long version = request.version();
                yield new Reservation(
                        position,
                        timestampMs,
                        em,
                        version,
                        false,
                        request.items().count());
            }
            case ReserveForRepositionDecoder.TEMPLATE_ID -> {
                final ReserveForRepositionDecoder request =
                        new ReserveForRepositionDecoder().wrapAndApplyHeader(buffer, offset, header);
                final int em = (int) request.header().sender();
                final long version = request.version();
                yield new Reservation(
                        position,
                        timestampMs,
                        em,
                        version,
                        true,
                        request.items().count());
            }
            default -> null;
        };
    }
}
