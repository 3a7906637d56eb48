package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MemberListReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.server.ServerException;
import io.stowage.server.session.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Member lists on their way through a real member: screened, applied, told, kept, and read at the next start. */
@Timeout(600)
class MemberListOfOneTest {
    @TempDir
    private Path directory;

    @Test
    void shouldTellWhatIsConfiguredBeforeAListIsSet() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll();
                RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
            final MemberListReplyDecoder list = ask(client);
            assertThat(list.generation()).isZero();
            final MemberListReplyDecoder.RowsDecoder row = list.rows().next();
            assertThat(row.member()).isZero();
            assertThat(row.host()).isEmpty();
            assertThat(row.endpoint())
                    .isEqualTo(cluster.member(0).context().members().member(0).ingress());
        }
    }

    @Test
    void shouldKeepAListInItsStateAndInAFileForItsNextStart() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE).startAll()) {
            try (RawClusterClient manager = cluster.client().open(TestCluster.CLUSTER, Role.SERVICE_MANAGER, 0)) {
                manager.send(manager.frames.memberList(7, ""));
                assertReply(manager, ResultCode.OK, Reason.NONE);
                manager.send(manager.frames.memberList(6, ""));
                assertReply(manager, ResultCode.CONFLICT, Reason.LIST_TOO_OLD);
            }
            assertThat(MemberListFile.read(cluster.directoryOf(0))).isEqualTo(new ListedHosts(7, Map.of(0, "")));

            cluster.stop(0);
            cluster.start(0);
            try (RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
                assertThat(ask(client).generation()).isEqualTo(7);
            }
        }
    }

    @Test
    void shouldRefuseAListOfAnotherClusterAndLeaveNoTraceOfIt() {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE)
                        .withoutTicks()
                        .startAll();
                RawClusterClient client = cluster.client().open(TestCluster.CLUSTER)) {
            final long position = cluster.member(0).position();

            client.send(client.frames.memberList(1, "", ""));
            assertReply(client, ResultCode.CONFLICT, Reason.MEMBER_COUNT);
            client.send(client.frames.memberList(1, "10.0.0.9"));
            assertReply(client, ResultCode.CONFLICT, Reason.NAME_NOT_MOVABLE);

            assertThat(cluster.member(0).position()).isEqualTo(position);
            assertThat(ask(client).generation()).isZero();
        }
    }

    @Test
    void shouldNotStartWhereAListHasPutItElsewhere() throws IOException {
        try (TestCluster cluster = new TestCluster(directory, 1, Secrets.NONE)) {
            // An address for documentation, which no machine has.
            MemberListFile.write(cluster.directoryOf(0), new ListedHosts(3, Map.of(0, "192.0.2.1")));

            assertThatThrownBy(() -> cluster.start(0))
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("member 0 has moved: the member list of generation 3 has it at 192.0.2.1")
                    .hasMessageContaining("start it there");
        }
    }

    private static MemberListReplyDecoder ask(final RawClusterClient client) {
        client.send(client.frames.memberListQuery());
        final MemberListReplyDecoder reply = new MemberListReplyDecoder()
                .wrapAndApplyHeader(client.await(MemberListReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
        assertThat(reply.header().correlationId()).isEqualTo(client.frames.lastCorrelationId());
        assertThat(reply.header().result()).isEqualTo(ResultCode.OK);
        return reply;
    }

    private static void assertReply(final RawClusterClient client, final ResultCode result, final Reason reason) {
        final CommandReplyDecoder reply = new CommandReplyDecoder()
                .wrapAndApplyHeader(client.await(CommandReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
        assertThat(reply.header().correlationId()).isEqualTo(client.frames.lastCorrelationId());
        assertThat(reply.header().result()).isEqualTo(result);
        assertThat(reply.header().reason()).isEqualTo(reason);
    }
}
