package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.StatusReplyDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a small file system in memory, which takes the right to mount: skipped without it. */
@Timeout(300)
class DiskFullTest {
    private static final int SIZE_BYTES = 24 << 20;
    private static final int MIN_FREE_BYTES = 4 << 20;

    @TempDir
    private Path directory;

    private Path disk;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + SIZE_BYTES, "tmpfs", disk.toString()),
                "no right to mount a small file system");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", disk.toString());
    }

    @Test
    void shouldRefuseCommandsWhileTheDiskIsFullAndRecoverByItself() throws IOException {
        // given
        final StandaloneServer.Context ctx = TestServers.context(disk);
        ctx.journal().minFreeBytes(MIN_FREE_BYTES);
        try (StandaloneServer server = StandaloneServer.launch(ctx);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            client.send(client.frames.registerNode("10.0.0.1", "n1"));
            client.await(RegisterNodeReplyDecoder.TEMPLATE_ID);

            // when
            final Path ballast = disk.resolve("ballast");
            final long free = Files.getFileStore(disk).getUsableSpace();
            Files.write(ballast, new byte[(int) (free - MIN_FREE_BYTES / 2)]);
            client.awaitUntil(() -> client.counter(ServerCounter.DISK_FULL) == 1, "the full disk was not noticed");

            // then: commands are refused, queries work, nothing stops
            client.send(client.frames.registerNode("10.0.0.2", "n2"));
            final CommandReplyDecoder reply = new CommandReplyDecoder()
                    .wrapAndApplyHeader(client.await(CommandReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder());
            assertThat(reply.header().correlationId()).isEqualTo(client.frames.lastCorrelationId());
            assertThat(reply.header().result()).isEqualTo(ResultCode.BUSY);
            assertThat(reply.header().reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(reply.expected()).isEqualTo(MIN_FREE_BYTES);
            assertThat(reply.found()).isLessThan(MIN_FREE_BYTES);
            assertThat(nodes(client)).isEqualTo(1);

            // when
            Files.delete(ballast);
            client.awaitUntil(() -> client.counter(ServerCounter.DISK_FULL) == 0, "the free disk was not noticed");

            // then
            client.send(client.frames.registerNode("10.0.0.2", "n2"));
            client.await(RegisterNodeReplyDecoder.TEMPLATE_ID);
            assertThat(nodes(client)).isEqualTo(2);
            assertThat(server.failure()).isNull();
        }
    }

    private static long nodes(final RawClient client) {
        client.send(client.frames.statusQuery());
        return new StatusReplyDecoder()
                .wrapAndApplyHeader(client.await(StatusReplyDecoder.TEMPLATE_ID), 0, new MessageHeaderDecoder())
                .nodes();
    }

    private static boolean run(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
