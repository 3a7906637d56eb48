package io.stowage.server.journal;

import static java.time.format.DateTimeFormatter.BASIC_ISO_DATE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Where things lie in a journal's directory.
 *
 * <pre>
 *   DIR/journal.lock                          held while a process owns the directory
 *   DIR/journal.mark                          who owns it, and the format version
 *   DIR/journal/run-0000000007/               a Chronicle Queue: what one run wrote, from cycle 7 on
 *   DIR/journal/run-0000000007/19700108F.cq4  cycle 7 (Chronicle names a cycle by a date: its number in days since 1970)
 *   DIR/journal/cut/                          torn tails that were cut off, kept for a post-mortem
 *   DIR/journal.before-4096/                  a member's journal that ended before the snapshot at 4096 it was started from
 * </pre>
 *
 * <p>Each run has a queue of its own, so that Chronicle never opens what another process left behind.
 */
final class JournalFiles {
    static final String LOCK_FILE = "journal.lock";
    static final String MARK_FILE = "journal.mark";

    private static final String JOURNAL_DIRECTORY = "journal";
    private static final String CUT_DIRECTORY = "cut";
    private static final String RUN_PREFIX = "run-";
    private static final String CYCLE_SUFFIX = "F.cq4";

    private JournalFiles() {}

    static Path journalDirectory(final Path directory) {
        return directory.resolve(JOURNAL_DIRECTORY);
    }

    static Path cutDirectory(final Path directory) {
        return journalDirectory(directory).resolve(CUT_DIRECTORY);
    }

    static Path runDirectory(final Path directory, final int firstCycle) {
        return journalDirectory(directory).resolve(RUN_PREFIX + String.format(Locale.ROOT, "%010d", firstCycle));
    }

    static Path cyclePath(final Path runDirectory, final int cycle) {
        return runDirectory.resolve(BASIC_ISO_DATE.format(LocalDate.ofEpochDay(cycle)) + CYCLE_SUFFIX);
    }

    /** All cycle files in order of their numbers; empty when there is no journal yet. */
    static List<CycleFile> cycles(final Path directory) {
        final List<CycleFile> cycles = new ArrayList<>();
        for (final Path run : runs(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(run, "*" + CYCLE_SUFFIX)) {
                files.forEach(path -> cycles.add(new CycleFile(cycleNumber(path), path)));
            } catch (final IOException | RuntimeException ex) {
                throw unreadable(run, ex);
            }
        }
        cycles.sort(Comparator.comparingInt(CycleFile::cycle));
        return cycles;
    }

    static List<Path> runs(final Path directory) {
        final Path journal = journalDirectory(directory);
        final List<Path> runs = new ArrayList<>();
        if (!Files.exists(journal)) {
            return runs;
        }
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(journal, RUN_PREFIX + "*")) {
            paths.forEach(runs::add);
        } catch (final IOException ex) {
            throw unreadable(journal, ex);
        }
        runs.sort(Comparator.naturalOrder());
        return runs;
    }

    /** Removes the directory of a run that has no cycle file. */
    static void dropIfEmpty(final Path run) throws IOException {
        try (DirectoryStream<Path> cycles = Files.newDirectoryStream(run, "*.cq4")) {
            if (cycles.iterator().hasNext()) {
                return;
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(run)) {
            for (final Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(run);
    }

    /** Renames the journal's directory to a name that is not taken. */
    static Path setAside(final Path directory, final long position) {
        final Path from = journalDirectory(directory);
        final String name = JOURNAL_DIRECTORY + ".before-" + position;
        Path to = directory.resolve(name);
        for (int n = 1; Files.exists(to); n++) {
            to = directory.resolve(name + '-' + n);
        }
        try {
            Files.move(from, to);
            forceDirectory(directory);
            return to;
        } catch (final IOException ex) {
            throw new JournalException(
                    from + " cannot be moved to " + to + " (" + ex + "); check the permissions of the directory", ex);
        }
    }

    /** Makes the entries of a directory durable: a new or renamed file is not, before its directory was forced. */
    static void forceDirectory(final Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static int cycleNumber(final Path path) {
        final String name = String.valueOf(path.getFileName());
        final String date = name.substring(0, name.length() - CYCLE_SUFFIX.length());
        try {
            return Math.toIntExact(LocalDate.parse(date, BASIC_ISO_DATE).toEpochDay());
        } catch (final DateTimeException ex) {
            throw new JournalException(path + " is not a cycle file of this journal; move it out of the directory", ex);
        }
    }

    private static JournalException unreadable(final Path path, final Exception cause) {
        if (cause instanceof final JournalException known) {
            return known;
        }
        final String reason = cause instanceof NotDirectoryException ? "it is not a directory" : String.valueOf(cause);
        return new JournalException(path + " cannot be read (" + reason + "); check its permissions", cause);
    }
}
