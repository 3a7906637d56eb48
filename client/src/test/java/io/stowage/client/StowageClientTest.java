package io.stowage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.client.frame.FrameHandler;
import io.stowage.client.frame.OfferCode;
import io.stowage.client.scripted.ScriptedServer;
import io.stowage.client.scripted.TestDriver;
import io.stowage.client.scripted.Waiting;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StowageClientTest {
    private static final byte[] SECRET = "not told to anybody".getBytes(StandardCharsets.UTF_8);
    private static final FrameHandler IGNORE = (buffer, offset, length) -> true;
    private static final TestDriver DRIVER = new TestDriver();

    private final ScriptedServer server = new ScriptedServer(DRIVER.aeron(), "aeron:ipc");
    private final Waiting waiting = new Waiting(server::poll);

    @AfterAll
    static void stop() {
        DRIVER.close();
    }

    @AfterEach
    void closeServer() {
        server.close();
    }

    private SessionContext context() {
        return new SessionContext()
                .aeron(DRIVER.aeron())
                .idleStrategy(waiting)
                .connectTimeoutNs(TimeUnit.SECONDS.toNanos(60))
                .errorHandler(error -> {});
    }

    @Test
    void shouldProveItsSecretAndLearnTheCluster() {
        // given
        server.secret(SECRET);

        // when
        try (StowageClient client = StowageClient.connect(
                context().role(Role.EXTENT_MANAGER).senderId(7).incarnation(3).secret(SECRET))) {
            // then
            assertThat(client.clusterId()).isEqualTo(server.cluster());
            assertThat(client.state()).isEqualTo(StowageClient.State.OPEN);
            assertThat(client.sessionId()).isPositive();
            assertThat(server.opened()).hasSize(1);
            assertThat(server.opened().getFirst().role).isEqualTo(Role.EXTENT_MANAGER);
            assertThat(server.opened().getFirst().sender).isEqualTo(7);
            assertThat(server.opened().getFirst().incarnation).isEqualTo(3);
        }
        waiting.until("the server hears the close", () -> server.closes() == 1);
        assertThat(DRIVER.aeron().isClosed()).as("a shared Aeron stays open").isFalse();
    }

    @Test
    void shouldPassThroughTheDocumentedStates() {
        final Set<ConnectState> seen = EnumSet.noneOf(ConnectState.class);
        final AsyncConnect connect = StowageClient.asyncConnect(context());
        final AtomicReference<@Nullable StowageClient> client = new AtomicReference<>();
        waiting.until("connected", () -> {
            seen.add(connect.state());
            client.set(connect.poll());
            return client.get() != null;
        });
        assertThat(seen)
                .contains(
                        ConnectState.ADD_SUBSCRIPTION,
                        ConnectState.AWAIT_SUBSCRIPTION,
                        ConnectState.AWAIT_PUBLICATION,
                        ConnectState.AWAIT_CHALLENGE,
                        ConnectState.AWAIT_SESSION_EVENT);
        assertThat(connect.state()).isEqualTo(ConnectState.DONE);
        connect.close();
        try (StowageClient open = Objects.requireNonNull(client.get())) {
            assertThat(open.state())
                    .as("closing the attempt leaves the session")
                    .isEqualTo(StowageClient.State.OPEN);
        }
    }

    @Test
    void shouldSayThatTheSecretIsWrong() {
        server.secret(SECRET);
        assertThatThrownBy(() -> StowageClient.connect(context().secret(new byte[] {1, 2, 3})))
                .isInstanceOf(StowageException.class)
                .hasMessage(
                        "the server refused the session: the proof does not match the secret of the role; check the "
                                + "secrets file")
                .extracting(failure -> ((StowageException) failure).result())
                .isEqualTo(ResultCode.NOT_AUTHORISED);
    }

    @Test
    void shouldSayThatTheClusterIsAnother() {
        assertThatThrownBy(() -> StowageClient.connect(context().clusterId(new UUID(9, 9))))
                .isInstanceOf(StowageException.class)
                .hasMessage(
                        "the server refused the session: the command names another cluster and nothing was changed; "
                                + "check the cluster UUID");
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        server.mute(true);
        assertThatThrownBy(() -> StowageClient.connect(context().connectTimeoutNs(TimeUnit.MILLISECONDS.toNanos(700))))
                .isInstanceOf(StowageException.class)
                .hasMessage("no session on aeron:ipc within 700 ms (AWAIT_CHALLENGE): the server did not answer; check "
                        + "that it runs and can reach aeron:ipc");
    }

    @Test
    void shouldSayThatNobodyListens() {
        server.close();
        assertThatThrownBy(() -> StowageClient.connect(
                        context().streamId(4711).connectTimeoutNs(TimeUnit.MILLISECONDS.toNanos(300))))
                .isInstanceOf(StowageException.class)
                .hasMessage("no session on aeron:ipc within 300 ms (AWAIT_PUBLICATION): no server listens there; start "
                        + "it or check the channel");
    }

    @Test
    void shouldConnectOverUdpAndTellThePortThatItBound() {
        try (ScriptedServer udp = new ScriptedServer(DRIVER.aeron(), "aeron:udp?endpoint=127.0.0.1:0")) {
            final Waiting meanwhile = new Waiting(udp::poll);
            try (StowageClient client = StowageClient.connect(
                    context().channel(udp.resolvedChannel()).idleStrategy(meanwhile))) {
                assertThat(client.clusterId()).isEqualTo(udp.cluster());
                assertThat(udp.opened()).hasSize(1);
            }
        }
    }

    @Test
    void shouldKeepAnIdleSessionOpen() {
        try (StowageClient client =
                StowageClient.connect(context().keepAliveIntervalNs(TimeUnit.MILLISECONDS.toNanos(20)))) {
            waiting.until("three keepalives", () -> {
                client.poll(IGNORE);
                return server.keepAlives() >= 3;
            });
            assertThat(client.state()).isEqualTo(StowageClient.State.OPEN);
        }
    }

    @Test
    void shouldNoticeThatTheServerClosedTheSession() {
        try (StowageClient client = StowageClient.connect(context())) {
            server.closeSessions("the reply queue overflowed; read faster");
            waiting.until("the loss is seen", () -> {
                client.poll(IGNORE);
                return client.state() == StowageClient.State.LOST;
            });
            assertThat(client.lossText()).isEqualTo("the reply queue overflowed; read faster");
            assertThat(client.offer(new UnsafeBuffer(new byte[8]), 0, 8)).isEqualTo(OfferCode.NOT_CONNECTED);
        }
    }

    @Test
    void shouldNoticeThatTheServerVanished() {
        try (StowageClient client = StowageClient.connect(context())) {
            server.drop();
            waiting.until("the loss is seen", () -> {
                client.poll(IGNORE);
                return client.state() == StowageClient.State.LOST;
            });
            assertThat(client.lossText()).isEqualTo("the server's end of the session is gone; check that it runs");
        }
    }

    @Test
    void shouldDeliverAFrameAgainThatWasNotTaken() {
        try (StowageClient client = StowageClient.connect(context())) {
            server.push(server.opened().getFirst(), server.frames().reportWanted(1));
            server.push(server.opened().getFirst(), server.frames().reportWanted(2));
            final int[] calls = new int[1];
            waiting.until("both frames are taken", () -> {
                client.poll((buffer, offset, length) -> ++calls[0] > 3);
                return calls[0] == 5;
            });
        }
        assertThat(OfferCode.text(OfferCode.BACK_PRESSURED)).isEqualTo("the channel is full; try again after a poll");
    }

    @Test
    void shouldRefuseSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> context().channel("carrier:pigeon").conclude())
                .hasMessage(
                        "'carrier:pigeon' is not an Aeron channel; write aeron:ipc or aeron:udp?endpoint=host:5707, or "
                                + "cluster:0=host0:5710,1=host1:5710,2=host2:5710");
        assertThatThrownBy(() -> context().role(Role.EXTENT_MANAGER).conclude())
                .hasMessage("an extent manager needs an id; tell a positive senderId");
        assertThatThrownBy(() -> context().role(Role.CHUNK).conclude())
                .hasMessage(
                        "an extent manager or chunk needs an incarnation; tell a positive one, raised at each restart");
        final SessionContext used = context().conclude();
        assertThatThrownBy(used::conclude)
                .hasMessage("the context was concluded before; make a new one for each client");
        assertThat(used.secret(SECRET).toString()).contains("hasSecret=true").doesNotContain("not told");
    }

    @Test
    void shouldSayThatThereIsNoMediaDriver() {
        final SessionContext nowhere = new SessionContext()
                .aeronDirectoryName(DRIVER.directory() + "-none")
                .connectTimeoutNs(TimeUnit.MILLISECONDS.toNanos(50));
        assertThatThrownBy(() -> StowageClient.connect(nowhere))
                .isInstanceOf(StowageException.class)
                .hasMessage("no media driver in " + DRIVER.directory()
                        + "-none (it has no cnc.dat); start the server on this host, or tell its Aeron directory");
    }
}
