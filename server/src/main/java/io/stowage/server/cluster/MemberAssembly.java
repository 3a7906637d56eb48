package io.stowage.server.cluster;

import io.aeron.archive.Archive;
import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.cluster.ClusterControl;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.PriorityHeapTimerServiceSupplier;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.Configuration;
import io.aeron.exceptions.AeronException;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.engine.Engine;
import io.stowage.server.EmbeddedDriver;
import io.stowage.server.ErrorRelay;
import io.stowage.server.Opened;
import io.stowage.server.ServerErrorLog;
import io.stowage.server.ServerException;
import io.stowage.server.ServerSummary;
import io.stowage.server.journal.JournalDirectoryLock;
import io.stowage.server.journal.SyncLevel;
import io.stowage.server.snapshot.SnapshotSchedule;
import io.stowage.server.snapshot.SnapshotStore;
import java.io.File;
import java.nio.file.Path;
import java.util.UUID;
import org.agrona.BitUtil;
import org.agrona.SemanticVersion;
import org.agrona.concurrent.status.CountersReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a member together, in the order in which things may fail cheaply (directory, media driver, archive, service, consensus
 * module) and takes it apart in the opposite order, whether the start succeeded or not.
 *
 * <pre>
 *   DIR/journal, DIR/snapshots, DIR/journal.lock, ...   as a standalone server has them
 *   DIR/cluster                                         what Aeron's consensus module remembers
 *   DIR/archive                                         recordings: the log and its snapshots
 * </pre>
 *
 * <p>Mark files lie beside the media driver's files, whose owner is known to be gone when this process holds the directory's lock: a
 * member that was killed can start at once.
 */
final class MemberAssembly implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(MemberAssembly.class);

    /** Members whose engines decide by other rules have another major version, and refuse each other. */
    private static final int RULES_VERSION = SemanticVersion.compose(1, 0, 0);

    /** Counters of Aeron that a session takes: of itself, two publications, their channel, and an image; about 19, and room. */
    private static final int COUNTERS_OF_A_SESSION = 24;

    private static final String CLUSTER = "cluster";
    private static final String MARK_DIRECTORY = "marks";

    private final ClusterMemberContext ctx;
    private final Opened opened;
    private final ErrorRelay errors;
    private final JournalDirectoryLock lock;
    private final MemberFailure failure = new MemberFailure();
    private final MemberFigures figures = new MemberFigures();
    private final MemberHost host;
    private final MemberCore core;
    private volatile boolean hasEnded;
    private volatile boolean isClosing;
    private volatile @Nullable ServerSummary summary;
    private volatile @Nullable String movedTo;

    private MemberAssembly(final ClusterMemberContext ctx, final Opened opened) {
        this.ctx = ctx;
        this.opened = opened;
        this.errors = new ErrorRelay(ctx.errorHandler());
        // The directory's lock comes first: nothing else may be touched in a directory of another process.
        this.lock = opened.keep(
                JournalDirectoryLock.acquire(ctx.directory(), ctx.journal().epochClock()));
        requireCluster(lock);
        DivergenceMark.requireNone(ctx.directory());
        final MemberNames names = new MemberNames(ctx.members(), MemberListFile.read(ctx.directory()));
        final MoveWatch moves = new MoveWatch(ctx, names, directory(CLUSTER), this::isLeader, this::onMoved);
        errors.log(
                opened.keep(ServerErrorLog.open(ctx.directory(), ctx.journal().epochClock())));
        new SnapshotStore(ctx.directory()).deleteUnfinished();

        opened.keep(EmbeddedDriver.launch(
                ctx.media(),
                errors,
                settings -> settings.imageLivenessTimeoutNs(ctx.elections().imageLivenessTimeoutNs())
                        .counterValuesBufferLength(counterBytes(ctx.sessions().maxSessions()))
                        .nameResolver(names)));
        opened.keep(Archive.launch(archiveContext(errors)));
        this.host = new MemberHost(
                failure,
                figures,
                new HandOver(),
                new MaintenanceWatch(ctx.node()),
                names,
                opened.keep(MemberVoice.start(ctx, names)),
                errors);
        this.core = opened.keep(new MemberCore(this::launch));
        final long logEnd = LogReach.requireWhole(ctx, directory(CLUSTER));
        core.join();
        logStart();
        opened.keep(HandOverHost.start(ctx, directory(CLUSTER), host, core, this::onTerminated));
        opened.keep(moves.start());
        opened.keep(LogReach.start(ctx, logEnd, this::onUnreachable));
        opened.keep(LogRetention.start(
                ctx.media().aeronDirectoryName(),
                directory(CLUSTER),
                new LogPurge(ctx.snapshots().keep(), ctx.log().keepBytes()),
                this::snapshotCount,
                new LivingMembers(directory(CLUSTER), this::isLeader),
                errors));
        if (ctx.snapshots().isOn()) {
            opened.keep(ClusterSnapshotSchedule.start(
                    ctx.snapshots().intervalBytes(),
                    directory("archive").toPath(),
                    figures::logPosition,
                    figures::firstLogPosition,
                    this::snapshotCount,
                    this::takeSnapshot));
        }
        if (ctx.isJournalOn() && ctx.snapshots().isOn()) {
            opened.keep(
                    SnapshotSchedule.start(ctx.directory(), ctx.limits(), ctx.snapshots(), figures::position, errors));
        }
    }

    /** What takes part in the cluster, anew each time that this member joins. */
    private ConsensusModule launch(final Opened joined) {
        final Engine engine = joined.keep(new Engine(ctx.limits()));
        final MemberJournal journal =
                joined.keep(new MemberJournal(() -> ctx.journal().copy().errorHandler(errors), lock, errors));
        joined.keep(() -> summarise(engine));
        joined.keep(ClusteredServiceContainer.launch(containerContext(engine, journal)));
        return joined.keep(ConsensusModule.launch(consensusContext(errors)));
    }

    static MemberAssembly start(final ClusterMemberContext ctx) {
        final Opened opened = new Opened();
        try {
            return new MemberAssembly(ctx, opened);
        } catch (final AeronException e) {
            opened.closeAll(e);
            throw new ServerException(
                    "Aeron ended the start of member " + ctx.memberId() + " (" + e.getMessage()
                            + "): where it stood still for longer than media.liveness-timeout, start it again; else check"
                            + " ports, names and disk",
                    e);
        } catch (final RuntimeException | Error e) {
            opened.closeAll(e);
            throw e;
        }
    }

    ClusterMemberContext context() {
        return ctx;
    }

    MemberFigures figures() {
        return figures;
    }

    boolean isRunning() {
        return !hasEnded && !isClosing && failure.cause() == null;
    }

    @Nullable
    Throwable failure() {
        return failure.cause();
    }

    boolean isLeader() {
        return isRunning() && figures.role() == Cluster.Role.LEADER;
    }

    long commitPosition() {
        return core.commitPosition();
    }

    long snapshotCount() {
        return core.snapshotCount();
    }

    boolean takeSnapshot() {
        return isLeader() && core.toggle(ClusterControl.ToggleState.SNAPSHOT);
    }

    @Nullable
    String movedTo() {
        return movedTo;
    }

    @Nullable
    ServerSummary summary() {
        return summary;
    }

    @Override
    public synchronized void close() {
        if (opened.isEmpty()) {
            return;
        }
        isClosing = true;
        final Throwable failed = opened.closeAll(null);
        LOGGER.info("member {} stopped: {}", ctx.memberId(), summary);
        switch (failed) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new ServerException("the member did not stop cleanly: " + failed.getMessage(), failed);
        }
    }

    private Archive.Context archiveContext(final ErrorRelay errors) {
        return new Archive.Context()
                .aeronDirectoryName(ctx.media().aeronDirectoryName())
                .archiveDir(directory("archive"))
                .markFileDir(markFiles())
                .controlChannel("aeron:udp?endpoint=" + me().archive())
                .replicationChannel("aeron:udp?endpoint=" + me().host() + ":0")
                .recordingEventsEnabled(false)
                .threadingMode(ArchiveThreadingMode.SHARED)
                .idleStrategySupplier(ctx.idleStrategySupplier())
                .segmentFileLength(ctx.log().segmentBytes())
                .fileSyncLevel(fileSyncLevel())
                .catalogFileSyncLevel(fileSyncLevel())
                .errorHandler(errors);
    }

    private ClusteredServiceContainer.Context containerContext(final Engine engine, final MemberJournal journal) {
        return new ClusteredServiceContainer.Context()
                .aeronDirectoryName(ctx.media().aeronDirectoryName())
                .clusterDir(directory(CLUSTER))
                .markFileDir(markFiles())
                .clusteredService(new StowageService(ctx, engine, journal, host))
                .isRespondingService(false)
                .appVersion(RULES_VERSION)
                .idleStrategySupplier(ctx.idleStrategySupplier())
                .errorHandler(errors)
                .terminationHook(this::onTerminated);
    }

    private ConsensusModule.Context consensusContext(final ErrorRelay errors) {
        final UUID clusterId = ctx.clusterId();
        final boolean isLocal = ctx.members().areLoopback();
        return new ConsensusModule.Context()
                .aeronDirectoryName(ctx.media().aeronDirectoryName())
                .clusterDir(directory(CLUSTER))
                .markFileDir(markFiles())
                .clusterMemberId(ctx.memberId())
                .clusterMembers(ctx.members().clusterMembers())
                .ingressChannel("aeron:udp")
                .egressChannel("aeron:udp?term-length=64k")
                .logChannel("aeron:udp?term-length=" + ctx.log().termLength())
                .replicationChannel("aeron:udp?endpoint=" + me().host() + ":0")
                .fileSyncLevel(fileSyncLevel())
                .timerServiceSupplier(new PriorityHeapTimerServiceSupplier())
                .maxConcurrentSessions(
                        ctx.sessions().maxSessions() + ctx.members().size())
                .sessionTimeoutNs(ctx.sessions().sessionTimeoutNs())
                .leaderHeartbeatTimeoutNs(ctx.elections().electionTimeoutNs())
                .leaderHeartbeatIntervalNs(ctx.elections().heartbeatIntervalNs())
                .electionTimeoutNs(ctx.elections().candidateTimeoutNs())
                .startupCanvassTimeoutNs(ctx.elections().startupCanvassTimeoutNs())
                .authenticatorSupplier(
                        () -> new ClusterAuthenticator(clusterId, ctx.rulesHash(), ctx.sessions(), isLocal))
                .authorisationServiceSupplier(ClusterAuthorisation::new)
                .appVersion(RULES_VERSION)
                .idleStrategySupplier(ctx.idleStrategySupplier())
                .errorHandler(errors)
                .terminationHook(this::onTerminated);
    }

    /** Where counters run out, everything else fails with the sessions: elections too. */
    private static int counterBytes(final int sessions) {
        final long wanted = (long) sessions * COUNTERS_OF_A_SESSION * CountersReader.COUNTER_LENGTH;
        return Math.clamp(
                BitUtil.findNextPositivePowerOfTwo(wanted),
                Configuration.counterValuesBufferLength(),
                Configuration.COUNTERS_VALUES_BUFFER_LENGTH_MAX);
    }

    private MemberEndpoints.Member me() {
        return ctx.members().member(ctx.memberId());
    }

    private File directory(final String name) {
        return ctx.directory().resolve(name).toFile();
    }

    private File markFiles() {
        return Path.of(ctx.media().aeronDirectoryName(), MARK_DIRECTORY).toFile();
    }

    /** What Aeron calls a level: 0 leaves it to the kernel, 1 forces data before it counts. */
    private int fileSyncLevel() {
        return ctx.syncLevel() == SyncLevel.BATCH ? 1 : 0;
    }

    private void requireCluster(final JournalDirectoryLock lock) {
        final UUID found = new UUID(lock.mark().clusterHigh(), lock.mark().clusterLow());
        if (found.equals(new UUID(0, 0))) {
            lock.cluster(
                    ctx.clusterId().getMostSignificantBits(), ctx.clusterId().getLeastSignificantBits());
        } else if (!found.equals(ctx.clusterId())) {
            throw new ServerException("the directory " + ctx.directory() + " is of cluster " + found + ", not of "
                    + ctx.clusterId() + "; choose the directory of that cluster, or correct the configured cluster");
        }
    }

    private void onUnreachable(final ServerException why) {
        failure.stop(why);
        onTerminated();
    }

    private void onMoved(final String host) {
        movedTo = host;
        hasEnded = true;
        if (!isClosing) {
            ctx.terminationHook().run();
        }
    }

    /** A member that leaves to come back ends its agents too, which is no end. */
    private void onTerminated() {
        if (core.isIn() && failure.cause() == null && movedTo == null && !isClosing) {
            failure.stop(new ServerException("Aeron Cluster ended this member by itself: it stood still for longer than"
                    + " media.liveness-timeout, or its archive or disk failed; its log and " + ServerErrorLog.FILE
                    + " tell which. Start it again"));
        }
        if (core.isIn() || failure.cause() != null) {
            hasEnded = true;
            if (!isClosing) {
                ctx.terminationHook().run();
            }
        }
    }

    private void summarise(final Engine engine) {
        summary = new ServerSummary(engine.position(), engine.commands(), engine.stateHash());
    }

    private void logStart() {
        LOGGER.info(
                "member {} of cluster {} starts in {}: clients reach it at {}, it speaks schema version {}",
                ctx.memberId(),
                ctx.clusterId(),
                ctx.directory(),
                me().ingress(),
                MessageHeaderDecoder.SCHEMA_VERSION);
        LOGGER.info("{}", ctx);
        if (ctx.sessions().secrets().isEmpty()) {
            LOGGER.warn(
                    "no secrets are configured: {}; run 'stowage init' and name its secrets file",
                    ctx.members().areLoopback()
                            ? "whoever can use this machine is accepted in any role"
                            : "no client is accepted, because the members are not on loopback");
        }
    }
}
