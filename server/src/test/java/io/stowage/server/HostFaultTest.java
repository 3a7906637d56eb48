package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.StatusReplyDecoder;
import io.stowage.codecs.TopologyChangedDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class HostFaultTest {
    @TempDir
    private Path directory;

    @Test
    void shouldStartAtOnceOverTheDriverDirectoryOfAKilledServer(@TempDir final Path aside) throws IOException {
        // given: the directory of a living driver, kept beyond the end of its server, looks like that of a killed one
        final StandaloneServer first = TestServers.launch(directory);
        final Path aeronDirectory = Path.of(first.aeronDirectoryName());
        try (first) {
            copy(aeronDirectory, aside);
        }
        copy(aside, aeronDirectory);

        // when, then
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            client.send(client.frames.statusQuery());
            client.await(StatusReplyDecoder.TEMPLATE_ID);
        }
    }

    @Test
    void shouldRefuseTheDriverDirectoryOfALivingServer(@TempDir final Path second) {
        try (StandaloneServer server = TestServers.launch(directory)) {
            final StandaloneServer.Context ctx = TestServers.context(second);
            ctx.media().aeronDirectoryName(server.aeronDirectoryName());
            assertThatThrownBy(() -> StandaloneServer.launch(ctx))
                    .isInstanceOf(ServerException.class)
                    .hasMessage(
                            "a media driver runs in " + server.aeronDirectoryName()
                                    + " already; choose another aeron directory, or use that driver instead of an embedded one");
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void shouldStopAndSaySoWhenItsDriverIsGone() throws InterruptedException {
        // given
        final CountDownLatch terminated = new CountDownLatch(1);
        final String aeronDirectory =
                "/dev/shm/stowage-fault-test-" + ProcessHandle.current().pid();
        final MediaDriver driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(aeronDirectory)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(IdleStrategyKind.BACKOFF.create()));
        final StandaloneServer.Context ctx = TestServers.context(directory).terminationHook(terminated::countDown);
        ctx.media()
                .useEmbeddedDriver(false)
                .aeronDirectoryName(aeronDirectory)
                .livenessTimeoutNs(TimeUnit.SECONDS.toNanos(2));
        try (StandaloneServer server = StandaloneServer.launch(ctx)) {
            assertThat(server.isRunning()).isTrue();

            // when
            driver.close();

            // then
            assertThat(terminated.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.isRunning()).isFalse();
            assertThat(server.failure())
                    .hasMessage("the media driver is gone, or this process was stopped for longer than the liveness"
                            + " timeout; start the server again");
        }
        // and: the journal is whole, and the error is in the error log
        final int[] errors = new int[1];
        ServerErrorLog.read(directory, (count, first, last, error) -> errors[0] += count);
        assertThat(errors[0]).isPositive();
        TestServers.launch(directory).close();
    }

    @Test
    void shouldRunDriverAndLoopOnTheThreadOfItsCaller() {
        final StandaloneServer.Context ctx = TestServers.context(directory).useAgentInvoker(true);
        ctx.media().threadingMode(ThreadingMode.INVOKER);
        try (StandaloneServer server = StandaloneServer.launch(ctx)) {
            assertThat(Objects.requireNonNull(server.invoker()).isRunning()).isTrue();
            Objects.requireNonNull(server.invoker()).invoke();
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void shouldPushEventsToWhomTheyConcern() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            client.send(client.frames.registerNode("10.0.0.1", "n1"));
            client.await(RegisterNodeReplyDecoder.TEMPLATE_ID);
            client.awaitUntil(
                    () -> {
                        client.poll();
                        return client.events().stream()
                                .anyMatch(event -> RawClient.templateOf(event) == TopologyChangedDecoder.TEMPLATE_ID);
                    },
                    "the change of the topology was not told");
        }
    }

    @Test
    void shouldTakeCommandsOfManyFragments() {
        try (StandaloneServer server = TestServers.launch(directory);
                RawClient client = RawClient.udp(server).open(server.clusterId())) {
            // A block far longer than this version knows, as a newer client might send it.
            final int blockLength = 40_000;
            client.send(client.frames.bare(
                    RegisterNodeDecoder.TEMPLATE_ID,
                    MessageHeaderDecoder.SCHEMA_ID,
                    blockLength,
                    MessageHeaderDecoder.ENCODED_LENGTH + blockLength));
            final CommandReplyDecoder reply = new CommandReplyDecoder()
                    .wrapAndApplyHeader(client.await(CommandReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertThat(reply.header().result()).isEqualTo(ResultCode.MALFORMED);
            assertThat(reply.header().reason()).isNotEqualTo(Reason.TRUNCATED);
            assertThat(reply.header().correlationId()).isEqualTo(client.frames.lastCorrelationId());
        }
    }

    private static void copy(final Path from, final Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                final Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
