package io.stowage.engine.query;

import io.stowage.codecs.*;
import io.stowage.engine.candidate.HeadroomMeasure;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.MemberListTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.CommandShape;
import io.stowage.engine.command.Frame;
import io.stowage.engine.command.Replies;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.topology.DomainTable;
import io.stowage.engine.topology.NodeTable;
import io.stowage.engine.topology.PoolTable;
import java.util.function.LongSupplier;

/** From a query to what answers it. */
public final class QueryDispatcher {
    private final Replies replies;
    private final ClusterTable cluster;
    private final ClusterQueries clusterQueries;
    private final TopologyQueries topologyQueries;
    private final ChunkQueries chunkQueries;
    private final ExtentManagerQueries extentManagerQueries;
    private final HeadroomQueries headroomQueries;
    private final MemberListQueries memberListQueries;

    /**
     * Ties the tables together.
     *
     * @param replies   to answer with.
     * @param cluster   identity, versions, sums.
     * @param config    settings.
     * @param members   where the members of the cluster shall run.
     * @param domains   zones, racks, bricks.
     * @param nodes     machines.
     * @param pools     pools.
     * @param chunks    chunks.
     * @param space     terms of the chunks.
     * @param ems       extent managers.
     * @param headroom  measures what a pool can lose.
     * @param stateHash computes the hash over all facts.
     */
    public QueryDispatcher(
            final Replies replies,
            final ClusterTable cluster,
            final ConfigTable config,
            final MemberListTable members,
            final DomainTable domains,
            final NodeTable nodes,
            final PoolTable pools,
            final ChunkTable chunks,
            final ChunkSpaceTable space,
            final ExtentManagerTable ems,
            final HeadroomMeasure headroom,
            final LongSupplier stateHash) {
        this.replies = replies;
        this.cluster = cluster;
        clusterQueries = new ClusterQueries(replies, cluster, config, domains, nodes, pools, chunks, ems, stateHash);
        topologyQueries = new TopologyQueries(replies, cluster, domains, nodes, pools);
        chunkQueries = new ChunkQueries(replies, nodes, pools, chunks, space);
        extentManagerQueries = new ExtentManagerQueries(replies, ems);
        headroomQueries = new HeadroomQueries(replies, config, pools, chunks, space, headroom);
        memberListQueries = new MemberListQueries(replies, members);
    }

    /**
     * Answers a query.
     *
     * @param query        to answer.
     * @param commandCount entries applied so far.
     */
    public void dispatch(final CommandContext query, final long commandCount) {
        final Reason fault = CommandShape.check(query.buffer(), query.offset(), query.length());
        if (fault != Reason.NONE) {
            replies.send(query, ResultCode.MALFORMED, fault, 0, query.length());
        } else if (query.header().clusterHigh() != cluster.clusterHigh()
                || query.header().clusterLow() != cluster.clusterLow()) {
            replies.send(query, ResultCode.WRONG_CLUSTER);
        } else {
            answer(query, Frame.templateId(query.buffer(), query.offset()), commandCount);
        }
    }

    private void answer(final CommandContext query, final int templateId, final long commandCount) {
        switch (templateId) {
            case SpaceQueryDecoder.TEMPLATE_ID -> chunkQueries.space(query);
            case ChunksQueryDecoder.TEMPLATE_ID -> chunkQueries.chunks(query);
            case NodesQueryDecoder.TEMPLATE_ID -> topologyQueries.nodes(query);
            case EmsQueryDecoder.TEMPLATE_ID -> extentManagerQueries.ems(query);
            case PoolsQueryDecoder.TEMPLATE_ID -> topologyQueries.pools(query);
            case StatusQueryDecoder.TEMPLATE_ID -> clusterQueries.status(query, commandCount);
            case StateHashQueryDecoder.TEMPLATE_ID -> clusterQueries.stateHash(query);
            case ConfigQueryDecoder.TEMPLATE_ID -> clusterQueries.config(query);
            case TopologyQueryDecoder.TEMPLATE_ID -> topologyQueries.topology(query);
            case LicenceQueryDecoder.TEMPLATE_ID -> clusterQueries.licence(query);
            case ReservationsQueryDecoder.TEMPLATE_ID -> extentManagerQueries.reservations(query);
            case HeadroomQueryDecoder.TEMPLATE_ID -> headroomQueries.headroom(query);
            case MemberListQueryDecoder.TEMPLATE_ID -> memberListQueries.memberList(query);
            default -> replies.send(query, ResultCode.CONFLICT, Reason.NOT_AVAILABLE, 0, templateId);
        }
    }
}
