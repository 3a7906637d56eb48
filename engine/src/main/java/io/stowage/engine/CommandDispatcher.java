package io.stowage.engine;

import io.stowage.codecs.*;
import io.stowage.engine.chunk.ChunkCommands;
import io.stowage.engine.chunk.ChunkStates;
import io.stowage.engine.chunk.IsolationCommands;
import io.stowage.engine.chunk.KeepAliveCommand;
import io.stowage.engine.chunk.RegisterChunkCommand;
import io.stowage.engine.chunk.SilenceWatch;
import io.stowage.engine.cluster.ClusterCommands;
import io.stowage.engine.cluster.MemberListCommand;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.CommandShape;
import io.stowage.engine.command.Frame;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerCommands;
import io.stowage.engine.extentmanager.ExtentManagers;
import io.stowage.engine.extentmanager.Readiness;
import io.stowage.engine.placement.FunnelCount;
import io.stowage.engine.placement.Placement;
import io.stowage.engine.space.AllocationCommands;
import io.stowage.engine.space.AllocationItem;
import io.stowage.engine.space.DeltaCommands;
import io.stowage.engine.space.Deltas;
import io.stowage.engine.space.FreeCommands;
import io.stowage.engine.space.NominalSize;
import io.stowage.engine.space.ReportCommands;
import io.stowage.engine.space.Reports;
import io.stowage.engine.space.RepositionCommands;
import io.stowage.engine.space.RepositionItem;
import io.stowage.engine.space.Reservations;
import io.stowage.engine.space.Settlement;
import io.stowage.engine.space.SpaceAccounting;
import io.stowage.engine.topology.NodeCommands;
import io.stowage.engine.topology.PoolCommands;
import io.stowage.engine.topology.Topology;

/**
 * From a command to the handler of its capability. What every command must pass stands here: a true shape, the right
 * cluster.
 */
final class CommandDispatcher {
    private static final long ALL_SESSIONS = 0;

    private final Tables tables;
    private final Replies replies;
    private final ClusterCommands clusterCommands;
    private final MemberListCommand memberList;
    private final NodeCommands nodeCommands;
    private final PoolCommands poolCommands;
    private final RegisterChunkCommand registerChunk;
    private final ChunkCommands chunkCommands;
    private final IsolationCommands isolationCommands;
    private final KeepAliveCommand keepAlive;
    private final SilenceWatch silenceWatch;
    private final ExtentManagerCommands extentManagerCommands;
    private final AllocationCommands allocationCommands;
    private final RepositionCommands repositionCommands;
    private final FreeCommands freeCommands;
    private final DeltaCommands deltaCommands;
    private final ReportCommands reportCommands;
    private final ExtentManagers senders;
    private final Readiness readiness;
    private final Reports reports;
    private final Reservations reservations;
    private final SpaceAccounting accounting;
    private final ChunkStates chunkStates;
    private final Placement placement;
    private final TickDecoder tick = new TickDecoder();
    private final SessionClosedDecoder sessionClosed = new SessionClosedDecoder();

    CommandDispatcher(final Tables tables, final Replies replies) {
        this.tables = tables;
        this.replies = replies;
        final Topology topology =
                new Topology(tables.cluster, tables.domains, tables.nodes, tables.candidates, replies);
        accounting = new SpaceAccounting(tables.chunkSpace, tables.cluster, tables.limits, tables.candidates);
        reservations = new Reservations(tables.ems, tables.reservations, accounting);
        final Settlement settlement = new Settlement(tables.chunkSpace, accounting);
        readiness = new Readiness(tables.cluster, tables.chunks, tables.ems, replies);
        reports = new Reports(
                tables.ems,
                tables.chunks,
                tables.chunkSpace,
                tables.spaceRows,
                tables.stagedRows,
                tables.openReports,
                reservations,
                settlement,
                readiness);
        chunkStates = new ChunkStates(tables.cluster, tables.chunks, tables.nodes, tables.candidates, replies);
        clusterCommands = new ClusterCommands(
                tables.cluster, tables.config, tables.chunks, tables.limits, tables.candidates, replies);
        memberList = new MemberListCommand(tables.members, replies);
        nodeCommands = new NodeCommands(tables.cluster, topology, tables.nodes, replies);
        poolCommands = new PoolCommands(tables.cluster, tables.pools, replies);
        isolationCommands = new IsolationCommands(tables.chunks, tables.nodes, chunkStates, replies);
        registerChunk = new RegisterChunkCommand(
                tables.cluster,
                topology,
                tables.nodes,
                tables.pools,
                tables.chunks,
                isolationCommands,
                accounting,
                replies);
        chunkCommands = new ChunkCommands(
                tables.cluster,
                topology,
                tables.nodes,
                nodeCommands,
                tables.pools,
                tables.chunks,
                chunkStates,
                accounting,
                tables.candidates,
                reports,
                replies);
        keepAlive = new KeepAliveCommand(
                tables.cluster, tables.chunks, chunkStates, accounting, tables.candidates, replies);
        silenceWatch = new SilenceWatch(
                tables.cluster, tables.config, tables.chunks, tables.nodes, chunkStates, isolationCommands);
        senders = new ExtentManagers(tables.ems, replies);
        extentManagerCommands = new ExtentManagerCommands(
                tables.cluster, tables.config, senders, tables.ems, readiness, reports, replies);
        placement = new Placement(
                tables.cluster,
                tables.config,
                tables.chunks,
                tables.nodes,
                tables.chunkSpace,
                tables.limits,
                tables.candidates);
        final FunnelCount funnel = new FunnelCount(tables.chunks, tables.candidates, placement);
        final NominalSize nominalSize = new NominalSize(tables.config);
        allocationCommands = new AllocationCommands(
                senders,
                tables.ems,
                readiness,
                reservations,
                new AllocationItem(
                        tables.cluster,
                        nominalSize,
                        tables.pools,
                        tables.domains,
                        tables.chunks,
                        tables.headroom,
                        reservations,
                        placement,
                        funnel),
                replies);
        repositionCommands = new RepositionCommands(
                senders,
                tables.ems,
                readiness,
                reservations,
                new RepositionItem(
                        tables.cluster, nominalSize, tables.chunks, tables.nodes, reservations, placement, funnel),
                replies);
        freeCommands = new FreeCommands(senders, tables.ems, tables.chunks, reservations, replies);
        deltaCommands = new DeltaCommands(
                senders,
                tables.ems,
                tables.chunks,
                new Deltas(tables.ems, tables.chunks, tables.spaceRows, settlement),
                replies);
        reportCommands = new ReportCommands(
                senders, tables.ems, tables.chunks, tables.stagedRows, tables.openReports, reports, replies);
        poolCommands.createDefault();
    }

    Placement placement() {
        return placement;
    }

    void dispatch(final CommandContext command) {
        final Reason fault = CommandShape.check(command.buffer(), command.offset(), command.length());
        if (fault != Reason.NONE) {
            replies.send(command, ResultCode.MALFORMED, fault, 0, command.length());
            return;
        }
        final int templateId = Frame.templateId(command.buffer(), command.offset());
        if (templateId >= ClusterStartDecoder.TEMPLATE_ID) {
            onHostEntry(command, templateId);
        } else if (isForThisCluster(command)) {
            onCommand(command, templateId);
        }
    }

    private void onHostEntry(final CommandContext command, final int templateId) {
        switch (templateId) {
            case ClusterStartDecoder.TEMPLATE_ID -> clusterCommands.start(command);
            case StartAfreshDecoder.TEMPLATE_ID -> readiness.startAfresh(command);
            case TickDecoder.TEMPLATE_ID -> {
                tick.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
                silenceWatch.onTick(command);
            }
            case SessionClosedDecoder.TEMPLATE_ID -> {
                sessionClosed.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
                onSessionClosed(sessionClosed.sessionId());
            }
            default -> refuseTemplate(command, templateId);
        }
    }

    private void onSessionClosed(final long sessionId) {
        reports.discardOfSession(sessionId);
        if (sessionId == ALL_SESSIONS) {
            senders.forgetSessions();
            accounting.forgetSessions();
        }
    }

    private boolean isForThisCluster(final CommandContext command) {
        if (!tables.cluster.isStarted()) {
            replies.send(command, ResultCode.NOT_READY, Reason.CLUSTER_NOT_STARTED, 0, 0);
            return false;
        }
        if (command.header().clusterHigh() != tables.cluster.clusterHigh()
                || command.header().clusterLow() != tables.cluster.clusterLow()) {
            replies.send(command, ResultCode.WRONG_CLUSTER);
            return false;
        }
        return true;
    }

    private void onCommand(final CommandContext command, final int templateId) {
        switch (templateId) {
            case ReserveForAllocationDecoder.TEMPLATE_ID -> allocationCommands.reserve(command);
            case FreeForAllocationDecoder.TEMPLATE_ID -> freeCommands.freeForAllocation(command);
            case ReserveForRepositionDecoder.TEMPLATE_ID -> repositionCommands.reserve(command);
            case FreeForRepositionDecoder.TEMPLATE_ID -> freeCommands.freeForReposition(command);
            case SpaceDeltaDecoder.TEMPLATE_ID -> deltaCommands.spaceDelta(command);
            case UpdateProvisionDecoder.TEMPLATE_ID -> deltaCommands.updateProvision(command);
            case RemoveExtentsDecoder.TEMPLATE_ID -> deltaCommands.removeExtents(command);
            case KeepAliveDecoder.TEMPLATE_ID -> keepAlive.keepAlive(command);
            case ReportSpaceBeginDecoder.TEMPLATE_ID -> reportCommands.begin(command);
            case ReportSpaceRowsDecoder.TEMPLATE_ID -> reportCommands.rows(command);
            case ReportSpaceEndDecoder.TEMPLATE_ID -> reportCommands.end(command);
            case EmHeartbeatDecoder.TEMPLATE_ID -> extentManagerCommands.heartbeat(command);
            case ConnectEmDecoder.TEMPLATE_ID -> extentManagerCommands.connect(command);
            case RemoveEmDecoder.TEMPLATE_ID -> extentManagerCommands.remove(command);
            default -> onTopologyCommand(command, templateId);
        }
    }

    private void onTopologyCommand(final CommandContext command, final int templateId) {
        switch (templateId) {
            case RegisterNodeDecoder.TEMPLATE_ID -> nodeCommands.registerNode(command);
            case MoveNodeDecoder.TEMPLATE_ID -> nodeCommands.moveNode(command);
            case RemoveNodeDecoder.TEMPLATE_ID -> nodeCommands.removeNode(command);
            case MaintenanceDecoder.TEMPLATE_ID -> isolationCommands.maintenance(command);
            case IsolateDecoder.TEMPLATE_ID -> isolationCommands.isolate(command);
            case DeclareLostDecoder.TEMPLATE_ID -> isolationCommands.declareLost(command);
            case RegisterChunkDecoder.TEMPLATE_ID -> registerChunk.registerChunk(command);
            case RemoveChunkDecoder.TEMPLATE_ID -> chunkCommands.removeChunk(command);
            case CancelRemovalDecoder.TEMPLATE_ID -> chunkCommands.cancelRemoval(command);
            case CompleteRemovalDecoder.TEMPLATE_ID -> chunkCommands.completeRemoval(command);
            case MoveChunkDecoder.TEMPLATE_ID -> chunkCommands.moveChunk(command);
            case CreatePoolDecoder.TEMPLATE_ID -> poolCommands.createPool(command);
            case RemovePoolDecoder.TEMPLATE_ID -> poolCommands.removePool(command);
            case SetLicenceDecoder.TEMPLATE_ID -> clusterCommands.setLicence(command);
            case SetConfigDecoder.TEMPLATE_ID -> clusterCommands.setConfig(command);
            case SetMemberListDecoder.TEMPLATE_ID -> memberList.setMemberList(command);
            default -> refuseTemplate(command, templateId);
        }
    }

    /** A command of the schema that this version does not offer yet, or a query that found its way into the log. */
    private void refuseTemplate(final CommandContext command, final int templateId) {
        replies.send(command, ResultCode.CONFLICT, Reason.NOT_AVAILABLE, 0, templateId);
    }

    void verify() {
        accounting.verify(tables.chunks);
        reservations.verify();
        reports.verify();
        readiness.verify();
        chunkStates.verify();
        tables.candidates.verify();
    }
}
