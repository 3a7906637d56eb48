package io.stowage.bench.endurance;

import com.sun.management.ThreadMXBean;
import io.stowage.bench.engine.EngineHost;
import io.stowage.bench.output.Machine;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.InvariantViolation;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs the load and measures around it, batch by batch. Verifying and printing make garbage, so that they happen between
 * batches.
 */
public final class EnduranceBenchmark {
    private static final long BATCH = 100_000;
    private static final long WARM_UP_MOST = 5_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long PROGRESS_NS = 10 * NS_PER_SECOND;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Most rows of each table that were seen in use, between batches. */
    private final Map<String, Integer> peaks = new TreeMap<>();

    private final EnduranceOptions options;
    private final PrintStream progress;
    private long cpuNs;
    private long wallNs;
    private long garbageBytes;
    private long measuredCommands;

    private EnduranceBenchmark(final EnduranceOptions options, final PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @param options  how long and on what.
     * @param progress told now and then how far it is.
     * @return the figures.
     */
    public static EnduranceReport run(final EnduranceOptions options, final PrintStream progress) {
        return new EnduranceBenchmark(options, progress).run();
    }

    private EnduranceReport run() {
        final Machine machine = Machine.now();
        try (Load load = new Load(options)) {
            final EngineHost host = load.host();
            final long offHeapBytesStart = host.engine().memoryBytes();
            final long first = host.engine().commands();
            final long warmUp = Math.min(WARM_UP_MOST, options.commands() / 10);
            long told = System.nanoTime();
            while (host.engine().commands() - first < options.commands()) {
                final long done = host.engine().commands() - first;
                final boolean measured = done >= warmUp;
                batch(load, first + Math.min(options.commands(), done < warmUp ? warmUp : done + BATCH), measured);
                host.engine().visitTables((name, rows, highWater, capacity) -> peaks.merge(name, rows, Math::max));
                if (System.nanoTime() - told > PROGRESS_NS) {
                    told = System.nanoTime();
                    tell(host.engine().commands() - first);
                }
            }
            final long commands = host.engine().commands() - first;
            final boolean verifiedBefore = verify(load);
            final boolean healed = load.settlesToTheTruth();
            return report(load, commands, warmUp, offHeapBytesStart, verifiedBefore && verify(load), healed, machine);
        }
    }

    private void batch(final Load load, final long until, final boolean measured) {
        final long before = load.host().engine().commands();
        final long cpuBefore = threads.getCurrentThreadCpuTime();
        final long wallBefore = System.nanoTime();
        final long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        load.run(until);
        final long bytes = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
        if (measured) {
            garbageBytes += bytes;
            cpuNs += threads.getCurrentThreadCpuTime() - cpuBefore;
            wallNs += System.nanoTime() - wallBefore;
            measuredCommands += load.host().engine().commands() - before;
        }
    }

    private boolean verify(final Load load) {
        try {
            load.host().engine().verify();
            return true;
        } catch (final InvariantViolation e) {
            progress.println("endurance: " + e.getMessage());
            return false;
        }
    }

    private void tell(final long done) {
        progress.printf(
                Locale.ROOT,
                "endurance: %,d of %,d commands, %.0f ns each on the processor, %,d bytes of garbage%n",
                done,
                options.commands(),
                perCommand(cpuNs),
                garbageBytes);
    }

    private double perCommand(final long value) {
        return measuredCommands == 0 ? 0 : (double) value / measuredCommands;
    }

    private EnduranceReport report(
            final Load load,
            final long commands,
            final long warmUp,
            final long offHeapBytesStart,
            final boolean verified,
            final boolean healed,
            final Machine machine) {
        final EngineHost host = load.host();
        final List<EnduranceReport.TableFill> tables = new ArrayList<>();
        host.engine()
                .visitTables((name, rows, highWater, capacity) -> tables.add(
                        new EnduranceReport.TableFill(name, rows, peaks.merge(name, rows, Math::max), capacity)));
        final Map<String, Long> results = new TreeMap<>();
        for (final ResultCode result : ResultCode.values()) {
            if (host.answered(result) != 0) {
                results.put(result.name(), host.answered(result));
            }
        }
        return new EnduranceReport(
                options,
                commands,
                host.queries(),
                perCommand(cpuNs),
                perCommand(wallNs),
                offHeapBytesStart,
                host.engine().memoryBytes(),
                warmUp,
                garbageBytes,
                perCommand(garbageBytes),
                results,
                host.events(),
                tables,
                verified,
                healed,
                String.format(Locale.ROOT, "%016x", host.engine().stateHash()),
                machine);
    }
}
