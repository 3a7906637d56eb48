package io.stowage.server.cluster;

import io.aeron.cluster.ClusterMembership;
import java.io.File;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the consensus module of this member knows of the others. Asked by way of its control channel; not for hot paths. */
final class OtherMembers {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private final File clusterDirectory;
    private final long timeoutMs;
    private long sinceNs = UNKNOWN;

    /**
     * Of one member.
     *
     * @param clusterDirectory of its consensus module.
     * @param timeoutNs        how long to wait for its answer, nanoseconds.
     */
    OtherMembers(final File clusterDirectory, final long timeoutNs) {
        this.clusterDirectory = clusterDirectory;
        this.timeoutMs = TimeUnit.NANOSECONDS.toMillis(timeoutNs);
    }

    /** Forgets what was heard so far: who left a moment ago would seem to be there. */
    void forget() {
        sinceNs = UNKNOWN;
    }

    /** How many of them the leader has heard of since this was asked first; 0 where this member does not lead. */
    int heard() {
        final ClusterMembership membership = ask();
        if (membership == null) {
            return 0;
        }
        if (sinceNs == UNKNOWN) {
            sinceNs = membership.currentTimeNs;
        }
        return (int) membership.activeMembers.stream()
                .filter(member -> member.id() != membership.memberId)
                .filter(member -> member.timeOfLastAppendPositionNs() > sinceNs)
                .count();
    }

    private @Nullable ClusterMembership ask() {
        final ClusterMembership membership = MembersQuery.ask(clusterDirectory, timeoutMs);
        return membership != null && membership.memberId == membership.leaderMemberId ? membership : null;
    }
}
