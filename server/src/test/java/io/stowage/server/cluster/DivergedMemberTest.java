package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Aeron;
import io.stowage.codecs.ResultCode;
import io.stowage.server.ServerCounter;
import io.stowage.server.ServerException;
import io.stowage.server.session.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One of three members has another state than the others: it finds out and stops, the others go on. */
@Timeout(600)
class DivergedMemberTest {
    private static final int MEMBERS = 3;
    private static final int DIVERGED = 2;
    private static final int NODES = 40;
    /** A name as DNS gives it, which Stowage takes for no address: it knows only "localhost" without asking. */
    private static final String NAME = "LocalHost";

    @TempDir
    private Path directory;

    private final Secrets secrets = Secrets.generate(new SecureRandom());
    private int registered;

    @Test
    void shouldStopTheMemberWhoseStateIsNotThatOfTheMajority() throws IOException {
        // given: members that agree, and a snapshot
        try (TestCluster cluster = new TestCluster(directory, MEMBERS, secrets, NAME).startAll()) {
            try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
                registerNodes(client);
                for (int id = 0; id < MEMBERS; id++) {
                    awaitAgreement(cluster, id);
                }
            }
            cluster.await(() -> cluster.awaitLeader().takeSnapshot(), "no snapshot was begun");
            for (int id = 0; id < MEMBERS; id++) {
                final ClusterMember member = cluster.member(id);
                cluster.await(() -> member.snapshotCount() > 0, "member " + id + " has no snapshot");
            }
        }

        // when: one of them comes back with another history
        DoctoredSnapshot.in(directory.resolve(Integer.toString(DIVERGED)));
        try (TestCluster cluster = new TestCluster(directory, MEMBERS, secrets, NAME).startAll()) {
            final ClusterMember diverged = cluster.member(DIVERGED);
            try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
                registerNodes(client);
                client.awaitUntil(() -> !diverged.isRunning(), "the member goes on with another state");

                // then
                assertThat(diverged.failure())
                        .isInstanceOf(ServerException.class)
                        .hasMessageContainingAll(
                                "the state of this member is not that of the majority at position ",
                                "stowage cluster replace-member");
                registerNodes(client);
            }
            for (int id = 0; id < DIVERGED; id++) {
                assertThat(cluster.member(id).failure()).isNull();
                assertThat(cluster.member(id).isRunning()).isTrue();
            }

            // when
            cluster.stop(DIVERGED);

            // then
            assertThatThrownBy(() -> cluster.start(DIVERGED))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContainingAll(
                            "this member stopped because its state is not to be trusted: the state of this member is not"
                                    + " that of the majority",
                            "stowage cluster replace-member");
        }
    }

    @Test
    void shouldStopAMemberThatHasAppliedLessThanTheOthers() throws IOException {
        // given
        try (TestCluster cluster = new TestCluster(directory, MEMBERS, secrets).startAll()) {
            try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
                registerNodes(client);
            }
            cluster.await(() -> cluster.awaitLeader().takeSnapshot(), "no snapshot was begun");
            for (int id = 0; id < MEMBERS; id++) {
                final ClusterMember member = cluster.member(id);
                cluster.await(() -> member.snapshotCount() > 0, "member " + id + " has no snapshot");
            }
        }

        // when: its own journal would tell, so it has none
        DoctoredSnapshot.shorten(directory.resolve(Integer.toString(DIVERGED)));
        try (TestCluster cluster = new TestCluster(directory, MEMBERS, secrets)) {
            for (int id = 0; id < MEMBERS; id++) {
                cluster.start(id, cluster.context(id).journal(id != DIVERGED));
            }
            final ClusterMember diverged = cluster.member(DIVERGED);
            try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
                registerNodes(client);
                client.awaitUntil(() -> !diverged.isRunning(), "the member goes on with another state");
            }

            // then
            assertThat(diverged.failure())
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("the state of this member is not that of the majority at position ");
        }
    }

    private void registerNodes(final RawClusterClient client) {
        for (int i = 0; i < NODES; i++) {
            registered++;
            final int number = registered;
            assertThat(client.insist(() -> client.frames.registerNode("10.0.0." + number, "n" + number)))
                    .isEqualTo(ResultCode.OK);
        }
    }

    private static void awaitAgreement(final TestCluster cluster, final int id) {
        try (Aeron aeron = Aeron.connect(
                new Aeron.Context().aeronDirectoryName(cluster.member(id).aeronDirectoryName()))) {
            cluster.await(
                    () -> counter(aeron, ServerCounter.STATE_HASHES_AGREED) > 0,
                    "member " + id + " saw no majority with its state");
            assertThat(counter(aeron, ServerCounter.STATE_HASH_VOTES)).isGreaterThan(1);
        }
    }

    private static long counter(final Aeron aeron, final ServerCounter counter) {
        final long[] value = {-1};
        aeron.countersReader().forEach((counterId, typeId, key, label) -> {
            if (typeId == counter.typeId()) {
                value[0] = aeron.countersReader().getCounterValue(counterId);
            }
        });
        return value[0];
    }
}
