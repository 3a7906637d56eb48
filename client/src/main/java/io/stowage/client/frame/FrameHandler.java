package io.stowage.client.frame;

import org.agrona.DirectBuffer;

/** Takes frames that arrived. */
@FunctionalInterface
public interface FrameHandler {
    /**
     * One frame arrived.
     *
     * @param buffer with the frame; valid only during the call.
     * @param offset of its message header, bytes.
     * @param length of the frame, bytes.
     * @return false to get the same frame again with a later poll (nothing behind it is delivered before), else true.
     */
    boolean onFrame(DirectBuffer buffer, int offset, int length);
}
