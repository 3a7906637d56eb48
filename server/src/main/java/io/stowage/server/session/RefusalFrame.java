package io.stowage.server.session;

import io.stowage.codecs.CommandReplyEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The reply of the host itself, to what never reaches the engine. One frame, used again and again. */
public final class RefusalFrame {
    /** Length of the frame, bytes. */
    public static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + CommandReplyEncoder.BLOCK_LENGTH;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandReplyEncoder reply = new CommandReplyEncoder();

    /** An empty frame. */
    public RefusalFrame() {}

    /**
     * Fills the frame.
     *
     * @param correlationId of the command.
     * @param position      of the log, bytes.
     * @param result        code.
     * @param reason        behind it.
     * @param expected      figure of the reason.
     * @param found         figure of the reason.
     * @return buffer with the frame at 0, {@link #LENGTH} bytes, valid until the next call.
     */
    public DirectBuffer encode(
            final long correlationId,
            final long position,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        reply.wrapAndApplyHeader(buffer, 0, header)
                .header()
                .correlationId(correlationId)
                .position(position)
                .reason(reason)
                .result(result);
        reply.expected(expected).found(found);
        return buffer;
    }
}
