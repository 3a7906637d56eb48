package io.stowage.bench.load;

import io.stowage.client.StowageClient;
import io.stowage.client.frame.FrameHandler;
import org.agrona.DirectBuffer;

/** One end of a channel: to the server, or to the echo. Single-threaded. */
interface Link extends AutoCloseable {
    /** Offers a frame; positive if it was taken. */
    long offer(DirectBuffer buffer, int offset, int length);

    /** Hands over what arrived; returns how much. */
    int poll(FrameHandler frames);

    @Override
    void close();

    /** A session with a server. */
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
