package io.stowage.server.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a journal holds, from the headers of its batches: fast, and without checksums (see {@link JournalVerifier}).
 *
 * @param files in the order of the log.
 */
public record JournalStat(List<CycleStat> files) {
    /** Keeps what is given. */
    public JournalStat {
        files = List.copyOf(files);
    }

    /**
     * Walks over a journal, which may be live.
     *
     * @param directory of the server.
     * @return what it holds, as far as the headers of each cycle are good.
     * @throws JournalException if the files cannot be read, or are of a newer format.
     */
    public static JournalStat of(final Path directory) {
        MarkFile.read(directory);
        return new JournalStat(
                JournalFiles.cycles(directory).stream().map(CycleStat::of).toList());
    }

    /**
     * Length of all files.
     *
     * @return bytes.
     */
    public long fileBytes() {
        return sum(CycleStat::bytes);
    }

    /**
     * Length of all entries.
     *
     * @return bytes of log.
     */
    public long logBytes() {
        return sum(CycleStat::logBytes);
    }

    /**
     * Batches in all files.
     *
     * @return how many.
     */
    public long batches() {
        return sum(CycleStat::batches);
    }

    /**
     * Entries in all batches.
     *
     * @return how many.
     */
    public long entries() {
        return sum(CycleStat::entries);
    }

    /**
     * Where the oldest batch starts.
     *
     * @return position; 0 if there is none.
     */
    public long firstPosition() {
        return used().isEmpty() ? 0 : used().getFirst().firstPosition();
    }

    /**
     * Where the newest entry ends.
     *
     * @return position; 0 if there is none.
     */
    public long lastPosition() {
        return used().isEmpty() ? 0 : used().getLast().lastPosition();
    }

    /**
     * Time of the oldest batch.
     *
     * @return in ms since 1970; 0 if there is none.
     */
    public long firstTimestampMs() {
        return used().isEmpty() ? 0 : used().getFirst().firstTimestampMs();
    }

    /**
     * Time of the newest batch.
     *
     * @return in ms since 1970; 0 if there is none.
     */
    public long lastTimestampMs() {
        return used().isEmpty() ? 0 : used().getLast().lastTimestampMs();
    }

    private long sum(final ToLongFunction<CycleStat> figure) {
        return files.stream().mapToLong(figure).sum();
    }

    /** The newest file may have no batch yet. */
    private List<CycleStat> used() {
        return files.stream().filter(file -> file.batches() > 0).toList();
    }
}
