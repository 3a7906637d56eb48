package io.stowage.server.session;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.ConnectRequestDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.FirstBlock;
import org.agrona.DirectBuffer;

/** Reads the frame of a {@code ConnectRequest}, believing none of its lengths. Valid while the buffer that it was given is. */
public final class ConnectFrame {
    /** Up to the last field that every version has: clients may be older than this server. */
    private static final int LEAST_BLOCK_LENGTH = FirstBlock.length(ConnectRequestDecoder.class);

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ConnectRequestDecoder connect = new ConnectRequestDecoder();

    /** Of no frame yet. */
    public ConnectFrame() {}

    /**
     * Looks at a frame.
     *
     * @param buffer holding it.
     * @param offset of the frame.
     * @param length of the frame, bytes.
     * @return false where it is none, or malformed.
     */
    public boolean wrap(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return false;
        }
        header.wrap(buffer, offset);
        final int textLengthOffset = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
        final int textOffset = textLengthOffset + ConnectRequestDecoder.responseChannelHeaderLength();
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || header.templateId() != ConnectRequestDecoder.TEMPLATE_ID
                || header.blockLength() < LEAST_BLOCK_LENGTH
                || length < textOffset) {
            return false;
        }
        final int textLength = buffer.getInt(offset + textLengthOffset, ConnectRequestDecoder.BYTE_ORDER);
        if (textLength < 0 || textLength > ResponseChannel.MAX_LENGTH || textLength > length - textOffset) {
            return false;
        }
        connect.wrapAndApplyHeader(buffer, offset, header);
        return true;
    }

    /**
     * High half of the cluster UUID.
     *
     * @return that of the cluster that is wanted; 0 with the low half where the client asks for it.
     */
    public long clusterHigh() {
        return command().clusterHigh();
    }

    /**
     * Low half of the cluster UUID.
     *
     * @return as the high half.
     */
    public long clusterLow() {
        return command().clusterLow();
    }

    /**
     * To be returned with the answer.
     *
     * @return the client's number.
     */
    public long correlationId() {
        return command().correlationId();
    }

    /**
     * Of the sender.
     *
     * @return incarnation.
     */
    public long incarnation() {
        return command().incarnation();
    }

    /**
     * In whose name the client speaks.
     *
     * @return id of the extent manager or chunk; 0 for the others.
     */
    public int sender() {
        return (int) command().sender();
    }

    /**
     * The role that is claimed.
     *
     * @return role; NULL_VAL or SBE_UNKNOWN where there is no such role.
     */
    public Role role() {
        return command().role();
    }

    /**
     * Of the client.
     *
     * @return major &lt;&lt; 16 | minor &lt;&lt; 8 | patch.
     */
    public int protocolVersion() {
        return (int) connect.protocolVersion();
    }

    /**
     * Stream on which the client wants to be answered.
     *
     * @return stream id.
     */
    public int responseStreamId() {
        return connect.responseStreamId();
    }

    /**
     * Channel on which the client wants to be answered. To be asked for once a frame.
     *
     * @return as sent; empty where the host knows it otherwise.
     */
    public String responseChannel() {
        return connect.responseChannel();
    }

    private CommandHeaderDecoder command() {
        return connect.header();
    }
}
