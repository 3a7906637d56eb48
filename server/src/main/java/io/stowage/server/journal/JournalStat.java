package io.stowage.server.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a journal holds, from the headers of its batches: fast, and without checksums (see {@link JournalVerifier}).
 *
 * @param cycles           files.
 * @param fileBytes        length of all cycle files.
 * @param logBytes         bytes of entries.
 * @param firstPosition    where the oldest batch starts.
 * @param lastPosition     after the newest entry.
 * @param batches          in all cycles.
 * @param entries          in all batches.
 * @param firstTimestampMs of the oldest batch, in ms since 1970; 0 if there is none.
 * @param lastTimestampMs  of the newest batch.
 */
public record JournalStat(
        int cycles,
        long fileBytes,
        long logBytes,
        long firstPosition,
        long lastPosition,
        long batches,
        long entries,
        long firstTimestampMs,
        long lastTimestampMs) {

    /**
     * Walks over a journal, which may be live.
     *
     * @param directory of the server.
     * @return what it holds, as far as the headers of each cycle are good.
     * @throws JournalException if the files cannot be read, or are of a newer format.
     */
    public static JournalStat of(final Path directory) {
        MarkFile.read(directory);
        final List<CycleFile> cycles = JournalFiles.cycles(directory);
        long fileBytes = 0;
        long logBytes = 0;
        long firstPosition = 0;
        long lastPosition = 0;
        long batches = 0;
        long entries = 0;
        long firstTimestampMs = 0;
        long lastTimestampMs = 0;
        for (final CycleFile file : cycles) {
            fileBytes += size(file);
            try (MappedCycle mapped = new MappedCycle(file)) {
                final ExcerptCursor cursor = new ExcerptCursor(mapped);
                while (cursor.look(false) == ExcerptState.VALID) {
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
        }
        return new JournalStat(
                cycles.size(),
                fileBytes,
                logBytes,
                firstPosition,
                lastPosition,
                batches,
                entries,
                firstTimestampMs,
                lastTimestampMs);
    }

    private static long size(final CycleFile file) {
        try {
            return Files.size(file.path());
        } catch (final IOException ex) {
            throw new JournalException(file.path() + " cannot be read (" + ex + "); check its permissions", ex);
        }
    }
}
