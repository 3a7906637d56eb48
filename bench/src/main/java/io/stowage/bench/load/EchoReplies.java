package io.stowage.bench.load;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReplyHeaderEncoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The bytes that the echo answers: those of the server's own replies, one to a reservation and one to a free, with the
 * correlation id of the request.
 *
 * @param reserved frame.
 * @param freed    frame.
 */
public record EchoReplies(DirectBuffer reserved, DirectBuffer freed) {
    private static final int REQUEST_CORRELATION_OFFSET =
            MessageHeaderDecoder.ENCODED_LENGTH + CommandHeaderDecoder.correlationIdEncodingOffset();
    private static final int REPLY_CORRELATION_OFFSET =
            MessageHeaderDecoder.ENCODED_LENGTH + ReplyHeaderEncoder.correlationIdEncodingOffset();

    /**
     * Copies the reply to a request to a buffer.
     *
     * @param target  gets it.
     * @param request with the frame that is answered.
     * @param offset  of that frame.
     * @return length of the reply, bytes.
     */
    public int copyTo(final MutableDirectBuffer target, final DirectBuffer request, final int offset) {
        final int templateId =
                request.getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN)
                        & 0xFFFF;
        final DirectBuffer reply = templateId == ReserveForAllocationDecoder.TEMPLATE_ID ? reserved : freed;
        target.putBytes(0, reply, 0, reply.capacity());
        target.putLong(
                REPLY_CORRELATION_OFFSET,
                request.getLong(offset + REQUEST_CORRELATION_OFFSET, ByteOrder.LITTLE_ENDIAN),
                ByteOrder.LITTLE_ENDIAN);
        return reply.capacity();
    }
}
