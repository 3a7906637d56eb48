package io.stowage.server.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.exceptions.AeronException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The replicated log as one archive keeps it. Positions are those of Aeron Cluster's log, bytes.
 *
 * @param recordingId   of the log in that archive; {@link #NO_RECORDING}: it keeps none.
 * @param start         first position that is kept.
 * @param end           position up to which it is recorded, agreed on or not.
 * @param termLength    of its terms, bytes.
 * @param segmentLength of its files, bytes.
 */
public record RecordedLog(long recordingId, long start, long end, int termLength, int segmentLength) {
    /** Recording where there is none. */
    public static final long NO_RECORDING = -1;

    private static final RecordedLog NONE = new RecordedLog(NO_RECORDING, 0, 0, 0, 0);

    /**
     * Asks the archive of a member.
     *
     * @param aeronDirectoryName of a media driver of this machine.
     * @param archiveEndpoint    host:port of the archive.
     * @param host               of this machine, as the archive reaches it.
     * @param timeoutNs          how long to wait for a connection, and for each answer, nanoseconds.
     * @return what it keeps; null where nobody answers there.
     */
    public static @Nullable RecordedLog ask(
            final String aeronDirectoryName, final String archiveEndpoint, final String host, final long timeoutNs) {
        final AeronArchive.Context context = new AeronArchive.Context()
                .aeronDirectoryName(aeronDirectoryName)
                .controlRequestChannel("aeron:udp?endpoint=" + archiveEndpoint)
                .controlResponseChannel("aeron:udp?endpoint=" + host + ":0")
                .messageTimeoutNs(timeoutNs)
                .errorHandler(repeatedByTheCall -> {});
        try (AeronArchive archive = AeronArchive.connect(context)) {
            return in(archive);
        } catch (final AeronException noAnswer) {
            return null;
        }
    }

    /**
     * How to reach an archive of this process.
     *
     * @param aeronDirectoryName of its media driver.
     * @return not concluded.
     */
    public static AeronArchive.Context localContext(final String aeronDirectoryName) {
        return new AeronArchive.Context()
                .aeronDirectoryName(aeronDirectoryName)
                .controlRequestChannel(AeronArchive.Configuration.localControlChannel())
                .controlRequestStreamId(AeronArchive.Configuration.localControlStreamId())
                .controlResponseChannel(AeronArchive.Configuration.localControlChannel())
                .messageTimeoutNs(TimeUnit.SECONDS.toNanos(10));
    }

    /**
     * Looks into an archive: the newest recording of the log counts, for one that was begun before was given up.
     *
     * @param archive connected.
     * @return what it keeps.
     */
    public static RecordedLog in(final AeronArchive archive) {
        final List<RecordedLog> found = new ArrayList<>();
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
                        sourceIdentity) -> {
                    if (streamId == ConsensusModule.Configuration.logStreamId()) {
                        found.add(new RecordedLog(
                                recordingId, startPosition, stopPosition, termBufferLength, segmentFileLength));
                    }
                });
        if (found.isEmpty()) {
            return NONE;
        }
        final RecordedLog last = found.getLast();
        return last.end == AeronArchive.NULL_POSITION
                ? last.endingAt(archive.getRecordingPosition(last.recordingId))
                : last;
    }

    /** First position of the file that has a position. */
    long segmentBase(final long position) {
        return AeronArchive.segmentFileBasePosition(start, Math.max(start, position), termLength, segmentLength);
    }

    private RecordedLog endingAt(final long position) {
        return new RecordedLog(recordingId, start, position, termLength, segmentLength);
    }
}
