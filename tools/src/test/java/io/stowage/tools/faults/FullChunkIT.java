package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.blocking.Allocation;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.SpaceRow;
import io.stowage.client.space.ReserveRequest;
import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import io.stowage.faults.Sometimes;
import io.stowage.tools.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Chunks that are full stay full when their server is killed: not a byte of them is promised twice. */
@Timeout(300)
class FullChunkIT {
    private static final long CAPACITY_BYTES = 4 << 20;
    private static final long SEGMENT_BYTES = 64 << 10;
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);

    @TempDir
    private Path scratch;

    @Test
    void shouldStayFullOverAKill() {
        final long granted;
        try (FaultClients clients = new FaultClients(CAPACITY_BYTES)) {
            try (ServerProcess server = start()) {
                final String channel = SmallServer.channel(server);
                clients.connectChunks(channel);
                try (BlockingOperator operator = connect(clients, channel)) {
                    operator.connectEm(1, 1).outcome().orThrow();

                    // when
                    granted = reserveAll(operator);

                    // then
                    assertThat(granted).isPositive();
                    assertFull(operator, granted);
                    server.kill();
                }
            }
            try (ServerProcess server = start()) {
                final String channel = SmallServer.channel(server);
                clients.connectChunks(channel);
                try (BlockingOperator operator = connect(clients, channel)) {
                    assertThat(reserveAll(operator)).isZero();
                    assertFull(operator, granted);
                }
            }
        }
        Sometimes.FULL_CHUNK.seen("FullChunkIT");
    }

    /** Extents of one segment until there is no room; how many there were. */
    private static long reserveAll(final BlockingOperator operator) {
        long extents = 0;
        while (true) {
            final ReserveRequest request =
                    new ReserveRequest().item(THICK, Purpose.NEW, 1).replicas(1).segmentBytes(SEGMENT_BYTES);
            final Allocation allocation = operator.reserve(request, 1, 1, 1);
            final int here = allocation.items().getFirst().locations().size();
            if (here == 0) {
                return extents;
            }
            extents += here;
            assertThat(extents * SEGMENT_BYTES).isLessThanOrEqualTo(FaultClients.CHUNKS * CAPACITY_BYTES);
        }
    }

    private static void assertFull(final BlockingOperator operator, final long granted) {
        final List<SpaceRow> rows = operator.space();
        assertThat(rows)
                .hasSize(FaultClients.CHUNKS)
                .allSatisfy(row -> assertThat(row.allocated())
                        .isLessThanOrEqualTo(CAPACITY_BYTES)
                        .isPositive());
        assertThat(rows.stream().mapToLong(SpaceRow::thickPending).sum()).isEqualTo(granted * SEGMENT_BYTES);
    }

    private ServerProcess start() {
        final List<String> args = new ArrayList<>(
                List.of("serve", "--dir", scratch.resolve("server").toString(), "--port", "0"));
        args.addAll(SmallServer.settings());
        return ServerProcess.start(args.toArray(String[]::new));
    }

    private static BlockingOperator connect(final FaultClients clients, final String channel) {
        return BlockingOperator.connect(clients.session(channel, Role.OPERATOR), FaultClients.TIMEOUT_NS);
    }
}
