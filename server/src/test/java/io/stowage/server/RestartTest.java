package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.StateHashReplyDecoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.journal.JournalException;
import io.stowage.server.replay.JournalReplay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class RestartTest {
    private static final int NODES = 50;

    @TempDir
    private Path directory;

    @Test
    void shouldKeepItsStateOverARestart() {
        // given
        final StandaloneServer first = StandaloneServer.launch(withoutTicks());
        final UUID cluster = first.clusterId();
        final long hashBefore;
        try (first;
                RawClient client = RawClient.ipc(first).open(cluster)) {
            registerNodes(client);
            hashBefore = stateHash(client);
        }
        final ServerSummary summary = Objects.requireNonNull(first.summary());

        // when
        try (StandaloneServer server = StandaloneServer.launch(withoutTicks());
                RawClient client = RawClient.ipc(server).open(cluster)) {

            // then
            assertThat(server.clusterId()).isEqualTo(cluster);
            assertThat(stateHash(client)).isEqualTo(hashBefore).isEqualTo(summary.stateHash());
        }
    }

    @Test
    void shouldGiveTheSameStateInAReplay() {
        // given
        final StandaloneServer server = TestServers.launch(directory);
        try (server;
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            registerNodes(client);
        }
        final ServerSummary summary = Objects.requireNonNull(server.summary());

        // when
        try (Engine engine = new Engine(Limits.small())) {
            final JournalReplay.Result result = JournalReplay.run(directory, engine);

            // then
            assertThat(result.position()).isEqualTo(summary.position());
            assertThat(result.entries()).isEqualTo(summary.commands()).isGreaterThan(NODES);
            assertThat(engine.stateHash()).isEqualTo(summary.stateHash());
            engine.verify();
        }
    }

    @Test
    void shouldStopAReplayAtAPosition() {
        // given
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            registerNodes(client);
        }
        final long half;
        try (Engine engine = new Engine(Limits.small())) {
            half = JournalReplay.run(directory, engine).position() / 2;
        }

        // when
        try (Engine engine = new Engine(Limits.small())) {
            final JournalReplay.Result result =
                    JournalReplay.run(directory, engine, half, (entries, position, timestampMs) -> {});

            // then
            assertThat(result.position())
                    .isEqualTo(engine.position())
                    .isPositive()
                    .isLessThanOrEqualTo(half);
            assertThat(engine.isStarted()).isTrue();
        }
    }

    @Test
    void shouldRefuseADirectoryOfAnotherCluster() {
        // given
        final UUID cluster = new UUID(1, 2);
        final UUID other = new UUID(3, 4);
        StandaloneServer.launch(TestServers.context(directory).clusterId(cluster))
                .close();

        // when, then
        assertThatThrownBy(() ->
                        StandaloneServer.launch(TestServers.context(directory).clusterId(other)))
                .isInstanceOf(ServerException.class)
                .hasMessage("the directory " + directory + " is of cluster " + cluster + ", not of " + other
                        + "; choose the directory of that cluster, or correct the configured cluster");
    }

    @Test
    void shouldRefuseASecondServerOnTheSameDirectory() {
        try (StandaloneServer server = TestServers.launch(directory)) {
            assertThat(server.isRunning()).isTrue();
            assertThatThrownBy(() -> TestServers.launch(directory))
                    .isInstanceOf(JournalException.class)
                    .hasMessageMatching("\\Q" + directory + "\\E is in use by process \\d+ since \\S+;"
                            + " stop it, or choose another --dir");
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void shouldRefuseAPortInUse(@TempDir final Path second) {
        try (StandaloneServer server = TestServers.launch(directory)) {
            final String endpoint = Objects.requireNonNull(server.endpoint());
            final String port = endpoint.substring(endpoint.lastIndexOf(':') + 1);
            assertThatThrownBy(() ->
                            StandaloneServer.launch(TestServers.context(second).endpoint("127.0.0.1:" + port)))
                    .isInstanceOf(ServerException.class)
                    .hasMessage("UDP port " + port + " of 127.0.0.1 is in use; stop what uses it (another server?),"
                            + " or choose another port");
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsClosed() {
        // given
        final StandaloneServer server = TestServers.launch(directory);
        final Path aeronDirectory = Path.of(server.aeronDirectoryName());
        assertThat(aeronDirectory).isDirectory();

        // when
        server.close();

        // then
        assertThat(aeronDirectory).doesNotExist();
        assertThat(server.isRunning()).isFalse();
        assertThat(server.failure()).isNull();
        TestServers.launch(directory).close();
    }

    @Test
    void shouldLeaveNothingBehindWhenTheStartFails() {
        // given
        final StandaloneServer.Context broken = TestServers.context(directory);
        broken.media()
                .useEmbeddedDriver(false)
                .aeronDirectoryName(directory.resolve("no-driver").toString());
        broken.media().livenessTimeoutNs(1_000_000_000L);

        // when, then
        assertThatThrownBy(() -> StandaloneServer.launch(broken))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("no media driver answers in " + directory.resolve("no-driver"))
                .hasMessageEndingWith("; start one there, or let the server bring its own");
        TestServers.launch(directory).close();
        assertThat(Files.exists(directory.resolve(ServerErrorLog.FILE))).isTrue();
    }

    @Test
    void shouldNotStartOnADiskWithoutRoomAndLoseNothing() {
        // given
        TestServers.launch(directory).close();
        final StandaloneServer.Context cramped = TestServers.context(directory);
        cramped.journal().minFreeBytes(Long.MAX_VALUE);

        // when, then
        assertThatThrownBy(() -> StandaloneServer.launch(cramped))
                .isInstanceOf(ServerException.class)
                .hasMessageStartingWith("the disk of " + directory + " has ")
                .hasMessageEndingWith(
                        " are needed to start (journal.min-free-bytes): make room and start again; nothing was changed");
        TestServers.launch(directory).close();
    }

    /** The time of the last tick is part of the state: without ticks, nothing but the commands changes it. */
    private StandaloneServer.Context withoutTicks() {
        return TestServers.context(directory).tickIntervalMs(TimeUnit.HOURS.toMillis(1));
    }

    private static void registerNodes(final RawClient client) {
        for (int i = 1; i <= NODES; i++) {
            client.send(client.frames.registerNode("10.0.0." + i, "n" + i));
            final RegisterNodeReplyDecoder reply = new RegisterNodeReplyDecoder()
                    .wrapAndApplyHeader(
                            client.await(RegisterNodeReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertThat(reply.header().correlationId()).isEqualTo(client.frames.lastCorrelationId());
            assertThat(reply.header().result()).isEqualTo(ResultCode.OK);
        }
    }

    private static long stateHash(final RawClient client) {
        client.send(client.frames.stateHashQuery());
        return new StateHashReplyDecoder()
                .wrapAndApplyHeader(client.await(StateHashReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder())
                .hash();
    }
}
