package io.stowage.engine.topology;

import io.stowage.codecs.MoveNodeDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.RegisterNodeReplyEncoder;
import io.stowage.codecs.RemoveNodeDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.table.RowTable;
import org.agrona.DirectBuffer;

/** Registration, moves and removal of nodes. */
public final class NodeCommands {
    private final ClusterTable cluster;
    private final Topology topology;
    private final NodeTable nodes;
    private final Replies replies;
    private final RegisterNodeDecoder registerNode = new RegisterNodeDecoder();
    private final MoveNodeDecoder moveNode = new MoveNodeDecoder();
    private final RemoveNodeDecoder removeNode = new RemoveNodeDecoder();
    private final RegisterNodeReplyEncoder registerReply = new RegisterNodeReplyEncoder();

    /**
     * Creates the handler.
     *
     * @param cluster  with versions and the licence.
     * @param topology to place nodes in.
     * @param nodes    machines.
     * @param replies  to answer with.
     */
    public NodeCommands(
            final ClusterTable cluster, final Topology topology, final NodeTable nodes, final Replies replies) {
        this.cluster = cluster;
        this.topology = topology;
        this.nodes = nodes;
        this.replies = replies;
    }

    /**
     * Makes a node known; idempotent by its data IP.
     *
     * @param command to apply.
     */
    public void registerNode(final CommandContext command) {
        registerNode.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final DirectBuffer buffer = command.buffer();
        final int name = command.messageOffset() + RegisterNodeDecoder.nameEncodingOffset();
        final int zone = command.messageOffset() + RegisterNodeDecoder.zoneEncodingOffset();
        final int rack = command.messageOffset() + RegisterNodeDecoder.rackEncodingOffset();
        final int brick = command.messageOffset() + RegisterNodeDecoder.brickEncodingOffset();
        final long ipHigh = registerNode.dataIp().high();
        final long ipLow = registerNode.dataIp().low();
        if (!Names.isWellFormed(buffer, name) || !isPlaceWellFormed(buffer, zone, rack, brick)) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_NAME, 0, 0);
            return;
        }
        if ((ipHigh | ipLow) == 0) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_ADDRESS, 0, 0);
            return;
        }
        final int known = nodes.findByIp(ipHigh, ipLow);
        if (known == RowTable.NONE) {
            create(command, ipHigh, ipLow, name, zone, rack, brick);
        } else if (!nodes.isPlaced(known)) {
            nodes.name(known, buffer, name);
            move(command, known, zone, rack, brick);
            reply(command, known);
        } else if (nodes.hasName(known, buffer, name)
                && topology.standsAt(known, buffer, zone, buffer, rack, buffer, brick)) {
            reply(command, known);
        } else {
            replies.send(command, ResultCode.CONFLICT, Reason.NODE_DIFFERS, nodes.id(known), 0);
        }
    }

    private void create(
            final CommandContext command,
            final long ipHigh,
            final long ipLow,
            final int name,
            final int zone,
            final int rack,
            final int brick) {
        final int licensed = cluster.licensedNodes();
        if (licensed != 0 && nodes.count() >= licensed) {
            replies.send(command, ResultCode.LICENCE_EXCEEDED, Reason.LICENCE_NODES, licensed, nodes.count());
            return;
        }
        if (cluster.isLicenceExpired(command.timestampMs())) {
            replies.send(command, ResultCode.LICENCE_EXCEEDED, Reason.LICENCE_EXPIRED, 0, cluster.licenceExpiryMs());
            return;
        }
        final DirectBuffer buffer = command.buffer();
        final int node = topology.create(ipHigh, ipLow, buffer, name, buffer, zone, buffer, rack, buffer, brick);
        if (node == RowTable.NONE) {
            replies.send(command, ResultCode.BUSY, Reason.LIMIT_REACHED, nodes.capacity(), nodes.count());
            return;
        }
        nodes.placed(node);
        topology.changed(command);
        reply(command, node);
    }

    /**
     * Moves a node with all its chunks.
     *
     * @param command to apply.
     */
    public void moveNode(final CommandContext command) {
        moveNode.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int zone = command.messageOffset() + MoveNodeDecoder.zoneEncodingOffset();
        final int rack = command.messageOffset() + MoveNodeDecoder.rackEncodingOffset();
        final int brick = command.messageOffset() + MoveNodeDecoder.brickEncodingOffset();
        final int node = nodes.findById((int) moveNode.node());
        if (node == RowTable.NONE) {
            replies.send(command, ResultCode.UNKNOWN_NODE, Reason.NONE, 0, moveNode.node());
        } else if (!isPlaceWellFormed(command.buffer(), zone, rack, brick)) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_NAME, 0, 0);
        } else if (!topology.hasRoomForPlace()) {
            replies.send(command, ResultCode.BUSY, Reason.LIMIT_REACHED, 0, 0);
        } else {
            move(command, node, zone, rack, brick);
            replies.send(command, ResultCode.OK);
        }
    }

    private void move(final CommandContext command, final int node, final int zone, final int rack, final int brick) {
        final DirectBuffer buffer = command.buffer();
        if (!topology.standsAt(node, buffer, zone, buffer, rack, buffer, brick)) {
            topology.displace(node);
            topology.place(node, buffer, zone, buffer, rack, buffer, brick);
            topology.changed(command);
        }
        nodes.placed(node);
    }

    /**
     * Forgets a node that has no chunks.
     *
     * @param command to apply.
     */
    public void removeNode(final CommandContext command) {
        removeNode.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int node = nodes.findById((int) removeNode.node());
        if (node == RowTable.NONE) {
            replies.send(command, ResultCode.UNKNOWN_NODE, Reason.NONE, 0, removeNode.node());
        } else if (nodes.chunks(node) > 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.NODE_HAS_CHUNKS, 0, nodes.chunks(node));
        } else {
            remove(command, node);
            replies.send(command, ResultCode.OK);
        }
    }

    /**
     * Forgets a node without chunks.
     *
     * @param command that asks for it.
     * @param node    row.
     */
    public void remove(final CommandContext command, final int node) {
        topology.displace(node);
        nodes.remove(node);
        cluster.raiseNodeMapVersion();
        topology.changed(command);
    }

    private static boolean isPlaceWellFormed(
            final DirectBuffer buffer, final int zone, final int rack, final int brick) {
        return Names.isWellFormed(buffer, zone)
                && Names.isWellFormed(buffer, rack)
                && Names.isWellFormed(buffer, brick);
    }

    private void reply(final CommandContext command, final int node) {
        registerReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(registerReply.header(), command, ResultCode.OK, Reason.NONE);
        registerReply
                .expected(0)
                .found(0)
                .topologyVersion(cluster.topologyVersion())
                .node(nodes.id(node));
        replies.send(command, registerReply.encodedLength());
    }
}
