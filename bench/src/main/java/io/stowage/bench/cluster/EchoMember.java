package io.stowage.bench.cluster;

import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.PriorityHeapTimerServiceSupplier;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.stowage.server.EmbeddedDriver;
import io.stowage.server.Opened;
import io.stowage.server.cluster.ClusterMemberContext;
import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.journal.SyncLevel;
import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/**
 * A member of the echo: media driver, archive, consensus module and service container set as Stowage's {@code MemberAssembly} sets
 * them, from the same settings. It has no authenticator, and answers over Aeron Cluster's own publications, with terms as long as those of
 * Stowage.
 */
final class EchoMember implements RunningMember {
    private static final String MARK_DIRECTORY = "marks";
    private static final long IMAGE_LIVENESS_MAX_NS = TimeUnit.SECONDS.toNanos(10);

    private final ClusterMemberContext ctx;
    private final Opened opened = new Opened();
    private final ConsensusModule consensusModule;

    EchoMember(final MemberSettings settings) {
        ctx = settings.context().conclude();
        final ErrorHandler errors = Throwable::printStackTrace;
        try {
            opened.keep(EmbeddedDriver.launch(
                    ctx.media(),
                    errors,
                    driver -> driver.imageLivenessTimeoutNs(
                            Math.min(IMAGE_LIVENESS_MAX_NS, ctx.elections().electionTimeoutNs()))));
            opened.keep(Archive.launch(archiveContext(errors)));
            opened.keep(ClusteredServiceContainer.launch(containerContext(settings, errors)));
            consensusModule = opened.keep(ConsensusModule.launch(consensusContext(errors)));
        } catch (final RuntimeException | Error e) {
            opened.closeAll(e);
            throw e;
        }
    }

    @Override
    public long commitPosition() {
        return consensusModule.context().commitPositionCounter().get();
    }

    @Override
    public void close() {
        opened.closeAll(null);
    }

    private Archive.Context archiveContext(final ErrorHandler errors) {
        final MemberEndpoints.Member me = ctx.members().member(ctx.memberId());
        return new Archive.Context()
                .aeronDirectoryName(ctx.media().aeronDirectoryName())
                .archiveDir(directory("archive"))
                .markFileDir(markFiles())
                .controlChannel("aeron:udp?endpoint=" + me.host() + ':' + (me.port() + MemberEndpoints.PORTS - 1))
                .replicationChannel("aeron:udp?endpoint=" + me.host() + ":0")
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(ctx.idleStrategySupplier())
                .segmentFileLength(ctx.log().segmentBytes())
                .fileSyncLevel(fileSyncLevel())
                .catalogFileSyncLevel(fileSyncLevel())
                .errorHandler(errors);
    }

    private ClusteredServiceContainer.Context containerContext(
            final MemberSettings settings, final ErrorHandler errors) {
        return new ClusteredServiceContainer.Context()
                .aeronDirectoryName(ctx.media().aeronDirectoryName())
                .clusterDir(directory("cluster"))
                .markFileDir(markFiles())
                .clusteredService(new EchoService(settings.replies()))
                .idleStrategySupplier(ctx.idleStrategySupplier())
                .errorHandler(errors)
                .terminationHook(ctx.terminationHook());
    }

    private ConsensusModule.Context consensusContext(final ErrorHandler errors) {
        return new ConsensusModule.Context()
                .aeronDirectoryName(ctx.media().aeronDirectoryName())
                .clusterDir(directory("cluster"))
                .markFileDir(markFiles())
                .clusterMemberId(ctx.memberId())
                .clusterMembers(ctx.members().clusterMembers())
                .ingressChannel("aeron:udp")
                .egressChannel("aeron:udp?term-length=" + ctx.sessions().responseTermBufferLength())
                .logChannel("aeron:udp?term-length=" + ctx.log().termLength())
                .replicationChannel("aeron:udp?endpoint="
                        + ctx.members().member(ctx.memberId()).host() + ":0")
                .fileSyncLevel(fileSyncLevel())
                .timerServiceSupplier(new PriorityHeapTimerServiceSupplier())
                .maxConcurrentSessions(ctx.sessions().maxSessions())
                .sessionTimeoutNs(ctx.sessions().sessionTimeoutNs())
                .leaderHeartbeatTimeoutNs(ctx.elections().electionTimeoutNs())
                .leaderHeartbeatIntervalNs(ctx.elections().heartbeatIntervalNs())
                .electionTimeoutNs(ctx.elections().candidateTimeoutNs())
                .startupCanvassTimeoutNs(ctx.elections().startupCanvassTimeoutNs())
                .idleStrategySupplier(ctx.idleStrategySupplier())
                .errorHandler(errors)
                .terminationHook(ctx.terminationHook());
    }

    private int fileSyncLevel() {
        return ctx.syncLevel() == SyncLevel.BATCH ? 1 : 0;
    }

    private File directory(final String name) {
        return ctx.directory().resolve(name).toFile();
    }

    /** Beside the driver's files, which a start deletes: a member that was killed is not taken for alive. */
    private File markFiles() {
        return Path.of(ctx.media().aeronDirectoryName(), MARK_DIRECTORY).toFile();
    }
}
