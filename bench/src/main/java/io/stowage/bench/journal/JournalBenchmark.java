package io.stowage.bench.journal;

import io.stowage.bench.BenchException;
import io.stowage.bench.output.Machine;
import io.stowage.server.journal.SyncLevel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Appends the same commands in each way, in turns, into new files each time. */
public final class JournalBenchmark {
    private static final int[] BATCH_SIZES = {1, 20, 200};
    private static final long SEED = 5707;

    private final JournalOptions options;
    private final Path directory;
    private final PrintStream progress;
    private final UnsafeBuffer command;
    private int files;

    private JournalBenchmark(final JournalOptions options, final Path directory, final PrintStream progress) {
        this.options = options;
        this.directory = directory;
        this.progress = progress;
        command = new UnsafeBuffer(ByteBuffer.allocateDirect(options.commandBytes()));
        final Random random = new Random(SEED);
        for (int i = 0; i < options.commandBytes(); i++) {
            command.putByte(i, (byte) random.nextInt());
        }
    }

    /**
     * Runs it, and leaves nothing behind.
     *
     * @param options  how.
     * @param progress told what goes on, a line a step.
     * @return the figures.
     */
    public static JournalReport run(final JournalOptions options, final PrintStream progress) {
        try {
            final Path parent = options.directory();
            final Path directory = parent == null
                    ? Files.createTempDirectory("stowage-bench-")
                    : Files.createTempDirectory(Files.createDirectories(parent), "stowage-bench-");
            try {
                return new JournalBenchmark(options, directory, progress).measure();
            } finally {
                IoUtil.delete(directory.toFile(), true);
            }
        } catch (final IOException e) {
            throw new BenchException(
                    "no folder for the files can be made (" + e.getMessage() + "); name another one with --directory",
                    e);
        }
    }

    private JournalReport measure() throws IOException {
        final Machine machine = Machine.now();
        final List<JournalReport.Append> appends = new ArrayList<>();
        final List<JournalReport.Commit> commits = new ArrayList<>();
        for (final int batch : BATCH_SIZES) {
            progress.println("bench: appending, batches of " + batch);
            appends.add(appends(batch));
        }
        for (final int batch : BATCH_SIZES) {
            progress.println("bench: group commit, batches of " + batch);
            commits.add(commits(batch));
        }
        final String fileSystem = Files.getFileStore(directory).type();
        return new JournalReport(appends, commits, options, fileSystem, machine);
    }

    private JournalReport.Append appends(final int batch) {
        final Rounds copy = new Rounds();
        final Rounds chronicle = new Rounds();
        final Rounds own = new Rounds();
        final int batches = Math.max(1, options.commandsPerRound() / batch);
        final long bytes = (long) (batches + 1) * batch * options.commandBytes();
        for (int round = -1; round < options.rounds(); round++) {
            own.add(round, turn(path -> new OwnJournal(path, SyncLevel.PROCESS), batch, batches));
            copy.add(round, turn(path -> new MappedCopy(path, bytes), batch, batches));
            chronicle.add(round, turn(PlainChronicle::new, batch, batches));
        }
        final double commands = (double) batches * batch;
        return new JournalReport.Append(
                batch,
                copy.median() / commands,
                chronicle.median() / commands,
                own.median() / commands,
                own.ratioTo(copy),
                own.ratioTo(chronicle));
    }

    private JournalReport.Commit commits(final int batch) {
        final Rounds floor = new Rounds();
        final Rounds own = new Rounds();
        final long bytes = (long) (options.commits() + 1) * batch * options.commandBytes();
        for (int round = -1; round < options.rounds(); round++) {
            own.add(round, turn(path -> new OwnJournal(path, SyncLevel.BATCH), batch, options.commits()));
            floor.add(round, turn(path -> new ForcedFile(path, bytes), batch, options.commits()));
        }
        return new JournalReport.Commit(
                batch,
                options.commits() * 1e9 / floor.median(),
                options.commits() * 1e9 / own.median(),
                1 / own.ratioTo(floor));
    }

    /** Time of a turn without opening and closing, nanoseconds. The first batch creates what there is to create. */
    private long turn(final Function<Path, Appending> way, final int batch, final int batches) {
        final Path path = directory.resolve("turn-" + files++);
        final long elapsed;
        try (Appending appending = way.apply(path)) {
            append(appending, batch);
            final long start = System.nanoTime();
            for (int i = 0; i < batches; i++) {
                append(appending, batch);
            }
            elapsed = System.nanoTime() - start;
        }
        IoUtil.delete(path.toFile(), true);
        return elapsed;
    }

    private void append(final Appending appending, final int batch) {
        for (int i = 0; i < batch; i++) {
            appending.append(command, options.commandBytes());
        }
        appending.endBatch();
    }
}
