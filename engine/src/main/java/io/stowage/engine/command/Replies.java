package io.stowage.engine.command;

import io.stowage.codecs.CommandReplyEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderEncoder;
import io.stowage.codecs.ResultCode;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The buffer in which every reply and event is encoded, and the reply that most commands share. */
public final class Replies {
    /** Longest reply, bytes; listings are cut into pages that fit. */
    public static final int MAX_LENGTH = 512 * 1024;

    /** Longest page of a listing, bytes, so that it travels well through any term buffer. */
    public static final int MAX_PAGE_LENGTH = 60 * 1024;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_LENGTH]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final CommandReplyEncoder commandReply = new CommandReplyEncoder();

    /** Creates the buffer. */
    public Replies() {}

    /**
     * The buffer to encode into, from offset 0.
     *
     * @return buffer.
     */
    public MutableDirectBuffer buffer() {
        return buffer;
    }

    /**
     * The SBE header for {@code wrapAndApplyHeader}.
     *
     * @return flyweight.
     */
    public MessageHeaderEncoder messageHeader() {
        return messageHeader;
    }

    /**
     * Fills in the header of a reply.
     *
     * @param header  of the reply.
     * @param command that is answered.
     * @param result  how it ended.
     * @param reason  what stands behind it.
     */
    public static void fill(
            final ReplyHeaderEncoder header,
            final CommandContext command,
            final ResultCode result,
            final Reason reason) {
        header.correlationId(command.correlationId())
                .position(command.position())
                .reason(reason)
                .result(result);
        for (int i = 0; i < ReplyHeaderEncoder.reservedLength(); i++) {
            header.reserved(i, (short) 0);
        }
    }

    /**
     * Sends what was encoded.
     *
     * @param command       that is answered.
     * @param encodedLength of the message without the SBE header.
     */
    public void send(final CommandContext command, final int encodedLength) {
        command.sink().onReply(command.sessionId(), buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
    }

    /**
     * Answers with a result and its reason.
     *
     * @param command  that is answered.
     * @param result   how it ended.
     * @param reason   what stands behind it.
     * @param expected figure of the reason.
     * @param found    figure of the reason.
     */
    public void send(
            final CommandContext command,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        commandReply.wrapAndApplyHeader(buffer, 0, messageHeader);
        fill(commandReply.header(), command, result, reason);
        commandReply.expected(expected).found(found);
        send(command, commandReply.encodedLength());
    }

    /**
     * Answers with a result that says all.
     *
     * @param command that is answered.
     * @param result  how it ended.
     */
    public void send(final CommandContext command, final ResultCode result) {
        send(command, result, Reason.NONE, 0, 0);
    }
}
