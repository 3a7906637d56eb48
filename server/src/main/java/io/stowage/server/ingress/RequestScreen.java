package io.stowage.server.ingress;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.FirstBlock;
import io.stowage.engine.Engine;
import io.stowage.server.session.Authorisation;
import io.stowage.server.session.Speaker;
import org.agrona.DirectBuffer;

/**
 * Looks at a frame of an open session before it may enter the log: is it a request of this protocol, for this cluster, from
 * whom it says, and may they send it? What is inside the request is the engine's to judge. Looks at nothing but the frame, the
 * speaker and its own settings, so that all members of a cluster judge alike. Belongs to the server's thread.
 */
public final class RequestScreen {
    /** What is to be done with a frame. */
    public enum Verdict {
        /** Goes into the log. */
        COMMAND,
        /** Is answered from the state. */
        QUERY,
        /** Is answered at once: the screen has result, reason and figures. */
        REFUSE,
        /** Cannot be answered. */
        DROP
    }

    private static final int SBE_HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int CORRELATION_OFFSET =
            SBE_HEADER_LENGTH + CommandHeaderDecoder.correlationIdEncodingOffset();
    private static final int KEPT_ALIVE_OFFSET = SBE_HEADER_LENGTH + KeepAliveDecoder.chunkEncodingOffset();
    private static final int ANSWERABLE_LENGTH = CORRELATION_OFFSET + Long.BYTES;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CommandHeaderDecoder command = new CommandHeaderDecoder();
    /** Block of a keepalive that every version has: chunks may be older than this server. */
    private static final int LEAST_KEEP_ALIVE_LENGTH = FirstBlock.length(KeepAliveDecoder.class);

    private final Authorisation authorisation;
    private final long clusterHigh;
    private final long clusterLow;
    private final int maxFrameLength;

    private long correlationId;
    private ResultCode result = ResultCode.OK;
    private Reason reason = Reason.NONE;
    private long expected;
    private long found;

    /**
     * A screen of one host.
     *
     * @param authorisation  what roles may send.
     * @param clusterHigh    high half of the cluster UUID.
     * @param clusterLow     low half.
     * @param maxFrameLength longest request, bytes.
     */
    public RequestScreen(
            final Authorisation authorisation,
            final long clusterHigh,
            final long clusterLow,
            final int maxFrameLength) {
        this.authorisation = authorisation;
        this.clusterHigh = clusterHigh;
        this.clusterLow = clusterLow;
        this.maxFrameLength = maxFrameLength;
    }

    /**
     * Looks at a frame.
     *
     * @param speaker whose session it came on.
     * @param buffer  holding the frame.
     * @param offset  of the frame.
     * @param length  of the frame, bytes.
     * @return what is to be done with it.
     */
    public Verdict check(final Speaker speaker, final DirectBuffer buffer, final int offset, final int length) {
        if (length < ANSWERABLE_LENGTH) {
            return Verdict.DROP;
        }
        correlationId = buffer.getLong(offset + CORRELATION_OFFSET, CommandHeaderDecoder.BYTE_ORDER);
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            return refuse(ResultCode.MALFORMED, Reason.WRONG_SCHEMA, MessageHeaderDecoder.SCHEMA_ID, header.schemaId());
        }
        final int templateId = header.templateId();
        if (!authorisation.isKnown(templateId)) {
            return refuse(ResultCode.MALFORMED, Reason.UNKNOWN_TEMPLATE, 0, templateId);
        }
        final int needed = SBE_HEADER_LENGTH + Math.max(header.blockLength(), CommandHeaderDecoder.ENCODED_LENGTH);
        if (header.blockLength() < CommandHeaderDecoder.ENCODED_LENGTH || length < needed) {
            return refuse(ResultCode.MALFORMED, Reason.TRUNCATED, needed, length);
        }
        if (length > maxFrameLength) {
            return refuse(ResultCode.MALFORMED, Reason.BAD_SIZE, maxFrameLength, length);
        }
        command.wrap(buffer, offset + SBE_HEADER_LENGTH);
        if (command.clusterHigh() != clusterHigh || command.clusterLow() != clusterLow) {
            return refuse(ResultCode.WRONG_CLUSTER, Reason.NONE, 0, 0);
        }
        return checkSender(speaker, templateId, buffer, offset);
    }

    /**
     * To be returned with a refusal.
     *
     * @return number of the last frame that was not dropped.
     */
    public long correlationId() {
        return correlationId;
    }

    /**
     * Why the last frame was refused.
     *
     * @return its result code.
     */
    public ResultCode result() {
        return result;
    }

    /**
     * What stands behind the result.
     *
     * @return reason.
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Figure of the reason.
     *
     * @return what was expected.
     */
    public long expected() {
        return expected;
    }

    /**
     * Figure of the reason.
     *
     * @return what was found.
     */
    public long found() {
        return found;
    }

    private Verdict checkSender(
            final Speaker speaker, final int templateId, final DirectBuffer buffer, final int offset) {
        final Role role = command.role();
        if (!authorisation.maySpeakAs(speaker.role(), role)) {
            return refuse(
                    ResultCode.NOT_AUTHORISED,
                    Reason.SENDER_MISMATCH,
                    speaker.role().value(),
                    command.roleRaw());
        }
        if (!authorisation.maySend(speaker.role(), templateId)) {
            return refuse(ResultCode.NOT_AUTHORISED, Reason.NONE, 0, templateId);
        }
        if (authorisation.lacksMembers(templateId)) {
            return refuse(ResultCode.CONFLICT, Reason.NO_MEMBERS, 0, 0);
        }
        int named = (int) command.sender();
        if (speaker.maySpeakFor(named) && templateId == KeepAliveDecoder.TEMPLATE_ID) {
            if (header.blockLength() < LEAST_KEEP_ALIVE_LENGTH) {
                return refuse(ResultCode.MALFORMED, Reason.TRUNCATED, LEAST_KEEP_ALIVE_LENGTH, header.blockLength());
            }
            // The one command that names the chunk that speaks a second time.
            named = buffer.getInt(offset + KEPT_ALIVE_OFFSET, CommandHeaderDecoder.BYTE_ORDER);
        }
        if (!speaker.maySpeakFor(named)) {
            return refuse(
                    ResultCode.NOT_AUTHORISED,
                    Reason.SENDER_MISMATCH,
                    Integer.toUnsignedLong(speaker.sender()),
                    Integer.toUnsignedLong(named));
        }
        return Engine.isQuery(templateId) ? Verdict.QUERY : Verdict.COMMAND;
    }

    private Verdict refuse(
            final ResultCode refusedResult,
            final Reason refusedReason,
            final long expectedFigure,
            final long foundFigure) {
        result = refusedResult;
        reason = refusedReason;
        expected = expectedFigure;
        found = foundFigure;
        return Verdict.REFUSE;
    }
}
