package io.stowage.server.cluster;

import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.RecordingLog;
import io.aeron.exceptions.AeronException;
import io.stowage.server.ServerException;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a member that starts can get from what it has to what the others have. The others remove what their snapshots cover; a
 * member whose log ends before theirs begins would ask for ever for what nobody has, and Aeron Cluster would not say so.
 *
 * <p>Asks the archives of the other members until it is settled, on a thread of its own.
 */
final class LogReach implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogReach.class);
    private static final String THREAD_NAME = "stowage-log-reach";
    private static final long ASK_INTERVAL_MS = 1_000;
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long CLOSE_TIMEOUT_MS = 20_000;

    private final ClusterMemberContext ctx;
    private final long end;
    private final Consumer<ServerException> onUnreachable;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, THREAD_NAME);
    private boolean isWarned;

    private LogReach(final ClusterMemberContext ctx, final long end, final Consumer<ServerException> onUnreachable) {
        this.ctx = ctx;
        this.end = end;
        this.onUnreachable = onUnreachable;
        thread.setDaemon(true);
    }

    /**
     * Looks at what this member has, before its consensus module starts.
     *
     * @param ctx              of the member, whose archive runs.
     * @param clusterDirectory with its recording log.
     * @return position up to which it has the log; 0 where it has none.
     * @throws ServerException if it has not all that a start needs.
     */
    static long requireWhole(final ClusterMemberContext ctx, final File clusterDirectory) {
        if (!new File(clusterDirectory, RecordingLog.RECORDING_LOG_FILE_NAME).exists()) {
            return 0;
        }
        try (AeronArchive archive = AeronArchive.connect(
                        RecordedLog.localContext(ctx.media().aeronDirectoryName()));
                RecordingLog recordings = new RecordingLog(clusterDirectory, false)) {
            if (recordings.findLastTerm() == null) {
                return 0;
            }
            final long recordingId = recordings.findLastTermRecordingId();
            final RecordingLog.Entry snapshot = recordings.getLatestSnapshot(ConsensusModule.Configuration.SERVICE_ID);
            final long needed = snapshot == null ? 0 : snapshot.logPosition;
            final long start = archive.getStartPosition(recordingId);
            if (start > needed) {
                throw new ServerException("the log in " + ctx.directory() + " begins at position " + start
                        + ", but this member has no snapshot there (its newest is at " + needed + "): " + remedy(ctx));
            }
            return archive.getMaxRecordedPosition(recordingId);
        } catch (final ArchiveException e) {
            if (e.errorCode() != ArchiveException.UNKNOWN_RECORDING) {
                throw e;
            }
            throw new ServerException(
                    "the log of this member is not in " + ctx.directory().resolve("archive") + " (" + e.getMessage()
                            + "): " + remedy(ctx),
                    e);
        }
    }

    /**
     * Starts to ask the others.
     *
     * @param ctx           of the member.
     * @param end           position up to which it has the log.
     * @param onUnreachable told if the others begin after it.
     * @return to be closed before the media driver.
     */
    static LogReach start(
            final ClusterMemberContext ctx, final long end, final Consumer<ServerException> onUnreachable) {
        final LogReach reach = new LogReach(ctx, end, onUnreachable);
        reach.thread.start();
        return reach;
    }

    private void run() {
        try {
            while (ctx.members().size() > 1 && !isSettled()) {
                if (closing.await(ASK_INTERVAL_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether there is nothing more to ask: the others have what this member needs, or it follows, or it was told that it cannot. As long as
     * only some begin after its log, those that lead may be among them, and the rest may cut theirs.
     */
    private boolean isSettled() {
        final List<String> beyond = new ArrayList<>();
        int answers = 0;
        for (final MemberEndpoints.Member member : ctx.members().members()) {
            if (member.id() == ctx.memberId() || closing.getCount() == 0) {
                continue;
            }
            final RecordedLog log = RecordedLog.ask(
                    ctx.media().aeronDirectoryName(),
                    member.archive(),
                    ctx.members().member(ctx.memberId()).host(),
                    ANSWER_TIMEOUT_NS);
            answers += log == null ? 0 : 1;
            if (log != null && log.start() > end) {
                beyond.add("that of member " + member.id() + " begins at " + log.start());
            }
        }
        if (beyond.isEmpty() || closing.getCount() == 0) {
            return answers > 0;
        }
        // Whoever follows has found what it needs, and what the others have removed since then it has.
        if (isFollowing()) {
            return true;
        }
        final boolean isHopeless = answers == beyond.size();
        tell(String.join(", ", beyond), isHopeless);
        return isHopeless;
    }

    /** Whether the log of this member has grown since its start. */
    private boolean isFollowing() {
        try (AeronArchive archive =
                AeronArchive.connect(RecordedLog.localContext(ctx.media().aeronDirectoryName()))) {
            return RecordedLog.in(archive).end() > end;
        } catch (final AeronException busy) {
            return false;
        }
    }

    private void tell(final String beyond, final boolean isHopeless) {
        final String text = "this member has the log up to position " + end + ", and " + beyond + ": " + remedy(ctx);
        if (isHopeless) {
            onUnreachable.accept(new ServerException(text));
        } else if (!isWarned) {
            isWarned = true;
            LOGGER.warn("{}; it goes on as long as another one leads", text);
        }
    }

    private static String remedy(final ClusterMemberContext ctx) {
        return "it cannot catch up by itself; move cluster, archive, journal and snapshots out of " + ctx.directory()
                + ", run 'stowage cluster replace-member " + ctx.memberId() + "' there, and start it again";
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
