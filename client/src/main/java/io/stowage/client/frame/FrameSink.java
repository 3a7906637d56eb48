package io.stowage.client.frame;

import org.agrona.DirectBuffer;

/** Where frames leave to: a session's publication, or the simulator's network. Never blocks and never throws for back pressure. */
public interface FrameSink {
    /**
     * Offers one frame; the sink copies it before it returns.
     *
     * @param buffer with the frame.
     * @param offset of its message header, bytes.
     * @param length of the frame, bytes.
     * @return positive if taken, else a code of {@link OfferCode}.
     */
    long offer(DirectBuffer buffer, int offset, int length);

    /**
     * The longest frame that {@link #offer} takes.
     *
     * @return bytes.
     */
    int maxFrameLength();
}
