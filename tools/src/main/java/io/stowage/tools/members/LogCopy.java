package io.stowage.tools.members;

import io.aeron.CommonContext;
import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.status.RecordingPos;
import io.aeron.cluster.ClusterBackup;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.stowage.client.ClusterCredentials;
import io.stowage.codecs.Role;
import io.stowage.server.IdleStrategyKind;
import io.stowage.server.Opened;
import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.cluster.RecordedLog;
import io.stowage.tools.ToolException;
import io.stowage.tools.output.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.status.CountersReader;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a running cluster: its newest snapshot, and the log from there on, which it follows until it is closed. Made by Aeron's
 * {@link ClusterBackup} in a media driver and an archive of its own.
 *
 * <pre>
 *   TO/cluster   recording.log: which recordings are log and snapshots
 *   TO/archive   the recordings
 * </pre>
 *
 * as a member has them, so that a member can start with both. A folder that has a copy already is brought up to date. Everything
 * happens in {@link #work()}, on the caller's thread, but for the driver and the archive.
 */
final class LogCopy implements AutoCloseable {
    /** Folder of what Aeron's consensus module remembers. */
    static final String CLUSTER = "cluster";

    /** Folder of the recordings. */
    static final String ARCHIVE = "archive";

    private static final String LOCK = "copy.lock";
    private static final String MARK_DIRECTORY = "marks";
    private static final int TERM_LENGTH = 1 << 20;
    private static final long COOL_DOWN_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long RESPONSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long SNAPSHOT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long QUESTION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long UNKNOWN = -1;

    private final Path to;
    private final LogCopySource source;
    private final Opened opened = new Opened();
    private final LogCopyEvents events = new LogCopyEvents();
    private final String aeronDirectory = CommonContext.generateRandomDirName();
    private final ClusterBackup backup;
    private final ErrorHandler silent = toldByTheEvents -> {};
    private volatile boolean hasEnded;
    private long target = UNKNOWN;
    private long recordedBefore;
    private long progressNs = System.nanoTime();
    private long lookedNs = progressNs;

    private LogCopy(final Path to, final LogCopySource source) {
        this.to = to;
        this.source = source;
        try {
            lock();
            opened.keep(MediaDriver.launch(driverContext()));
            opened.keep(Archive.launch(archiveContext()));
            backup = opened.keep(ClusterBackup.launch(backupContext()));
        } catch (final RuntimeException | Error e) {
            opened.closeAll(e);
            throw e;
        }
    }

    /** Starts to copy. Throws {@link ToolException} where the folder cannot be written, or another copy is made there. */
    static LogCopy start(final Path to, final LogCopySource source) {
        try {
            Files.createDirectories(to);
        } catch (final IOException e) {
            throw new ToolException(to + " cannot be written: " + e.getMessage(), e);
        }
        return new LogCopy(to, source);
    }

    /** One step. Throws {@link ToolException} where it cannot go on. */
    int work() {
        final int workCount = backup.conductorAgentInvoker().invoke();
        if (target == UNKNOWN && isFollowing()) {
            target = askForTarget();
        }
        requireProgress();
        return workCount;
    }

    /** Whether all is there that the member had recorded when the copy of its log began. */
    boolean isComplete() {
        return target != UNKNOWN && position() >= target;
    }

    /** Where it stands, for people. */
    String words() {
        return switch (state()) {
            case SNAPSHOT_RETRIEVE -> "copying the newest snapshot from member " + events.sourceMember();
            case LIVE_LOG_RECORD, LIVE_LOG_REPLAY, UPDATE_RECORDING_LOG ->
                "opening the log of member " + events.sourceMember();
            case BACKING_UP ->
                "copying the log of member " + events.sourceMember() + ", at position " + Text.count(position());
            case BACKUP_QUERY, RESET_BACKUP, CLOSED -> "looking for a member that answers";
        };
    }

    /** What is there now. */
    Holdings holdings() {
        try (AeronArchive archive = AeronArchive.connect(RecordedLog.localContext(aeronDirectory));
                RecordingLog recordings = new RecordingLog(to.resolve(CLUSTER).toFile(), false)) {
            final RecordedLog log = RecordedLog.in(archive);
            final RecordingLog.Entry snapshot = recordings.getLatestSnapshot(ConsensusModule.Configuration.SERVICE_ID);
            long bytes = log.end() - log.start();
            for (final RecordingLog.Entry entry : recordings.entries()) {
                if (entry.isValid && entry.type == RecordingLog.ENTRY_TYPE_SNAPSHOT) {
                    bytes += archive.getStopPosition(entry.recordingId) - archive.getStartPosition(entry.recordingId);
                }
            }
            return new Holdings(
                    events.sourceMember(),
                    log.start(),
                    log.end(),
                    snapshot == null ? Holdings.NO_SNAPSHOT : snapshot.logPosition,
                    bytes);
        }
    }

    @Override
    public void close() {
        final Throwable failed = opened.closeAll(null);
        if (failed != null) {
            throw new ToolException("the copy in " + to + " did not end cleanly: " + failed.getMessage(), failed);
        }
    }

    private ClusterBackup.State state() {
        return ClusterBackup.State.get(backup.context().stateCounter().get());
    }

    private boolean isFollowing() {
        return state() == ClusterBackup.State.BACKING_UP;
    }

    private long position() {
        return backup.context().liveLogPositionCounter().get();
    }

    /** Grows with everything that is recorded here. */
    private long recorded() {
        final CountersReader counters = backup.context().aeron().countersReader();
        final long[] sum = {0};
        counters.forEach((value, counterId, label) -> {
            if (counters.getCounterTypeId(counterId) == RecordingPos.RECORDING_POSITION_TYPE_ID) {
                sum[0] += value;
            }
        });
        return sum[0] + position();
    }

    private long askForTarget() {
        final RecordedLog log =
                RecordedLog.ask(aeronDirectory, events.sourceArchive(), source.host(), QUESTION_TIMEOUT_NS);
        return log == null ? UNKNOWN : log.end();
    }

    private void requireProgress() {
        if (hasEnded) {
            throw failed("the copy ended");
        }
        if (events.isRefused()) {
            throw new ToolException("the members refuse to be copied: " + events.lastFailure()
                    + "; name the file with the secrets of this cluster with --secrets");
        }
        final long nowNs = System.nanoTime();
        if (nowNs - lookedNs < LOOK_INTERVAL_NS) {
            return;
        }
        lookedNs = nowNs;
        final long recorded = recorded();
        if (recorded != recordedBefore) {
            recordedBefore = recorded;
            progressNs = nowNs;
        } else if (!isComplete() && nowNs - progressNs > source.timeoutNs()) {
            throw failed("nothing came for " + TimeUnit.NANOSECONDS.toSeconds(source.timeoutNs()) + " s");
        }
    }

    private ToolException failed(final String what) {
        return new ToolException(
                what + " while " + words() + " ("
                        + (events.lastFailure().isEmpty()
                                ? "no member answers: a leader and a majority must run, and reach " + source.host()
                                : "last: " + events.lastFailure())
                        + "); an older copy that the cluster's log has gone beyond cannot be brought up to date: take an empty folder");
    }

    private void lock() {
        try {
            final FileChannel channel = opened.keep(
                    FileChannel.open(to.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            if (channel.tryLock() == null) {
                throw new ToolException("another copy is made in " + to + "; end it, or choose another folder");
            }
        } catch (final IOException e) {
            throw new ToolException(to + " cannot be written: " + e.getMessage(), e);
        }
    }

    private MediaDriver.Context driverContext() {
        return new MediaDriver.Context()
                .aeronDirectoryName(aeronDirectory)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(IdleStrategyKind.BACKOFF.create())
                .publicationTermBufferLength(TERM_LENGTH)
                .ipcTermBufferLength(TERM_LENGTH)
                .termBufferSparseFile(true)
                .nameResolver(source.names())
                .errorHandler(silent);
    }

    private Archive.Context archiveContext() {
        return new Archive.Context()
                .aeronDirectoryName(aeronDirectory)
                .archiveDir(to.resolve(ARCHIVE).toFile())
                .markFileDir(Path.of(aeronDirectory, MARK_DIRECTORY).toFile())
                .controlChannelEnabled(false)
                .archiveClientContext(
                        new AeronArchive.Context().controlResponseChannel("aeron:udp?endpoint=" + source.host() + ":0"))
                .replicationChannel("aeron:udp?endpoint=" + source.host() + ":0")
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(IdleStrategyKind.BACKOFF::create)
                .segmentFileLength(source.segmentBytes())
                // A member that begins with it counts for the majority, whatever happens to the power.
                .fileSyncLevel(1)
                .catalogFileSyncLevel(1)
                .errorHandler(silent);
    }

    private ClusterBackup.Context backupContext() {
        return new ClusterBackup.Context()
                .aeronDirectoryName(aeronDirectory)
                .clusterDir(to.resolve(CLUSTER).toFile())
                .markFileDir(Path.of(aeronDirectory, MARK_DIRECTORY).toFile())
                .clusterConsensusEndpoints(source.members().stream()
                        .map(MemberEndpoints.Member::consensus)
                        .collect(Collectors.joining(",")))
                .consensusChannel("aeron:udp?endpoint=" + source.host() + ':' + OwnAddress.freePort(source.host()))
                .catchupEndpoint(source.host() + ":0")
                .clusterArchiveContext(new AeronArchive.Context()
                        .controlRequestChannel("aeron:udp")
                        .controlResponseChannel("aeron:udp?endpoint=" + source.host() + ":0")
                        .errorHandler(silent))
                .credentialsSupplier(ClusterCredentials.ofOperator(secret()))
                .sourceType(source.ofTheLeader() ? ClusterBackup.SourceType.LEADER : ClusterBackup.SourceType.ANY)
                .initialReplayStart(ClusterBackup.Configuration.ReplayStart.LATEST_SNAPSHOT)
                .clusterBackupIntervalNs(SNAPSHOT_INTERVAL_NS)
                .clusterBackupResponseTimeoutNs(RESPONSE_TIMEOUT_NS)
                .clusterBackupCoolDownIntervalNs(COOL_DOWN_NS)
                .eventsListener(events)
                .useAgentInvoker(true)
                .errorHandler(silent)
                .terminationHook(() -> hasEnded = true);
    }

    private byte[] secret() {
        final byte @Nullable [] secret = source.secrets().of(Role.OPERATOR);
        return secret == null ? new byte[0] : secret;
    }
}
