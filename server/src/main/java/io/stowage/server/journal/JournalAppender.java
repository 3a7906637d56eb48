package io.stowage.server.journal;

import java.io.IOException;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Appends batches of entries to a journal.
 *
 * <pre>{@code
 * appender.beginBatch(timestampMs);
 * long position = appender.append(sessionId, flags, buffer, offset, length);
 * appender.commit();  // from here on the batch may be acknowledged
 * }</pre>
 *
 * <p>Nothing of a batch is in the journal before its {@link #commit()}, everything after it. Single-threaded; a steady-state
 * batch allocates nothing and logs nothing. The writing thread must not be interrupted: that closes the file channel beneath
 * and so fails the journal.
 *
 * <p>Full disk: a mapped write that finds no block faults the process, so blocks are allotted ahead of the writer, where their
 * lack is an ordinary error. While {@link #hasSpace()} is false the host should refuse commands; it turns true by itself
 * once {@link #checkSpace()} finds room again. The first batch of a new cycle file has nothing reserved ahead and relies on
 * the free space threshold alone, as does everything on a file system that cannot allot (or copies on write, as btrfs). Another
 * thread brings the allotted pages into memory before the writer comes to them.
 */
public final class JournalAppender implements AutoCloseable {
    /** Answer of {@link #append} when the batch is full: commit it, begin another one, and append again. */
    public static final long BATCH_FULL = -1;

    private final Journal.Context context;
    private final BatchBuffer batch;
    private final CycleWriter writer;
    private final SpaceWatch space;
    private final JournalHelper.Job look;
    private final ErrorHandler errorHandler;
    private final boolean isForced;
    private final long cycleBytes;
    private final long reserveBytes;
    private long position;
    private long cycleStartPosition;
    private boolean isBatchOpen;
    private boolean isReserveShort;
    private boolean isReserveFailing;
    private boolean closed;
    private @Nullable JournalFailedException failure;

    JournalAppender(final Journal.Context context, final RecoveryReport recovery, final CycleWriter writer)
            throws IOException {
        this.context = context;
        this.batch = new BatchBuffer(context.maxBatchBytes());
        this.writer = writer;
        this.space = new SpaceWatch(context.directory(), context.minFreeBytes());
        this.look = space::look;
        this.errorHandler = context.errorHandler();
        this.isForced = context.syncLevel() == SyncLevel.BATCH;
        this.cycleBytes = context.cycleBytes();
        this.reserveBytes = context.reserveBytes();
        this.position = recovery.position();
        this.cycleStartPosition = position;
    }

    /**
     * Begins a batch.
     *
     * @param timestampMs of all its entries, in ms since 1970.
     */
    public void beginBatch(final long timestampMs) {
        checkUsable();
        if (isBatchOpen) {
            throw new IllegalStateException("a batch is open already: commit or abort it first");
        }
        isBatchOpen = true;
        batch.begin(position, timestampMs);
    }

    /**
     * Adds an entry to the open batch.
     *
     * @param sessionId who sent the command.
     * @param flags     the caller's own, given back as they are.
     * @param buffer    that holds the command.
     * @param offset    of the command in the buffer.
     * @param length    of the command in bytes, 0 or more.
     * @return the position of the entry, or {@link #BATCH_FULL}.
     * @throws IllegalArgumentException if the command is longer than {@link #maxEntryLength()}.
     */
    public long append(
            final long sessionId, final int flags, final DirectBuffer buffer, final int offset, final int length) {
        if (!isBatchOpen) {
            throw new IllegalStateException("no batch is open: begin one first");
        }
        if (!batch.fits(length)) {
            checkLength(length);
            return BATCH_FULL;
        }
        return batch.append(sessionId, flags, buffer, offset, length);
    }

    /**
     * Whether an entry fits into the open batch, or, if none is open, into an empty one.
     *
     * @param length of the command, bytes.
     * @return false if the batch has to be committed first, or the command is longer than {@link #maxEntryLength()}.
     */
    public boolean fits(final int length) {
        return isBatchOpen ? batch.fits(length) : length <= batch.maxEntryLength();
    }

    /**
     * The open batch, or the one that was committed last, in the journal's format: {@link JournalLayout}. It stays as it is
     * until the next one begins, so that what was committed can be applied from where it was put together.
     *
     * @return the buffer; the batch begins at 0.
     */
    public DirectBuffer batchBuffer() {
        return batch.buffer();
    }

    /**
     * How long that batch is.
     *
     * @return bytes, header included.
     */
    public int batchLength() {
        return batch.length();
    }

    /**
     * Writes the open batch, and makes it as durable as the {@link SyncLevel} says. An empty batch writes nothing.
     *
     * @return the position after the batch.
     * @throws JournalFailedException if a write or a force failed, which is final.
     */
    public long commit() {
        checkUsable();
        if (!isBatchOpen) {
            throw new IllegalStateException("no batch is open: begin one first");
        }
        isBatchOpen = false;
        if (batch.entryCount() > 0) {
            batch.complete();
            try {
                rollIfFull();
                writer.write(batch.address(), batch.length());
                if (isForced) {
                    writer.force();
                }
            } catch (final Exception | InternalError ex) {
                throw fail(ex);
            }
            position = batch.position();
            if (isReserveFailing) {
                // It is tried again at the next look at the space, not with each batch.
                isReserveShort = isReserveUsedUp();
            } else {
                reserveAhead();
            }
        }
        return position;
    }

    /** Forgets the open batch, if there is one. */
    public void abort() {
        isBatchOpen = false;
    }

    /**
     * Where the log ends.
     *
     * @return the position of the last committed entry; 0 if there is none.
     */
    public long position() {
        return position;
    }

    /**
     * What one entry may hold.
     *
     * @return longest command in bytes.
     */
    public int maxEntryLength() {
        return batch.maxEntryLength();
    }

    /**
     * Whether the next batch certainly finds room on the disk. Costs two comparisons; what it says comes from the last
     * {@link #checkSpace()} and the space that is reserved ahead.
     *
     * @return false if commands should be refused until there is space again.
     */
    public boolean hasSpace() {
        return space.hasSpace() && !isReserveShort;
    }

    /**
     * Asks the file system for its free space and reserves ahead again. To be called from the host's slow tick, at least every
     * second.
     *
     * @return as {@link #hasSpace()}.
     */
    public boolean checkSpace() {
        if (closed || failure != null) {
            return hasSpace();
        }
        try {
            writer.helper().await(look);
            if (space.hasSpace()) {
                reserveAhead();
            }
        } catch (final IOException ex) {
            errorHandler.onError(new JournalException(
                    "free space of " + context.directory() + " cannot be read (" + ex + "); check the file system",
                    ex));
        }
        return hasSpace();
    }

    /**
     * Free space of the file system that the journal lies on, as the last {@link #checkSpace()} found it.
     *
     * @return in bytes.
     */
    public long freeBytes() {
        return space.freeBytes();
    }

    /**
     * Ends the run: what was committed is forced, whatever the {@link SyncLevel}, and the cycle file is sealed. An open batch is
     * forgotten. After a failure nothing is written any more.
     *
     * @throws JournalFailedException if that fails.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        isBatchOpen = false;
        try {
            if (failure == null) {
                writer.forceFile();
                writer.close();
            } else {
                writer.abandon();
            }
        } catch (final Exception | InternalError ex) {
            final JournalFailedException failed = fail(ex);
            try {
                writer.abandon();
            } catch (final Exception | InternalError again) {
                failed.addSuppressed(again);
            }
            throw failed;
        }
    }

    boolean isFailed() {
        return failure != null;
    }

    private void rollIfFull() throws IOException {
        if (position - cycleStartPosition >= cycleBytes) {
            if (isForced) {
                writer.forceFile();
            }
            writer.roll();
            cycleStartPosition = position;
        }
    }

    private void reserveAhead() {
        if (reserveBytes == 0) {
            return;
        }
        try {
            if (writer.hasFile() && writer.reserved() < reserveBytes / 2) {
                writer.reserve(reserveBytes);
            }
            isReserveShort = false;
            isReserveFailing = false;
        } catch (final IOException ex) {
            // What is reserved already may still be used, the rest is refused.
            isReserveShort = isReserveUsedUp();
            if (!isReserveFailing && !(ex instanceof BlockAllocation.NoBlocksException)) {
                errorHandler.onError(new JournalException(
                        "no blocks can be allotted ahead for " + writer.path() + " (" + ex
                                + "); check quota and file system: commands are refused until they can",
                        ex));
            }
            isReserveFailing = true;
        }
    }

    private boolean isReserveUsedUp() {
        return writer.reserved() < 2L * context.maxBatchBytes();
    }

    private void checkLength(final int length) {
        if (length < 0 || length > batch.maxEntryLength()) {
            throw new IllegalArgumentException("a command of " + length + " bytes does not fit into a batch: at most "
                    + batch.maxEntryLength() + "; send a shorter one, or raise maxBatchBytes");
        }
    }

    private void checkUsable() {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
    }

    private JournalFailedException fail(final Throwable cause) {
        final JournalFailedException failed = new JournalFailedException(
                "journal cannot be written after position " + position + " in " + writer.path() + " (" + cause
                        + "); check the disk, then start again: what was acknowledged is recovered",
                cause);
        failure = failed;
        return failed;
    }
}
