package io.stowage.server.cluster;

import io.stowage.server.ServerException;
import io.stowage.server.journal.Journal;
import io.stowage.server.journal.JournalAppender;
import io.stowage.server.journal.JournalDamagedException;
import io.stowage.server.journal.JournalDirectoryLock;
import io.stowage.server.journal.JournalEntryHandler;
import io.stowage.server.journal.JournalException;
import io.stowage.server.journal.JournalFailedException;
import io.stowage.server.journal.JournalReader;
import io.stowage.server.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a member applies into a journal of its own, so that every tool works on it. The cluster's log is the truth: a full
 * or broken disk ends the journal, until the next start, but never the member. What the journal has already when the cluster's
 * log is replayed is compared with it, entry by entry.
 *
 * <p>Used by the service's thread; closed by another one once that has ended.
 */
final class MemberJournal implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MemberJournal.class);
    private static final long SPACE_CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int NO_FLAGS = 0;
    private static final JournalEntryHandler NOBODY =
            (position, timestampMs, sessionId, flags, buffer, offset, length) -> {};

    private final Supplier<Journal.Context> settings;
    private final JournalDirectoryLock lock;
    private final ErrorHandler errorHandler;
    private @Nullable Journal journal;
    private @Nullable JournalComparison comparison;
    private @Nullable JournalAppender appender;
    private boolean isBatchOpen;
    private long batchTimestampMs;
    private long nextSpaceCheckNs;

    /**
     * A journal that takes nothing before it is opened.
     *
     * @param settings     a context that was not concluded, each time that it is asked.
     * @param lock         on the directory.
     * @param errorHandler told why the journal ended.
     */
    MemberJournal(
            final Supplier<Journal.Context> settings,
            final JournalDirectoryLock lock,
            final ErrorHandler errorHandler) {
        this.settings = settings;
        this.lock = lock;
        this.errorHandler = errorHandler;
    }

    /**
     * Begins where the state stands. A journal that ends before is set aside: it cannot be continued without a gap. So is one that is
     * damaged, as it may be after a loss of power: what it held is in the cluster's log.
     *
     * @param position of the state.
     * @throws JournalException if the journal cannot be opened.
     */
    void open(final long position) {
        try {
            openOwn(position);
        } catch (final JournalDamagedException damaged) {
            replaceDamaged(position, damaged);
        }
    }

    private void openOwn(final long position) {
        Journal opened = open(settings.get(), position);
        journal = opened;
        final long end = opened.recovery().position();
        final long begin = end == 0 ? 0 : begin();
        if (end < position || begin > position) {
            opened.close();
            LOGGER.warn(
                    "the journal holds positions {} to {}, this member's state comes from a snapshot at {}: the journal was"
                            + " set aside as {}, and begins anew",
                    begin,
                    end,
                    position,
                    Journal.setAside(lock, position));
            opened = open(settings.get(), position);
            journal = opened;
        }
        if (opened.recovery().position() == position) {
            appender = opened.appender();
        } else {
            requireWhole(opened, position);
            comparison = new JournalComparison(
                    opened.reader(position), opened.recovery().position());
        }
    }

    /** Finds damage before anything is compared: then the journal can still begin anew where the state does. */
    private static void requireWhole(final Journal opened, final long position) {
        try (JournalReader reader = opened.reader(position)) {
            int entries;
            do {
                entries = reader.poll(NOBODY);
            } while (entries > 0);
        }
    }

    private void replaceDamaged(final long position, final JournalDamagedException damaged) {
        CloseHelper.close(journal);
        // Where the cluster's log lost what they hold, they would be taken for the beginning of the new journal.
        final Path beyond = new SnapshotStore(lock.directory()).setAsideBeyond(position);
        if (beyond != null) {
            LOGGER.warn("snapshots beyond position {} were set aside in {}", position, beyond);
        }
        LOGGER.warn(
                "the journal of this member is damaged; it was set aside as {}, and begins anew at position {}, for the cluster's"
                        + " log has all that counts: {}",
                Journal.setAside(lock, position),
                position,
                damaged.getMessage());
        final Journal opened = open(settings.get(), position);
        journal = opened;
        appender = opened.appender();
    }

    /** Where the journal begins: retention may have removed more of it than the cluster's snapshot covers. */
    private long begin() {
        try (JournalReader reader = JournalReader.openOldest(settings.get().directory())) {
            return reader.position();
        }
    }

    private Journal open(final Journal.Context context, final long position) {
        final Journal opened = Journal.open(context.firstPosition(position).lock(lock));
        final String cut = opened.recovery().message();
        if (cut != null) {
            LOGGER.warn("{}", cut);
        }
        return opened;
    }

    /**
     * Takes an entry, before it is applied.
     *
     * @param position    after it.
     * @param timestampMs of it.
     * @param sessionId   that sent it; 0 for the host.
     * @param buffer      with the frame.
     * @param offset      of the frame.
     * @param length      of the frame, bytes.
     * @throws ServerException if the journal has another entry there.
     */
    void append(
            final long position,
            final long timestampMs,
            final long sessionId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final JournalAppender target = appender;
        if (target != null) {
            try {
                append(target, timestampMs, sessionId, buffer, offset, length);
            } catch (final JournalFailedException e) {
                end(e);
            }
        } else if (comparison != null) {
            compare(comparison, position, timestampMs, sessionId, buffer, offset, length);
        }
    }

    private void append(
            final JournalAppender target,
            final long timestampMs,
            final long sessionId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (isBatchOpen && (timestampMs != batchTimestampMs || !target.fits(length))) {
            commit();
        }
        if (!isBatchOpen) {
            target.beginBatch(timestampMs);
            batchTimestampMs = timestampMs;
            isBatchOpen = true;
        }
        target.append(sessionId, NO_FLAGS, buffer, offset, length);
    }

    private void compare(
            final JournalComparison with,
            final long position,
            final long timestampMs,
            final long sessionId,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final String difference = with.difference(position, timestampMs, sessionId, buffer, offset, length);
        if (difference != null) {
            throw new ServerException(
                    "the journal differs from the cluster's log at position " + position + " ("
                            + difference
                            + "): the cluster has lost what this member had journaled, as a power loss of a majority"
                            + " may do; move 'journal' and 'snapshots' out of the directory of this member, and start it again");
        }
        if (with.isAtEnd()) {
            with.close();
            comparison = null;
            if (journal != null) {
                appender = journal.appender();
            }
        }
    }

    /**
     * Writes what was taken.
     *
     * @return 1 if there was something.
     */
    int commit() {
        final JournalAppender target = appender;
        if (target == null || !isBatchOpen) {
            return 0;
        }
        isBatchOpen = false;
        try {
            target.commit();
        } catch (final JournalFailedException e) {
            end(e);
        }
        return 1;
    }

    /**
     * Writes what was taken, and looks at the disk now and then.
     *
     * @param nowNs time, nanoseconds.
     * @return how much was done.
     */
    int work(final long nowNs) {
        final int workCount = commit();
        final JournalAppender target = appender;
        if (target != null && nowNs - nextSpaceCheckNs >= 0) {
            nextSpaceCheckNs = nowNs + SPACE_CHECK_INTERVAL_NS;
            if (!target.checkSpace()) {
                end(new JournalException("the disk of the journal is nearly full, with " + target.freeBytes()
                        + " bytes left; make room, then start this member again"));
            }
        }
        return workCount;
    }

    /** The member goes on without it. */
    private void end(final JournalException why) {
        appender = null;
        isBatchOpen = false;
        LOGGER.error("the journal of this member ends, until its next start: {}", why.getMessage());
        errorHandler.onError(why);
    }

    @Override
    public void close() {
        commit();
        if (comparison != null) {
            comparison.close();
        }
        if (journal != null) {
            journal.close();
        }
    }
}
