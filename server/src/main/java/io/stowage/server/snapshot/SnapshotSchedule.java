package io.stowage.server.snapshot;

import io.stowage.engine.Limits;
import io.stowage.server.journal.JournalRetention;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a snapshot whenever the log has grown by so much, on a thread of its own, and afterwards lets go of old snapshots and
 * of the journal that none of those that stay needs. A failure is reported and tried again when the log has grown as much again.
 */
public final class SnapshotSchedule implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SnapshotSchedule.class);
    private static final long CHECK_INTERVAL_MS = 200;
    private static final long CLOSE_TIMEOUT_MS = 60_000;

    private final SnapshotStore store;
    private final SnapshotMaker maker;
    private final Path home;
    private final SnapshotSettings settings;
    private final LongSupplier position;
    private final ErrorHandler errors;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private long nextPosition;

    private SnapshotSchedule(
            final Path home,
            final Limits limits,
            final SnapshotSettings settings,
            final LongSupplier position,
            final ErrorHandler errors) {
        this.home = home;
        this.settings = settings;
        this.position = position;
        this.errors = errors;
        this.store = new SnapshotStore(home);
        this.maker = new SnapshotMaker(home, limits, store);
        this.thread = new Thread(this::run, "stowage-snapshot");
        thread.setDaemon(true);
    }

    /**
     * Starts the thread.
     *
     * @param home     data directory of the server.
     * @param limits   of its engine.
     * @param settings how often, and what is kept.
     * @param position of the log, readable from any thread.
     * @param errors   told what goes wrong.
     * @return the schedule, to be closed before the directory is given back.
     */
    public static SnapshotSchedule start(
            final Path home,
            final Limits limits,
            final SnapshotSettings settings,
            final LongSupplier position,
            final ErrorHandler errors) {
        final SnapshotSchedule schedule = new SnapshotSchedule(home, limits, settings, position, errors);
        schedule.nextPosition = schedule.store.newestPosition() + settings.intervalBytes();
        schedule.thread.start();
        return schedule;
    }

    private void run() {
        try {
            while (!closing.await(CHECK_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                if (position.getAsLong() >= nextPosition) {
                    nextPosition = position.getAsLong() + settings.intervalBytes();
                    makeAndLetGo();
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void makeAndLetGo() {
        try {
            final long startNs = System.nanoTime();
            final SnapshotMaker.Made made = maker.make((entries, at, timestampMs) -> stopIfClosing());
            made.warnings().forEach(LOGGER::warn);
            LOGGER.info(
                    "snapshot at position {}: {} bytes, {} entries replayed for it in {} ms",
                    made.file().position(),
                    made.file().bytes(),
                    made.replayed(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
        } catch (final ClosingException stopped) {
            LOGGER.debug("the snapshot at hand is given up: the server stops");
            return;
        } catch (final RuntimeException | Error e) {
            // A second engine may not find the memory, a mapped file may not find its page: the server goes on without
            // a snapshot.
            LOGGER.error("no snapshot was made: {}; it is tried again later", String.valueOf(e));
            errors.onError(e);
            return;
        }
        try {
            letGo();
        } catch (final RuntimeException | Error e) {
            LOGGER.error("old snapshots and journal files stay: {}; it is tried again later", String.valueOf(e));
            errors.onError(e);
        }
    }

    private void letGo() {
        final long needed = store.prune(settings.keep());
        final int removed =
                JournalRetention.remove(home, needed, settings.journalKeepBytes(), settings.journalKeepMs());
        if (removed > 0) {
            LOGGER.info("removed {} journal files before position {}, which snapshots cover", removed, needed);
        }
    }

    private void stopIfClosing() {
        if (closing.getCount() == 0) {
            throw new ClosingException();
        }
    }

    /** Gives a snapshot at hand up, and waits for the thread. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class ClosingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ClosingException() {
            super("the server stops", null, false, false);
        }
    }
}
