package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.security.AuthenticationException;
import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionClosedDecoder;
import io.stowage.codecs.SessionEventDecoder;
import io.stowage.codecs.wire.Protocol;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.ServerException;
import io.stowage.server.ServerSummary;
import io.stowage.server.journal.JournalVerifier;
import io.stowage.server.replay.JournalReplay;
import io.stowage.server.session.Secrets;
import io.stowage.server.snapshot.SnapshotSettings;
import io.stowage.server.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One member is a whole cluster: real archive, consensus module and container, and a client on raw Aeron Cluster. */
@Timeout(600)
class ClusterMemberTest {
    private static final int NODES = 20;
    /** How the name of the first node stands in a frame, with the end of its field. */
    private static final String FIRST_NAME = "n1\0\0";

    @TempDir
    private Path directory;

    private final Secrets secrets = Secrets.generate(new SecureRandom());

    @Test
    void shouldAnswerACommandOnceTheSessionIsOpen() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll();
                RawClusterClient client = cluster.client().connect(new UUID(0, 0), Role.OPERATOR, 0)) {
            // when
            final SessionEventDecoder event = client.sayConnect(Protocol.VERSION);

            // then
            assertThat(event.result()).isEqualTo(ResultCode.OK);
            assertThat(event.sessionId()).isEqualTo(client.sessionId());
            assertThat(new UUID(event.clusterHigh(), event.clusterLow())).isEqualTo(TestCluster.CLUSTER);
            assertThat(event.leaderMember()).isZero();
            assertThat(event.position()).isPositive();

            // when
            client.frames.as(TestCluster.CLUSTER, Role.OPERATOR, 0);
            client.send(client.frames.registerNode("10.0.0.1", "n1"));

            // then
            final RegisterNodeReplyDecoder reply = registered(client);
            assertThat(reply.header().correlationId()).isEqualTo(client.frames.lastCorrelationId());
            assertThat(reply.header().result()).isEqualTo(ResultCode.OK);
            assertThat(reply.header().position()).isPositive();
        }
    }

    @Test
    void shouldOpenASessionForWhoKnowsTheSecret() {
        try (TestCluster cluster = new TestCluster(directory, 1, secrets).startAll();
                RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
            assertThat(registerNode(client, 1)).isEqualTo(ResultCode.OK);
        }
    }

    @Test
    void shouldRejectAWrongSecret() {
        try (TestCluster cluster = new TestCluster(directory, 1, secrets).startAll();
                RawClusterClient client = cluster.client(new byte[Secrets.GENERATED_LENGTH])) {
            assertThatThrownBy(() -> client.connect(TestCluster.CLUSTER, Role.OPERATOR, 0))
                    .isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void shouldRefuseACommandBeforeTheConnectRequest() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll();
                RawClusterClient client = cluster.client().connect(TestCluster.CLUSTER, Role.OPERATOR, 0)) {
            // when
            client.send(client.frames.registerNode("10.0.0.1", "n1"));

            // then
            assertRefused(client, ResultCode.NOT_READY, Reason.NONE);
            assertThat(client.sayConnect(Protocol.VERSION).result()).isEqualTo(ResultCode.OK);
            assertThat(registerNode(client, 1)).isEqualTo(ResultCode.OK);
        }
    }

    @Test
    void shouldTellWhyAConnectRequestIsRefusedAndCloseTheSession() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll();
                RawClusterClient client = cluster.client().connect(TestCluster.CLUSTER, Role.OPERATOR, 0)) {
            // when
            final SessionEventDecoder event = client.sayConnect(Protocol.VERSION + (1 << 16));

            // then
            assertThat(event.result()).isEqualTo(ResultCode.MALFORMED);
            assertThat(event.reason()).isEqualTo(Reason.PROTOCOL_VERSION);
            assertThat(event.detail()).contains("use a client of the same major version");
            client.awaitUntil(client::isClosed, "the session was not closed");
        }
    }

    @Test
    void shouldRefuseAConnectRequestInAnotherNameThanTheCredentials() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll();
                RawClusterClient client = cluster.client().connect(TestCluster.CLUSTER, Role.EXTENT_MANAGER, 1)) {
            // when
            client.frames.as(TestCluster.CLUSTER, Role.EXTENT_MANAGER, 2);
            final SessionEventDecoder event = client.sayConnect(Protocol.VERSION);

            // then
            assertThat(event.result()).isEqualTo(ResultCode.NOT_AUTHORISED);
            assertThat(event.reason()).isEqualTo(Reason.SENDER_MISMATCH);
        }
    }

    @Test
    void shouldRefuseWhatOnlyAHostMayWriteIntoTheLog() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll();
                RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
            final long hash = client.stateHash();

            // when
            client.send(client.frames.bare(
                    SessionClosedDecoder.TEMPLATE_ID,
                    MessageHeaderDecoder.SCHEMA_ID,
                    CommandHeaderDecoder.ENCODED_LENGTH,
                    MessageHeaderDecoder.ENCODED_LENGTH + CommandHeaderDecoder.ENCODED_LENGTH));

            // then
            assertRefused(client, ResultCode.MALFORMED, Reason.UNKNOWN_TEMPLATE);
            assertThat(client.stateHash()).isEqualTo(hash);
        }
    }

    @Test
    void shouldGoOnLeadingWhereNobodyElseCan() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE)
                        .withoutTicks()
                        .startAll();
                RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
            final long position = cluster.member(0).position();

            // when
            client.send(client.frames.handOver(0));

            // then
            assertRefused(client, ResultCode.CONFLICT, Reason.NO_SUCCESSOR);

            // when
            client.send(client.frames.handOver(7));

            // then
            assertRefused(client, ResultCode.CONFLICT, Reason.NOT_LEADING);
            assertThat(cluster.member(0).position()).isEqualTo(position);
            assertThat(registerNode(client, 1)).isEqualTo(ResultCode.OK);
        }
    }

    @Test
    void shouldTakeTheWordOfAnOperatorAloneForWhoLeads() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll();
                RawClusterClient client = cluster.client().open(TestCluster.CLUSTER, Role.SERVICE_MANAGER, 0)) {
            // when
            client.send(client.frames.handOver(0));

            // then
            assertRefused(client, ResultCode.NOT_AUTHORISED, Reason.NONE);
        }
    }

    @Test
    void shouldTolerateTheSessionMessagesOfAStandaloneServer() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll();
                RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
            // when, then
            client.send(client.frames.sessionKeepAlive(client.sessionId()));
            assertThat(registerNode(client, 1)).isEqualTo(ResultCode.OK);

            // when, then
            client.send(client.frames.sessionClose(client.sessionId()));
            client.awaitUntil(client::isClosed, "the session was not closed");
        }
    }

    @Test
    void shouldKeepItsStateOverARestartFromTheLog() {
        try (TestCluster cluster =
                new TestCluster(directory, 1, Secrets.NONE).withoutTicks().startAll()) {
            // given
            final long hash = registerNodes(cluster);
            final ServerSummary before = cluster.stop(0);

            // when
            cluster.start(0);
            final ClusterMember again = cluster.awaitLeader();

            // then
            assertThat(again.position()).isGreaterThanOrEqualTo(before.position());
            try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
                assertThat(client.stateHash()).isEqualTo(hash);
                assertThat(registerNode(client, NODES + 1)).isEqualTo(ResultCode.OK);
            }
            assertThat(again.failure()).isNull();
        }
    }

    @Test
    void shouldKeepItsStateOverARestartFromASnapshot() {
        try (TestCluster cluster =
                new TestCluster(directory, 1, Secrets.NONE).withoutTicks().startAll()) {
            // given
            final long hash = registerNodes(cluster);
            try (RawClusterClient open = cluster.client().open(TestCluster.CLUSTER)) {
                takeSnapshot(cluster);
                assertThat(open.stateHash()).isEqualTo(hash);
            }
            cluster.stop(0);

            // when
            cluster.start(0);
            cluster.awaitLeader();

            // then
            try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
                assertThat(client.stateHash()).isEqualTo(hash);
                assertThat(registerNode(client, NODES + 1)).isEqualTo(ResultCode.OK);
            }
            assertJournalGives(cluster.stop(0));
        }
    }

    @Test
    void shouldHaveItsStateSavedAfterSoMuchLog() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).withoutTicks()) {
            // given
            final ClusterMember member =
                    cluster.start(0, cluster.context(0).snapshots(new SnapshotSettings(1, 1, 0, 0)));
            cluster.awaitLeader();

            // when
            final long hash = registerNodes(cluster);

            // then
            cluster.await(() -> member.snapshotCount() > 0, "no snapshot was made");
            cluster.stop(0);
            cluster.start(0);
            cluster.awaitLeader();
            try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
                assertThat(client.stateHash()).isEqualTo(hash);
            }
        }
    }

    @Test
    void shouldWriteAJournalThatGivesTheSameState() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll()) {
            // given
            registerNodes(cluster);
            cluster.stop(0);
            cluster.start(0);
            registerNodes(cluster);

            // when
            final ServerSummary summary = cluster.stop(0);

            // then
            assertJournalGives(summary);
            assertThat(JournalVerifier.verify(cluster.directoryOf(0)).firstPosition())
                    .isZero();
        }
    }

    @Test
    void shouldBeginItsJournalAnewBehindASnapshotWhereItWasLost() throws IOException {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll()) {
            // given
            registerNodes(cluster);
            takeSnapshot(cluster);
            cluster.stop(0);
            final Path home = cluster.directoryOf(0);
            Files.move(home.resolve("journal"), home.resolve("lost"));

            // when
            cluster.start(0);
            registerNodes(cluster);

            // then
            assertJournalGives(cluster.stop(0));
            final long first = JournalVerifier.verify(home).firstPosition();
            assertThat(first).isPositive();
            assertThat(new SnapshotStore(home).newestPosition()).isEqualTo(first);

            // when
            cluster.start(0);
            registerNodes(cluster);

            // then
            assertJournalGives(cluster.stop(0));
            assertThat(JournalVerifier.verify(home).firstPosition()).isEqualTo(first);
        }
    }

    /** As a loss of power may leave it, for a member's journal is never forced: the cluster's log is what counts. */
    @ParameterizedTest(name = "in a file of {0} bytes of log")
    @ValueSource(longs = {1 << 10, 4 << 20})
    void shouldBeginItsJournalAnewWhereItIsDamaged(final long cycleBytes) throws IOException {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE)) {
            // given: the damage is found when the member starts, or only when the cluster's log is compared with older
            // files
            cluster.start(0, withCycles(cluster, cycleBytes));
            registerNodes(cluster);
            cluster.stop(0);
            final Path home = cluster.directoryOf(0);
            damageTheOldestFile(home.resolve("journal"));

            // when
            cluster.start(0, withCycles(cluster, cycleBytes));
            registerNodes(cluster);

            // then
            assertJournalGives(cluster.stop(0));
            assertThat(home).isDirectoryContaining("glob:**/journal.before-*");
        }
    }

    private static ClusterMemberContext withCycles(final TestCluster cluster, final long bytes) {
        final ClusterMemberContext ctx = cluster.context(0);
        ctx.journal().cycleBytes(bytes);
        return ctx;
    }

    /** Flips a bit of the first node's name. */
    private static void damageTheOldestFile(final Path journal) throws IOException {
        try (Stream<Path> below = Files.walk(journal)) {
            final Path file = below.filter(each -> each.toString().endsWith(".cq4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            final byte[] bytes = Files.readAllBytes(file);
            final int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(FIRST_NAME);
            assertThat(at).isPositive();
            bytes[at] ^= 1;
            Files.write(file, bytes);
        }
    }

    @Test
    void shouldStopWhereTheClusterLostWhatItsJournalHas() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll()) {
            // given
            registerNodes(cluster);
            cluster.stop(0);
            final Path home = cluster.directoryOf(0);
            IoUtil.delete(home.resolve("cluster").toFile(), false);
            IoUtil.delete(home.resolve("archive").toFile(), false);

            // when
            final ClusterMember member = cluster.start(0);
            try (RawClusterClient client = cluster.client().connect(TestCluster.CLUSTER, Role.OPERATOR, 0)) {
                client.awaitUntil(() -> !member.isRunning(), "the member did not stop");
            }

            // then
            assertThat(member.failure())
                    .hasMessageContaining("the journal differs from the cluster's log at position")
                    .hasMessageContaining("move 'journal' and 'snapshots' out of the directory");
        }
    }

    @Test
    void shouldRunWithoutAJournal() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).withoutTicks()) {
            // given
            cluster.start(0, cluster.context(0).journal(false));
            final long hash = registerNodes(cluster);
            takeSnapshot(cluster);
            cluster.stop(0);

            // when
            cluster.start(0, cluster.context(0).journal(false));

            // then
            try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
                assertThat(client.stateHash()).isEqualTo(hash);
            }
            assertThat(cluster.directoryOf(0).resolve("journal")).doesNotExist();
            assertThat(new SnapshotStore(cluster.directoryOf(0)).list()).isEmpty();
        }
    }

    @Test
    void shouldRefuseADirectoryOfAnotherCluster() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll()) {
            cluster.stop(0);
            final UUID other = new UUID(3, 4);

            assertThatThrownBy(() -> ClusterMember.launch(cluster.context(0).clusterId(other)))
                    .isInstanceOf(ServerException.class)
                    .hasMessage("the directory " + cluster.directoryOf(0) + " is of cluster " + TestCluster.CLUSTER
                            + ", not of " + other
                            + "; choose the directory of that cluster, or correct the configured cluster");
        }
    }

    /** Nodes that are known already are registered again, which changes nothing. */
    private static long registerNodes(final TestCluster cluster) {
        try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
            for (int i = 1; i <= NODES; i++) {
                assertThat(registerNode(client, i)).isEqualTo(ResultCode.OK);
            }
            return client.stateHash();
        }
    }

    private static ResultCode registerNode(final RawClusterClient client, final int number) {
        client.send(client.frames.registerNode("10.0.0." + number, "n" + number));
        return registered(client).header().result();
    }

    private static void takeSnapshot(final TestCluster cluster) {
        final ClusterMember leader = cluster.awaitLeader();
        cluster.await(leader::takeSnapshot, "no snapshot was begun");
        cluster.await(() -> leader.snapshotCount() == 1, "the snapshot was not finished");
    }

    private void assertJournalGives(final ServerSummary summary) {
        final Path home = directory.resolve("0");
        assertThat(JournalVerifier.verify(home).damage()).isNull();
        try (Engine engine = new SnapshotStore(home).restore(Limits.small()).engine()) {
            JournalReplay.run(home, engine);
            assertThat(engine.position()).isEqualTo(summary.position());
            assertThat(engine.commands()).isEqualTo(summary.commands());
            assertThat(engine.stateHash()).isEqualTo(summary.stateHash());
            engine.verify();
        }
    }

    private static void assertRefused(final RawClusterClient client, final ResultCode result, final Reason reason) {
        final UnsafeBuffer frame = client.await(CommandReplyDecoder.TEMPLATE_ID);
        final CommandReplyDecoder reply =
                new CommandReplyDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
        assertThat(reply.header().correlationId()).isEqualTo(client.frames.lastCorrelationId());
        assertThat(reply.header().result()).isEqualTo(result);
        assertThat(reply.header().reason()).isEqualTo(reason);
    }

    private static RegisterNodeReplyDecoder registered(final RawClusterClient client) {
        return new RegisterNodeReplyDecoder()
                .wrapAndApplyHeader(client.await(RegisterNodeReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
    }
}
