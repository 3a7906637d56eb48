package io.stowage.server.cluster;

import io.aeron.cluster.ClusterMembership;
import io.aeron.cluster.ClusterTool;
import java.io.File;
import java.util.concurrent.TimeUnit;

/** What the consensus module of this member knows of the others. Asked by way of its control channel; not for hot paths. */
final class OtherMembers {
    private final File clusterDirectory;
    private final long silenceLimitNs;

    /**
     * Of one member.
     *
     * @param clusterDirectory of its consensus module.
     * @param silenceLimitNs   silence after which a member counts as gone, nanoseconds.
     */
    OtherMembers(final File clusterDirectory, final long silenceLimitNs) {
        this.clusterDirectory = clusterDirectory;
        this.silenceLimitNs = silenceLimitNs;
    }

    /** How many of them the leader has heard of lately; 0 where this member does not lead, or nothing is known. */
    int heard() {
        final ClusterMembership membership = new ClusterMembership();
        if (!ClusterTool.listMembers(membership, clusterDirectory, TimeUnit.NANOSECONDS.toMillis(silenceLimitNs))
                || membership.memberId != membership.leaderMemberId) {
            return 0;
        }
        return (int) membership.activeMembers.stream()
                .filter(member -> member.id() != membership.memberId)
                .filter(member -> membership.currentTimeNs - member.timeOfLastAppendPositionNs() < silenceLimitNs)
                .count();
    }
}
