package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.Outcome;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.faults.SmallDisk;
import io.stowage.server.snapshot.SnapshotStore;
import io.stowage.tools.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real server on a small file system in memory, which fills up. */
@Timeout(300)
class FullDiskIT {
    private static final int DISK_BYTES = 24 << 20;
    private static final int MIN_FREE_BYTES = 2 << 20;

    @TempDir
    private Path scratch;

    private SmallDisk disk;
    private int nodes;

    @BeforeEach
    void mount() throws IOException {
        try {
            disk = SmallDisk.mount(scratch, DISK_BYTES);
        } catch (final IOException cannot) {
            abort("no full disk can be made here: " + cannot.getMessage());
        }
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void shouldRefuseCommandsAnswerQueriesAndRecoverByItself() throws IOException {
        try (FaultClients clients = new FaultClients();
                ServerProcess server = start("journal.min-free-bytes=" + MIN_FREE_BYTES + "B");
                BlockingOperator operator = connect(clients, server)) {
            registerNode(operator).orThrow();

            // when
            disk.fillUpTo(MIN_FREE_BYTES / 2);
            server.await("commands are refused until there is space");

            // then
            final Outcome refused = registerNode(operator);
            assertThat(refused.result()).isEqualTo(ResultCode.BUSY);
            assertThat(refused.reason()).isEqualTo(Reason.DISK_FULL);
            assertThat(refused.expected()).isEqualTo(MIN_FREE_BYTES);
            assertThat(refused.found()).isLessThan(MIN_FREE_BYTES);
            assertThat(operator.status().nodes()).isEqualTo(1);

            // when
            disk.free();
            server.await("there is space for the journal again");

            // then: and what was acknowledged before and after survives a kill
            registerNode(operator).orThrow();
            server.kill();
        }
        try (FaultClients clients = new FaultClients();
                ServerProcess server = start();
                BlockingOperator operator = connect(clients, server)) {
            assertThat(operator.status().nodes()).isEqualTo(2);
        }
    }

    @Test
    void shouldDropWhatAKilledServerLeftOfASnapshot() throws IOException {
        try (ServerProcess server = start()) {
            server.await("serving cluster ");
            server.kill();
            final Path unfinished = directory()
                    .resolve("snapshots")
                    .resolve("snapshot-0000000000000004711.bin-" + server.pid() + ".tmp");
            Files.createDirectories(unfinished.getParent());
            Files.write(unfinished, new byte[1]);
        }

        try (ServerProcess server = start()) {
            server.await("serving cluster ");
            assertThat(unfinished()).isEmpty();
        }
    }

    @Test
    void shouldServeOnWhereASnapshotFindsNoRoomAndMakeItOnceThereIs() throws IOException {
        final String[] blocksForTheJournal = {
            "journal.cycle-bytes=4MiB", "journal.reserve-bytes=2MiB", "journal.min-free-bytes=16KiB"
        };
        try (FaultClients clients = new FaultClients();
                ServerProcess server = start(blocksForTheJournal);
                BlockingOperator operator = connect(clients, server)) {
            registerNodesUpTo(operator, 700);
            server.await("snapshot at position ");

            // when: the journal has its blocks already, a snapshot of all these nodes has none
            disk.fillUpTo(48 << 10);
            registerNodesUpTo(operator, 1_000);

            // then
            server.await("no snapshot was made");
            registerNodesUpTo(operator, 1_001);
            assertThat(operator.status().nodes()).isEqualTo(1_001);

            // when
            disk.free();
            final SnapshotStore snapshots = new SnapshotStore(directory());
            final long before = snapshots.newestPosition();
            for (long value = 1; snapshots.newestPosition() == before; value++) {
                operator.configure(ConfigKey.PLACEMENT_CHOICES, 2 + value % 2).orThrow();
            }

            // then: it is whole
            server.kill();
        }
        try (FaultClients clients = new FaultClients();
                ServerProcess server = start(blocksForTheJournal);
                BlockingOperator operator = connect(clients, server)) {
            assertThat(operator.status().nodes()).isEqualTo(1_001);
            assertThat(unfinished()).isEmpty();
        }
    }

    private void registerNodesUpTo(final BlockingOperator operator, final int count) {
        while (nodes < count) {
            registerNode(operator).orThrow();
        }
    }

    private Outcome registerNode(final BlockingOperator operator) {
        final int next = nodes + 1;
        final Outcome outcome = operator.registerNode(ip(next), "a-node-with-a-name-" + next, "z1", "r1", "")
                .outcome();
        nodes += outcome.isOk() ? 1 : 0;
        return outcome;
    }

    private static String ip(final int node) {
        return "10.0." + (node >> 8) + '.' + (node & 0xFF);
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> files = Files.list(directory().resolve("snapshots"))) {
            return files.filter(file -> file.toString().endsWith(".tmp")).toList();
        }
    }

    private Path directory() {
        return disk.root().resolve("server");
    }

    private ServerProcess start(final String... settings) {
        final List<String> args =
                new ArrayList<>(List.of("serve", "--dir", directory().toString(), "--port", "0"));
        args.addAll(SmallServer.settings("limits.nodes=1024", "limits.chunks=1024"));
        args.addAll(SmallServer.options(settings));
        return ServerProcess.start(args.toArray(String[]::new));
    }

    private static BlockingOperator connect(final FaultClients clients, final ServerProcess server) {
        return BlockingOperator.connect(
                clients.session(SmallServer.channel(server), Role.OPERATOR), FaultClients.TIMEOUT_NS);
    }
}
