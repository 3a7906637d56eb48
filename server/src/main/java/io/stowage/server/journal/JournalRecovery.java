package io.stowage.server.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Brings a journal that nobody writes to a clean end: finds the last good batch, cuts off what a dying writer left behind it,
 * and refuses a journal whose middle is damaged.
 *
 * <p>It reads the newest cycle file (and older ones only if that has no batch yet) with all checksums; the cycles before are
 * checked by the reader that replays them. Everything it does may be interrupted and done again.
 */
final class JournalRecovery {
    private static final int END_MARKER = 0xC000_0000;

    private final Path directory;
    private final long firstPosition;
    private final List<Path> cutFiles = new ArrayList<>();
    private long cutBytes;
    private String cutReason = "";

    private JournalRecovery(final Path directory, final long firstPosition) {
        this.directory = directory;
        this.firstPosition = firstPosition;
    }

    /**
     * Recovers.
     *
     * @param directory     of the journal, which the caller owns.
     * @param firstPosition where the log begins if there is none yet.
     * @return where the log goes on.
     * @throws JournalDamagedException if a valid batch follows something that is not one, or a cycle file is missing.
     * @throws JournalException        if the files cannot be read or written.
     */
    static RecoveryReport recover(final Path directory, final long firstPosition) {
        try {
            return new JournalRecovery(directory, firstPosition).recover();
        } catch (final IOException ex) {
            throw new JournalException(
                    "journal in " + directory + " cannot be recovered (" + ex
                            + "); make the directory writable and give it free space",
                    ex);
        }
    }

    private RecoveryReport recover() throws IOException {
        final List<CycleFile> cycles = JournalFiles.cycles(directory);
        checkNoGap(cycles);
        int last = cycles.size() - 1;
        while (last >= 0) {
            final CycleScan scan = CycleScan.scan(cycles.get(last));
            if (scan.validFollows()) {
                final long position = scan.batches() > 0 || last == 0
                        ? scan.endPosition()
                        : CycleScan.endPosition(cycles.get(last - 1));
                throw new JournalDamagedException(position, scan.file().path(), scan.reason());
            }
            if (scan.batches() > 0) {
                checkLink(cycles, last, scan);
                putAside(scan);
                seal(scan);
                return report(scan.endPosition(), scan.file().cycle() + 1);
            }
            if (last == 0 && scan.file().cycle() > firstCycle()) {
                throw new JournalDamagedException(
                        0, scan.file().path(), "no batch is left of a log that had earlier cycles");
            }
            putAside(scan);
            drop(scan.file());
            last--;
        }
        dropEmptyRuns();
        return report(firstPosition, firstCycle());
    }

    /** A log that begins in its middle has no cycle 0, like one whose old files were removed. */
    private int firstCycle() {
        return firstPosition == 0 ? 0 : 1;
    }

    /** Ends a cycle file after its last batch with Chronicle's own end marker. */
    static void seal(final Path path, final long endOffset) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            final ByteBuffer word = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            word.putInt(0, END_MARKER);
            channel.write(word, endOffset);
            channel.truncate(endOffset + Integer.BYTES);
            channel.force(true);
        }
    }

    private void seal(final CycleScan scan) throws IOException {
        dropEmptyRuns();
        if (!scan.sealed()) {
            seal(scan.file().path(), scan.endOffset());
        }
    }

    private static void checkNoGap(final List<CycleFile> cycles) {
        for (int i = 1; i < cycles.size(); i++) {
            final CycleFile before = cycles.get(i - 1);
            if (cycles.get(i).cycle() != before.cycle() + 1) {
                throw new JournalDamagedException(
                        CycleScan.endPosition(before),
                        before.path(),
                        "the file of cycle " + (before.cycle() + 1)
                                + ", which should follow, is missing or there twice");
            }
        }
    }

    private static void checkLink(final List<CycleFile> cycles, final int last, final CycleScan scan) {
        if (last == 0) {
            if (scan.file().cycle() == 0 && scan.startPosition() != 0) {
                throw new JournalDamagedException(0, scan.file().path(), "the log does not start at position 0");
            }
            return;
        }
        final CycleFile before = cycles.get(last - 1);
        final long endBefore = CycleScan.endPosition(before);
        if (endBefore != scan.startPosition()) {
            throw new JournalDamagedException(
                    endBefore, before.path(), "the next cycle goes on at position " + scan.startPosition());
        }
    }

    private void putAside(final CycleScan scan) throws IOException {
        if (scan.tornBytes() == 0) {
            return;
        }
        final Path cut = JournalFiles.cutDirectory(directory);
        Files.createDirectories(cut);
        final Path target = freeName(cut, scan);
        try (FileChannel from = FileChannel.open(scan.file().path(), StandardOpenOption.READ);
                FileChannel to = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long copied = 0;
            while (copied < scan.tornBytes()) {
                final long n = from.transferTo(scan.endOffset() + copied, scan.tornBytes() - copied, to);
                if (n <= 0) {
                    break;
                }
                copied += n;
            }
            to.force(true);
        }
        JournalFiles.forceDirectory(cut);
        cutFiles.add(target);
        cutBytes += scan.tornBytes();
        cutReason = scan.reason();
    }

    private static Path freeName(final Path cut, final CycleScan scan) {
        int n = 0;
        while (true) {
            final Path path = cut.resolve(String.format(
                    Locale.ROOT, "cycle-%010d-offset-%d-%d.bin", scan.file().cycle(), scan.endOffset(), n));
            if (!Files.exists(path)) {
                return path;
            }
            n++;
        }
    }

    private static void drop(final CycleFile file) throws IOException {
        Files.delete(file.path());
    }

    private void dropEmptyRuns() throws IOException {
        for (final Path run : JournalFiles.runs(directory)) {
            JournalFiles.dropIfEmpty(run);
        }
    }

    private RecoveryReport report(final long position, final int nextCycle) {
        if (cutFiles.isEmpty()) {
            return new RecoveryReport(position, nextCycle, 0, List.of(), null);
        }
        final String message = "journal had a torn tail (" + cutReason + "): cut " + cutBytes + " bytes after position "
                + position + ", kept in " + cutFiles.getLast() + "; everything up to that position is intact";
        return new RecoveryReport(position, nextCycle, cutBytes, List.copyOf(cutFiles), message);
    }
}
