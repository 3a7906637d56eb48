package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.stowage.client.ChunkClient;
import io.stowage.client.ExtentManagerClient;
import io.stowage.client.SessionContext;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.SpaceRow;
import io.stowage.client.chunk.ChunkListener;
import io.stowage.client.chunk.ChunkRegistration;
import io.stowage.client.chunk.ChunkState;
import io.stowage.client.space.ExtentListener;
import io.stowage.client.space.RepositionRequest;
import io.stowage.client.space.ReserveAction;
import io.stowage.client.space.ReserveRequest;
import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.DrainMode;
import io.stowage.codecs.Health;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ReserveForRepositionReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import io.stowage.server.session.Secrets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our own SDK against the server: over UDP, with secrets, from a driver of its own, so that it outlives the server. */
@Timeout(300)
class SdkEndToEndTest {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(90);
    private static final int CHUNKS = 3;
    private static final int REPLICAS = 3;
    private static final int EXTENTS = 4_096;
    private static final long SEGMENT_BYTES = 256L << 20;
    private static final long CAPACITY_BYTES = 8L << 40;
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);

    @TempDir
    private Path directory;

    private final Secrets secrets = Secrets.generate(new SecureRandom());
    private final List<Agent> agents = new ArrayList<>();
    private final List<Runnable> opened = new ArrayList<>();
    private MediaDriver driver;

    @BeforeEach
    void launchDriver() {
        driver = MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(
                        "/dev/shm/stowage-sdk-test-" + ProcessHandle.current().pid())
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(IdleStrategyKind.BACKOFF.create())
                .ipcTermBufferLength(1 << 20)
                .publicationTermBufferLength(1 << 20));
    }

    @AfterEach
    void close() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).run();
        }
        driver.close();
    }

    @Test
    void shouldServeTheSdkAcrossARestart() {
        // given: chunks that register themselves and keep alive
        final long[] granted = new long[1];
        final List<SpaceRow> before;
        final String endpoint;
        try (StandaloneServer server = launch("localhost:0")) {
            endpoint = Objects.requireNonNull(server.endpoint());
            final List<ChunkClient> chunks = new ArrayList<>();
            for (int i = 1; i <= CHUNKS; i++) {
                chunks.add(chunk(endpoint, i));
            }
            await(
                    () -> chunks.stream().allMatch(chunk -> chunk.state() == ChunkState.ALIVE),
                    "the chunks are not alive");
            try (BlockingOperator operator = operator(endpoint)) {
                await(
                        () -> operator.chunks().stream()
                                        .filter(row -> row.health() == Health.HEALTHY)
                                        .count()
                                == CHUNKS,
                        "the chunks are not healthy");

                // when: a volume of 1 TiB in one round trip
                final ExtentManagerClient em = extentManager(endpoint, granted);
                await(em::isReady, "the extent manager is not ready");
                await(
                        () -> em.reserveForAllocation(THICK, Purpose.NEW, REPLICAS, EXTENTS, SEGMENT_BYTES) > 0,
                        "the request was not taken");
                await(() -> granted[0] != 0, "the reservation was not answered");
                em.reportSpace();
                await(
                        () -> operator.space().stream().allMatch(row -> row.thickPending() == 0 && row.thick() > 0),
                        "the report did not arrive");

                // then
                assertThat(granted[0]).isEqualTo(EXTENTS);
                before = operator.space();
                assertThat(before).hasSize(CHUNKS).allSatisfy(row -> {
                    assertThat(row.thick()).isEqualTo(EXTENTS * SEGMENT_BYTES);
                    assertThat(row.allocated()).isEqualTo(EXTENTS * SEGMENT_BYTES);
                });
            }
        }

        // when: started again on the same directory and port
        try (StandaloneServer server = launch(endpoint.replace("127.0.0.1", "localhost"));
                BlockingOperator operator = operator(Objects.requireNonNull(server.endpoint()))) {

            // then: nothing is forgotten, and the clients come back by themselves
            assertThat(operator.space()).isEqualTo(before);
            final long restart = operator.status().timeMs();
            await(
                    () -> operator.chunks().stream()
                            .allMatch(row -> row.health() == Health.HEALTHY && row.lastKeepAliveMs() > restart),
                    "the chunks did not come back");
        }
    }

    @Test
    void shouldStartAfreshOnAnEmptyDirectoryWithWhatTheClientsKnow(@TempDir final Path empty) {
        // given: an extent manager that holds space
        final long[] granted = new long[1];
        final List<SpaceRow> before;
        final String endpoint;
        final UUID cluster;
        final ExtentManagerClient em;
        try (StandaloneServer server = launch("localhost:0")) {
            cluster = server.clusterId();
            endpoint = Objects.requireNonNull(server.endpoint());
            for (int i = 1; i <= CHUNKS; i++) {
                chunk(endpoint, i);
            }
            try (BlockingOperator operator = operator(endpoint)) {
                await(
                        () -> operator.chunks().stream()
                                        .filter(row -> row.health() == Health.HEALTHY)
                                        .count()
                                == CHUNKS,
                        "the chunks are not healthy");
                em = extentManager(endpoint, granted);
                await(
                        () -> em.isReady()
                                && em.reserveForAllocation(THICK, Purpose.NEW, REPLICAS, EXTENTS, SEGMENT_BYTES) > 0,
                        "the request was not taken");
                await(() -> granted[0] != 0, "the reservation was not answered");
                em.reportSpace();
                await(
                        () -> operator.space().stream().allMatch(row -> row.thickPending() == 0 && row.thick() > 0),
                        "the report did not arrive");
                before = operator.space();
            }
        }

        // when: the directory is lost; another extent manager of the cluster never comes back
        directory = empty;
        final StandaloneServer.Context ctx = TestServers.context(directory)
                .endpoint(endpoint.replace("127.0.0.1", "localhost"))
                .secrets(secrets)
                .clusterId(cluster)
                .startAfresh(1, 2);
        ctx.sessions().responseTermBufferLength(4 << 20);
        try (StandaloneServer server = StandaloneServer.launch(ctx);
                BlockingOperator operator = operator(Objects.requireNonNull(server.endpoint()))) {

            // then: chunks and extent manager come back by themselves, under their ids
            await(() -> Set.copyOf(operator.space()).equals(Set.copyOf(before)), "chunks or report did not come back");
            assertThat(operator.reserve(oneExtent(), 1, 1, 9).outcome().reason())
                    .isEqualTo(Reason.REPORTS_MISSING);
            assertThat(operator.command(() -> operator.client().removeEm(2)).isOk())
                    .isTrue();
            assertThat(operator.reserve(oneExtent(), 1, 1, 9).outcome().isOk()).isTrue();
        }
    }

    @Test
    void shouldRepositionAndTellTheRestByDeltas() {
        try (StandaloneServer server = launch("localhost:0")) {
            final String endpoint = Objects.requireNonNull(server.endpoint());
            for (int i = 1; i <= CHUNKS + 1; i++) {
                chunk(endpoint, i);
            }
            try (BlockingOperator operator = operator(endpoint)) {
                await(
                        () -> operator.chunks().stream()
                                        .filter(row -> row.health() == Health.HEALTHY)
                                        .count()
                                == CHUNKS + 1,
                        "the chunks are not healthy");
                // given: one extent, reported
                final OneExtent extent = new OneExtent();
                final ExtentManagerClient em = extentManager(endpoint, extent);
                await(() -> em.isReady() && em.reserveForAllocation(oneExtent()) > 0, "the request was not taken");
                await(() -> extent.chunks.size() == REPLICAS, "the reservation was not answered");
                em.reportSpace();
                await(
                        () -> operator.space().stream()
                                        .filter(row -> row.thickPending() == 0 && row.thick() == SEGMENT_BYTES)
                                        .count()
                                == REPLICAS,
                        "the report did not arrive");

                // when: a replica moves to the fourth chunk
                final int from = extent.chunks.getFirst();
                final RepositionRequest move = new RepositionRequest()
                        .clear(RepositionKind.MIGRATE)
                        .item(THICK, from)
                        .segmentBytes(SEGMENT_BYTES)
                        .source(extent.chunks.get(1))
                        .source(extent.chunks.get(2));
                await(() -> em.reserveForReposition(move) > 0, "the reposition was not taken");
                await(() -> extent.destination != 0, "the reposition was not answered");
                assertThat(row(operator, extent.destination).thickRx()).isEqualTo(SEGMENT_BYTES);
                em.reportSpace();
                await(() -> !em.protocol().isReporting(), "the report did not arrive");
                final long reports = extent.reports;
                em.endReposition(0, extent.destination, THICK, SEGMENT_BYTES, true);
                em.removeSegments(0, from, THICK, 1, SEGMENT_BYTES);
                await(() -> em.protocol().pendingDeltas() == 0, "the deltas were not answered");

                // then: known at once, without a report
                assertThat(row(operator, from).allocated()).isZero();
                assertThat(row(operator, extent.destination).thick()).isEqualTo(SEGMENT_BYTES);
                assertThat(row(operator, extent.destination).thickRx()).isZero();
                em.makeThin(0, extent.destination, THICK, 1, SEGMENT_BYTES);
                await(() -> em.protocol().pendingDeltas() == 0, "the delta was not answered");
                assertThat(row(operator, extent.destination).thick()).isZero();
                assertThat(row(operator, extent.destination).thinNominal()).isEqualTo(SEGMENT_BYTES);
                assertThat(extent.reports).isEqualTo(reports);
                assertThat(extent.deltasFailed).isZero();
                await(() -> extent.modesTold, "no heartbeat was answered");
            }
        }
    }

    private static SpaceRow row(final BlockingOperator operator, final int chunk) {
        return operator.space().stream()
                .filter(each -> each.chunk() == chunk)
                .findFirst()
                .orElseThrow();
    }

    /** An extent manager with one extent and one reposition. */
    private static final class OneExtent implements ExtentListener {
        final List<Integer> chunks = new ArrayList<>();
        int destination;
        int reports;
        int deltasFailed;
        boolean modesTold;

        @Override
        public ReserveAction onReserved(
                final long correlationId, final long version, final ReserveForAllocationReplyDecoder reply) {
            for (final ReserveForAllocationReplyDecoder.ItemsDecoder item : reply.items()) {
                item.chunks().forEach(each -> chunks.add((int) each.chunk()));
            }
            return ReserveAction.ACCEPT;
        }

        @Override
        public ReserveAction onRepositionReserved(
                final long correlationId, final long version, final ReserveForRepositionReplyDecoder reply) {
            final ReserveForRepositionReplyDecoder.ItemsDecoder item =
                    reply.items().next();
            assertThat(item.source()).isNotZero();
            destination = (int) item.destination();
            item.sbeSkip();
            return ReserveAction.ACCEPT;
        }

        @Override
        public void onReported(final long version, final long rows, final long position) {
            reports++;
        }

        @Override
        public void onDeltaFailed(final ResultCode result, final Reason reason, final long expected, final long found) {
            deltasFailed++;
        }

        @Override
        public void onModes(final MigrateStrategy migrate, final DrainMode drain, final boolean elevate) {
            modesTold = true;
        }
    }

    private static ReserveRequest oneExtent() {
        return new ReserveRequest()
                .item(THICK, Purpose.NEW, 1)
                .replicas(REPLICAS)
                .segmentBytes(SEGMENT_BYTES);
    }

    private StandaloneServer launch(final String endpoint) {
        final StandaloneServer.Context ctx =
                TestServers.context(directory).endpoint(endpoint).secrets(secrets);
        ctx.sessions().responseTermBufferLength(4 << 20);
        return StandaloneServer.launch(ctx);
    }

    private SessionContext session(final String endpoint, final Role role, final int sender) {
        return new SessionContext()
                .aeronDirectoryName(driver.aeronDirectoryName())
                .channel("aeron:udp?endpoint=" + endpoint)
                .role(role)
                .senderId(sender)
                .incarnation(1)
                .secret(Objects.requireNonNull(secrets.of(role)));
    }

    private BlockingOperator operator(final String endpoint) {
        return BlockingOperator.connect(session(endpoint, Role.OPERATOR, 0), DEADLINE_NS);
    }

    private ChunkClient chunk(final String endpoint, final int number) {
        final ChunkClient client = ChunkClient.asyncConnect(new ChunkClient.Context()
                .session(session(endpoint, Role.CHUNK, 0))
                .registration(new ChunkRegistration(
                        "n" + number, "10.0.0." + number, "z1", "r1", "", 10_201, "", CAPACITY_BYTES, 0))
                .probe(measurement -> measurement.tier(Tier.CAPACITY, CAPACITY_BYTES, 0, 0, 0))
                .listener(new ChunkListener() {}));
        agents.add(client);
        opened.add(client::close);
        return client;
    }

    private ExtentManagerClient extentManager(final String endpoint, final long[] granted) {
        final ExtentListener listener = (correlationId, version, reply) -> {
            assertThat(reply.header().result()).isEqualTo(ResultCode.OK);
            for (final ReserveForAllocationReplyDecoder.ItemsDecoder item : reply.items()) {
                granted[0] += item.extents();
            }
            return ReserveAction.ACCEPT;
        };
        return extentManager(endpoint, listener);
    }

    private ExtentManagerClient extentManager(final String endpoint, final ExtentListener listener) {
        final ExtentManagerClient client = ExtentManagerClient.asyncConnect(new ExtentManagerClient.Context()
                .session(session(endpoint, Role.EXTENT_MANAGER, 1))
                .listener(listener));
        agents.add(client);
        opened.add(client::close);
        return client;
    }

    /** Polls all clients until a condition holds. */
    private void await(final BooleanSupplier condition, final String otherwise) {
        final IdleStrategy idle = new BackoffIdleStrategy();
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(otherwise);
            }
            int workCount = 0;
            for (final Agent agent : agents) {
                try {
                    workCount += agent.doWork();
                } catch (final Exception e) {
                    throw new AssertionError(agent.roleName(), e);
                }
            }
            idle.idle(workCount);
        }
    }
}
