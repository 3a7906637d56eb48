package io.stowage.engine.extentmanager;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.ConnectEmReplyEncoder;
import io.stowage.codecs.DrainMode;
import io.stowage.codecs.EmHeartbeatReplyEncoder;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveEmDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.Setting;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.space.Reports;
import io.stowage.engine.table.RowTable;

/** Extent managers come, beat and go. */
public final class ExtentManagerCommands {
    private final ClusterTable cluster;
    private final ConfigTable config;
    private final ExtentManagers senders;
    private final ExtentManagerTable ems;
    private final Readiness readiness;
    private final Reports reports;
    private final Replies replies;
    private final ConnectEmDecoder connect = new ConnectEmDecoder();
    private final RemoveEmDecoder remove = new RemoveEmDecoder();
    private final ConnectEmReplyEncoder connectReply = new ConnectEmReplyEncoder();
    private final EmHeartbeatReplyEncoder heartbeatReply = new EmHeartbeatReplyEncoder();

    /**
     * Creates the handler.
     *
     * @param cluster with versions.
     * @param config  with sizes.
     * @param senders to identify.
     * @param ems     extent managers.
     * @param readiness to promise space.
     * @param reports to forget.
     * @param replies to answer with.
     */
    public ExtentManagerCommands(
            final ClusterTable cluster,
            final ConfigTable config,
            final ExtentManagers senders,
            final ExtentManagerTable ems,
            final Readiness readiness,
            final Reports reports,
            final Replies replies) {
        this.cluster = cluster;
        this.config = config;
        this.senders = senders;
        this.ems = ems;
        this.readiness = readiness;
        this.reports = reports;
        this.replies = replies;
    }

    /**
     * An extent manager makes itself known; its reservations and rows stay as they are.
     *
     * @param command to apply.
     */
    public void connect(final CommandContext command) {
        connect.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int id = (int) command.header().sender();
        final long incarnation = command.header().incarnation();
        int em = ems.findById(id);
        if (id == 0 || incarnation < 1) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_VALUE, 1, id == 0 ? 0 : incarnation);
            return;
        }
        if (em == RowTable.NONE) {
            if (ems.isFull()) {
                replies.send(command, ResultCode.BUSY, Reason.LIMIT_REACHED, ems.capacity(), ems.count());
                return;
            }
            em = ems.create(id);
            readiness.onNew(em);
        } else if (incarnation < ems.incarnation(em)) {
            replies.send(command, ResultCode.FENCED, Reason.INCARNATION_TOO_OLD, ems.incarnation(em), incarnation);
            return;
        } else if (senders.isSuperseded(command, em)) {
            return;
        } else if (incarnation > ems.incarnation(em)) {
            reports.discard(em);
        }
        ems.capabilities(em, connect.capabilities());
        senders.seen(command, em);
        replyConnected(command, em);
    }

    private void replyConnected(final CommandContext command, final int em) {
        connectReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(connectReply.header(), command, ResultCode.OK, Reason.NONE);
        connectReply
                .expected(0)
                .found(0)
                .lastVersion(ems.lastVersion(em))
                .topologyVersion(cluster.topologyVersion())
                .nodeMapVersion(cluster.nodeMapVersion())
                .extentBytes(config.value(Setting.EXTENT_BYTES))
                .thinBlockBytes(config.value(Setting.THIN_BLOCK_BYTES))
                .enabledCapabilities(cluster.enabledCapabilities())
                .reportWanted(isReportWanted(em));
        replies.send(command, connectReply.encodedLength());
    }

    /**
     * An extent manager is alive. Migration, draining and elevating stay off and no quotas are given: this version does
     * not steer them yet.
     *
     * @param command to apply.
     */
    public void heartbeat(final CommandContext command) {
        final int em = senders.identify(command);
        if (em == RowTable.NONE) {
            return;
        }
        senders.seen(command, em);
        heartbeatReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(heartbeatReply.header(), command, ResultCode.OK, Reason.NONE);
        heartbeatReply
                .expected(0)
                .found(0)
                .topologyVersion(cluster.topologyVersion())
                .nodeMapVersion(cluster.nodeMapVersion())
                .migrate(MigrateStrategy.NOT_ALLOWED)
                .drain(DrainMode.OFF)
                .elevate(BooleanType.FALSE)
                .reportWanted(isReportWanted(em));
        heartbeatReply.quotasCount(0);
        heartbeatReply.movesCount(0);
        replies.send(command, heartbeatReply.encodedLength());
    }

    /**
     * Forgets an extent manager with all that it reported and reserved.
     *
     * @param command to apply.
     */
    public void remove(final CommandContext command) {
        remove.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int em = ems.findById((int) remove.em());
        if (em == RowTable.NONE) {
            replies.send(command, ResultCode.UNKNOWN_EM, Reason.NONE, 0, remove.em());
            return;
        }
        reports.forget(em);
        readiness.settled(em);
        ems.remove(em);
        replies.send(command, ResultCode.OK);
    }

    private BooleanType isReportWanted(final int em) {
        return ems.lastVersion(em) == 0 ? BooleanType.TRUE : BooleanType.FALSE;
    }
}
