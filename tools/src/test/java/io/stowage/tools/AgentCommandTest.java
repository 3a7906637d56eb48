package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An agent of this machine against a server in the same directory. */
class AgentCommandTest {
    private static final long LIMIT_SECONDS = 60;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldRegisterThisMachineAndKeepItAlive() throws InterruptedException {
        try (TestServer server = TestServer.launch(directory)) {
            // when
            final BlockingQueue<Cli.Result> ended = new ArrayBlockingQueue<>(1);
            final Thread agent = new Thread(() -> ended.add(Cli.run(
                    "agent",
                    "--dir",
                    directory.toString(),
                    "--timeout",
                    "60",
                    "--chunks",
                    "2",
                    "--data-ip",
                    "10.9.8.7",
                    "--node-name",
                    "here",
                    "--zone",
                    "east",
                    "--rack",
                    "r7",
                    "--first-port",
                    "20001")));
            agent.start();

            // then
            final JsonNode chunks = awaitHealthy(server, 2);
            for (final JsonNode chunk : chunks) {
                assertThat(chunk.get("capacityBytes").longValue()).isPositive();
                assertThat(chunk.get("port").intValue())
                        .isEqualTo(20_000 + chunk.get("chunk").intValue());
            }
            final JsonNode nodes = server.run("node", "list", "--json").json();
            assertThat(nodes).hasSize(1);
            assertThat(nodes.get(0).get("name").stringValue()).isEqualTo("here");
            assertThat(nodes.get(0).get("zone").stringValue()).isEqualTo("east");

            // when
            agent.interrupt();

            // then
            final Cli.Result result = ended.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(result).isNotNull();
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.out())
                    .isEqualTo("agent of node 10.9.8.7 with 2 chunks at the server of " + directory + "\n");
        }
    }

    @Test
    void shouldRefuseAnotherAddressThanItIsKnownBy() {
        try (TestServer server = TestServer.launch(directory)) {
            assertThat(server.clusterId()).isNotEmpty();
            // given
            final String[] agent = {"agent", "--dir", directory.toString(), "--seconds", "0.1", "--chunks", "1"};
            assertThat(Cli.run(with(agent, "--data-ip", "10.9.8.7")).status()).isZero();

            // then
            assertThat(Cli.run(with(agent, "--data-ip", "10.9.8.6")).complaint(ExitCode.FAILED))
                    .isEqualTo(
                            "stowage: this node is registered as 10.9.8.7, not 10.9.8.6; its address is its identity:"
                                    + " use another --dir for another node");
        }
    }

    @Test
    void shouldNotDropChunksByCount() {
        try (TestServer server = TestServer.launch(directory)) {
            assertThat(server.clusterId()).isNotEmpty();
            // given
            assertThat(Cli.run("agent", "--dir", directory.toString(), "--seconds", "0.1", "--chunks", "2")
                            .status())
                    .isZero();

            // then
            assertThat(Cli.run("agent", "--dir", directory.toString(), "--seconds", "0.1", "--chunks", "1")
                            .complaint(ExitCode.FAILED))
                    .isEqualTo("stowage: 2 chunks of this node are registered already; remove one with 'stowage chunk"
                            + " remove', not with --chunks 1");
        }
    }

    private static JsonNode awaitHealthy(final TestServer server, final int count) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            final JsonNode chunks = server.run("chunk", "list", "--json").json();
            final long healthy = StreamSupport.stream(chunks.spliterator(), false)
                    .filter(chunk -> chunk.get("health").stringValue().equals("HEALTHY"))
                    .count();
            if (healthy == count) {
                return chunks;
            }
            assertThat(System.nanoTime() - deadlineNs).as(chunks.toString()).isNegative();
        }
    }

    private static String[] with(final String[] args, final String... more) {
        final String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return all;
    }
}
