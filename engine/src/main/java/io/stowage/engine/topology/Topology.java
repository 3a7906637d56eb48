package io.stowage.engine.topology;

import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.TopologyChangedEncoder;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.table.RowTable;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where nodes stand, and the two versions that tell everybody when that changed. Zones, racks and bricks come and go with
 * the nodes that name them.
 */
public final class Topology {
    private static final UnsafeBuffer DEFAULT_NAME = name("default");
    private static final UnsafeBuffer NO_NAME = name("");

    private final ClusterTable cluster;
    private final DomainTable domains;
    private final NodeTable nodes;
    private final CandidateIndex candidates;
    private final Replies replies;
    private final TopologyChangedEncoder topologyChanged = new TopologyChangedEncoder();

    /**
     * Ties the tables together.
     *
     * @param cluster with the versions.
     * @param domains zones, racks, bricks.
     * @param nodes   machines.
     * @param replies to encode events in.
     */
    public Topology(
            final ClusterTable cluster,
            final DomainTable domains,
            final NodeTable nodes,
            final CandidateIndex candidates,
            final Replies replies) {
        this.cluster = cluster;
        this.domains = domains;
        this.nodes = nodes;
        this.candidates = candidates;
        this.replies = replies;
    }

    /**
     * Makes a node that nobody has placed yet, for a chunk that registers on an unknown address.
     *
     * @param ipHigh first half of the data IP.
     * @param ipLow  second half.
     * @return its row, or {@link RowTable#NONE} at a limit.
     */
    public int createUnplaced(final long ipHigh, final long ipLow) {
        return create(ipHigh, ipLow, NO_NAME, 0, DEFAULT_NAME, 0, DEFAULT_NAME, 0, NO_NAME, 0);
    }

    int create(
            final long ipHigh,
            final long ipLow,
            final DirectBuffer name,
            final int nameOffset,
            final DirectBuffer zone,
            final int zoneOffset,
            final DirectBuffer rack,
            final int rackOffset,
            final DirectBuffer brick,
            final int brickOffset) {
        if (nodes.isFull() || !hasRoomForPlace()) {
            return RowTable.NONE;
        }
        final int node = nodes.create(cluster.nextNodeId(), ipHigh, ipLow);
        nodes.name(node, name, nameOffset);
        place(node, zone, zoneOffset, rack, rackOffset, brick, brickOffset);
        cluster.raiseNodeMapVersion();
        return node;
    }

    /** A place names at most three domains that are not known yet. */
    boolean hasRoomForPlace() {
        return domains.count() + DomainTable.BRICK + 1 <= domains.capacity();
    }

    void place(
            final int node,
            final DirectBuffer zoneName,
            final int zoneOffset,
            final DirectBuffer rackName,
            final int rackOffset,
            final DirectBuffer brickName,
            final int brickOffset) {
        final int zone = findOrCreate(DomainTable.ZONE, RowTable.NONE, zoneName, zoneOffset);
        final int rack = findOrCreate(DomainTable.RACK, zone, rackName, rackOffset);
        final int brick = Names.isEmpty(brickName, brickOffset)
                ? RowTable.NONE
                : findOrCreate(DomainTable.BRICK, rack, brickName, brickOffset);
        domains.addNodes(brick == RowTable.NONE ? rack : brick, 1);
        nodes.place(node, zone, rack, brick);
    }

    void displace(final int node) {
        final int brick = nodes.brick(node);
        domains.addNodes(brick == RowTable.NONE ? nodes.rack(node) : brick, -1);
    }

    boolean standsAt(
            final int node,
            final DirectBuffer zone,
            final int zoneOffset,
            final DirectBuffer rack,
            final int rackOffset,
            final DirectBuffer brick,
            final int brickOffset) {
        final int brickRow = nodes.brick(node);
        final boolean sameBrick = brickRow == RowTable.NONE
                ? Names.isEmpty(brick, brickOffset)
                : domains.hasName(brickRow, brick, brickOffset);
        return sameBrick
                && domains.hasName(nodes.zone(node), zone, zoneOffset)
                && domains.hasName(nodes.rack(node), rack, rackOffset);
    }

    /**
     * Raises the topology version and tells everybody.
     *
     * @param command that changed it.
     */
    public void changed(final CommandContext command) {
        cluster.raiseTopologyVersion(command.timestampMs());
        candidates.invalidate();
        topologyChanged
                .wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader())
                .position(command.position())
                .topologyVersion(cluster.topologyVersion())
                .nodeMapVersion(cluster.nodeMapVersion());
        final int length = MessageHeaderEncoder.ENCODED_LENGTH + topologyChanged.encodedLength();
        command.sink().onEvent(Role.EXTENT_MANAGER, 0, replies.buffer(), 0, length);
        command.sink().onEvent(Role.SERVICE_MANAGER, 0, replies.buffer(), 0, length);
        command.sink().onEvent(Role.OPERATOR, 0, replies.buffer(), 0, length);
    }

    private int findOrCreate(final int level, final int parent, final DirectBuffer name, final int nameOffset) {
        final boolean isNamed = !Names.isEmpty(name, nameOffset);
        final DirectBuffer source = isNamed ? name : DEFAULT_NAME;
        final int sourceOffset = isNamed ? nameOffset : 0;
        final int found = domains.find(level, parent, source, sourceOffset);
        return found != RowTable.NONE
                ? found
                : domains.create(cluster.nextDomainId(), level, parent, source, sourceOffset);
    }

    private static UnsafeBuffer name(final String text) {
        final byte[] padded = new byte[Names.LENGTH];
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, padded, 0, bytes.length);
        return new UnsafeBuffer(padded);
    }
}
