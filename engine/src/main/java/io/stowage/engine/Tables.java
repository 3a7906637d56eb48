package io.stowage.engine;

import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.candidate.HeadroomMeasure;
import io.stowage.engine.candidate.RebuildHeadroom;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.cluster.MemberListTable;
import io.stowage.engine.explain.Atlas;
import io.stowage.engine.explain.Explainer;
import io.stowage.engine.explain.Survey;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.placement.Placement;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.OpenReportTable;
import io.stowage.engine.space.ReservationTable;
import io.stowage.engine.space.SpaceLimits;
import io.stowage.engine.space.SpaceRowTable;
import io.stowage.engine.space.StagedRowTable;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;
import io.stowage.engine.topology.DomainTable;
import io.stowage.engine.topology.NodeTable;
import io.stowage.engine.topology.PoolTable;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that the engine knows, table by table. The facts make up the state hash; what is staged travels in snapshots but is
 * no fact yet.
 */
final class Tables implements AutoCloseable {
    final TableMemory memory = new TableMemory();
    final ClusterTable cluster;
    final ConfigTable config;
    final MemberListTable members;
    final DomainTable domains;
    final NodeTable nodes;
    final PoolTable pools;
    final ChunkTable chunks;
    final ChunkSpaceTable chunkSpace;
    final ExtentManagerTable ems;
    final SpaceRowTable spaceRows;
    final ReservationTable reservations;
    final OpenReportTable openReports;
    final StagedRowTable stagedRows;
    final SpaceLimits limits;
    final RebuildHeadroom headroom;
    final CandidateIndex candidates;
    final List<RowTable> facts;
    final List<RowTable> all;

    Tables(final Limits limit) {
        cluster = new ClusterTable(memory);
        config = new ConfigTable(memory);
        members = new MemberListTable(memory);
        domains = new DomainTable(memory, limit.domains());
        nodes = new NodeTable(memory, limit.nodes());
        pools = new PoolTable(memory, limit.pools());
        chunks = new ChunkTable(memory, limit.chunks());
        chunkSpace = new ChunkSpaceTable(memory, limit.chunks());
        ems = new ExtentManagerTable(memory, limit.extentManagers());
        spaceRows = new SpaceRowTable(memory, limit.spaceRows());
        reservations = new ReservationTable(memory, limit.reservationRows());
        openReports = new OpenReportTable(memory, limit.extentManagers());
        stagedRows = new StagedRowTable(memory, limit.stagedRows());
        limits = new SpaceLimits(memory, config, chunkSpace);
        final TopologyOrder order = new TopologyOrder(memory, chunks, nodes, domains, limit.pools());
        headroom = new RebuildHeadroom(memory, config, pools, chunks, chunkSpace, limits, order);
        candidates = new CandidateIndex(memory, chunks, config, chunkSpace, limits, order, headroom, limit.pools());
        facts = Stream.of(
                        List.of(cluster, config, members, domains, nodes, pools, chunks, chunkSpace),
                        chunkSpace.parts(),
                        List.of(ems, spaceRows, reservations))
                .<RowTable>flatMap(List::stream)
                .toList();
        all = Stream.concat(facts.stream(), Stream.of(openReports, stagedRows)).toList();
    }

    /** Measures what a pool can lose. */
    HeadroomMeasure measure() {
        return new HeadroomMeasure(chunks, pools, chunkSpace, limits, candidates, headroom, config);
    }

    /** Listens to one reservation while it is applied again. */
    Explainer explainer(final Placement placement, final long extent) {
        final Atlas atlas = new Atlas(domains, nodes, pools, chunks, chunkSpace);
        final Survey survey = new Survey(chunks, nodes, chunkSpace, limits, placement, measure(), atlas);
        return new Explainer(config, chunks, limits, candidates, placement, atlas, survey, extent);
    }

    long hash() {
        long hash = 0;
        for (int i = 0; i < facts.size(); i++) {
            hash = facts.get(i).hash(hash);
        }
        return hash;
    }

    /** Rebuilds all that is derived from rows that were just loaded. */
    void rebuildIndexes() {
        domains.rebuildIndex();
        nodes.rebuildIndex();
        pools.rebuildIndex();
        chunks.rebuildIndex();
        ems.rebuildIndex();
        spaceRows.rebuildIndex(ems);
        reservations.rebuildIndex(ems);
        stagedRows.rebuildIndex(openReports);
        limits.rebuild(chunks);
        candidates.invalidate();
    }

    @Override
    public void close() {
        memory.close();
    }
}
