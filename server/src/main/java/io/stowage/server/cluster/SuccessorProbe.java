package io.stowage.server.cluster;

import io.aeron.Aeron;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.service.ClusterCounters;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.exceptions.AeronException;
import io.aeron.security.AuthenticationException;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether another member leads while this one is out of the cluster. It asks for a session and shows no credentials: followers
 * send it on to the leader, and only a leader refuses. Nothing of it gets into the log. Single-threaded; {@link #poll} does not block.
 */
final class SuccessorProbe implements AutoCloseable {
    private static final ErrorHandler SILENT = error -> {};

    private final Aeron aeron;
    private final String others;
    private final String egressChannel;
    private final long attemptNs;
    private AeronCluster.@Nullable AsyncConnect attempt;

    SuccessorProbe(final ClusterMemberContext ctx) {
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(ctx.media().aeronDirectoryName())
                .clientName("stowage-successor-probe")
                .errorHandler(SILENT)
                .subscriberErrorHandler(SILENT));
        others = ctx.members().without(ctx.memberId()).ingressEndpoints();
        egressChannel =
                "aeron:udp?endpoint=" + ctx.members().member(ctx.memberId()).host() + ":0";
        attemptNs = ctx.elections().electionTimeoutNs();
    }

    /** One step. True once a leader was heard; a follower that has not yet heard of one makes it begin anew. */
    boolean poll() {
        try {
            if (attempt == null) {
                attempt = AeronCluster.asyncConnect(new AeronCluster.Context()
                        .aeron(aeron)
                        .ownsAeronClient(false)
                        .ingressChannel("aeron:udp")
                        .ingressEndpoints(others)
                        .egressChannel(egressChannel)
                        .messageTimeoutNs(attemptNs)
                        .errorHandler(SILENT));
            }
            attempt.poll();
            return false;
        } catch (final AuthenticationException refusedByALeader) {
            return true;
        } catch (final AeronException noLeaderYet) {
            CloseHelper.quietClose(attempt);
            attempt = null;
            return false;
        }
    }

    /**
     * Whether the media driver has let go of the consensus module that this member had: it looks after what clients leave behind once
     * a second, and until then there is no place for the next one.
     */
    boolean isWayBackFree() {
        return ClusterCounters.find(
                        aeron.countersReader(),
                        ConsensusModule.Configuration.CONSENSUS_MODULE_STATE_TYPE_ID,
                        ClusteredServiceContainer.Configuration.CLUSTER_ID_DEFAULT)
                == Aeron.NULL_VALUE;
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(attempt, aeron);
    }
}
