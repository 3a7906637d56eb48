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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members in one process: the leader goes, and as many others as can be missed; the rest goes on, they come back, and all have the same to tell. */
@Timeout(600)
class MissingMembersTest {
    private static final int EM = 4;
    private static final int NODES = 30;

    @TempDir
    private Path directory;

    private final Secrets secrets = Secrets.generate(new SecureRandom());

    @ParameterizedTest
    @ValueSource(ints = {3, 5})
    void shouldGoOnWithoutItsLeaderAndOthersAndTakeThemBack(final int size) {
        final List<ServerSummary> summaries = new ArrayList<>();
        try (TestCluster cluster = new TestCluster(directory, size, secrets).startAll()) {
            // given
            final List<Integer> missing = new ArrayList<>();
            final int old = cluster.awaitLeader().memberId();
            for (int i = 0; i < size / 2; i++) {
                missing.add((old + i) % size);
            }
            try (RawClusterClient operator = cluster.client().open(TestCluster.CLUSTER);
                    RawClusterClient em =
                            cluster.client(Role.EXTENT_MANAGER).open(TestCluster.CLUSTER, Role.EXTENT_MANAGER, EM)) {
                assertThat(em.insist(em.frames::connectEm)).isEqualTo(ResultCode.OK);
                registerNodes(operator, 1);

                // when
                missing.forEach(cluster::stop);

                // then
                assertThat(cluster.awaitLeader().memberId()).isNotIn(missing);
                registerNodes(operator, 1 + NODES);
                assertThat(em.insist(em.frames::connectEm)).isEqualTo(ResultCode.OK);

                // when
                missing.forEach(cluster::start);

                // then
                registerNodes(operator, 1 + 2 * NODES);
                final ClusterMember leader = cluster.awaitLeader();
                assertThat(leader.memberId()).isNotIn(missing);
                for (final int id : missing) {
                    cluster.await(
                            () -> cluster.member(id).position() >= leader.position(),
                            "member " + id + " did not catch up");
                }
            }
            awaitTheSamePosition(cluster, size);
            for (int id = 0; id < size; id++) {
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
    private static void awaitTheSamePosition(final TestCluster cluster, final int size) {
        final long position = cluster.awaitLeader().position();
        for (int id = 0; id < size; id++) {
            final ClusterMember member = cluster.member(id);
            cluster.await(() -> member.position() >= position, "member " + id + " did not catch up");
        }
    }
}
