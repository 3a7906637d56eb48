package io.stowage.bench.cluster;

import io.stowage.bench.load.Link;
import io.stowage.client.StowageClient;
import io.stowage.client.frame.FrameHandler;
import org.agrona.DirectBuffer;

/** A session with a cluster, which outlives its leader. Single-threaded. */
interface ClusterLink extends Link {
    /** Which member leads, as far as the session has heard. */
    int leaderMember();

    /** A session of the SDK. */
    static ClusterLink of(final StowageClient session) {
        final Link link = Link.of(session);
        return new ClusterLink() {
            @Override
            public int leaderMember() {
                return session.leaderMember();
            }

            @Override
            public long offer(final DirectBuffer buffer, final int offset, final int length) {
                return link.offer(buffer, offset, length);
            }

            @Override
            public int poll(final FrameHandler frames) {
                return link.poll(frames);
            }

            @Override
            public void close() {
                link.close();
            }
        };
    }
}
