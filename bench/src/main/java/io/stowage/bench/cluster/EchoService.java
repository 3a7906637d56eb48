package io.stowage.bench.cluster;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.stowage.bench.BenchException;
import io.stowage.bench.load.EchoReplies;
import java.util.Objects;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster costs without anything in it: each message is answered by the bytes that Stowage answered to one of its kind, with the
 * correlation id of the request. It keeps no state. Belongs to the thread of Aeron's service container.
 */
final class EchoService implements ClusteredService {
    private static final int MAX_REPLY_LENGTH = 64 << 10;

    private final EchoReplies replies;
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[MAX_REPLY_LENGTH]);
    private @Nullable IdleStrategy idle;

    EchoService(final EchoReplies replies) {
        this.replies = replies;
    }

    @Override
    public void onStart(final Cluster cluster, final @Nullable Image snapshotImage) {
        idle = cluster.idleStrategy();
    }

    @Override
    public void onSessionOpen(final ClientSession session, final long timestamp) {}

    @Override
    public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason) {}

    @Override
    public void onSessionMessage(
            final ClientSession session,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Header header) {
        final int replyLength = replies.copyTo(reply, buffer, offset);
        long result = session.offer(reply, 0, replyLength);
        // A client that is gone is not waited for.
        while (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            Objects.requireNonNull(idle).idle();
            result = session.offer(reply, 0, replyLength);
        }
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp) {}

    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication) {
        throw new BenchException("the echo takes no snapshots");
    }

    @Override
    public void onRoleChange(final Cluster.Role newRole) {}

    @Override
    public void onTerminate(final Cluster cluster) {}
}
