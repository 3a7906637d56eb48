package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ChallengeDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionEventDecoder;
import io.stowage.codecs.StatusReplyDecoder;
import io.stowage.codecs.wire.Protocol;
import io.stowage.server.session.Secrets;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class HandshakeTest {
    private static final UUID TELL_ME = new UUID(0, 0);
    private static final byte[] NO_SECRET = new byte[0];
    private static final byte[] EM_SECRET = "the secret of extent managers".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void shouldOpenASessionOverIpc() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server)) {
            final SessionEventDecoder event = client.handshake(server.clusterId(), Role.OPERATOR, 0, NO_SECRET);

            assertThat(event.result()).isEqualTo(ResultCode.OK);
            assertThat(event.closed()).isEqualTo(BooleanType.FALSE);
            assertThat(event.sessionId()).isEqualTo(client.sessionId).isPositive();
            assertThat(event.position()).isPositive();
            assertThat((int) event.protocolVersion()).isEqualTo(Protocol.VERSION);
            assertThat(event.leaderMember()).isEqualTo(-1);
            client.awaitUntil(() -> client.counter(ServerCounter.SESSIONS_OPEN) == 1, "the session is not counted");
        }
    }

    @Test
    void shouldOpenASessionOverUdp() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.udp(server).open(server.clusterId())) {
            client.send(client.frames.statusQuery());
            client.await(StatusReplyDecoder.TEMPLATE_ID);
        }
    }

    @Test
    void shouldTellTheClusterToWhoDoesNotKnowIt() {
        final UUID cluster = new UUID(11, 22);
        try (StandaloneServer server =
                        StandaloneServer.launch(TestServers.context(directory).clusterId(cluster));
                RawClient client = RawClient.ipc(server)) {
            final SessionEventDecoder event = client.handshake(TELL_ME, Role.OPERATOR, 0, NO_SECRET);

            assertThat(event.result()).isEqualTo(ResultCode.OK);
            assertThat(new UUID(event.clusterHigh(), event.clusterLow())).isEqualTo(cluster);
        }
    }

    @Test
    void shouldRefuseAnotherCluster() {
        final UUID cluster = new UUID(11, 22);
        final UUID other = new UUID(33, 44);
        try (StandaloneServer server =
                        StandaloneServer.launch(TestServers.context(directory).clusterId(cluster));
                RawClient client = RawClient.ipc(server)) {
            assertRefused(
                    client.handshake(other, Role.OPERATOR, 0, NO_SECRET),
                    ResultCode.WRONG_CLUSTER,
                    Reason.NONE,
                    "this server is of cluster " + cluster + ", not of " + other
                            + "; check the address and the configured cluster");
            client.awaitUntil(() -> client.counter(ServerCounter.SESSIONS_REFUSED) == 1, "the refusal is not counted");
        }
    }

    @Test
    void shouldRefuseAnotherMajorProtocolVersion() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server)) {
            client.frames.as(server.clusterId(), Role.OPERATOR, 0);
            client.sendConnect((7 << 16) | (8 << 8) | 9);

            assertRefused(
                    RawClient.event(client.await()),
                    ResultCode.MALFORMED,
                    Reason.PROTOCOL_VERSION,
                    "the server speaks protocol 0.1.0, the client 7.8.9; use a client of the same major version");
        }
    }

    @Test
    void shouldRefuseARoleThatDoesNotExist() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server)) {
            assertRefused(
                    client.handshake(server.clusterId(), Role.NULL_VAL, 0, NO_SECRET),
                    ResultCode.MALFORMED,
                    Reason.UNKNOWN_ROLE,
                    "there is no such role; use one of the schema");
        }
    }

    @Test
    void shouldRefuseAnExtentManagerWithoutAnId() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server)) {
            assertRefused(
                    client.handshake(server.clusterId(), Role.EXTENT_MANAGER, 0, NO_SECRET),
                    ResultCode.MALFORMED,
                    Reason.BAD_VALUE,
                    "an extent manager connects with its id, which is not 0");
        }
    }

    @Test
    void shouldRefuseMoreSessionsThanItsLimit() {
        final StandaloneServer.Context ctx = TestServers.context(directory);
        ctx.sessions().maxSessions(1);
        try (StandaloneServer server = StandaloneServer.launch(ctx);
                RawClient first = RawClient.ipc(server).open(server.clusterId());
                RawClient second = RawClient.ipc(server)) {
            assertThat(first.sessionId).isPositive();
            assertRefused(
                    second.handshake(server.clusterId(), Role.OPERATOR, 0, NO_SECRET),
                    ResultCode.BUSY,
                    Reason.TOO_MANY_SESSIONS,
                    "the server has its limit of 1 sessions; close some or raise the limit");
        }
    }

    @Test
    void shouldOpenASessionWithTheRightSecret() {
        try (StandaloneServer server = withSecrets();
                RawClient client = RawClient.udp(server)) {
            assertThat(client.handshake(server.clusterId(), Role.EXTENT_MANAGER, 7, EM_SECRET)
                            .result())
                    .isEqualTo(ResultCode.OK);
        }
    }

    @Test
    void shouldRefuseAWrongSecret() {
        try (StandaloneServer server = withSecrets();
                RawClient client = RawClient.ipc(server)) {
            assertRefused(
                    client.handshake(server.clusterId(), Role.EXTENT_MANAGER, 7, new byte[] {1, 2, 3}),
                    ResultCode.NOT_AUTHORISED,
                    Reason.CREDENTIALS_WRONG,
                    "the proof does not match the secret of EXTENT_MANAGER; give this client the same secrets file as the"
                            + " server");
        }
    }

    @Test
    void shouldRefuseAClientWithoutASecretWhereOneIsNeeded() {
        try (StandaloneServer server = withSecrets();
                RawClient client = RawClient.ipc(server)) {
            assertThat(client.handshake(server.clusterId(), Role.EXTENT_MANAGER, 7, NO_SECRET)
                            .reason())
                    .isEqualTo(Reason.CREDENTIALS_WRONG);
        }
    }

    @Test
    void shouldRefuseARoleWithoutASecretWhereOthersHaveOne() {
        try (StandaloneServer server = withSecrets();
                RawClient client = RawClient.ipc(server)) {
            assertThat(client.handshake(server.clusterId(), Role.OPERATOR, 0, EM_SECRET)
                            .reason())
                    .isEqualTo(Reason.CREDENTIALS_WRONG);
        }
    }

    @Test
    void shouldRefuseOtherMachinesWithoutSecrets() throws IOException {
        // given: an address of this machine that is not loopback stands for another machine
        final Optional<String> address = addressBeyondLoopback();
        assumeTrue(address.isPresent(), "this machine has no address but loopback");
        final StandaloneServer.Context ctx = TestServers.context(directory).endpoint("0.0.0.0:0");
        try (StandaloneServer server = StandaloneServer.launch(ctx)) {
            final String endpoint = Objects.requireNonNull(server.endpoint());
            final String port = endpoint.substring(endpoint.lastIndexOf(':') + 1);

            // when
            try (RawClient client = RawClient.udp(server, address.get(), address.get() + ":" + port)) {
                assertRefused(
                        client.handshake(server.clusterId(), Role.OPERATOR, 0, NO_SECRET),
                        ResultCode.NOT_AUTHORISED,
                        Reason.CREDENTIALS_NEEDED,
                        "without secrets the server accepts only aeron:ipc and loopback; run 'stowage init' and give"
                                + " server and clients the secrets file");
            }
            // then: from loopback it serves
            try (RawClient client = RawClient.udp(server, "127.0.0.1", "127.0.0.1:" + port)) {
                client.open(server.clusterId());
            }
        }
    }

    @Test
    void shouldNotSendToAThirdPartyWithoutSecrets() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server)) {
            client.frames.as(server.clusterId(), Role.OPERATOR, 0);
            client.sendConnect(Protocol.VERSION, "aeron:udp?endpoint=192.0.2.1:40123");

            client.awaitUntil(() -> client.counter(ServerCounter.DROPPED) == 1, "the request was not dropped");
            assertThat(client.counter(ServerCounter.SESSIONS_OPEN)).isZero();
        }
    }

    @Test
    void shouldDropARequestForAResponseChannelThatItWouldNotOpen() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server)) {
            client.frames.as(server.clusterId(), Role.OPERATOR, 0);
            client.sendConnect(Protocol.VERSION, "aeron:udp?endpoint=some.host.example:40123");
            client.sendConnect(Protocol.VERSION, "not a channel");
            client.sendConnect(Protocol.VERSION, "");
            client.sendConnect(Protocol.VERSION, "x".repeat(300));

            client.awaitUntil(() -> client.counter(ServerCounter.DROPPED) == 4, "the requests were not dropped");
            client.open(server.clusterId());
        }
    }

    @Test
    void shouldForgetAHandshakeThatIsNeverFinished() {
        final StandaloneServer.Context ctx = TestServers.context(directory);
        ctx.sessions().handshakeTimeoutNs(200_000_000L);
        try (StandaloneServer server = StandaloneServer.launch(ctx);
                RawClient client = RawClient.ipc(server)) {
            client.frames.as(server.clusterId(), Role.OPERATOR, 0);
            client.sendConnect(Protocol.VERSION);
            client.await(ChallengeDecoder.TEMPLATE_ID);

            assertRefused(
                    RawClient.event(client.await()),
                    ResultCode.CONFLICT,
                    Reason.NONE,
                    "the handshake took too long; connect again");
        }
    }

    @Test
    void shouldIgnoreAProofOfAnotherSession() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server)) {
            client.frames.as(server.clusterId(), Role.OPERATOR, 0);
            client.sendConnect(Protocol.VERSION);
            client.await(ChallengeDecoder.TEMPLATE_ID);
            client.send(client.frames.challengeResponse(4711, new byte[32]));

            client.awaitUntil(() -> client.counter(ServerCounter.DROPPED) == 1, "the proof was not dropped");
            assertThat(client.counter(ServerCounter.SESSIONS_OPEN)).isZero();
        }
    }

    private StandaloneServer withSecrets() {
        final Map<Role, byte[]> secrets = new EnumMap<>(Role.class);
        secrets.put(Role.EXTENT_MANAGER, EM_SECRET);
        return StandaloneServer.launch(TestServers.context(directory).secrets(new Secrets(secrets)));
    }

    private static void assertRefused(
            final SessionEventDecoder event, final ResultCode result, final Reason reason, final String detail) {
        assertThat(event.result()).isEqualTo(result);
        assertThat(event.reason()).isEqualTo(reason);
        assertThat(event.closed()).isEqualTo(BooleanType.FALSE);
        assertThat(event.detail()).isEqualTo(detail);
    }

    private static Optional<String> addressBeyondLoopback() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }
}
