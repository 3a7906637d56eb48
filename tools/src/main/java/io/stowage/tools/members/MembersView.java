package io.stowage.tools.members;

import io.aeron.CommonContext;
import io.aeron.cluster.ClusterMember;
import io.aeron.cluster.ClusterMembership;
import io.aeron.cluster.ClusterTool;
import io.aeron.exceptions.DriverTimeoutException;
import io.stowage.server.cluster.MembersQuery;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the members on this machine know of their cluster. The leader's word counts, for only it hears from all.
 *
 * @param leader       number of the leader; -1: none is known.
 * @param isByTheLeader whether the leader itself says so; a follower may not have heard yet that another one leads.
 * @param rows         the members, in the order of their numbers.
 */
record MembersView(int leader, boolean isByTheLeader, List<Row> rows) {
    private static final long QUERY_TIMEOUT_MS = 2_000;
    private static final long DRIVER_TIMEOUT_MS = 3_000;
    private static final String CLUSTER_DIRECTORY = "cluster";

    /** Keeps what is given. */
    MembersView {
        rows = List.copyOf(rows);
    }

    /**
     * One member.
     *
     * @param member   number.
     * @param endpoint where clients reach it.
     * @param role     LEADER, FOLLOWER, or SILENT: it has not been heard of lately.
     * @param term     leadership term of its newest entry.
     * @param position that it holds the log up to, as far as the member that was asked knows.
     */
    record Row(int member, String endpoint, String role, long term, long position) {}

    /**
     * Asks the members of these directories. The word of a leader counts, of several the one of the newest term: a leader that is cut
     * off in the middle of a snapshot takes itself for one until it hears of the others. Null where none of them runs.
     */
    static @Nullable MembersView ask(final List<Path> directories) {
        MembersView best = null;
        for (final Path directory : directories) {
            final ClusterMembership membership =
                    isRunning(directory) ? MembersQuery.ask(clusterDirectory(directory), QUERY_TIMEOUT_MS) : null;
            if (membership != null) {
                final MembersView view = of(membership);
                final boolean isNewer =
                        view.isByTheLeader() && (best == null || !best.isByTheLeader() || view.term() > best.term());
                if (best == null || isNewer) {
                    best = view;
                }
            }
        }
        return best;
    }

    /** Newest term of which it tells. */
    private long term() {
        return rows.stream().mapToLong(Row::term).max().orElse(-1);
    }

    /** Folder of a member's consensus module. */
    static File clusterDirectory(final Path directory) {
        return directory.resolve(CLUSTER_DIRECTORY).toFile();
    }

    /** Whether a member's media driver gives signs of life; one that was killed a moment ago still seems to, one that starts not yet. */
    static boolean isRunning(final Path directory) {
        final File driver = new File(MemberFiles.aeronDirectory(directory));
        try {
            return CommonContext.isDriverActive(driver, DRIVER_TIMEOUT_MS, silent -> {})
                    && ClusterTool.markFileExists(clusterDirectory(directory));
        } catch (final DriverTimeoutException starting) {
            return false;
        }
    }

    private static MembersView of(final ClusterMembership membership) {
        final List<Row> rows = new ArrayList<>();
        for (final ClusterMember member : membership.activeMembers) {
            rows.add(new Row(
                    member.id(),
                    member.ingressEndpoint(),
                    role(member, membership),
                    member.leadershipTermId(),
                    member.logPosition()));
        }
        return new MembersView(membership.leaderMemberId, membership.memberId == membership.leaderMemberId, rows);
    }

    private static String role(final ClusterMember member, final ClusterMembership membership) {
        if (member.id() == membership.leaderMemberId) {
            return "LEADER";
        }
        final long silenceNs = membership.currentTimeNs - member.timeOfLastAppendPositionNs();
        final boolean isHeard = membership.memberId != membership.leaderMemberId
                || silenceNs < TimeUnit.MILLISECONDS.toNanos(DRIVER_TIMEOUT_MS);
        return isHeard ? "FOLLOWER" : "SILENT";
    }
}
