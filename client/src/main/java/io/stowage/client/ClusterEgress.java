package io.stowage.client;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.ControlledEgressListener;
import io.aeron.cluster.codecs.EventCode;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/**
 * What comes back from a cluster. Frames go to whoever polls; where nobody does, or where another leader has just taken over and
 * is not known yet, they stay and come again.
 */
final class ClusterEgress implements ControlledEgressListener {
    private static final ControlledFragmentHandler NOBODY = (buffer, offset, length, header) -> Action.ABORT;

    private ControlledFragmentHandler frames = NOBODY;
    private boolean leaderChanged;
    private String closeDetail = "";

    /** Polls a session; its frames go to the given handler. */
    int poll(final AeronCluster session, final ControlledFragmentHandler handler) {
        frames = handler;
        final int work = session.controlledPollEgress();
        frames = NOBODY;
        return work;
    }

    /** Whether another leader took over since this was asked last. */
    boolean takeLeaderChange() {
        final boolean changed = leaderChanged;
        leaderChanged = false;
        return changed;
    }

    /** What the cluster said when it closed the session; empty if it said nothing. */
    String closeDetail() {
        return closeDetail;
    }

    @Override
    public Action onMessage(
            final long clusterSessionId,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Header header) {
        return leaderChanged ? Action.ABORT : frames.onFragment(buffer, offset, length, header);
    }

    @Override
    public void onSessionEvent(
            final long correlationId,
            final long clusterSessionId,
            final long leadershipTermId,
            final int leaderMemberId,
            final EventCode code,
            final String detail) {
        if (code == EventCode.CLOSED) {
            closeDetail = detail;
        }
    }

    @Override
    public void onNewLeader(
            final long clusterSessionId,
            final long leadershipTermId,
            final int leaderMemberId,
            final String ingressEndpoints) {
        leaderChanged = true;
    }
}
