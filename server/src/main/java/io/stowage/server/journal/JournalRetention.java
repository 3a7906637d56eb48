package io.stowage.server.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lets go of the oldest cycle files. */
public final class JournalRetention {
    /** The newest files stay: the one that is written to, and the one that proves where it begins. */
    private static final int NEWEST = 2;

    private JournalRetention() {}

    /**
     * Removes the files that lie before a position and beyond the log that is to be kept, the oldest first. Age is told by the
     * log's own clock, from its newest entry back, so that a server that stood still for a week removes nothing for it.
     *
     * @param directory of the server.
     * @param covered   position before which no snapshot that is kept needs the journal; 0: nothing is removed.
     * @param keepBytes of log that stay in any case.
     * @param keepMs    of log that stay in any case, milliseconds.
     * @return files that were removed.
     * @throws JournalException if one cannot be removed.
     */
    public static int remove(final Path directory, final long covered, final long keepBytes, final long keepMs) {
        final List<CycleFile> cycles = JournalFiles.cycles(directory);
        if (covered == 0 || cycles.size() <= NEWEST) {
            return 0;
        }
        final CycleStat newest = CycleStat.of(cycles.getLast());
        int removed = 0;
        try {
            for (int i = 0; i < cycles.size() - NEWEST; i++) {
                final CycleStat next = CycleStat.ofFirstBatch(cycles.get(i + 1));
                if (next.firstPosition() > covered
                        || newest.lastPosition() - next.firstPosition() < keepBytes
                        || newest.lastTimestampMs() - next.firstTimestampMs() < keepMs) {
                    break;
                }
                Files.delete(cycles.get(i).path());
                removed++;
            }
            if (removed > 0) {
                dropRunsWithoutCycles(directory);
            }
            return removed;
        } catch (final IOException ex) {
            throw new JournalException(
                    "old files of the journal in " + directory + " cannot be removed (" + ex + ")", ex);
        }
    }

    /** All but the newest, which a server may just have made. */
    private static void dropRunsWithoutCycles(final Path directory) throws IOException {
        final List<Path> runs = JournalFiles.runs(directory);
        for (final Path run : runs.subList(0, runs.size() - 1)) {
            JournalFiles.dropIfEmpty(run);
        }
    }
}
