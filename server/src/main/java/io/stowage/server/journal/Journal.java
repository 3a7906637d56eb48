package io.stowage.server.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.agrona.BitUtil;
import org.agrona.ErrorHandler;
import org.agrona.LangUtil;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;
import org.jspecify.annotations.Nullable;

/**
 * A journal that this process owns: opened, recovered, replayed, then appended to.
 *
 * <pre>{@code
 * try (Journal journal = Journal.open(new Journal.Context().directory(dir))) {
 *     try (JournalReader reader = journal.reader(snapshotPosition)) {
 *         while (reader.poll(handler) > 0) {}
 *     }
 *     JournalAppender appender = journal.appender();
 * }
 * }</pre>
 *
 * <p>Single-threaded, with its appender; readers may live on other threads, one each. Tools that only look use {@link
 * JournalReader#open}, {@link JournalStat} and {@link JournalVerifier}, on a live directory too.
 */
public final class Journal implements AutoCloseable {
    private final Context context;
    private final JournalDirectoryLock lock;
    private final RecoveryReport recovery;
    private final MarkFile previous;
    private @Nullable JournalAppender appender;
    private boolean closed;

    private Journal(final Context context, final JournalDirectoryLock lock, final RecoveryReport recovery) {
        this.context = context;
        this.lock = lock;
        this.recovery = recovery;
        this.previous = lock.mark();
    }

    /**
     * Takes the directory and recovers the journal in it, which is created if there is none. What was cut off, if anything,
     * stands in {@link #recovery()}, and is for the host to log.
     *
     * @param context of the journal; concluded here.
     * @return the journal.
     * @throws JournalDamagedException if the middle of the journal is damaged.
     * @throws JournalException        if the directory is in use, cannot be written, or belongs to a newer release.
     */
    public static Journal open(final Context context) {
        context.conclude();
        final JournalDirectoryLock held = context.lock();
        final JournalDirectoryLock lock =
                held == null ? JournalDirectoryLock.acquire(context.directory(), context.epochClock()) : held;
        boolean opened = false;
        try {
            final Journal journal =
                    new Journal(context, lock, JournalRecovery.recover(context.directory(), context.firstPosition()));
            opened = true;
            return journal;
        } finally {
            if (!opened && held == null) {
                lock.close();
            }
        }
    }

    /**
     * Puts the journal of a directory out of the way, under another name in the same directory, where nobody looks for it.
     *
     * @param lock     on the directory, in which no journal is open.
     * @param position that becomes part of the name.
     * @return where it lies now.
     * @throws JournalException if it cannot be moved.
     */
    public static Path setAside(final JournalDirectoryLock lock, final long position) {
        return JournalFiles.setAside(lock.directory(), position);
    }

    /**
     * What the opening found.
     *
     * @return where the log goes on, and what was cut off.
     */
    public RecoveryReport recovery() {
        return recovery;
    }

    /**
     * Whether the log is shorter than when it was last closed in order: then what was cut off had been acknowledged, and no
     * crash explains it.
     *
     * @return true if acknowledged entries are gone.
     */
    public boolean lostSinceClose() {
        return previous.closedPosition() > recovery.position();
    }

    /**
     * The lock on the directory, for the host to write its cluster into the mark.
     *
     * @return the lock, which the journal closes unless it was given one.
     */
    public JournalDirectoryLock lock() {
        return lock;
    }

    /**
     * Reads the journal from a position on.
     *
     * @param fromPosition of the last entry that is known already; 0 for all.
     * @return a reader, to be closed by the caller.
     */
    public JournalReader reader(final long fromPosition) {
        return JournalReader.open(context.directory(), fromPosition);
    }

    /**
     * The appender. The first call starts a run: a Chronicle Queue of its own, which takes some 100 ms in a cold process.
     *
     * @return the one appender of this journal, which the journal closes.
     * @throws JournalException if the run cannot be started.
     */
    public JournalAppender appender() {
        if (closed) {
            throw new IllegalStateException("the journal is closed");
        }
        if (appender == null) {
            appender = start();
        }
        return appender;
    }

    /** Closes the appender and gives the directory back. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (appender != null) {
                appender.close();
                if (!appender.isFailed()) {
                    lock.closedPosition(appender.position());
                }
            }
        } finally {
            if (context.lock() == null) {
                lock.close();
            }
        }
    }

    private JournalAppender start() {
        final Path run = JournalFiles.runDirectory(context.directory(), recovery.nextCycle());
        try {
            Files.createDirectories(run);
            JournalFiles.forceDirectory(JournalFiles.journalDirectory(context.directory()));
            JournalFiles.forceDirectory(context.directory());
            lock.closedPosition(MarkFile.NOT_CLOSED);
            final CycleWriter writer = new CycleWriter(
                    run,
                    recovery.nextCycle(),
                    context.blockBytes(),
                    canAllocate(),
                    context.cycleForce(),
                    context.errorHandler());
            return new JournalAppender(context, recovery, writer);
        } catch (final IOException ex) {
            throw new JournalException(
                    run + " cannot be created (" + ex + "); make the directory writable and give it free space", ex);
        }
    }

    /** Tries on a block that is there anyway, which also gets the first call's linking out of the way of the first commit. */
    private boolean canAllocate() throws IOException {
        return context.reserveBytes() > 0
                && BlockAllocation.allocate(context.directory().resolve(JournalFiles.MARK_FILE), 0, 1);
    }

    /** Settings of a journal. Fluent; concluded once, by {@link Journal#open}. Sizes in bytes. */
    public static final class Context {
        /** Default of {@link #cycleBytes(long)}. */
        public static final long CYCLE_BYTES_DEFAULT = 256L << 20;

        /** Default of {@link #blockBytes(long)}. */
        public static final long BLOCK_BYTES_DEFAULT = 64L << 20;

        /** Default of {@link #maxBatchBytes(int)}. */
        public static final int MAX_BATCH_BYTES_DEFAULT = 1 << 20;

        /** Default of {@link #reserveBytes(long)}. */
        public static final long RESERVE_BYTES_DEFAULT = 64L << 20;

        /** Default of {@link #minFreeBytes(long)}. */
        public static final long MIN_FREE_BYTES_DEFAULT = 256L << 20;

        private static final long BLOCK_BYTES_MIN = 64L << 10;
        private static final long FILE_BYTES_MAX = Integer.MAX_VALUE;
        private static final int BLOCK_SHARE_OF_BATCH = 4;
        private static final int PAGE_LENGTH = 4096;

        private @Nullable Path directory;
        private SyncLevel syncLevel = SyncLevel.PROCESS;
        private long cycleBytes = CYCLE_BYTES_DEFAULT;
        private long blockBytes = BLOCK_BYTES_DEFAULT;
        private int maxBatchBytes = MAX_BATCH_BYTES_DEFAULT;
        private long reserveBytes = RESERVE_BYTES_DEFAULT;
        private long minFreeBytes = MIN_FREE_BYTES_DEFAULT;
        private EpochClock epochClock = SystemEpochClock.INSTANCE;
        private ErrorHandler errorHandler = LangUtil::rethrowUnchecked;
        private CycleForce cycleForce = CycleForce.SYSTEM;
        private long firstPosition;
        private @Nullable JournalDirectoryLock lock;
        private boolean concluded;

        /** With the defaults, and no directory yet. */
        public Context() {}

        /**
         * The same settings again, for a journal that is opened a second time.
         *
         * @return a context that is not concluded.
         */
        public Context copy() {
            final Context copied = new Context();
            copied.directory = directory;
            copied.syncLevel = syncLevel;
            copied.cycleBytes = cycleBytes;
            copied.blockBytes = blockBytes;
            copied.maxBatchBytes = maxBatchBytes;
            copied.reserveBytes = reserveBytes;
            copied.minFreeBytes = minFreeBytes;
            copied.epochClock = epochClock;
            copied.errorHandler = errorHandler;
            copied.cycleForce = cycleForce;
            copied.firstPosition = firstPosition;
            copied.lock = lock;
            return copied;
        }

        /**
         * Checks the settings; they may not be changed afterwards.
         *
         * @return this.
         * @throws IllegalArgumentException if settings do not fit together, naming them.
         */
        public Context conclude() {
            if (concluded) {
                throw new IllegalStateException("the context was concluded already: use one for each journal");
            }
            concluded = true;
            check(directory != null, "directory is not set: say where the journal shall lie");
            check(cycleBytes > 0, "cycleBytes must be positive: " + cycleBytes);
            check(
                    firstPosition >= 0 && BitUtil.isAligned(firstPosition, Long.BYTES),
                    "firstPosition must be that of an entry, a multiple of 8: " + firstPosition);
            check(maxBatchBytes >= PAGE_LENGTH, "maxBatchBytes must be at least " + PAGE_LENGTH + ": " + maxBatchBytes);
            check(reserveBytes >= 0, "reserveBytes must not be negative: " + reserveBytes);
            check(minFreeBytes >= 0, "minFreeBytes must not be negative: " + minFreeBytes);
            check(
                    blockBytes >= BLOCK_BYTES_MIN && Long.bitCount(blockBytes) == 1,
                    "blockBytes must be a power of two of at least " + BLOCK_BYTES_MIN + ": " + blockBytes);
            check(
                    maxBatchBytes + PAGE_LENGTH <= blockBytes / BLOCK_SHARE_OF_BATCH,
                    "maxBatchBytes (" + maxBatchBytes + ") must be less than a quarter of blockBytes (" + blockBytes
                            + ")");
            check(
                    2 * cycleBytes + 2 * blockBytes + reserveBytes <= FILE_BYTES_MAX,
                    "cycleBytes (" + cycleBytes
                            + "), with blockBytes and reserveBytes, makes cycle files too long to map");
            return this;
        }

        /**
         * Directory of the server, in which the journal has its own; created if it is not there.
         *
         * @param path of the directory.
         * @return this.
         */
        public Context directory(final Path path) {
            this.directory = path;
            return this;
        }

        /**
         * Directory of the server.
         *
         * @return path of the directory.
         */
        public Path directory() {
            return Objects.requireNonNull(directory, "directory is not set: say where the journal shall lie");
        }

        /**
         * Where the log begins, if the directory has none yet: behind the state that something else holds, a snapshot. A journal
         * that has entries keeps its own beginning.
         *
         * @param position of the last entry that the journal will not have; 0 by default.
         * @return this.
         */
        public Context firstPosition(final long position) {
            this.firstPosition = position;
            return this;
        }

        /**
         * Where the log begins, if the directory has none yet.
         *
         * @return position.
         */
        public long firstPosition() {
            return firstPosition;
        }

        /**
         * The lock on the directory, where the caller has taken it already. It stays the caller's when the journal is closed.
         *
         * @param held lock on this very directory.
         * @return this.
         */
        public Context lock(final JournalDirectoryLock held) {
            this.lock = held;
            return this;
        }

        @Nullable
        JournalDirectoryLock lock() {
            return lock;
        }

        /**
         * What a committed batch survives.
         *
         * @param level to write with.
         * @return this.
         */
        public Context syncLevel(final SyncLevel level) {
            this.syncLevel = level;
            return this;
        }

        /**
         * What a committed batch survives.
         *
         * @return the level.
         */
        public SyncLevel syncLevel() {
            return syncLevel;
        }

        /**
         * Log bytes after which the next batch begins another cycle file.
         *
         * @param bytes of log, batch headers not counted.
         * @return this.
         */
        public Context cycleBytes(final long bytes) {
            this.cycleBytes = bytes;
            return this;
        }

        /**
         * Log bytes of a cycle file.
         *
         * @return in bytes.
         */
        public long cycleBytes() {
            return cycleBytes;
        }

        /**
         * How much of a cycle file is mapped at a time; files grow by it, sparsely.
         *
         * @param bytes a power of two, more than four times the largest batch.
         * @return this.
         */
        public Context blockBytes(final long bytes) {
            this.blockBytes = bytes;
            return this;
        }

        /**
         * How much of a cycle file is mapped at a time.
         *
         * @return in bytes.
         */
        public long blockBytes() {
            return blockBytes;
        }

        /**
         * Bound of a batch, its header included.
         *
         * @param bytes at least 4096.
         * @return this.
         */
        public Context maxBatchBytes(final int bytes) {
            this.maxBatchBytes = bytes;
            return this;
        }

        /**
         * Bound of a batch.
         *
         * @return in bytes.
         */
        public int maxBatchBytes() {
            return maxBatchBytes;
        }

        /**
         * How far ahead of the writer blocks are allotted (fallocate), in steps of half of it; 0 for not at all.
         *
         * @param bytes ahead.
         * @return this.
         */
        public Context reserveBytes(final long bytes) {
            this.reserveBytes = bytes;
            return this;
        }

        /**
         * How far ahead of the writer blocks are allotted.
         *
         * @return in bytes.
         */
        public long reserveBytes() {
            return reserveBytes;
        }

        /**
         * Free space of the file system below which {@link JournalAppender#hasSpace()} says no.
         *
         * @param bytes free.
         * @return this.
         */
        public Context minFreeBytes(final long bytes) {
            this.minFreeBytes = bytes;
            return this;
        }

        /**
         * Free space that must be left.
         *
         * @return in bytes.
         */
        public long minFreeBytes() {
            return minFreeBytes;
        }

        /**
         * Clock for the start time in the mark file.
         *
         * @param clock in ms since 1970.
         * @return this.
         */
        public Context epochClock(final EpochClock clock) {
            this.epochClock = clock;
            return this;
        }

        /**
         * Clock for the start time in the mark file.
         *
         * @return the clock.
         */
        public EpochClock epochClock() {
            return epochClock;
        }

        /**
         * Takes what does not stop the journal; what does is thrown.
         *
         * @param handler for errors.
         * @return this.
         */
        public Context errorHandler(final ErrorHandler handler) {
            this.errorHandler = handler;
            return this;
        }

        /**
         * Takes what does not stop the journal.
         *
         * @return the handler.
         */
        public ErrorHandler errorHandler() {
            return errorHandler;
        }

        Context cycleForce(final CycleForce force) {
            this.cycleForce = force;
            return this;
        }

        CycleForce cycleForce() {
            return cycleForce;
        }

        @Override
        public String toString() {
            return "Journal.Context{directory=" + directory + ", syncLevel=" + syncLevel + ", cycleBytes=" + cycleBytes
                    + ", blockBytes=" + blockBytes + ", maxBatchBytes=" + maxBatchBytes + ", reserveBytes="
                    + reserveBytes
                    + ", minFreeBytes=" + minFreeBytes + '}';
        }

        private static void check(final boolean condition, final String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
