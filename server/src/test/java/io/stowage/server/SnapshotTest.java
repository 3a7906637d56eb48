package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.faults.Sometimes;
import io.stowage.server.replay.JournalReplay;
import io.stowage.server.replay.ReplayProgress;
import io.stowage.server.snapshot.SnapshotFile;
import io.stowage.server.snapshot.SnapshotMaker;
import io.stowage.server.snapshot.SnapshotSettings;
import io.stowage.server.snapshot.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state beside the journal: what a stop leaves, what a running server makes, and what a start does with it. */
@Timeout(300)
class SnapshotTest {
    private static final int NODES = 40;
    private static final int EVERY_BYTE_OF_HEADERS = 128;
    private static final int STEP = 97;

    @TempDir
    private Path directory;

    private ServerSummary serve(final StandaloneServer.Context context, final int nodes) {
        final StandaloneServer server = StandaloneServer.launch(context);
        try (server;
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            register(client, nodes);
        }
        return Objects.requireNonNull(server.summary());
    }

    private static void register(final RawClient client, final int nodes) {
        for (int node = 1; node <= nodes; node++) {
            client.send(client.frames.registerNode("10.0.0." + node, "n" + node));
            client.await(RegisterNodeReplyDecoder.TEMPLATE_ID);
        }
    }

    private SnapshotStore store() {
        return new SnapshotStore(directory);
    }

    @Test
    void shouldLeaveASnapshotOfTheEndFromWhichTheNextStartGoesOn() {
        final ServerSummary first = serve(TestServers.context(directory), NODES);

        assertThat(store().list()).extracting(SnapshotFile::position).containsExactly(first.position());
        try (Engine engine = store().restore(Limits.small()).engine()) {
            assertThat(engine.stateHash()).isEqualTo(first.stateHash());
            engine.verify();
        }

        final ServerSummary second = serve(TestServers.context(directory), 1);
        assertThat(second.commands()).isGreaterThan(first.commands());
        try (Engine fromZero = new Engine(Limits.small())) {
            JournalReplay.run(directory, fromZero);
            assertThat(fromZero.stateHash()).isEqualTo(second.stateHash());
        }
    }

    @Test
    void shouldMakeSnapshotsWhileItServes() {
        final StandaloneServer.Context context =
                TestServers.context(directory).snapshots(new SnapshotSettings(1_000, 2, Long.MAX_VALUE, 0));
        try (StandaloneServer server = StandaloneServer.launch(context);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            register(client, NODES);
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (store().list().isEmpty() && System.nanoTime() - deadlineNs < 0) {
                Thread.onSpinWait();
            }
            assertThat(store().list()).isNotEmpty();
        }
        assertThat(store().list()).hasSizeBetween(1, 3);
    }

    @Test
    void shouldMakeOneBesideARunningServerWithoutAskingIt() {
        try (StandaloneServer server = StandaloneServer.launch(TestServers.context(directory));
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            register(client, NODES);

            final SnapshotMaker.Made made = new SnapshotMaker(directory, Limits.small()).make(ReplayProgress.NONE);

            try (Engine fromZero = new Engine(Limits.small())) {
                JournalReplay.run(directory, fromZero, made.file().position(), ReplayProgress.NONE);
                assertThat(fromZero.stateHash()).isEqualTo(made.stateHash());
            }
        }
    }

    @Test
    void shouldMakeOneWhileTheJournalRolls() throws Exception {
        final StandaloneServer.Context context = TestServers.context(directory);
        context.journal().cycleBytes(300);
        try (StandaloneServer server = StandaloneServer.launch(context);
                RawClient client = RawClient.ipc(server).open(server.clusterId())) {
            register(client, NODES);
            final SnapshotMaker maker = new SnapshotMaker(directory, Limits.small());
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(200);
            boolean hasRolled = false;
            while (!hasRolled) {
                assertThat(System.nanoTime() - deadlineNs).isNegative();

                // when
                final long before = cycleFiles();
                final CompletableFuture<SnapshotMaker.Made> making =
                        CompletableFuture.supplyAsync(() -> maker.make(ReplayProgress.NONE));
                while (!making.isDone()) {
                    register(client, 1);
                    hasRolled |= !making.isDone() && cycleFiles() > before;
                }

                // then
                final SnapshotMaker.Made made = making.get();
                try (Engine fromZero = new Engine(Limits.small())) {
                    JournalReplay.run(directory, fromZero, made.file().position(), ReplayProgress.NONE);
                    assertThat(fromZero.stateHash()).isEqualTo(made.stateHash());
                }
            }
        }
        Sometimes.ROLL_DURING_SNAPSHOT.seen("SnapshotTest");
    }

    private long cycleFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".cq4")).count();
        }
    }

    @Test
    void shouldNotUseASnapshotThatIsCutOrChangedAnywhere() throws IOException {
        final ServerSummary summary = serve(TestServers.context(directory), 3);
        final Path file = store().list().getFirst().path();
        final byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at += at < EVERY_BYTE_OF_HEADERS ? 1 : STEP) {
            final byte[] flipped = good.clone();
            flipped[at] = (byte) (flipped[at] ^ 1 << at % Byte.SIZE);
            Files.write(file, flipped);
            assertLeftOut("byte " + at);
            Files.write(file, Arrays.copyOf(good, at));
            assertLeftOut("cut at " + at);
        }
        Files.write(file, Arrays.copyOf(good, good.length + 1));
        assertLeftOut("one byte more");

        // The journal has it all: the start goes on without the snapshot.
        assertThat(serve(TestServers.context(directory), 0).commands()).isGreaterThan(summary.commands());
    }

    private void assertLeftOut(final String damage) {
        final SnapshotStore.Restored restored = store().restore(Limits.small());
        try (Engine engine = restored.engine()) {
            assertThat(engine.position()).as(damage).isZero();
            assertThat(restored.warnings())
                    .as(damage)
                    .singleElement()
                    .asString()
                    .contains("is left out");
        }
    }

    @Test
    void shouldFallBackToTheOneBefore() throws IOException {
        final ServerSummary first = serve(TestServers.context(directory), 3);
        serve(TestServers.context(directory), 3);
        final Path newest = store().list().getFirst().path();
        Files.write(newest, new byte[100]);

        final SnapshotStore.Restored restored = store().restore(Limits.small());
        try (Engine engine = restored.engine()) {
            assertThat(engine.position()).isEqualTo(first.position());
            assertThat(restored.warnings()).hasSize(1);
        }
    }

    @Test
    void shouldKeepTheNewestAndDropWhatDeadProcessesLeft() throws IOException {
        for (int i = 0; i < 3; i++) {
            serve(TestServers.context(directory), 1);
        }
        final Path ofTheDead = directory.resolve("snapshots").resolve("snapshot-0000000000000000001.bin-999999999.tmp");
        final Path ofTheLiving = directory
                .resolve("snapshots")
                .resolve("snapshot-0000000000000000001.bin-"
                        + ProcessHandle.current().pid() + ".tmp");
        Files.write(ofTheDead, new byte[1]);
        Files.write(ofTheLiving, new byte[1]);
        final long second = store().list().get(1).position();

        assertThat(store().prune(2)).isEqualTo(second);

        assertThat(store().list()).hasSize(2);
        assertThat(ofTheDead).doesNotExist();
        assertThat(ofTheLiving).exists();
        assertThat(store().prune(3)).isZero();
    }

    @Test
    void shouldNotCountADamagedSnapshotAmongThoseThatAreKept() throws IOException {
        for (int i = 0; i < 4; i++) {
            serve(TestServers.context(directory).snapshots(new SnapshotSettings(1 << 30, 10, 0, 0)), 1);
        }
        final List<SnapshotFile> all = store().list();
        final Path damaged = all.get(1).path();
        final byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length - 1] ^= 1;
        Files.write(damaged, bytes);

        // The newest and the third are good: the journal from the third on is needed.
        assertThat(store().prune(2)).isEqualTo(all.get(2).position());

        assertThat(store().list()).containsExactly(all.get(0), all.get(1), all.get(2));
        assertThat(store().prune(3)).as("only two are good").isZero();
    }

    @Test
    void shouldDropAtTheStartWhatAnOlderProcessOfTheSameNumberLeft() throws IOException {
        // given: in a container every server has the same process id
        serve(TestServers.context(directory), 1);
        final Path unfinished = directory
                .resolve("snapshots")
                .resolve("snapshot-0000000000000000001.bin-"
                        + ProcessHandle.current().pid() + ".tmp");
        Files.write(unfinished, new byte[1]);

        // when
        try (StandaloneServer server = TestServers.launch(directory)) {
            // then
            assertThat(server.isRunning()).isTrue();
            assertThat(unfinished).doesNotExist();
        }
    }

    @Test
    void shouldLeaveNoMoreThanAreKeptHoweverOftenItStops() {
        for (int i = 0; i < 4; i++) {
            serve(TestServers.context(directory).snapshots(new SnapshotSettings(1 << 30, 2, 0, 0)), 1);
        }

        assertThat(store().list()).hasSize(2);
    }

    @Test
    void shouldMakeNoneWhereTheyAreOff() {
        serve(TestServers.context(directory).snapshots(new SnapshotSettings(0, 1, 0, 0)), 3);

        assertThat(store().list()).isEmpty();
    }

    @Test
    void shouldBelongToTheClusterOfItsDirectory() {
        final UUID cluster = new UUID(5, 7);
        StandaloneServer.launch(TestServers.context(directory).clusterId(cluster))
                .close();
        try (StandaloneServer server = StandaloneServer.launch(TestServers.context(directory))) {
            assertThat(server.clusterId()).isEqualTo(cluster);
        }
    }
}
