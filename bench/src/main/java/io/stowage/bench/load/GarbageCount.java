package io.stowage.bench.load;

import com.sun.management.ThreadMXBean;
import io.aeron.Aeron;
import io.stowage.bench.BenchException;
import io.stowage.bench.fleet.Fleet;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.client.StowageClient;
import io.stowage.codecs.Role;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * What the thread of the loop leaves on the heap, from Aeron's ring over journal and engine to the reply. The server has its own
 * threads, as it is by default: what the media driver leaves is not its.
 */
final class GarbageCount {
    private static final String THREAD = "stowage-server";
    private static final long WARM_UP_SHARE = 5;

    private GarbageCount() {}

    static LoadReport.Garbage run(final Path directory, final LoadOptions options, final PrintStream progress) {
        final long commands = options.garbageCommands();
        if (commands == 0) {
            return new LoadReport.Garbage(0, 0);
        }
        progress.println("bench: counting the garbage of " + commands + " commands");
        final FleetShape shape = new FleetShape(options.chunks());
        try (LoadedServer server = LoadedServer.threaded(directory, shape, options.idle());
                Aeron aeron = LoadedServer.connectAeron(server.context().media().aeronDirectoryName())) {
            server.build(aeron, shape);
            try (StowageClient session = server.connectExtentManager(aeron)) {
                final Traffic traffic = new Traffic(
                        Link.of(session),
                        server.frames(Role.EXTENT_MANAGER, Fleet.MEASURED_EM),
                        options.idle().create(),
                        server::requireRunning);
                // Until then the compilers still work, and what they cannot yet leave out is allocated.
                Loop.send(traffic, commands / WARM_UP_SHARE, options.window());
                final long answeredBefore = traffic.received();
                final long before = allocatedBytes();
                Loop.send(traffic, commands, options.window());
                return new LoadReport.Garbage(traffic.received() - answeredBefore, allocatedBytes() - before);
            }
        }
    }

    private static long allocatedBytes() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (final Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(THREAD)) {
                return threads.getThreadAllocatedBytes(thread.threadId());
            }
        }
        throw new BenchException("no thread is called " + THREAD + ", so that its garbage cannot be counted");
    }
}
