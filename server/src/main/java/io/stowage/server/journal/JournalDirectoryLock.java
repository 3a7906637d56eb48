package io.stowage.server.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.EpochClock;
import org.jspecify.annotations.Nullable;

/**
 * One directory, one owner. The operating system's lock decides, and lets go when its process dies, however that happens; the
 * {@link MarkFile} beside it only tells who the owner is. Not thread-safe once acquired.
 */
public final class JournalDirectoryLock implements AutoCloseable {
    /**
     * Directories that this process owns. POSIX drops all locks of a process on a file when it closes any of its descriptors of
     * that file, so a second attempt in the same process must not even open it.
     */
    private static final Set<Path> OWNED_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Path key;
    private final FileChannel channel;
    private final FileLock lock;
    private MarkFile mark;
    private boolean closed;

    private JournalDirectoryLock(
            final Path directory, final Path key, final FileChannel channel, final FileLock lock, final MarkFile mark) {
        this.directory = directory;
        this.key = key;
        this.channel = channel;
        this.lock = lock;
        this.mark = mark;
    }

    /**
     * Takes a directory, which is created if it is not there.
     *
     * @param directory to take.
     * @param clock     for the time that others are shown.
     * @return the lock, to be closed by its owner.
     * @throws JournalException if another process (or another part of this one) owns it, if it cannot be written, or if a newer
     *                          release wrote it.
     */
    public static JournalDirectoryLock acquire(final Path directory, final EpochClock clock) {
        final Path key;
        try {
            Files.createDirectories(directory);
            key = directory.toRealPath();
        } catch (final IOException ex) {
            throw notWritable(directory, ex);
        }
        if (!OWNED_HERE.add(key)) {
            throw inUse(directory);
        }
        boolean acquired = false;
        try {
            final JournalDirectoryLock lock = acquire(directory, key, clock);
            acquired = true;
            return lock;
        } finally {
            if (!acquired) {
                OWNED_HERE.remove(key);
            }
        }
    }

    private static JournalDirectoryLock acquire(final Path directory, final Path key, final EpochClock clock) {
        FileChannel channel = null;
        boolean acquired = false;
        try {
            channel = FileChannel.open(
                    directory.resolve(JournalFiles.LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(directory);
            }
            final MarkFile before = MarkFile.read(directory);
            final MarkFile mark = new MarkFile(
                    JournalLayout.VERSION,
                    ProcessHandle.current().pid(),
                    clock.time(),
                    before == null ? 0 : before.clusterHigh(),
                    before == null ? 0 : before.clusterLow(),
                    before == null ? MarkFile.NOT_CLOSED : before.closedPosition());
            mark.write(directory, before == null);
            if (before == null) {
                JournalFiles.forceDirectory(directory);
            }
            acquired = true;
            return new JournalDirectoryLock(directory, key, channel, lock, mark);
        } catch (final IOException ex) {
            throw notWritable(directory, ex);
        } finally {
            if (!acquired && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    /**
     * The directory that is owned.
     *
     * @return path of the directory.
     */
    public Path directory() {
        return directory;
    }

    /**
     * What stands in the mark file.
     *
     * @return the mark as this owner wrote it.
     */
    public MarkFile mark() {
        return mark;
    }

    /**
     * Writes the cluster that the directory belongs to, once it is known.
     *
     * @param high upper half of the UUID.
     * @param low  lower half.
     * @throws JournalException if the mark cannot be written.
     */
    public void cluster(final long high, final long low) {
        write(mark.withCluster(high, low), true);
    }

    /** Writes whether the log was closed, and where. */
    void closedPosition(final long position) {
        // Only a hint, for which a force would be too dear: after a power loss it may be an older one.
        write(mark.withClosedPosition(position), false);
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                lock.release();
            } catch (final IOException ex) {
                throw notWritable(directory, ex);
            } finally {
                closeQuietly(channel);
                OWNED_HERE.remove(key);
            }
        }
    }

    private void write(final MarkFile changed, final boolean isForced) {
        try {
            changed.write(directory, isForced);
            mark = changed;
        } catch (final IOException ex) {
            throw notWritable(directory, ex);
        }
    }

    private static JournalException inUse(final Path directory) {
        final @Nullable MarkFile owner = MarkFile.read(directory);
        final String who = owner == null
                ? "another process"
                : "process " + owner.pid() + " since " + Instant.ofEpochMilli(owner.startTimeMs());
        return new JournalException(directory + " is in use by " + who + "; stop it, or choose another --dir");
    }

    private static JournalException notWritable(final Path directory, final IOException cause) {
        return new JournalException(
                directory + " cannot be written by user " + System.getProperty("user.name") + " (" + cause
                        + "); give it write permission there, or choose another --dir",
                cause);
    }

    private static void closeQuietly(final FileChannel channel) {
        try {
            channel.close();
        } catch (final IOException ex) {
            // The descriptor is gone either way, and with it the lock: nothing is left to do.
            return;
        }
    }
}
