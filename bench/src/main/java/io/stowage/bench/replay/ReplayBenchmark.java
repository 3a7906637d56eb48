package io.stowage.bench.replay;

import io.stowage.bench.BenchException;
import io.stowage.bench.fleet.FleetShape;
import io.stowage.bench.output.Machine;
import io.stowage.engine.Engine;
import io.stowage.server.journal.JournalEntryHandler;
import io.stowage.server.journal.JournalReader;
import io.stowage.server.replay.JournalReplay;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.IoUtil;
import org.jspecify.annotations.Nullable;

/**
 * Replays a journal and reads it without applying, in turns. The time of the processor counts, so that whoever else runs on the
 * machine hides nothing.
 */
public final class ReplayBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private ReplayBenchmark() {}

    /**
     * Runs it, and leaves nothing behind.
     *
     * @param chunks    in the fleet.
     * @param commands  of each mix.
     * @param rounds    that count; one more warms up.
     * @param directory for the journals; null: a temporary one.
     * @param progress  told what goes on, a line a step.
     * @return the figures.
     * @throws BenchException if the replay does not give the state that was written.
     */
    public static ReplayReport run(
            final int chunks,
            final int commands,
            final int rounds,
            final @Nullable Path directory,
            final PrintStream progress) {
        final Machine machine = Machine.now();
        final List<ReplayReport.Row> rows = new ArrayList<>();
        for (final Mix mix : Mix.values()) {
            progress.println("bench: writing a journal of " + mix.name().toLowerCase(Locale.ROOT));
            rows.add(measure(new FleetShape(chunks), mix, commands, rounds, directory));
        }
        return new ReplayReport(rows, chunks, rounds, machine);
    }

    private static ReplayReport.Row measure(
            final FleetShape shape, final Mix mix, final int commands, final int rounds, final @Nullable Path parent) {
        final Path directory = newDirectory(parent);
        try {
            final WrittenJournal written = WrittenJournal.write(directory, shape, mix, commands);
            final long[] reading = new long[rounds];
            final long[] replaying = new long[rounds];
            for (int round = -1; round < rounds; round++) {
                final long read = read(directory, written);
                final long replayed = replay(directory, shape, written);
                if (round >= 0) {
                    reading[round] = read;
                    replaying[round] = replayed;
                }
            }
            final double perRead = written.commands() * 1e9 / median(reading);
            final double perReplay = written.commands() * 1e9 / median(replaying);
            return new ReplayReport.Row(mix, written.commands(), perRead, perReplay, perReplay / perRead);
        } finally {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private static Path newDirectory(final @Nullable Path parent) {
        try {
            return parent == null
                    ? Files.createTempDirectory("stowage-bench-")
                    : Files.createTempDirectory(Files.createDirectories(parent), "stowage-bench-");
        } catch (final IOException e) {
            throw new BenchException(
                    "no folder for the journal can be made (" + e.getMessage() + "); name another one with --directory",
                    e);
        }
    }

    private static long read(final Path directory, final WrittenJournal written) {
        final long[] seen = new long[2];
        final JournalEntryHandler handler = (position, timestampMs, sessionId, flags, buffer, offset, length) -> {
            seen[0]++;
            seen[1] = position;
        };
        final long start = THREADS.getCurrentThreadCpuTime();
        try (JournalReader reader = JournalReader.open(directory, 0)) {
            while (reader.poll(handler) > 0) {
                // The handler counts.
            }
        }
        final long elapsed = THREADS.getCurrentThreadCpuTime() - start;
        if (seen[0] != written.commands()) {
            throw new BenchException("of " + written.commands() + " commands " + seen[0] + " were read");
        }
        return elapsed;
    }

    private static long replay(final Path directory, final FleetShape shape, final WrittenJournal written) {
        try (Engine engine = new Engine(shape.limits())) {
            final long start = THREADS.getCurrentThreadCpuTime();
            final JournalReplay.Result result = JournalReplay.run(directory, engine);
            final long elapsed = THREADS.getCurrentThreadCpuTime() - start;
            if (result.entries() != written.commands() || engine.stateHash() != written.stateHash()) {
                throw new BenchException("the replay does not give the state that was written");
            }
            return elapsed;
        }
    }

    private static double median(final long[] times) {
        return Arrays.stream(times)
                .sorted()
                .skip((times.length - 1) / 2)
                .findFirst()
                .orElseThrow();
    }
}
