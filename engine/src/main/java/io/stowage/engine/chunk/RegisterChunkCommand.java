package io.stowage.engine.chunk;

import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterChunkDecoder;
import io.stowage.codecs.RegisterChunkReplyEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.space.SpaceAccounting;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.NodeTable;
import io.stowage.engine.topology.PoolTable;
import io.stowage.engine.topology.Topology;

/** Registration of chunks: idempotent by ip and port; an unknown node is created on the way. */
public final class RegisterChunkCommand {
    private static final int DEFAULT_POOL_ROW = 0;

    private final ClusterTable cluster;
    private final Topology topology;
    private final NodeTable nodes;
    private final PoolTable pools;
    private final ChunkTable chunks;
    private final IsolationCommands isolation;
    private final SpaceAccounting accounting;
    private final Replies replies;
    private final RegisterChunkDecoder registerChunk = new RegisterChunkDecoder();
    private final RegisterChunkReplyEncoder reply = new RegisterChunkReplyEncoder();

    /**
     * Creates the handler.
     *
     * @param cluster    with the licence.
     * @param topology   to create nodes in.
     * @param nodes      machines.
     * @param pools      pools.
     * @param chunks     chunks.
     * @param isolation  for nodes in maintenance.
     * @param accounting to open.
     * @param replies    to answer with.
     */
    public RegisterChunkCommand(
            final ClusterTable cluster,
            final Topology topology,
            final NodeTable nodes,
            final PoolTable pools,
            final ChunkTable chunks,
            final IsolationCommands isolation,
            final SpaceAccounting accounting,
            final Replies replies) {
        this.cluster = cluster;
        this.topology = topology;
        this.nodes = nodes;
        this.pools = pools;
        this.chunks = chunks;
        this.isolation = isolation;
        this.accounting = accounting;
        this.replies = replies;
    }

    /**
     * Makes a chunk known.
     *
     * @param command to apply.
     */
    public void registerChunk(final CommandContext command) {
        registerChunk.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final long ipHigh = registerChunk.ip().high();
        final long ipLow = registerChunk.ip().low();
        final int port = registerChunk.port();
        final int poolName = command.messageOffset() + RegisterChunkDecoder.poolEncodingOffset();
        final boolean namesPool = command.buffer().getByte(poolName) != 0;
        final int pool = namesPool ? pools.findByName(command.buffer(), poolName) : DEFAULT_POOL_ROW;
        final long rawCapacityBytes = registerChunk.rawCapacityBytes();
        final long missing = cluster.enabledCapabilities() & ~registerChunk.capabilities();
        if ((ipHigh | ipLow) == 0 || port == 0) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_ADDRESS, 0, port);
        } else if (pool == RowTable.NONE) {
            replies.send(command, ResultCode.CONFLICT, Reason.UNKNOWN_POOL, 0, 0);
        } else if (rawCapacityBytes < 0 || rawCapacityBytes > Limits.MAX_BYTES) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_SIZE, Limits.MAX_BYTES, rawCapacityBytes);
        } else if (missing != 0) {
            replies.send(command, ResultCode.CAPABILITY_MISSING, Reason.MISSING_CAPABILITIES, 0, missing);
        } else {
            final int node = nodes.findByIp(ipHigh, ipLow);
            final int known = node == RowTable.NONE ? RowTable.NONE : chunks.findByEndpoint(node, port);
            if (known == RowTable.NONE) {
                create(command, node, ipHigh, ipLow, port, pool, rawCapacityBytes);
            } else if (chunks.pool(known) != pool && namesPool) {
                replies.send(
                        command,
                        ResultCode.CONFLICT,
                        Reason.POOL_DIFFERS,
                        pools.id(chunks.pool(known)),
                        pools.id(pool));
            } else if (isGrowthLicensed(command, rawCapacityBytes - chunks.rawCapacityBytes(known))) {
                grow(known, rawCapacityBytes - chunks.rawCapacityBytes(known));
                chunks.capabilities(known, registerChunk.capabilities());
                reply(command, known);
            }
        }
    }

    private void grow(final int chunk, final long growth) {
        if (growth > 0) {
            chunks.rawCapacityBytes(chunk, chunks.rawCapacityBytes(chunk) + growth);
            cluster.addUsedRawBytes(growth);
        }
    }

    private boolean isGrowthLicensed(final CommandContext command, final long growth) {
        final long licensedBytes = cluster.licensedRawBytes();
        final long rawBytes = cluster.usedRawBytes() + growth;
        if (growth > 0 && licensedBytes != 0 && rawBytes > licensedBytes) {
            replies.send(command, ResultCode.LICENCE_EXCEEDED, Reason.LICENCE_CAPACITY, licensedBytes, rawBytes);
            return false;
        }
        return true;
    }

    private void create(
            final CommandContext command,
            final int knownNode,
            final long ipHigh,
            final long ipLow,
            final int port,
            final int pool,
            final long rawCapacityBytes) {
        if (!isLicensed(command, knownNode == RowTable.NONE, rawCapacityBytes)) {
            return;
        }
        if (chunks.isFull()) {
            replies.send(command, ResultCode.BUSY, Reason.LIMIT_REACHED, chunks.capacity(), chunks.count());
            return;
        }
        final int node = knownNode == RowTable.NONE ? topology.createUnplaced(ipHigh, ipLow) : knownNode;
        if (node == RowTable.NONE) {
            replies.send(command, ResultCode.BUSY, Reason.LIMIT_REACHED, nodes.capacity(), nodes.count());
            return;
        }
        final int chunk = chunks.create(newId(command), node, port, pool);
        accounting.open(chunk);
        chunks.capabilities(chunk, registerChunk.capabilities());
        chunks.rawCapacityBytes(chunk, rawCapacityBytes);
        cluster.addUsedRawBytes(rawCapacityBytes);
        link(chunk, node);
        nodes.addChunks(node, 1);
        pools.addChunks(pool, 1);
        if (nodes.inMaintenance(node)) {
            isolation.isolate(command, chunk, ChunkTable.MAINTENANCE_BIT, true);
        }
        topology.changed(command);
        reply(command, chunk);
    }

    /** A chunk keeps its id over a state that was started afresh, for extent managers know it by that. */
    private int newId(final CommandContext command) {
        final int had = (int) command.header().sender();
        return cluster.isFromBefore(had) && chunks.findById(had) == RowTable.NONE ? had : cluster.nextChunkId();
    }

    private boolean isLicensed(final CommandContext command, final boolean newNode, final long rawCapacityBytes) {
        final int licensedChunks = cluster.licensedChunks();
        final int licensedNodes = cluster.licensedNodes();
        if (cluster.isLicenceExpired(command.timestampMs())) {
            replies.send(command, ResultCode.LICENCE_EXCEEDED, Reason.LICENCE_EXPIRED, 0, cluster.licenceExpiryMs());
        } else if (licensedChunks != 0 && chunks.count() >= licensedChunks) {
            replies.send(command, ResultCode.LICENCE_EXCEEDED, Reason.LICENCE_CHUNKS, licensedChunks, chunks.count());
        } else if (newNode && licensedNodes != 0 && nodes.count() >= licensedNodes) {
            replies.send(command, ResultCode.LICENCE_EXCEEDED, Reason.LICENCE_NODES, licensedNodes, nodes.count());
        } else {
            return isGrowthLicensed(command, rawCapacityBytes);
        }
        return false;
    }

    private void link(final int chunk, final int node) {
        final int first = nodes.firstChunk(node);
        chunks.nextOnNode(chunk, first);
        if (first != RowTable.NONE) {
            chunks.previousOnNode(first, chunk);
        }
        nodes.firstChunk(node, chunk);
    }

    private void reply(final CommandContext command, final int chunk) {
        reply.wrapAndApplyHeader(replies.buffer(), 0, replies.messageHeader());
        Replies.fill(reply.header(), command, ResultCode.OK, Reason.NONE);
        reply.expected(0)
                .found(0)
                .topologyVersion(cluster.topologyVersion())
                .enabledCapabilities(cluster.enabledCapabilities())
                .chunk(chunks.id(chunk))
                .node(nodes.id(chunks.node(chunk)));
        replies.send(command, reply.encodedLength());
    }
}
