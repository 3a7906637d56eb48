package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Role;
import io.stowage.probe.CpuAffinity;
import io.stowage.probe.CpuSet;
import io.stowage.probe.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the loop tells of itself, and what it takes of its machine. */
class LoopFiguresTest {
    private static final int SENT = 40;

    @TempDir
    private Path directory;

    @Test
    void shouldTellOfItsBatches() throws IOException {
        final Path recorded = directory.resolve("batches.jfr");
        final StandaloneServer.Context ctx =
                TestServers.context(directory.resolve("server")).useAgentInvoker(true);
        try (Recording recording = new Recording()) {
            recording.enable("io.stowage.Batch").withThreshold(Duration.ZERO);
            recording.start();
            try (StandaloneServer server = StandaloneServer.launch(ctx);
                    RawClient client =
                            RawClient.ipc(server).open(server.clusterId(), Role.EXTENT_MANAGER, 1, new byte[0])) {
                final AgentInvoker loop = Objects.requireNonNull(server.invoker());
                final long commands = client.counter(ServerCounter.COMMANDS);
                final long queries = client.counter(ServerCounter.QUERIES);
                sendAll(client, client.frames.connectEm(), client.frames.statusQuery());
                while (client.counter(ServerCounter.COMMANDS) < commands + SENT
                        || client.counter(ServerCounter.QUERIES) < queries + SENT) {
                    loop.invoke();
                }

                // All had arrived before the first turn: they are one batch.
                assertThat(client.counter(ServerCounter.BATCH_LARGEST)).isEqualTo(2 * SENT);
                assertThat(client.counter(ServerCounter.JOURNAL_TIME))
                        .isGreaterThanOrEqualTo(client.counter(ServerCounter.JOURNAL_TIME_LONGEST))
                        .isPositive();
                assertThat(client.counter(ServerCounter.APPLY_TIME))
                        .isGreaterThanOrEqualTo(client.counter(ServerCounter.APPLY_TIME_LONGEST))
                        .isPositive();
                assertThat(client.counter(ServerCounter.REPLIES_WAITING)).isZero();
            }
            recording.stop();
            recording.dump(recorded);
        }
        final List<RecordedEvent> batches = RecordingFile.readAllEvents(recorded);
        assertThat(batches)
                .anySatisfy(batch -> {
                    assertThat(batch.getInt("commands")).isEqualTo(SENT);
                    assertThat(batch.getInt("queries")).isEqualTo(SENT);
                })
                .allSatisfy(batch -> assertThat(batch.getDuration("applyTime")).isPositive());
        assertThat(batches.stream().mapToLong(batch -> batch.getLong("position")))
                .isSorted();
    }

    /** The client's frames arrive in the order in which they are sent, a query behind each command. */
    private static void sendAll(final RawClient client, final UnsafeBuffer command, final UnsafeBuffer query) {
        for (int i = 0; i < SENT; i++) {
            assertThat(client.offer(command)).isTrue();
            assertThat(client.offer(query)).isTrue();
        }
    }

    @Test
    void shouldTakeWhatItMayOfItsMachine() throws InterruptedException {
        final int cpu = CpuAffinity.currentCpu() instanceof Reading.Measured<Integer> measured ? measured.value() : -1;
        assertThat(cpu).as("the CPU of this thread can be read").isNotNegative();
        final CompletableFuture<Reading<CpuSet>> allowed = new CompletableFuture<>();
        final Thread thread = new Thread(() -> {
            final StandaloneServer.Context ctx = TestServers.context(directory)
                    .useAgentInvoker(true)
                    .machine(new MachineSettings(Integer.toString(cpu), true));
            try (StandaloneServer server = StandaloneServer.launch(ctx)) {
                assertThat(server.isRunning()).isTrue();
                allowed.complete(CpuAffinity.allowed());
            } catch (final RuntimeException | Error e) {
                allowed.completeExceptionally(e);
            }
        });
        thread.start();
        thread.join();

        assertThat(allowed.join()).isEqualTo(Reading.measured(CpuSet.of(cpu)));
    }
}
