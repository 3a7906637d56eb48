package io.stowage.engine.query;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.DomainLevel;
import io.stowage.codecs.NodesQueryDecoder;
import io.stowage.codecs.NodesReplyEncoder;
import io.stowage.codecs.PoolsQueryDecoder;
import io.stowage.codecs.PoolsReplyEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.TopologyQueryDecoder;
import io.stowage.codecs.TopologyReplyEncoder;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.DomainTable;
import io.stowage.engine.topology.NodeTable;
import io.stowage.engine.topology.PoolTable;
import java.util.function.IntPredicate;
import org.agrona.MutableDirectBuffer;

/** Nodes, zones, racks, bricks and pools. */
final class TopologyQueries {
    private final Replies replies;
    private final ClusterTable cluster;
    private final DomainTable domains;
    private final NodeTable nodes;
    private final PoolTable pools;
    private final IntPredicate nodeIsUsed;
    private final IntPredicate poolIsUsed;
    private final IntPredicate domainIsUsed;
    private final Page page = new Page();
    private final NodesQueryDecoder nodesQuery = new NodesQueryDecoder();
    private final PoolsQueryDecoder poolsQuery = new PoolsQueryDecoder();
    private final TopologyQueryDecoder topologyQuery = new TopologyQueryDecoder();
    private final NodesReplyEncoder nodesReply = new NodesReplyEncoder();
    private final PoolsReplyEncoder poolsReply = new PoolsReplyEncoder();
    private final TopologyReplyEncoder topologyReply = new TopologyReplyEncoder();

    TopologyQueries(
            final Replies replies,
            final ClusterTable cluster,
            final DomainTable domains,
            final NodeTable nodes,
            final PoolTable pools) {
        this.replies = replies;
        this.cluster = cluster;
        this.domains = domains;
        this.nodes = nodes;
        this.pools = pools;
        nodeIsUsed = nodes::isUsed;
        poolIsUsed = pools::isUsed;
        domainIsUsed = domains::isUsed;
    }

    void nodes(final CommandContext query) {
        nodesQuery.wrap(query.buffer(), query.messageOffset(), query.blockLength(), query.version());
        page.lay(
                nodesQuery.after(),
                nodesQuery.pageSize(),
                NodesReplyEncoder.RowsEncoder.sbeBlockLength(),
                nodes.highWater(),
                nodeIsUsed);
        nodesReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(nodesReply.header(), query, ResultCode.OK, Reason.NONE);
        nodesReply.next(page.next());
        final NodesReplyEncoder.RowsEncoder rows = nodesReply.rowsCount(page.count());
        for (int node = page.first(), left = page.count(); left > 0; node++) {
            if (nodes.isUsed(node)) {
                encode(rows.next(), node);
                left--;
            }
        }
        replies.send(query, nodesReply.encodedLength());
    }

    private void encode(final NodesReplyEncoder.RowsEncoder row, final int node) {
        final MutableDirectBuffer buffer = replies.buffer();
        final int offset = nodesReply.limit() - NodesReplyEncoder.RowsEncoder.sbeBlockLength();
        row.dataIp().high(nodes.ipHigh(node)).low(nodes.ipLow(node));
        row.maintenanceUntil(nodes.maintenanceUntilMs(node))
                .node(nodes.id(node))
                .chunks(nodes.chunks(node))
                .maintenance(nodes.inMaintenance(node) ? BooleanType.TRUE : BooleanType.FALSE);
        nodes.copyName(node, buffer, offset + NodesReplyEncoder.RowsEncoder.nameEncodingOffset());
        domains.copyName(nodes.zone(node), buffer, offset + NodesReplyEncoder.RowsEncoder.zoneEncodingOffset());
        domains.copyName(nodes.rack(node), buffer, offset + NodesReplyEncoder.RowsEncoder.rackEncodingOffset());
        final int brickOffset = offset + NodesReplyEncoder.RowsEncoder.brickEncodingOffset();
        if (nodes.brick(node) == RowTable.NONE) {
            buffer.setMemory(brickOffset, NodesReplyEncoder.RowsEncoder.brickEncodingLength(), (byte) 0);
        } else {
            domains.copyName(nodes.brick(node), buffer, brickOffset);
        }
    }

    void pools(final CommandContext query) {
        poolsQuery.wrap(query.buffer(), query.messageOffset(), query.blockLength(), query.version());
        page.lay(
                poolsQuery.after(),
                poolsQuery.pageSize(),
                PoolsReplyEncoder.RowsEncoder.sbeBlockLength(),
                pools.highWater(),
                poolIsUsed);
        poolsReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(poolsReply.header(), query, ResultCode.OK, Reason.NONE);
        poolsReply.next(page.next());
        final PoolsReplyEncoder.RowsEncoder rows = poolsReply.rowsCount(page.count());
        for (int pool = page.first(), left = page.count(); left > 0; pool++) {
            if (pools.isUsed(pool)) {
                rows.next().pool(pools.id(pool)).chunks(pools.chunks(pool));
                pools.copyName(
                        pool,
                        replies.buffer(),
                        poolsReply.limit()
                                - PoolsReplyEncoder.RowsEncoder.sbeBlockLength()
                                + PoolsReplyEncoder.RowsEncoder.nameEncodingOffset());
                left--;
            }
        }
        replies.send(query, poolsReply.encodedLength());
    }

    void topology(final CommandContext query) {
        topologyQuery.wrap(query.buffer(), query.messageOffset(), query.blockLength(), query.version());
        page.lay(
                topologyQuery.after(),
                topologyQuery.pageSize(),
                TopologyReplyEncoder.RowsEncoder.sbeBlockLength(),
                domains.highWater(),
                domainIsUsed);
        topologyReply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(topologyReply.header(), query, ResultCode.OK, Reason.NONE);
        topologyReply.next(page.next()).topologyVersion(cluster.topologyVersion());
        final TopologyReplyEncoder.RowsEncoder rows = topologyReply.rowsCount(page.count());
        for (int domain = page.first(), left = page.count(); left > 0; domain++) {
            if (domains.isUsed(domain)) {
                final int parent = domains.parent(domain);
                rows.next()
                        .domain(domains.id(domain))
                        .parent(parent == RowTable.NONE ? 0 : domains.id(parent))
                        .nodes(domains.nodes(domain))
                        .level(DomainLevel.get((short) domains.level(domain)));
                domains.copyName(
                        domain,
                        replies.buffer(),
                        topologyReply.limit()
                                - TopologyReplyEncoder.RowsEncoder.sbeBlockLength()
                                + TopologyReplyEncoder.RowsEncoder.nameEncodingOffset());
                left--;
            }
        }
        replies.send(query, topologyReply.encodedLength());
    }
}
