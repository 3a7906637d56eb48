package io.stowage.server.cluster;

import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.stowage.codecs.ConnectRequestDecoder;
import io.stowage.codecs.MemberListQueryDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SessionCloseDecoder;
import io.stowage.codecs.SessionKeepAliveDecoder;
import io.stowage.codecs.SetMemberListDecoder;
import io.stowage.engine.Engine;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import io.stowage.server.HostEntryFrames;
import io.stowage.server.MachineSetup;
import io.stowage.server.ServerException;
import io.stowage.server.ingress.RequestScreen;
import io.stowage.server.session.Authorisation;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The engine as a service of Aeron Cluster. What the log delivers is screened, journaled and applied, alike on every member;
 * refused requests are answered and leave no trace. The leader alone answers, and executes queries.
 *
 * <p>A callback that fails ends the member: see {@link MemberFailure}. Belongs to the thread of Aeron's service container.
 */
final class StowageService implements ClusteredService {
    private static final long TICK_TIMER = 1;
    private static final int SNAPSHOT_FRAGMENT_LIMIT = 10;
    /** Time that a refused client has to read why, before its session is closed, milliseconds of the log. */
    private static final long REFUSAL_LINGER_MS = 200;

    private final ClusterMemberContext ctx;
    private final Engine engine;
    private final MemberJournal journal;
    private final MemberHost host;
    private final MemberFailure failure;
    private final MemberFigures figures;
    private final ClusterSessions sessions = new ClusterSessions();
    private final HostEntryFrames hostFrames = new HostEntryFrames();
    private final RequestScreen screen;
    private @Nullable Cluster cluster;
    private @Nullable ClusterReplies replies;
    private @Nullable ClusterHandshake handshake;
    private @Nullable MemberAffairs affairs;
    private @Nullable MemberCounters counters;
    private boolean isBusy;
    private long droppedCount;
    private long refusedCount;
    private long queryCount;

    StowageService(
            final ClusterMemberContext ctx, final Engine engine, final MemberJournal journal, final MemberHost host) {
        this.ctx = ctx;
        this.engine = engine;
        this.journal = journal;
        this.host = host;
        this.failure = host.failure();
        this.figures = host.figures();
        final UUID clusterId = ctx.clusterId();
        this.screen = new RequestScreen(
                Authorisation.ofMember(ctx.sessions().operatorMayActForOthers()),
                clusterId.getMostSignificantBits(),
                clusterId.getLeastSignificantBits(),
                ctx.maxCommandBytes());
    }

    @Override
    public void onStart(final Cluster started, final @Nullable Image snapshotImage) {
        try {
            cluster = started;
            final ClusterReplies begun = new ClusterReplies(started, sessions, ctx.sessions(), host.errorHandler());
            replies = begun;
            handshake = new ClusterHandshake(ctx.clusterId(), ctx.memberId(), begun);
            affairs = new MemberAffairs(ctx, host, engine, sessions, begun);
            counters = new MemberCounters(started.aeron());
            if (snapshotImage != null) {
                load(snapshotImage);
            }
            final MachineSetup machine = new MachineSetup(ctx.machine());
            machine.lockMemory(engine);
            machine.pinThread();
            if (ctx.isJournalOn()) {
                journal.open(engine.position());
            }
            affairs().begin(started.logPosition());
            figures.firstLogPosition(started.logPosition());
            figures.applied(engine.position(), engine.commands());
        } catch (final RuntimeException | Error e) {
            throw failure.stop(e);
        }
    }

    @Override
    public void onSessionOpen(final ClientSession client, final long timestamp) {
        isBusy = true;
        try {
            final Principal principal = principalOf(client);
            requireSameRules(principal);
            if (!engine.isStarted()) {
                apply(
                        timestamp,
                        hostFrames.clusterStart(principal.clusterHigh(), principal.clusterLow(), principal.seed()));
                scheduleTick(timestamp + ctx.tickIntervalMs());
            }
            final ClusterSession session = new ClusterSession(client, principal);
            sessions.add(session);
            replies().onOpened(session);
        } catch (final RuntimeException | Error e) {
            throw failure.stop(e);
        } finally {
            isBusy = false;
        }
    }

    @Override
    public void onSessionMessage(
            final @Nullable ClientSession client,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Header header) {
        isBusy = true;
        try {
            final ClusterSession session = client == null ? null : sessions.byId(client.id());
            if (session == null) {
                droppedCount++;
                return;
            }
            replies().timestampMs(timestamp);
            onFrame(session, timestamp, buffer, offset, length);
            replies().endThoseThatMust();
        } catch (final RuntimeException | Error e) {
            throw failure.stop(e);
        } finally {
            isBusy = false;
        }
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp) {
        isBusy = true;
        try {
            if (correlationId == TICK_TIMER) {
                replies().timestampMs(timestamp);
                apply(timestamp, hostFrames.tick(engine.commands()));
                scheduleTick(timestamp + ctx.tickIntervalMs());
                endTheRefused(timestamp);
                replies().endThoseThatMust();
                replies().tick();
            }
        } catch (final RuntimeException | Error e) {
            throw failure.stop(e);
        } finally {
            isBusy = false;
        }
    }

    @Override
    public void onSessionClose(final ClientSession client, final long timestamp, final CloseReason closeReason) {
        isBusy = true;
        try {
            final ClusterSession session = sessions.byId(client.id());
            if (session != null) {
                apply(timestamp, hostFrames.sessionClosed(session.id()));
                replies().onClosed(session);
                sessions.remove(session);
            }
        } catch (final RuntimeException | Error e) {
            throw failure.stop(e);
        } finally {
            isBusy = false;
        }
    }

    @Override
    public void onRoleChange(final Cluster.Role newRole) {
        try {
            figures.role(newRole);
            if (newRole == Cluster.Role.LEADER) {
                replies().lead();
                affairs().lead();
            } else {
                replies().follow();
                affairs().follow();
            }
        } catch (final RuntimeException | Error e) {
            throw failure.stop(e);
        }
    }

    @Override
    public void onNewLeadershipTermEvent(
            final long leadershipTermId,
            final long logPosition,
            final long timestamp,
            final long termBaseLogPosition,
            final int leaderMemberId,
            final int logSessionId,
            final TimeUnit timeUnit,
            final int appVersion) {
        try {
            if (timeUnit != TimeUnit.MILLISECONDS) {
                throw new ServerException("the cluster's clock counts " + timeUnit
                        + ", but members of Stowage count milliseconds; start all members with this program");
            }
            figures.leaderMember(leaderMemberId);
            replies().leadershipTermId(leadershipTermId);
        } catch (final RuntimeException | Error e) {
            throw failure.stop(e);
        }
    }

    /**
     * An exception here is reported by Aeron Cluster, and the snapshot is none: the state is not touched by it. Where the archive takes no
     * recording, Aeron Cluster ends the member before this is called.
     */
    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication) {
        isBusy = true;
        try {
            journal.commit();
            new MemberSnapshotWriter((buffer, length) -> offer(snapshotPublication, buffer, length))
                    .write(engine, sessions);
        } finally {
            isBusy = false;
        }
    }

    @Override
    public int doBackgroundWork(final long nowNs) {
        // Aeron Cluster calls this from within its own waiting too, in the middle of a callback.
        if (isBusy) {
            return 0;
        }
        isBusy = true;
        try {
            final int workCount = replies().work() + affairs().work(nowNs) + journal.work(nowNs);
            figures.logPosition(cluster().logPosition());
            if (workCount > 0) {
                publishFigures();
            }
            return workCount;
        } catch (final RuntimeException | Error e) {
            throw failure.stop(e);
        } finally {
            isBusy = false;
        }
    }

    @Override
    public void onTerminate(final Cluster terminated) {
        journal.commit();
        publishFigures();
        figures.role(Cluster.Role.FOLLOWER);
    }

    private void onFrame(
            final ClusterSession session,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        switch (Engine.templateId(buffer, offset, length)) {
            case ConnectRequestDecoder.TEMPLATE_ID -> {
                if (!handshake().onConnect(session, timestamp, engine.position(), buffer, offset, length)) {
                    droppedCount++;
                }
            }
            // Aeron Cluster has keepalives of its own, which are not in the log.
            case SessionKeepAliveDecoder.TEMPLATE_ID -> {}
            case SessionCloseDecoder.TEMPLATE_ID -> replies().endLater(session);
            default -> onRequest(session, timestamp, buffer, offset, length);
        }
    }

    private void onRequest(
            final ClusterSession session,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        switch (screen.check(session, buffer, offset, length)) {
            case DROP -> droppedCount++;
            case REFUSE -> refuse(session, screen.result(), screen.reason(), screen.expected(), screen.found());
            case COMMAND -> {
                if (session.isOpen()) {
                    onCommand(session, timestamp, buffer, offset, length);
                } else {
                    refuse(session, ResultCode.NOT_READY, Reason.NONE, 0, 0);
                }
            }
            case QUERY -> {
                if (!session.isOpen()) {
                    refuse(session, ResultCode.NOT_READY, Reason.NONE, 0, 0);
                } else if (replies().isLeading()) {
                    queryCount++;
                    onQuery(session, buffer, offset, length);
                }
            }
        }
    }

    private void onQuery(final ClusterSession session, final DirectBuffer buffer, final int offset, final int length) {
        if (Engine.templateId(buffer, offset, length) == MemberListQueryDecoder.TEMPLATE_ID) {
            affairs().moves().answer(session.id(), screen.correlationId());
        } else {
            engine.onQuery(session.id(), buffer, offset, length, replies());
        }
    }

    private void onCommand(
            final ClusterSession session,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final int templateId = Engine.templateId(buffer, offset, length);
        if (affairs().concerns(templateId)) {
            affairs().onMessage(session, templateId, buffer, offset);
        } else if (templateId == SetMemberListDecoder.TEMPLATE_ID) {
            onMemberList(session, timestamp, buffer, offset, length);
        } else {
            apply(timestamp, session.id(), buffer, offset, length);
        }
    }

    private void onMemberList(
            final ClusterSession session,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        final MemberMoves moves = affairs().moves();
        final Reason fault = moves.judge(buffer, offset, length);
        if (fault == Reason.NONE) {
            apply(timestamp, session.id(), buffer, offset, length);
            moves.onList();
        } else {
            refuse(
                    session,
                    ResultCode.CONFLICT,
                    fault,
                    moves.rules().expected(),
                    moves.rules().found());
        }
    }

    private void refuse(
            final ClusterSession session,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        refusedCount++;
        replies().refuse(session, screen.correlationId(), engine.position(), result, reason, expected, found);
    }

    private void apply(final long timestamp, final int length) {
        apply(timestamp, HostEntryFrames.HOST_SESSION, hostFrames.buffer(), 0, length);
    }

    /** The cluster's clock may be set back, or differ from that of the leader before; the log's time never runs backwards. */
    private void apply(
            final long timestamp, final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        final long timestampMs = Math.max(engine.timestampMs(), timestamp);
        final long position = LogPosition.after(engine.position(), length);
        journal.append(position, timestampMs, sessionId, buffer, offset, length);
        engine.onEntry(
                position,
                timestampMs,
                sessionId,
                buffer,
                offset,
                length,
                replies().isLeading() ? replies() : ReplySink.NONE);
        affairs().onApplied(cluster().logPosition(), buffer, offset, length);
        figures.applied(position, engine.commands());
    }

    private void endTheRefused(final long timestamp) {
        if (!replies().isLeading()) {
            return;
        }
        for (int i = 0; i < sessions.size(); i++) {
            final ClusterSession session = sessions.at(i);
            if (session.state() == ClusterSession.State.REFUSED
                    && timestamp - session.refusedAtMs() >= REFUSAL_LINGER_MS) {
                replies().endLater(session);
            }
        }
    }

    private void scheduleTick(final long deadlineMs) {
        final Cluster running = cluster();
        final IdleStrategy idle = running.idleStrategy();
        while (!running.scheduleTimer(TICK_TIMER, deadlineMs)) {
            idle.idle();
        }
    }

    private Principal principalOf(final ClientSession client) {
        final Principal principal = Principal.decode(client.encodedPrincipal());
        if (principal == null) {
            throw new ServerException("session " + client.id()
                    + " was opened by a leader that is no member of Stowage; start all members with this program");
        }
        return principal;
    }

    private void requireSameRules(final Principal principal) {
        final UUID theirs = new UUID(principal.clusterHigh(), principal.clusterLow());
        if (!theirs.equals(ctx.clusterId())) {
            throw new ServerException("the leader is of cluster " + theirs + ", this member of " + ctx.clusterId()
                    + "; give all members the same cluster");
        }
        if (principal.rulesHash() != ctx.rulesHash()) {
            throw new ServerException(
                    "the leader refuses by other rules than this member (hash "
                            + Long.toHexString(principal.rulesHash()) + ", not " + Long.toHexString(ctx.rulesHash())
                            + "): give all members the same limits, maxCommandBytes, operatorMayActForOthers and hashIntervalBytes");
        }
    }

    private void load(final Image image) {
        try (MemberSnapshotReader reader = new MemberSnapshotReader(ctx.directory())) {
            final FragmentAssembler assembler =
                    new FragmentAssembler((buffer, offset, length, header) -> reader.onFrame(buffer, offset, length));
            final IdleStrategy idle = cluster().idleStrategy();
            while (!reader.isDone()) {
                final int fragments = image.poll(assembler, SNAPSHOT_FRAGMENT_LIMIT);
                if (fragments == 0 && (image.isClosed() || image.isEndOfStream())) {
                    break;
                }
                idle.idle(fragments);
            }
            reader.load(engine, ctx.isJournalOn());
            for (final ClientSession client : cluster().clientSessions()) {
                final ClusterSession session = new ClusterSession(client, principalOf(client));
                reader.restore(session);
                sessions.add(session);
            }
        }
        final UUID found = new UUID(engine.clusterHigh(), engine.clusterLow());
        if (engine.isStarted() && !found.equals(ctx.clusterId())) {
            throw new ServerException("the cluster's snapshot is of cluster " + found + ", this member of "
                    + ctx.clusterId() + "; correct the configured cluster, or the directory");
        }
    }

    private void offer(final ExclusivePublication publication, final DirectBuffer buffer, final int length) {
        final IdleStrategy idle = cluster().idleStrategy();
        long result = publication.offer(buffer, 0, length);
        while (result < 0) {
            if (result == Publication.CLOSED
                    || result == Publication.MAX_POSITION_EXCEEDED
                    || result == Publication.NOT_CONNECTED) {
                throw new ServerException("the snapshot cannot be recorded (" + Publication.errorString(result)
                        + "); check the archive and its disk");
            }
            idle.idle();
            result = publication.offer(buffer, 0, length);
        }
    }

    private void publishFigures() {
        final MemberCounters published = counters;
        if (published != null && !cluster().aeron().isClosed()) {
            published.publish(engine, sessions.size(), queryCount, refusedCount, droppedCount, replies());
            published.publish(affairs());
        }
    }

    private Cluster cluster() {
        return Objects.requireNonNull(cluster, "the service was not started");
    }

    private ClusterReplies replies() {
        return Objects.requireNonNull(replies, "the service was not started");
    }

    private MemberAffairs affairs() {
        return Objects.requireNonNull(affairs, "the service was not started");
    }

    private ClusterHandshake handshake() {
        return Objects.requireNonNull(handshake, "the service was not started");
    }
}
