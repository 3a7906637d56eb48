package io.stowage.server.cluster;

import io.aeron.archive.Archive;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has all members save their state each time that so many bytes of log were applied since it was done last: a start then replays
 * no more than that, and whatever came since. Only the leader can ask for it. A thread of its own, which sleeps.
 */
final class ClusterSnapshotSchedule implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterSnapshotSchedule.class);
    private static final String THREAD_NAME = "stowage-cluster-snapshots";
    private static final long CHECK_INTERVAL_MS = 500;
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    /** What a snapshot takes, and more: it is of tables without their empty rows. */
    private static final long ROOM_BYTES = 64L << 20;

    private final long intervalBytes;
    private final Path archive;
    private final LongSupplier position;
    private final LongSupplier loaded;
    private final LongSupplier snapshots;
    private final BooleanSupplier takeSnapshot;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, THREAD_NAME);
    private boolean isRoomMissed;
    private long snapshotsSeen;
    private long positionThen;

    private ClusterSnapshotSchedule(
            final long intervalBytes,
            final Path archive,
            final LongSupplier position,
            final LongSupplier loaded,
            final LongSupplier snapshots,
            final BooleanSupplier takeSnapshot) {
        this.intervalBytes = intervalBytes;
        this.archive = archive;
        this.position = position;
        this.loaded = loaded;
        this.snapshots = snapshots;
        this.takeSnapshot = takeSnapshot;
        thread.setDaemon(true);
    }

    /**
     * Starts to look.
     *
     * @param intervalBytes of log from one snapshot to the next.
     * @param archive       directory of this member's archive, which holds the snapshots.
     * @param position      of the cluster's log, as far as this member has applied it.
     * @param loaded        position in the log of the snapshot that this member began with.
     * @param snapshots     that this member took part in since its start.
     * @param takeSnapshot  asks for one; false where this member does not lead, or one is under way.
     * @return to be closed before the member.
     */
    static ClusterSnapshotSchedule start(
            final long intervalBytes,
            final Path archive,
            final LongSupplier position,
            final LongSupplier loaded,
            final LongSupplier snapshots,
            final BooleanSupplier takeSnapshot) {
        final ClusterSnapshotSchedule schedule =
                new ClusterSnapshotSchedule(intervalBytes, archive, position, loaded, snapshots, takeSnapshot);
        schedule.thread.start();
        return schedule;
    }

    private void run() {
        try {
            while (!closing.await(CHECK_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A follower counts along, so that it need not begin anew when it leads. */
    private void look() {
        final long now = position.getAsLong();
        if (snapshots.getAsLong() != snapshotsSeen) {
            snapshotsSeen = snapshots.getAsLong();
            positionThen = now;
        }
        positionThen = Math.max(positionThen, loaded.getAsLong());
        if (now - positionThen >= intervalBytes && hasRoom() && takeSnapshot.getAsBoolean()) {
            LOGGER.info("all members save their state, at about position {}", now);
            positionThen = now;
        }
    }

    /** Below its limit an archive begins no recording, and Aeron Cluster ends a member whose snapshot is refused. */
    private boolean hasRoom() {
        final long freeBytes = archive.toFile().getUsableSpace();
        final long neededBytes = Archive.Configuration.lowStorageSpaceThreshold() + ROOM_BYTES;
        final boolean hasRoom = freeBytes >= neededBytes;
        if (!hasRoom && !isRoomMissed) {
            LOGGER.warn(
                    "no snapshot is asked for: {} has {} bytes free, {} are needed; make room on the disks of all members",
                    archive,
                    freeBytes,
                    neededBytes);
        }
        isRoomMissed = !hasRoom;
        return hasRoom;
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
