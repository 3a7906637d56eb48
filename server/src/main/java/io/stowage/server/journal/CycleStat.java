package io.stowage.server.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one file of a journal holds, from the headers of its batches, as far as they are good.
 *
 * @param path             of the file.
 * @param bytes            length of the file.
 * @param batches          in it.
 * @param entries          in all batches.
 * @param logBytes         of all entries.
 * @param firstPosition    where the first batch starts; 0 if there is none.
 * @param lastPosition     after the last entry; 0 if there is none.
 * @param firstTimestampMs of the first batch, in ms since 1970; 0 if there is none.
 * @param lastTimestampMs  of the last batch.
 */
public record CycleStat(
        Path path,
        long bytes,
        long batches,
        long entries,
        long logBytes,
        long firstPosition,
        long lastPosition,
        long firstTimestampMs,
        long lastTimestampMs) {

    static CycleStat of(final CycleFile file) {
        return walk(file, Long.MAX_VALUE);
    }

    /** Where a file begins; says nothing about what follows. */
    static CycleStat ofFirstBatch(final CycleFile file) {
        return walk(file, 1);
    }

    private static CycleStat walk(final CycleFile file, final long most) {
        long batches = 0;
        long entries = 0;
        long logBytes = 0;
        long firstPosition = 0;
        long lastPosition = 0;
        long firstTimestampMs = 0;
        long lastTimestampMs = 0;
        try (MappedCycle mapped = new MappedCycle(file)) {
            final ExcerptCursor cursor = new ExcerptCursor(mapped);
            while (batches < most && cursor.look(false) == ExcerptState.VALID) {
                if (batches == 0) {
                    firstPosition = cursor.startPosition();
                    firstTimestampMs = cursor.timestampMs();
                }
                batches++;
                entries += cursor.entryCount();
                logBytes += cursor.byteLength();
                lastPosition = cursor.endPosition();
                lastTimestampMs = cursor.timestampMs();
                cursor.advance();
            }
        }
        return new CycleStat(
                file.path(),
                size(file.path()),
                batches,
                entries,
                logBytes,
                firstPosition,
                lastPosition,
                firstTimestampMs,
                lastTimestampMs);
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException ex) {
            throw new JournalException(file + " cannot be read (" + ex + "); check its permissions", ex);
        }
    }
}
