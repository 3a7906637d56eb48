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
            for (int i = cycles.size() - 1; i >= 0; i--) {
                force(cycles.get(i).path());
                if (CycleScan.startPosition(cycles.get(i)) <= position) {
                    break;
                }
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

    private static void force(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
