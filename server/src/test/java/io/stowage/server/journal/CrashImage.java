package io.stowage.server.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/** A journal as a dead process leaves it behind, which tests can damage and have again as it was. */
final class CrashImage {
    static final int BLOCK_BYTES = 64 << 10;

    private static final int MAX_BATCH_BYTES = 8192;

    private final Path image;
    private final List<JournalRecord> records = new ArrayList<>();
    private final List<Long> batchEnds = new ArrayList<>();

    private CrashImage(final Path image) {
        this.image = image;
    }

    /** Writes batches and takes the image while the journal is open. */
    static CrashImage of(final Path scratch, final int batches, final long cycleBytes, final long seed) {
        final Path live = scratch.resolve("live");
        final CrashImage crash = new CrashImage(scratch.resolve("image"));
        final Random random = new Random(seed);
        try (Journal journal = Journal.open(context(live, cycleBytes))) {
            final JournalAppender appender = journal.appender();
            for (int i = 0; i < batches; i++) {
                crash.appendBatch(appender, random);
            }
            copy(live, crash.image);
        }
        return crash;
    }

    static Journal.Context context(final Path directory, final long cycleBytes) {
        return new Journal.Context()
                .directory(directory)
                .cycleBytes(cycleBytes)
                .blockBytes(BLOCK_BYTES)
                .maxBatchBytes(MAX_BATCH_BYTES)
                .reserveBytes(0)
                .minFreeBytes(0);
    }

    /** Puts the image back into a directory, which is emptied first. */
    void restore(final Path directory) {
        if (Files.exists(directory)) {
            try (Stream<Path> paths = Files.walk(directory)) {
                for (final Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            } catch (final IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
        copy(image, directory);
    }

    List<JournalRecord> records() {
        return records;
    }

    /** What was in the first batches alone. */
    List<JournalRecord> recordsOfBatches(final int batches) {
        final long end = batches == 0 ? 0 : batchEnds.get(batches - 1);
        return records.stream().filter(r -> r.position() <= end).toList();
    }

    int batches() {
        return batchEnds.size();
    }

    /** Offsets of the batches' Chronicle words in a cycle file, and at last the offset after what follows them. */
    static List<Integer> excerptOffsets(final Path directory, final int cycleIndex) {
        final List<Integer> offsets = new ArrayList<>();
        try (MappedCycle cycle = new MappedCycle(JournalFiles.cycles(directory).get(cycleIndex))) {
            final ExcerptCursor cursor = new ExcerptCursor(cycle);
            while (cursor.look(true) == ExcerptState.VALID) {
                offsets.add(cursor.offset());
                cursor.advance();
            }
            offsets.add(cursor.offset());
        }
        return offsets;
    }

    static Path cyclePath(final Path directory, final int cycleIndex) {
        return JournalFiles.cycles(directory).get(cycleIndex).path();
    }

    static byte[] read(final Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static void write(final Path file, final byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static void truncate(final Path file, final long length) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void appendBatch(final JournalAppender appender, final Random random) {
        final long timestampMs = random.nextInt(1_000_000);
        appender.beginBatch(timestampMs);
        final int entries = 1 + random.nextInt(3);
        for (int i = 0; i < entries; i++) {
            final byte[] command = new byte[1 + random.nextInt(60)];
            random.nextBytes(command);
            final UnsafeBuffer buffer = new UnsafeBuffer(command);
            final long position = appender.append(i, 7, buffer, 0, command.length);
            records.add(JournalRecord.of(position, timestampMs, i, 7, buffer, 0, command.length));
        }
        batchEnds.add(appender.commit());
    }

    private static void copy(final Path from, final Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (final Path path : paths.toList()) {
                final Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
