package io.stowage.server.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.RecordingLog;
import java.io.File;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a member's archive shrink after each snapshot, and again later where somebody still needed what could go. A thread of its own,
 * which sleeps.
 */
final class LogRetention implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogRetention.class);
    private static final String THREAD_NAME = "stowage-log-retention";
    private static final long CHECK_INTERVAL_MS = 500;
    private static final long RETRY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long CLOSE_TIMEOUT_MS = 20_000;

    private final String aeronDirectoryName;
    private final File clusterDirectory;
    private final LogPurge purge;
    private final LongSupplier snapshots;
    private final LongSupplier needed;
    private final ErrorHandler errorHandler;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, THREAD_NAME);
    private long snapshotsSeen = -1;
    private boolean isToBeRepeated;
    private long triedNs;

    private LogRetention(
            final String aeronDirectoryName,
            final File clusterDirectory,
            final LogPurge purge,
            final LongSupplier snapshots,
            final LongSupplier needed,
            final ErrorHandler errorHandler) {
        this.aeronDirectoryName = aeronDirectoryName;
        this.clusterDirectory = clusterDirectory;
        this.purge = purge;
        this.snapshots = snapshots;
        this.needed = needed;
        this.errorHandler = errorHandler;
        thread.setDaemon(true);
    }

    /**
     * Starts to look.
     *
     * @param aeronDirectoryName of the member's media driver.
     * @param clusterDirectory   with the member's recording log.
     * @param purge              the rule.
     * @param snapshots          that this member took part in since its start.
     * @param needed             position from which on another member is known to need the log.
     * @param errorHandler       told what went wrong; it is tried again.
     * @return to be closed before the archive.
     */
    static LogRetention start(
            final String aeronDirectoryName,
            final File clusterDirectory,
            final LogPurge purge,
            final LongSupplier snapshots,
            final LongSupplier needed,
            final ErrorHandler errorHandler) {
        final LogRetention retention =
                new LogRetention(aeronDirectoryName, clusterDirectory, purge, snapshots, needed, errorHandler);
        retention.thread.start();
        return retention;
    }

    private void run() {
        try {
            while (!closing.await(CHECK_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                look(System.nanoTime());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(final long nowNs) {
        final long taken = snapshots.getAsLong();
        if (taken == snapshotsSeen && !(isToBeRepeated && nowNs - triedNs >= RETRY_INTERVAL_NS)) {
            return;
        }
        snapshotsSeen = taken;
        triedNs = nowNs;
        try {
            isToBeRepeated = purge();
        } catch (final RuntimeException e) {
            isToBeRepeated = true;
            errorHandler.onError(e);
        }
    }

    private boolean purge() {
        if (!new File(clusterDirectory, RecordingLog.RECORDING_LOG_FILE_NAME).exists()) {
            return true;
        }
        try (AeronArchive archive = AeronArchive.connect(RecordedLog.localContext(aeronDirectoryName));
                RecordingLog recordings = new RecordingLog(clusterDirectory, false)) {
            final LogPurge.Outcome outcome = purge.run(archive, recordings, needed.getAsLong());
            if (outcome.removedBytes() > 0 || outcome.removedSnapshots() > 0) {
                LOGGER.info(
                        "{} bytes of the replicated log and {} parts of old snapshots were removed; the log now begins at"
                                + " position {}",
                        outcome.removedBytes(),
                        outcome.removedSnapshots(),
                        outcome.logStart());
            }
            return outcome.isHeldBack();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
