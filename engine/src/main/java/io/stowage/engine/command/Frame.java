package io.stowage.engine.command;

import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Reads the fixed parts of a frame in place, without a flyweight. */
public final class Frame {
    /** Where the command header starts in every command and query. */
    public static final int COMMAND_HEADER_OFFSET = MessageHeaderDecoder.ENCODED_LENGTH;

    /** Shortest frame whose sender and correlation can be read. */
    public static final int MIN_COMMAND_LENGTH = COMMAND_HEADER_OFFSET + CommandHeaderDecoder.ENCODED_LENGTH;

    private static final int TEMPLATE_ID_OFFSET = MessageHeaderDecoder.templateIdEncodingOffset();
    private static final int SCHEMA_ID_OFFSET = MessageHeaderDecoder.schemaIdEncodingOffset();
    private static final int VERSION_OFFSET = MessageHeaderDecoder.versionEncodingOffset();

    private Frame() {}

    /**
     * Length of the root block.
     *
     * @param buffer with the frame.
     * @param offset of the frame.
     * @return bytes.
     */
    public static int blockLength(final DirectBuffer buffer, final int offset) {
        return unsignedShort(buffer, offset);
    }

    /**
     * Which message it is.
     *
     * @param buffer with the frame.
     * @param offset of the frame.
     * @return template id.
     */
    public static int templateId(final DirectBuffer buffer, final int offset) {
        return unsignedShort(buffer, offset + TEMPLATE_ID_OFFSET);
    }

    /**
     * Which schema it is of.
     *
     * @param buffer with the frame.
     * @param offset of the frame.
     * @return schema id.
     */
    public static int schemaId(final DirectBuffer buffer, final int offset) {
        return unsignedShort(buffer, offset + SCHEMA_ID_OFFSET);
    }

    /**
     * Schema version of its sender.
     *
     * @param buffer with the frame.
     * @param offset of the frame.
     * @return version.
     */
    public static int version(final DirectBuffer buffer, final int offset) {
        return unsignedShort(buffer, offset + VERSION_OFFSET);
    }

    static int unsignedShort(final DirectBuffer buffer, final int offset) {
        return buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }
}
