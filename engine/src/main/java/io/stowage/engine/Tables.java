package io.stowage.engine;

import io.stowage.engine.chunk.ChunkTable;
import io.stowage.engine.chunk.EligibleList;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.cluster.ConfigTable;
import io.stowage.engine.extentmanager.ExtentManagerTable;
import io.stowage.engine.space.ChunkSpaceTable;
import io.stowage.engine.space.OpenReportTable;
import io.stowage.engine.space.ReservationTable;
import io.stowage.engine.space.SpaceRowTable;
import io.stowage.engine.space.StagedRowTable;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.table.TableMemory;
import io.stowage.engine.topology.DomainTable;
import io.stowage.engine.topology.NodeTable;
import io.stowage.engine.topology.PoolTable;
import java.util.List;

/**
 * All that the engine knows, table by table. The facts make up the state hash; what is staged travels in snapshots but is
 * no fact yet.
 */
final class Tables implements AutoCloseable {
    final TableMemory memory = new TableMemory();
    final ClusterTable cluster;
    final ConfigTable config;
    final DomainTable domains;
    final NodeTable nodes;
    final PoolTable pools;
    final ChunkTable chunks;
    final EligibleList eligible;
    final ChunkSpaceTable chunkSpace;
    final ExtentManagerTable ems;
    final SpaceRowTable spaceRows;
    final ReservationTable reservations;
    final OpenReportTable openReports;
    final StagedRowTable stagedRows;
    final List<RowTable> facts;
    final List<RowTable> all;

    Tables(final Limits limits) {
        cluster = new ClusterTable(memory);
        config = new ConfigTable(memory);
        domains = new DomainTable(memory, limits.domains());
        nodes = new NodeTable(memory, limits.nodes());
        pools = new PoolTable(memory, limits.pools());
        chunks = new ChunkTable(memory, limits.chunks());
        eligible = new EligibleList(memory, chunks);
        chunkSpace = new ChunkSpaceTable(memory, limits.chunks());
        ems = new ExtentManagerTable(memory, limits.extentManagers());
        spaceRows = new SpaceRowTable(memory, limits.spaceRows());
        reservations = new ReservationTable(memory, limits.reservationRows());
        openReports = new OpenReportTable(memory, limits.extentManagers());
        stagedRows = new StagedRowTable(memory, limits.stagedRows());
        facts = List.of(
                cluster, config, domains, nodes, pools, chunks, eligible, chunkSpace, ems, spaceRows, reservations);
        all = List.of(
                cluster,
                config,
                domains,
                nodes,
                pools,
                chunks,
                eligible,
                chunkSpace,
                ems,
                spaceRows,
                reservations,
                openReports,
                stagedRows);
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
    }

    @Override
    public void close() {
        memory.close();
    }
}
