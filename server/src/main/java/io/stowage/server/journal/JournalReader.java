package io.stowage.server.journal;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal in order, with the checksum and the position of each batch verified: it delivers an unbroken log or throws.
 * Needs no ownership and writes nothing, so it may follow a directory that a server is writing to: {@link #poll} answers 0 at
 * the end, and more later. Single-threaded; a steady-state poll allocates nothing.
 *
 * <p>At the end of a journal without an owner there may be a torn tail that the next start will cut off; {@link #checkTail()}
 * tells it from damage.
 */
public final class JournalReader implements AutoCloseable {
    private final Path directory;
    private final long fromPosition;
    private List<CycleFile> cycles;
    private int index;
    private @Nullable MappedCycle mapped;
    private @Nullable ExcerptCursor cursor;
    private long position;
    private long timestampMs;
    private boolean isStarted;

    private JournalReader(final Path directory, final long fromPosition) {
        this.directory = directory;
        this.fromPosition = fromPosition;
        this.position = fromPosition;
        this.cycles = List.of();
    }

    /**
     * Opens a journal for reading.
     *
     * @param directory    of the server.
     * @param fromPosition of the last entry that is known already; 0 for all. Must be the position of an entry.
     * @return a reader, to be closed by the caller.
     * @throws JournalException if the journal is of a newer format, or cannot be read.
     */
    public static JournalReader open(final Path directory, final long fromPosition) {
        MarkFile.read(directory);
        return new JournalReader(directory, fromPosition);
    }

    /**
     * Opens a journal for reading from its oldest entry on: the first of the log, until old files were removed.
     *
     * @param directory of the server.
     * @return a reader, to be closed by the caller.
     * @throws JournalException if the journal is of a newer format, or cannot be read.
     */
    public static JournalReader openOldest(final Path directory) {
        final List<CycleFile> cycles = JournalFiles.cycles(directory);
        final boolean isWhole = cycles.isEmpty() || cycles.getFirst().cycle() == 0;
        return open(directory, isWhole ? 0 : CycleScan.startPosition(cycles.getFirst()));
    }

    /**
     * Delivers the entries of the next batch.
     *
     * @param handler for the entries.
     * @return how many there were; 0 at the end of the journal, for now.
     * @throws JournalDamagedException if the journal is damaged here and goes on behind.
     * @throws JournalException        if the start position is not in the journal, or the files cannot be read.
     */
    public int poll(final JournalEntryHandler handler) {
        if (!isStarted && !start()) {
            return 0;
        }
        while (toNextBatch()) {
            final ExcerptCursor batch = cursor();
            final long end = batch.endPosition();
            final int delivered = end > fromPosition ? deliver(batch, handler) : 0;
            position = end;
            batch.advance();
            if (delivered > 0) {
                return delivered;
            }
        }
        if (position < fromPosition) {
            throw beyondEnd(position);
        }
        return 0;
    }

    /**
     * How far this reader has come.
     *
     * @return the position after the last batch that was delivered; before the first one, where the reader starts.
     */
    public long position() {
        return position;
    }

    /**
     * Time of the last batch that was delivered.
     *
     * @return in ms since 1970; 0 before the first one.
     */
    public long timestampMs() {
        return timestampMs;
    }

    /**
     * Looks at everything behind the end, once {@link #poll} has answered 0.
     *
     * @return bytes of a torn tail, which the next start will cut off (or which a live server is writing right now); 0 if the
     *     journal ends cleanly.
     * @throws JournalDamagedException if something valid follows.
     */
    public long checkTail() {
        long tornBytes = 0;
        cycles = JournalFiles.cycles(directory);
        long end = position;
        for (int i = index; i < cycles.size(); i++) {
            final CycleScan scan = CycleScan.scan(cycles.get(i));
            if (scan.validFollows()) {
                throw new JournalDamagedException(
                        Math.max(end, scan.endPosition()), scan.file().path(), scan.reason());
            }
            if (scan.batches() > 0) {
                if (tornBytes > 0) {
                    throw new JournalDamagedException(end, cycles.get(i - 1).path(), "bytes that belong to no batch");
                }
                if (i > index && scan.startPosition() != end) {
                    throw new JournalDamagedException(
                            end, scan.file().path(), "the cycle goes on at position " + scan.startPosition());
                }
                end = scan.endPosition();
            }
            tornBytes += scan.tornBytes();
        }
        return tornBytes;
    }

    /** Lets go of the files. */
    @Override
    public void close() {
        unmap();
    }

    /** Finds the cycle to start in; false if there is none yet. */
    private boolean start() {
        cycles = JournalFiles.cycles(directory);
        if (cycles.isEmpty()) {
            if (fromPosition > 0) {
                throw beyondEnd(0);
            }
            return false;
        }
        for (int i = cycles.size() - 1; i >= 0; i--) {
            open(i);
            final ExcerptCursor first = cursor();
            if (first.look(false) == ExcerptState.VALID && first.startPosition() <= fromPosition) {
                position = first.startPosition();
                isStarted = true;
                return true;
            }
        }
        if (cursor().look(true) == ExcerptState.VALID) {
            throw new JournalException("position " + fromPosition + " is no longer in the journal of " + directory
                    + ", which begins at " + cursor().startPosition()
                    + ": a state can be had from the oldest good snapshot behind that on ('stowage journal stat' lists them); restore"
                    + " older files from a backup, or a snapshot that was left out");
        }
        isStarted = true;
        return true;
    }

    /** Moves to the next batch, over the ends of cycles; false if there is none (yet). */
    private boolean toNextBatch() {
        if (look() == ExcerptState.VALID) {
            return true;
        }
        file().refresh();
        if (look() == ExcerptState.VALID) {
            return true;
        }
        if (index + 1 == cycles.size()) {
            cycles = JournalFiles.cycles(directory);
        }
        // Once its successor exists, a cycle file is not written to any more: what it shows now is its end.
        final ExcerptState state = look();
        if (state == ExcerptState.VALID) {
            return true;
        }
        if (state == ExcerptState.DAMAGED) {
            refuseUnlessTorn();
            return false;
        }
        return index + 1 < cycles.size() && toNextCycle(state);
    }

    private boolean toNextCycle(final ExcerptState state) {
        final CycleFile current = cycles.get(index);
        final CycleFile next = cycles.get(index + 1);
        if (next.cycle() != current.cycle() + 1) {
            throw new JournalDamagedException(
                    position,
                    current.path(),
                    "the file of cycle " + (current.cycle() + 1) + ", which should follow, is missing");
        }
        final int offset = cursor().offset();
        open(index + 1);
        final ExcerptState first = look();
        if (first == ExcerptState.VALID && state != ExcerptState.INCOMPLETE) {
            return true;
        }
        if (first == ExcerptState.DAMAGED) {
            refuseUnlessTorn();
        }
        open(index - 1);
        cursor().moveTo(offset);
        if (first == ExcerptState.VALID || index + 2 < cycles.size()) {
            // Throws, unless all of it is the torn tail of a dead writer.
            checkTail();
        }
        return false;
    }

    private int deliver(final ExcerptCursor batch, final JournalEntryHandler handler) {
        final UnsafeBuffer buffer = file().buffer();
        timestampMs = batch.timestampMs();
        final int end = batch.batchOffset() + JournalLayout.BATCH_HEADER_LENGTH + batch.byteLength();
        int at = batch.batchOffset() + JournalLayout.BATCH_HEADER_LENGTH;
        int delivered = 0;
        int entries = 0;
        long entryPosition = batch.startPosition();
        while (at < end) {
            final int length = buffer.getInt(at + JournalLayout.ENTRY_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN);
            final int command = at + JournalLayout.ENTRY_HEADER_LENGTH;
            if (length < 0 || length > end - command) {
                throw new JournalDamagedException(
                        entryPosition, file().file().path(), "the lengths of a batch's entries do not add up");
            }
            final long before = entryPosition;
            entryPosition = JournalLayout.nextPosition(entryPosition, length);
            entries++;
            if (before >= fromPosition) {
                handler.onEntry(
                        entryPosition,
                        timestampMs,
                        buffer.getLong(at + JournalLayout.ENTRY_SESSION_ID_OFFSET, ByteOrder.LITTLE_ENDIAN),
                        buffer.getInt(at + JournalLayout.ENTRY_FLAGS_OFFSET, ByteOrder.LITTLE_ENDIAN),
                        buffer,
                        command,
                        length);
                delivered++;
            } else if (entryPosition > fromPosition) {
                throw new JournalException(
                        "position " + fromPosition + " is not the position of an entry of the journal in " + directory
                                + "; the nearest are " + before + " and " + entryPosition);
            }
            at += JournalLayout.entryLength(length);
        }
        if (entries != batch.entryCount()) {
            throw new JournalDamagedException(
                    batch.startPosition(), file().file().path(), "a batch's entry count is wrong");
        }
        return delivered;
    }

    /** Checks what stands at the cursor; checksums only from the batch on that holds the start position. */
    private ExcerptState look() {
        final ExcerptCursor at = cursor();
        if (position < fromPosition) {
            final ExcerptState state = at.look(position, false);
            return state == ExcerptState.VALID && at.endPosition() > fromPosition ? at.look(position, true) : state;
        }
        return at.look(position, true);
    }

    private void refuseUnlessTorn() {
        final ExcerptCursor at = cursor();
        final String reason = at.reason();
        if (at.look(true) == ExcerptState.VALID) {
            throw new JournalDamagedException(position, file().file().path(), reason);
        }
        checkTail();
    }

    private JournalException beyondEnd(final long end) {
        return new JournalException("position " + fromPosition + " is beyond the end of the journal in " + directory
                + ", which is at " + end + "; restore the journal, or start from an older snapshot");
    }

    private void open(final int i) {
        unmap();
        final MappedCycle opened = new MappedCycle(cycles.get(i));
        mapped = opened;
        cursor = new ExcerptCursor(opened);
        index = i;
    }

    private ExcerptCursor cursor() {
        return Objects.requireNonNull(cursor, "the reader is closed");
    }

    private MappedCycle file() {
        return Objects.requireNonNull(mapped, "the reader is closed");
    }

    private void unmap() {
        if (mapped != null) {
            mapped.close();
        }
        mapped = null;
        cursor = null;
    }
}
