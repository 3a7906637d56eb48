package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A cluster to try out: one command runs it, others look at it, and a member that dies comes back. */
@Timeout(600)
class ClusterUpIT {
    private static final int MEMBERS = 3;
    private static final int PORTS = MEMBERS * 10;
    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(200);

    @TempDir
    private Path scratch;

    @Test
    void shouldRunAWholeClusterAndStartAgainWhatDies() {
        final String root = scratch.resolve("cluster").toString();
        try (ServerProcess cluster = up(root, freePort())) {
            // given
            final String leads = cluster.await(" leads");
            cluster.await("clients    cluster:0=localhost:");

            // then
            final JsonNode leader =
                    Cli.run("cluster", "leader", "--json", "--dir", root).json();
            assertThat(leads).startsWith("member " + leader.get("member").intValue() + " (process ");
            assertThat(Cli.run("cluster", "leader", "--dir", root).text())
                    .startsWith("member " + leader.get("member").intValue() + " at localhost:");
            final JsonNode status =
                    Cli.run("cluster", "status", "--json", "--dir", root).json();
            assertThat(status).hasSize(MEMBERS);
            assertThat(status)
                    .filteredOn(row -> row.get("role").stringValue().equals("LEADER"))
                    .hasSize(1);
            assertThat(Cli.run("cluster", "snapshot", "--dir", root).text())
                    .isEqualToIgnoringNewLines("all members were told to save their state, and the leader has");

            // when
            final long pid = Long.parseLong(leads.replaceAll(".*process (\\d+).*", "$1"));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();

            // then
            cluster.await(" is started again as process ");
            awaitLeader(root);
            cluster.terminate();
            cluster.awaitExit();
        }
    }

    private static void awaitLeader(final String root) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ServerProcess.LIMIT_SECONDS);
        Cli.Result told = Cli.run("cluster", "leader", "--dir", root);
        while (told.status() != 0) {
            assertThat(System.nanoTime()).as(told.err()).isLessThan(deadlineNs);
            LockSupport.parkNanos(LOOK_INTERVAL_NS);
            told = Cli.run("cluster", "leader", "--dir", root);
        }
    }

    private static ServerProcess up(final String root, final int port) {
        return ServerProcess.start(
                "cluster",
                "up",
                "--members",
                Integer.toString(MEMBERS),
                "--dir",
                root,
                "--port",
                Integer.toString(port),
                "-D",
                "server.idle=BACKOFF",
                // Nobody may take the leader for dead because the machine is slow.
                "-D",
                "cluster.election-timeout=10s");
    }

    private static int freePort() {
        return IntStream.iterate(31_000 + (int) (ProcessHandle.current().pid() % 50) * PORTS, port -> port + PORTS)
                .filter(port -> IntStream.range(port, port + PORTS).allMatch(ClusterUpIT::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(final int port) {
        try (DatagramSocket socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            return socket.isBound();
        } catch (final IOException taken) {
            return false;
        }
    }
}
