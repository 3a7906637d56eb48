package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.server.ServerSummary;
import io.stowage.server.session.Secrets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three members in one process: a leader goes, the others go on, it comes back, and all three have the same to tell. */
@Timeout(600)
class ThreeMembersTest {
    private static final int MEMBERS = 3;
    private static final int EM = 4;
    private static final int NODES = 30;

    @TempDir
    private Path directory;

    private final Secrets secrets = Secrets.generate(new SecureRandom());

    @Test
    void shouldGoOnWithoutItsLeaderAndTakeItBack() {
        final List<ServerSummary> summaries = new ArrayList<>();
        try (TestCluster cluster = new TestCluster(directory, MEMBERS, secrets).startAll()) {
            // given
            final int old = cluster.awaitLeader().memberId();
            try (RawClusterClient operator = cluster.client().open(TestCluster.CLUSTER);
                    RawClusterClient em =
                            cluster.client(Role.EXTENT_MANAGER).open(TestCluster.CLUSTER, Role.EXTENT_MANAGER, EM)) {
                assertThat(em.insist(em.frames::connectEm)).isEqualTo(ResultCode.OK);
                registerNodes(operator, 1);

                // when
                cluster.stop(old);

                // then
                assertThat(cluster.awaitLeader().memberId()).isNotEqualTo(old);
                registerNodes(operator, 1 + NODES);
                assertThat(em.insist(em.frames::connectEm)).isEqualTo(ResultCode.OK);

                // when
                cluster.start(old);

                // then
                registerNodes(operator, 1 + 2 * NODES);
                final ClusterMember leader = cluster.awaitLeader();
                assertThat(leader.memberId()).isNotEqualTo(old);
                cluster.await(
                        () -> cluster.member(old).position() >= leader.position(), "the old leader did not catch up");
            }
            awaitTheSamePosition(cluster);
            for (int id = 0; id < MEMBERS; id++) {
                summaries.add(cluster.stop(id));
            }
        }
        new JournalsOfMembers(directory, summaries).assertTheSame(3 * NODES);
    }

    private static void registerNodes(final RawClusterClient client, final int first) {
        for (int i = first; i < first + NODES; i++) {
            final int number = i;
            assertThat(client.insist(() -> client.frames.registerNode("10.0.0." + number, "n" + number)))
                    .isEqualTo(ResultCode.OK);
        }
    }

    /** The clients are gone, ticks go on: members are compared where all have come to. */
    private static void awaitTheSamePosition(final TestCluster cluster) {
        final long position = cluster.awaitLeader().position();
        for (int id = 0; id < MEMBERS; id++) {
            final ClusterMember member = cluster.member(id);
            cluster.await(() -> member.position() >= position, "member " + id + " did not catch up");
        }
    }
}
