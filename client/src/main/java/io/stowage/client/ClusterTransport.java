package io.stowage.client;

import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.ClusterException;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.stowage.client.frame.OfferCode;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A session with a cluster. It outlives its leader: while there is none, frames are refused with {@link OfferCode#NOT_CONNECTED} or
 * back pressure, and once another leads, the session goes on there under the same number.
 *
 * <p>The old leader's ingress is never taken by the new one: what it did not commit is gone, and cannot come late.
 */
final class ClusterTransport implements Transport {
    private final SessionContext context;
    private final AeronCluster session;
    private final ClusterEgress egress;
    private boolean leaderChanged;
    private boolean greetsLeader;

    ClusterTransport(final SessionContext context, final AeronCluster session, final ClusterEgress egress) {
        this.context = context;
        this.session = session;
        this.egress = egress;
    }

    @Override
    public long sessionId() {
        return session.clusterSessionId();
    }

    @Override
    public int leaderMember() {
        return session.leaderMemberId();
    }

    @Override
    public int maxFrameLength() {
        return session.ingressPublication().maxMessageLength() - AeronCluster.SESSION_HEADER_LENGTH;
    }

    @Override
    public long offer(final DirectBuffer frame, final int offset, final int length) {
        final long result = session.offer(frame, offset, length);
        // Between two leaders there is no publication; the session is still there.
        return result == Publication.CLOSED ? OfferCode.NOT_CONNECTED : result;
    }

    @Override
    public int poll(final ControlledFragmentHandler frames) {
        int work = egress.poll(session, frames);
        if (egress.takeLeaderChange()) {
            leaderChanged = true;
            greetsLeader = true;
        }
        // A session is taken over only once something was sent to the new leader.
        if (greetsLeader && keepAlive()) {
            greetsLeader = false;
            work++;
        }
        return work;
    }

    @Override
    public boolean keepAlive() {
        try {
            return !session.ingressPublication().isClosed() && session.sendKeepAlive();
        } catch (final ClusterException usedUp) {
            // The next poll finds the session closed.
            return false;
        }
    }

    @Override
    public @Nullable String loss() {
        if (context.aeron().isClosed()) {
            return "the Aeron client was closed; make a new one";
        }
        if (!session.isClosed()) {
            return null;
        }
        return egress.closeDetail().isEmpty()
                ? "no leader of " + context.channel() + " was found in time; check that a majority of its members runs"
                : "the cluster closed the session (" + egress.closeDetail() + ')';
    }

    @Override
    public boolean takeLeaderChange() {
        final boolean changed = leaderChanged;
        leaderChanged = false;
        return changed;
    }

    @Override
    public void endSession() {
        session.close();
    }

    @Override
    public void close() {
        session.close();
    }
}
