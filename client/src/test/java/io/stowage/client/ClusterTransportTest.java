package io.stowage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Subscription;
import io.aeron.cluster.client.AeronCluster;
import io.stowage.client.clustered.TestCluster;
import io.stowage.client.frame.FrameHandler;
import io.stowage.client.frame.OfferCode;
import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.client.scripted.TestDriver;
import io.stowage.client.scripted.Waiting;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveChunkDecoder;
import io.stowage.codecs.RemoveChunkEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ClusterTransportTest {
    private static final byte[] SECRET = "not told to anybody".getBytes(StandardCharsets.UTF_8);
    private static final FrameHandler IGNORE = (buffer, offset, length) -> true;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final TestDriver DRIVER = new TestDriver();

    private final TestCluster cluster;
    private final Waiting waiting = new Waiting(() -> {});
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(128);

    ClusterTransportTest(@TempDir final Path directory) {
        cluster = new TestCluster(directory, 1).script(ClusterTransportTest::answer);
    }

    @AfterEach
    void closeCluster() {
        cluster.close();
    }

    @AfterAll
    static void stop() {
        DRIVER.close();
    }

    private static int answer(final SentFrames.Frame command, final ServerFrames frames) {
        final long chunk = new RemoveChunkDecoder()
                .wrapAndApplyHeader(command.buffer(), 0, command.header())
                .chunk();
        return frames.command(command.correlationId(), ResultCode.OK, Reason.NONE, 0, chunk);
    }

    private SessionContext context() {
        return new SessionContext()
                .aeron(DRIVER.aeron())
                .channel(cluster.channel())
                .idleStrategy(waiting)
                .connectTimeoutNs(PATIENCE_NS)
                .reconnectDelayNs(TimeUnit.MILLISECONDS.toNanos(1))
                .errorHandler(error -> {});
    }

    private void removeChunk(final StowageClient client, final int chunk) {
        final RemoveChunkEncoder command =
                new RemoveChunkEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        client.identity().writeTo(command.header(), client.identity().nextCorrelationId());
        command.chunk(chunk);
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
        waiting.until("the command is taken", () -> {
            client.poll(IGNORE);
            return client.offer(buffer, 0, length) > 0;
        });
    }

    @Test
    void shouldProveItsSecretAndLearnTheCluster() {
        // given
        cluster.secret(SECRET).start();

        // when
        try (StowageClient client = StowageClient.connect(
                context().role(Role.EXTENT_MANAGER).senderId(7).incarnation(3).secret(SECRET))) {
            // then
            assertThat(client.clusterId()).isEqualTo(TestCluster.ID);
            assertThat(client.state()).isEqualTo(StowageClient.State.OPEN);
            assertThat(client.sessionId()).isPositive();
            assertThat(client.leaderMember()).isZero();
            assertThat(client.maxFrameLength()).isGreaterThan(512 << 10);
        }
        assertThat(DRIVER.aeron().isClosed()).as("a shared Aeron stays open").isFalse();
    }

    @Test
    void shouldSayThatTheSecretIsWrong() {
        cluster.secret(SECRET).start();
        assertThatThrownBy(() -> StowageClient.connect(context().secret(new byte[] {1, 2, 3})))
                .isInstanceOf(StowageException.class)
                .hasMessage(
                        "the cluster refused the session: the proof does not match the secret of the role; check the "
                                + "secrets file")
                .extracting(failure -> ((StowageException) failure).result())
                .isEqualTo(ResultCode.NOT_AUTHORISED);
    }

    @Test
    void shouldSayWhyTheServiceRefuses() {
        cluster.start();
        cluster.refuse(ResultCode.WRONG_CLUSTER, Reason.NONE, "");
        assertThatThrownBy(() -> StowageClient.connect(context().clusterId(new UUID(9, 9))))
                .isInstanceOf(StowageException.class)
                .hasMessage(
                        "the server refused the session: the command names another cluster and nothing was changed; "
                                + "check the cluster UUID")
                .extracting(failure -> ((StowageException) failure).result())
                .isEqualTo(ResultCode.WRONG_CLUSTER);
    }

    @Test
    void shouldSayThatTooManySessionsAreOpen() {
        cluster.maxSessions(1).start();
        try (StowageClient first = StowageClient.connect(context())) {
            assertThatThrownBy(() -> StowageClient.connect(context()))
                    .isInstanceOf(StowageException.class)
                    .hasMessage(
                            "the cluster refused the session: as many sessions as it takes are open; close some, or "
                                    + "start it with a higher limit")
                    .extracting(failure -> ((StowageException) failure).result())
                    .isEqualTo(ResultCode.BUSY);
            assertThat(first.state()).isEqualTo(StowageClient.State.OPEN);
        }
    }

    @Test
    void shouldSayWhichMembersWereTried() {
        final long timeoutNs = TimeUnit.MILLISECONDS.toNanos(700);
        assertThatThrownBy(() -> StowageClient.connect(context().connectTimeoutNs(timeoutNs)))
                .isInstanceOf(StowageException.class)
                .hasMessage(
                        "no session with " + cluster.channel() + " within 700 ms (AWAIT_PUBLICATION): none of these "
                                + "members was reached; start them, or check hosts and ports");
    }

    @Test
    void shouldAskAnewWhenTheMemberThatWasAskedIsGoneWithoutAnAnswer() {
        // given a member that takes the question, and will not answer it any more
        final Subscription dying = DRIVER.aeron()
                .addSubscription(
                        "aeron:udp?endpoint=" + cluster.ingressEndpoint(0),
                        AeronCluster.Configuration.INGRESS_STREAM_ID_DEFAULT);
        try (AsyncConnect connect = StowageClient.asyncConnect(context())) {
            waiting.until("the member is asked", () -> {
                assertThat(connect.poll()).isNull();
                return connect.state() == ConnectState.AWAIT_CHALLENGE;
            });

            // when
            dying.close();
            waiting.until("its socket is free", () -> isFree(cluster.ingressEndpoint(0)));
            cluster.start();

            // then
            final List<StowageClient> opened = new ArrayList<>();
            waiting.until("a session is open", () -> {
                final StowageClient client = connect.poll();
                if (client != null) {
                    opened.add(client);
                }
                return !opened.isEmpty();
            });
            assertThat(opened.getFirst().state()).isEqualTo(StowageClient.State.OPEN);
            opened.getFirst().close();
        }
    }

    private static boolean isFree(final String endpoint) {
        final int port = Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1));
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("localhost", port))) {
            return socket.isBound();
        } catch (final IOException inUse) {
            return false;
        }
    }

    @Test
    void shouldSayWhichMembersNobodyKnows() {
        assertThatThrownBy(() -> StowageClient.connect(context().channel("cluster:0=no.such.host.invalid:5710")))
                .isInstanceOf(StowageException.class)
                .hasMessage("no host name of 'cluster:0=no.such.host.invalid:5710' can be resolved; check them, or use "
                        + "addresses");
    }

    @Test
    void shouldSendCommandsAndHandOverReplies() {
        cluster.start();
        try (StowageClient client = StowageClient.connect(context())) {
            final List<Integer> replies = new ArrayList<>();
            removeChunk(client, 1);
            removeChunk(client, 2);
            waiting.until("both are answered", () -> {
                client.poll((frame, offset, length) -> replies.add(length));
                return replies.size() == 2;
            });
            final int tooLong = client.maxFrameLength() + 1;
            assertThat(client.offer(new ExpandableArrayBuffer(tooLong), 0, tooLong))
                    .isEqualTo(OfferCode.FRAME_TOO_LONG);
        }
    }

    @Test
    void shouldTakeALongKeepAliveOfAChunkButNoMore() {
        cluster.start();
        try (StowageClient client =
                StowageClient.connect(context().role(Role.CHUNK).incarnation(1))) {
            assertThat(client.maxFrameLength()).isBetween(16_000, 16 << 10);
        }
    }

    @Test
    void shouldDeliverAFrameAgainThatWasNotTaken() {
        cluster.start();
        try (StowageClient client = StowageClient.connect(context())) {
            removeChunk(client, 1);
            removeChunk(client, 2);
            final int[] calls = new int[1];
            waiting.until("both frames are taken", () -> {
                client.poll((frame, offset, length) -> ++calls[0] > 3);
                return calls[0] == 5;
            });
        }
    }

    @Test
    void shouldLoseTheSessionWhenNoLeaderIsFoundAndReconnectWhenOneIs() {
        // given
        cluster.start();
        final List<String> heard = new ArrayList<>();
        final SessionContext impatient = context().connectTimeoutNs(TimeUnit.SECONDS.toNanos(5));
        final OperatorClient client = OperatorClient.asyncConnect(impatient, PATIENCE_NS, new OperatorListener() {
            @Override
            public void onDisconnected(final StowageException failure, final boolean isFinal) {
                heard.add(String.valueOf(failure.getMessage()));
            }

            @Override
            public void onReply(
                    final long correlationId,
                    final ResultCode result,
                    final Reason reason,
                    final long expected,
                    final long found,
                    final long position,
                    final int id) {
                heard.add("reply for chunk " + found);
            }
        });
        try {
            waiting.until("connected", () -> client.poll() >= 0 && client.isConnected());

            // when
            cluster.stop(0);
            waiting.until("the session is lost", () -> client.poll() >= 0 && !heard.isEmpty());

            // then
            assertThat(heard.getFirst())
                    .isEqualTo("session lost: no leader of " + cluster.channel()
                            + " was found in time; check that a majority of its members runs");

            // and when
            cluster.start();
            waiting.until("connected again", () -> client.poll() >= 0 && client.isConnected());
            assertThat(client.removeChunk(5)).isPositive();
            waiting.until("an answer", () -> client.poll() >= 0 && heard.contains("reply for chunk 5"));
        } finally {
            CloseHelper.close(client);
        }
    }
}
