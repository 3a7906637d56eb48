package io.stowage.bench.load;

import io.stowage.client.StowageClient;
import io.stowage.client.frame.FrameHandler;
import org.agrona.DirectBuffer;

/** One end of a channel: to the server, or to the echo. Single-threaded. */
public interface Link extends AutoCloseable {
    /**
     * Offers a frame.
     *
     * @param buffer with the frame.
     * @param offset of it.
     * @param length of it, bytes.
     * @return positive if it was taken.
     */
    long offer(DirectBuffer buffer, int offset, int length);

    /**
     * Hands over what arrived.
     *
     * @param frames told of each.
     * @return how much was done.
     */
    int poll(FrameHandler frames);

    @Override
    void close();

    /**
     * A session with a server.
     *
     * @param session open; closed with the link.
     * @return a link.
     */
    static Link of(final StowageClient session) {
        return new Link() {
            @Override
            public long offer(final DirectBuffer buffer, final int offset, final int length) {
                return session.offer(buffer, offset, length);
            }

            @Override
            public int poll(final FrameHandler frames) {
                return session.poll(frames);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
