package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.server.ServerSummary;
import io.stowage.server.session.Secrets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three members in one process, and a client that never stops: the leader lets another one lead, and comes back as its follower. */
@Timeout(600)
class LeaderHandOverTest {
    private static final int MEMBERS = 3;
    private static final int NODES = 30;

    @TempDir
    private Path directory;

    private final Secrets secrets = Secrets.generate(new SecureRandom());
    private int registered;

    @Test
    void shouldLetAnotherMemberLeadUnderLoadAndLoseNothing() {
        final List<ServerSummary> summaries = new ArrayList<>();
        try (TestCluster cluster = new TestCluster(directory, MEMBERS, secrets).startAll()) {
            final int first = cluster.awaitLeader().memberId();
            try (RawClusterClient operator = cluster.client().open(TestCluster.CLUSTER);
                    RawClusterClient load = cluster.client().open(TestCluster.CLUSTER)) {
                // given
                registerNodes(load, NODES);

                // when
                operator.send(operator.frames.handOver(first));

                // then
                assertThat(answer(operator)).isEqualTo(ResultCode.OK);
                final int second = registerNodesUntilAnotherLeads(cluster, load, first);

                // when: the one that came back is elected again, or the third
                awaitFollower(cluster, first);
                operator.awaitUntil(() -> operator.leaderChanges > 0, "the session was not carried to the next leader");
                operator.send(operator.frames.handOver(second));

                // then
                assertThat(answer(operator)).isEqualTo(ResultCode.OK);
                registerNodesUntilAnotherLeads(cluster, load, second);
                awaitFollower(cluster, second);
                registerNodes(load, NODES);
            }
            awaitAll(cluster);
            stopAll(cluster, summaries);
        }
        assertNothingIsLost(summaries);
    }

    @Test
    void shouldNotForgetTheMaintenanceOfItsNodeWhileNobodyCanFollowAndAnOperatorAsksInVain() {
        final List<ServerSummary> summaries = new ArrayList<>();
        try (TestCluster cluster = new TestCluster(directory, MEMBERS, secrets).startAll()) {
            final int first = cluster.awaitLeader().memberId();
            final int away = (first + 1) % MEMBERS;
            try (RawClusterClient operator = cluster.client().open(TestCluster.CLUSTER);
                    RawClusterClient load = cluster.client().open(TestCluster.CLUSTER)) {
                // given
                for (int member = 0; member < MEMBERS; member++) {
                    registerNode(load, "m" + member);
                }
                cluster.stop(away);

                // when
                operator.send(operator.frames.handOver(first));
                putIntoMaintenance(load, first + 1);

                // then: BUSY where the maintenance came first
                assertThat(answer(operator)).isIn(ResultCode.CONFLICT, ResultCode.BUSY);
                registerNodes(load, NODES);
                assertThat(cluster.awaitLeader().memberId()).isEqualTo(first);

                // and when
                cluster.start(away);

                // then
                cluster.awaitLeaderOtherThan(first);
                registerNodes(load, NODES);
            }
            awaitAll(cluster);
            stopAll(cluster, summaries);
        }
        assertNothingIsLost(summaries);
    }

    @Test
    void shouldLetAnotherMemberLeadWhenItsNodeEntersMaintenance() {
        final List<ServerSummary> summaries = new ArrayList<>();
        try (TestCluster cluster = new TestCluster(directory, MEMBERS, secrets).startAll()) {
            final int first = cluster.awaitLeader().memberId();
            try (RawClusterClient operator = cluster.client().open(TestCluster.CLUSTER)) {
                // given: the nodes on which the members stand, and others
                for (int member = 0; member < MEMBERS; member++) {
                    final String name = "m" + member;
                    registerNode(operator, name);
                }
                registerNodes(operator, NODES);

                // when: a member's node has the id after its number, for they were registered first
                putIntoMaintenance(operator, first + 1);

                // then
                final int second = cluster.awaitLeaderOtherThan(first).memberId();
                registerNodes(operator, NODES);
                awaitFollower(cluster, first);

                // when: the others' nodes follow, so that each leader wants to be rid of it once
                for (int member = 0; member < MEMBERS; member++) {
                    if (member != first && member != second) {
                        putIntoMaintenance(operator, member + 1);
                    }
                }
                putIntoMaintenance(operator, second + 1);

                // then: somebody leads on
                cluster.await(() -> !cluster.member(second).isLeader(), "member " + second + " goes on leading");
                registerNodes(operator, NODES);
            }
            awaitAll(cluster);
            stopAll(cluster, summaries);
        }
        assertNothingIsLost(summaries);
    }

    private int registerNodesUntilAnotherLeads(
            final TestCluster cluster, final RawClusterClient load, final int former) {
        do {
            registerNodes(load, 1);
        } while (cluster.awaitLeader().memberId() == former);
        registerNodes(load, NODES);
        return cluster.awaitLeader().memberId();
    }

    private void registerNodes(final RawClusterClient client, final int count) {
        for (int i = 0; i < count; i++) {
            registerNode(client, "n" + registered);
        }
    }

    private void registerNode(final RawClusterClient client, final String name) {
        registered++;
        final String ip = "10.0." + registered / 250 + "." + (1 + registered % 250);
        assertThat(client.insist(() -> client.frames.registerNode(ip, name))).isEqualTo(ResultCode.OK);
    }

    private static void putIntoMaintenance(final RawClusterClient operator, final int node) {
        assertThat(operator.insist(() -> operator.frames.maintenance(node, true)))
                .isEqualTo(ResultCode.OK);
    }

    private static ResultCode answer(final RawClusterClient operator) {
        return new CommandReplyDecoder()
                .wrapAndApplyHeader(operator.await(CommandReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder())
                .header()
                .result();
    }

    private static void awaitFollower(final TestCluster cluster, final int id) {
        final ClusterMember leader = cluster.awaitLeaderOtherThan(id);
        final ClusterMember follower = cluster.member(id);
        cluster.await(
                () -> follower.leaderMember() != id && follower.position() >= leader.position(),
                "member " + id + " did not come back");
        assertThat(follower.isRunning()).isTrue();
    }

    private static void awaitAll(final TestCluster cluster) {
        final long position = cluster.awaitLeader().position();
        for (int id = 0; id < MEMBERS; id++) {
            final ClusterMember member = cluster.member(id);
            cluster.await(() -> member.position() >= position, "member " + id + " did not catch up");
        }
    }

    private static void stopAll(final TestCluster cluster, final List<ServerSummary> summaries) {
        for (int id = 0; id < MEMBERS; id++) {
            summaries.add(cluster.stop(id));
        }
    }

    private void assertNothingIsLost(final List<ServerSummary> summaries) {
        final JournalsOfMembers journals = new JournalsOfMembers(directory, summaries);
        journals.assertTheSame(registered);
        for (int id = 0; id < MEMBERS; id++) {
            assertThat(journals.nodes(id)).isEqualTo(registered);
        }
    }
}
