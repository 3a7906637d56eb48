package io.stowage.client.frame;

import io.stowage.codecs.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/** Reads the message header of a frame, and says whether what follows can be decoded at all. Reusable, allocates nothing. */
public final class FrameReader {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    /** Makes a reader. */
    public FrameReader() {}

    /**
     * Looks at a frame.
     *
     * @param buffer with the frame.
     * @param offset of its message header, bytes.
     * @param length of the frame, bytes.
     * @return whether it is a frame of our schema and at least as long as its root block.
     */
    public boolean wrap(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return false;
        }
        header.wrap(buffer, offset);
        return header.schemaId() == MessageHeaderDecoder.SCHEMA_ID
                && length >= MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
    }

    /**
     * The header of the frame looked at last.
     *
     * @return a flyweight over it, for {@code wrapAndApplyHeader}.
     */
    public MessageHeaderDecoder header() {
        return header;
    }

    /**
     * Which message it is.
     *
     * @return its template id.
     */
    public int templateId() {
        return header.templateId();
    }
}
