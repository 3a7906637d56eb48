package io.stowage.server.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Brings a journal that may still be in the page cache to the disk. Needs no ownership. */
public final class JournalDurability {
    private JournalDurability() {}

    /**
     * Forces all that was written behind a position, with the directories that name it. What is written meanwhile may or may
     * not be covered.
     *
     * @param directory of the server.
     * @param position  up to which the journal is on the disk already.
     * @throws JournalException if it cannot be forced.
     */
    public static void force(final Path directory, final long position) {
        final List<CycleFile> cycles = JournalFiles.cycles(directory);
        try {
            for (int i = firstBehind(cycles, position); i < cycles.size(); i++) {
                force(cycles.get(i).path());
            }
            for (final Path run : JournalFiles.runs(directory)) {
                JournalFiles.forceDirectory(run);
            }
            JournalFiles.forceDirectory(JournalFiles.journalDirectory(directory));
            JournalFiles.forceDirectory(directory);
        } catch (final IOException ex) {
            throw new JournalException(
                    "the journal in " + directory + " cannot be forced to the disk (" + ex + ")", ex);
        }
    }

    /**
     * Index of the file from which on something lies behind a position. A file without a batch says nothing: the writer has just begun it,
     * or died before it had written to it.
     */
    static int firstBehind(final List<CycleFile> cycles, final long position) {
        int first = cycles.size() - 1;
        while (first > 0) {
            final long start = CycleScan.startPosition(cycles.get(first));
            if (start > 0 && start <= position) {
                return first;
            }
            first--;
        }
        return Math.max(0, first);
    }

    private static void force(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
