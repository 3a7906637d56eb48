package io.stowage.server.cluster;

import io.aeron.cluster.ClusterMember;
import io.aeron.cluster.ClusterMembership;
import java.io.File;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * From where on other members need the log, as far as it can be known: the leader hears from each follower how far it has come; a
 * follower hears from nobody, and of one that does not run nobody knows what it will need. Any thread.
 */
final class LivingMembers implements LongSupplier {
    private static final long QUERY_TIMEOUT_MS = 2_000;
    private static final long SILENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final File clusterDirectory;
    private final BooleanSupplier isLeader;

    /**
     * The members as one of them knows them.
     *
     * @param clusterDirectory of that member.
     * @param isLeader         whether it leads.
     */
    LivingMembers(final File clusterDirectory, final BooleanSupplier isLeader) {
        this.clusterDirectory = clusterDirectory;
        this.isLeader = isLeader;
    }

    /** Least position of those that were heard lately; {@link LogPurge#UNBOUNDED} where this member cannot know. */
    @Override
    public long getAsLong() {
        final ClusterMembership membership =
                isLeader.getAsBoolean() ? MembersQuery.ask(clusterDirectory, QUERY_TIMEOUT_MS) : null;
        long least = LogPurge.UNBOUNDED;
        if (membership != null) {
            for (final ClusterMember member : membership.activeMembers) {
                final long silenceNs = membership.currentTimeNs - member.timeOfLastAppendPositionNs();
                if (member.id() != membership.leaderMemberId && silenceNs < SILENCE_NS) {
                    least = Math.min(least, Math.max(0, member.logPosition()));
                }
            }
        }
        return least;
    }
}
