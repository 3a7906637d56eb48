package io.stowage.bench.placement.own;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.Role;
import io.stowage.engine.ReplySink;
import org.agrona.DirectBuffer;

/** Reads a reply down to the chunk ids, which stay until the next one. Allocates nothing after its start. */
final class Locations implements ReplySink {
    private static final int MAX_SEGMENTS = 4_096;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ReserveForAllocationReplyDecoder reserved = new ReserveForAllocationReplyDecoder();
    private final int[] chunks = new int[MAX_SEGMENTS];
    private int count;

    @Override
    public void onReply(final long sessionId, final DirectBuffer reply, final int offset, final int length) {
        count = 0;
        header.wrap(reply, offset);
        if (header.templateId() != ReserveForAllocationReplyDecoder.TEMPLATE_ID) {
            throw new IllegalStateException("a reservation was answered by template " + header.templateId());
        }
        reserved.wrapAndApplyHeader(reply, offset, header);
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder items = reserved.items(); items.hasNext(); ) {
            for (final ReserveForAllocationReplyDecoder.ItemsDecoder.ChunksDecoder each =
                            items.next().chunks();
                    each.hasNext(); ) {
                chunks[count++] = (int) each.next().chunk();
            }
        }
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer event, final int offset, final int length) {}

    /** Segments that the last reply granted. */
    int count() {
        return count;
    }

    /** Chunk id of a segment of the last reply. */
    int chunk(final int segment) {
        return chunks[segment];
    }
}
