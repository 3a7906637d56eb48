package io.stowage.bench.space;

import com.sun.management.ThreadMXBean;
import io.stowage.bench.output.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The engine's memory with a row of every extent manager on every chunk, and the heap while it works. */
public final class MemoryBenchmark {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final int COMMANDS_A_TURN = 4;

    private MemoryBenchmark() {}

    /**
     * Runs it.
     *
     * @param chunks   in the cluster.
     * @param commands that the engine works through, in ten parts.
     * @param progress told what goes on, a line a step.
     * @return the figures.
     */
    public static MemoryReport run(final int chunks, final long commands, final PrintStream progress) {
        final Machine machine = Machine.now();
        progress.println("bench: " + chunks + " chunks x " + SpaceFixture.EMS + " extent managers");
        try (SpaceFixture fixture = new SpaceFixture(chunks, Touch.ALL)) {
            final List<MemoryReport.TableRow> tables = new ArrayList<>();
            fixture.host()
                    .engine()
                    .visitTables((name, rows, highWater, capacity) ->
                            tables.add(new MemoryReport.TableRow(name, rows, capacity)));
            final long turns = Math.max(10, commands / COMMANDS_A_TURN);
            // Half of it warms up: until then the compilers still work, on this thread's account too.
            work(fixture, turns / 2);
            final List<Long> heap = new ArrayList<>();
            heap.add(heapAfterCollection());
            long garbage = 0;
            for (int part = 0; part < 10; part++) {
                progress.println("bench: part " + (part + 1) + " of 10");
                garbage += work(fixture, turns / 10);
                heap.add(heapAfterCollection());
            }
            return new MemoryReport(
                    chunks,
                    SpaceFixture.EMS,
                    fixture.host().engine().memoryBytes(),
                    tables,
                    heap,
                    turns / 10 * 10 * COMMANDS_A_TURN,
                    garbage,
                    residentBytes(),
                    machine);
        }
    }

    /** Reserves and gives back, all over the cluster; gives back what that allocated on the heap. */
    private static long work(final SpaceFixture fixture, final long turns) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (long i = 0; i < turns; i++) {
            final int pair = fixture.next();
            fixture.reserve(pair, SpaceFixture.THICK);
            fixture.reserve(pair, SpaceFixture.THIN);
            fixture.free(pair, SpaceFixture.THIN);
            fixture.free(pair, SpaceFixture.THICK);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long residentBytes() {
        try {
            for (final String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(RESIDENT)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                }
            }
            return 0;
        } catch (final IOException notOnLinux) {
            return 0;
        }
    }
}
