package io.stowage.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.stowage.codecs.Role;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop on the test's own thread, so that its garbage can be counted, without that of client and driver. */
@Timeout(300)
class AllocationTest {
    private static final int WARM_UP = 100_000;
    private static final int MEASURED = 100_000;

    private static final int IN_FLIGHT = 64;

    @TempDir
    private Path directory;

    private long nowNs;

    @Test
    void shouldAllocateNothingPerCommand() {
        final StandaloneServer.Context ctx =
                TestServers.context(directory).useAgentInvoker(true).tickIntervalMs(TimeUnit.HOURS.toMillis(1));
        ctx.journal().cycleBytes(512 << 20);
        // A microsecond a look: how often the slow tick comes does not depend on how fast the machine is.
        ctx.nanoClock(() -> nowNs += 1_000);
        try (StandaloneServer server = StandaloneServer.launch(ctx);
                RawClient client =
                        RawClient.ipc(server).open(server.clusterId(), Role.EXTENT_MANAGER, 1, new byte[0])) {
            final AgentInvoker invoker = Objects.requireNonNull(server.invoker());
            final UnsafeBuffer command = client.frames.connectEm();
            final UnsafeBuffer query = client.frames.statusQuery();
            exchange(client, invoker, command, query, WARM_UP);

            final long bytes = exchange(client, invoker, command, query, MEASURED);

            // Free space is looked at twice a second, which makes some small objects: a bound far below one a command.
            assertThat((double) bytes / MEASURED)
                    .as("bytes of garbage a request")
                    .isLessThan(1.0);
            System.out.println("garbage: " + bytes + " bytes over " + MEASURED + " requests");
        }
    }

    /** Sends requests one by one; gives back the bytes that the server's turns allocated. */
    private static long exchange(
            final RawClient client,
            final AgentInvoker invoker,
            final UnsafeBuffer command,
            final UnsafeBuffer query,
            final int count) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().threadId();
        long bytes = 0;
        final long answeredBefore = client.receivedCount();
        int sent = 0;
        while (client.receivedCount() - answeredBefore < count) {
            assertThat(invoker.isRunning()).isTrue();
            final long answered = client.receivedCount() - answeredBefore;
            if (sent < count && sent - answered < IN_FLIGHT && client.offer((sent & 3) == 0 ? query : command)) {
                sent++;
            }
            final long before = threads.getThreadAllocatedBytes(thread);
            invoker.invoke();
            bytes += threads.getThreadAllocatedBytes(thread) - before;
            client.countOnly();
        }
        return bytes;
    }
}
