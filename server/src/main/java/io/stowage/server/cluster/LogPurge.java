package io.stowage.server.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import java.util.List;
import org.agrona.collections.LongHashSet;

/**
 * Removes from a member's archive what no start of it needs any more: snapshots older than those that are kept, and files of the
 * replicated log below the oldest of these. Single-threaded.
 *
 * <p>Entries of removed snapshots stay in Aeron's recording log until the next start, which finds that their recordings are gone
 * and strikes them out. The archive itself refuses to remove what it is sending to somebody.
 */
final class LogPurge {
    /** Position that holds nothing back. */
    static final long UNBOUNDED = Long.MAX_VALUE;

    private final int keepSnapshots;
    private final long keepBytes;

    /**
     * A rule.
     *
     * @param keepSnapshots newest snapshots that stay, at least 1.
     * @param keepBytes     of the log that stay although snapshots cover them.
     */
    LogPurge(final int keepSnapshots, final long keepBytes) {
        this.keepSnapshots = keepSnapshots;
        this.keepBytes = keepBytes;
    }

    /**
     * What is left, and whether something could not be removed yet.
     *
     * @param logStart         first position of the log that is there, bytes.
     * @param removedBytes     of the log, by this pass.
     * @param removedSnapshots recordings of snapshots, by this pass.
     * @param isHeldBack       whether another member, or somebody who is being sent the log, needs more than the rule keeps.
     */
    record Outcome(long logStart, long removedBytes, int removedSnapshots, boolean isHeldBack) {}

    /**
     * One pass.
     *
     * @param archive    of this member.
     * @param recordings of this member, as they are now.
     * @param needed     position from which on another member needs the log; {@link #UNBOUNDED}: none does.
     * @return what was done.
     */
    Outcome run(final AeronArchive archive, final RecordingLog recordings, final long needed) {
        final RecordedLog log = RecordedLog.in(archive);
        final long oldest = oldestKept(recordings.entries());
        if (log.recordingId() == RecordedLog.NO_RECORDING || oldest < 0) {
            return new Outcome(log.start(), 0, 0, false);
        }
        final int removedSnapshots = removeSnapshots(archive, recordings.entries(), oldest);
        final long dispensable = Math.min(oldest, log.end() - keepBytes);
        final long base = log.segmentBase(Math.min(dispensable, needed));
        boolean isHeldBack = base < log.segmentBase(dispensable);
        long start = log.start();
        if (base > log.segmentBase(start)) {
            try {
                archive.purgeSegments(log.recordingId(), base);
                start = base;
            } catch (final ArchiveException beingSent) {
                isHeldBack = true;
            }
        }
        return new Outcome(start, start - log.start(), removedSnapshots, isHeldBack);
    }

    /** Position of the oldest snapshot that stays; -1 where there is none. */
    private long oldestKept(final List<RecordingLog.Entry> entries) {
        final long[] newestFirst = entries.stream()
                .filter(entry -> isSnapshot(entry) && entry.serviceId == ConsensusModule.Configuration.SERVICE_ID)
                .mapToLong(entry -> -entry.logPosition)
                .sorted()
                .distinct()
                .limit(keepSnapshots)
                .toArray();
        return newestFirst.length == 0 ? -1 : -newestFirst[newestFirst.length - 1];
    }

    private static int removeSnapshots(
            final AeronArchive archive, final List<RecordingLog.Entry> entries, final long oldest) {
        final LongHashSet there = new LongHashSet();
        archive.listRecordings(
                0,
                Integer.MAX_VALUE,
                (controlSessionId,
                        correlationId,
                        recordingId,
                        startTimestamp,
                        stopTimestamp,
                        startPosition,
                        stopPosition,
                        initialTermId,
                        segmentFileLength,
                        termBufferLength,
                        mtuLength,
                        sessionId,
                        streamId,
                        strippedChannel,
                        originalChannel,
                        sourceIdentity) -> there.add(recordingId));
        int removed = 0;
        for (final RecordingLog.Entry entry : entries) {
            if (isSnapshot(entry) && entry.logPosition < oldest && there.remove(entry.recordingId)) {
                try {
                    archive.purgeRecording(entry.recordingId);
                    removed++;
                } catch (final ArchiveException beingSent) {
                    // It is found again by the next pass.
                }
            }
        }
        return removed;
    }

    private static boolean isSnapshot(final RecordingLog.Entry entry) {
        return entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT;
    }
}
