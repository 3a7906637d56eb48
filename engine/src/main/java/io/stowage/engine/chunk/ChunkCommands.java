package io.stowage.engine.chunk;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CancelRemovalDecoder;
import io.stowage.codecs.CompleteRemovalDecoder;
import io.stowage.codecs.MoveChunkDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveChunkDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.space.Reports;
import io.stowage.engine.space.SpaceAccounting;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.NodeCommands;
import io.stowage.engine.topology.NodeTable;
import io.stowage.engine.topology.PoolTable;
import io.stowage.engine.topology.Topology;

/** Removal of chunks, from the start of their evacuation to its end, and moves between pools. */
public final class ChunkCommands {
    private final ClusterTable cluster;
    private final Topology topology;
    private final NodeTable nodes;
    private final NodeCommands nodeCommands;
    private final PoolTable pools;
    private final ChunkTable chunks;
    private final ChunkStates states;
    private final SpaceAccounting accounting;
    private final CandidateIndex candidates;
    private final Reports reports;
    private final Replies replies;
    private final RemoveChunkDecoder removeChunk = new RemoveChunkDecoder();
    private final CancelRemovalDecoder cancelRemoval = new CancelRemovalDecoder();
    private final CompleteRemovalDecoder completeRemoval = new CompleteRemovalDecoder();
    private final MoveChunkDecoder moveChunk = new MoveChunkDecoder();

    /**
     * Creates the handler.
     *
     * @param cluster      with sums.
     * @param topology     to tell of changes.
     * @param nodes        machines.
     * @param nodeCommands to remove a node with.
     * @param pools        pools.
     * @param chunks       chunks.
     * @param states       to change.
     * @param accounting   to close.
     * @param candidates   to tell.
     * @param reports      that are arriving.
     * @param replies      to answer with.
     */
    public ChunkCommands(
            final ClusterTable cluster,
            final Topology topology,
            final NodeTable nodes,
            final NodeCommands nodeCommands,
            final PoolTable pools,
            final ChunkTable chunks,
            final ChunkStates states,
            final SpaceAccounting accounting,
            final CandidateIndex candidates,
            final Reports reports,
            final Replies replies) {
        this.cluster = cluster;
        this.topology = topology;
        this.nodes = nodes;
        this.nodeCommands = nodeCommands;
        this.pools = pools;
        this.chunks = chunks;
        this.states = states;
        this.accounting = accounting;
        this.candidates = candidates;
        this.reports = reports;
        this.replies = replies;
    }

    /**
     * Starts the evacuation of a chunk.
     *
     * @param command to apply.
     */
    public void removeChunk(final CommandContext command) {
        removeChunk.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int chunk = find(command, removeChunk.chunk());
        if (chunk == RowTable.NONE) {
            return;
        }
        if (chunks.adminState(chunk) == AdminState.REMOVING.value()) {
            replies.send(command, ResultCode.CONFLICT, Reason.ALREADY_REMOVING, 0, removeChunk.chunk());
            return;
        }
        states.adminState(command, chunk, AdminState.REMOVING);
        replies.send(command, ResultCode.OK);
    }

    /**
     * Takes a chunk back into use.
     *
     * @param command to apply.
     */
    public void cancelRemoval(final CommandContext command) {
        cancelRemoval.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int chunk = findRemoving(command, cancelRemoval.chunk());
        if (chunk != RowTable.NONE) {
            states.adminState(command, chunk, AdminState.IN_USE);
            replies.send(command, ResultCode.OK);
        }
    }

    /**
     * Forgets a chunk on which nothing is left.
     *
     * @param command to apply.
     */
    public void completeRemoval(final CommandContext command) {
        completeRemoval.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int chunk = findRemoving(command, completeRemoval.chunk());
        if (chunk == RowTable.NONE) {
            return;
        }
        if (chunks.segments(chunk) > 0 || chunks.spaceRows(chunk) > 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.SEGMENTS_LEFT, 0, chunks.segments(chunk));
            return;
        }
        if (accounting.reserved(chunk) > 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.RESERVATIONS_LEFT, 0, accounting.reserved(chunk));
            return;
        }
        final int node = chunks.node(chunk);
        reports.chunkRemoved(chunks.id(chunk));
        remove(chunk, node);
        topology.changed(command);
        if (completeRemoval.removeNode() == BooleanType.TRUE && nodes.chunks(node) == 0) {
            nodeCommands.remove(command, node);
        }
        replies.send(command, ResultCode.OK);
    }

    /**
     * Moves a chunk without segments to another pool.
     *
     * @param command to apply.
     */
    public void moveChunk(final CommandContext command) {
        moveChunk.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int chunk = find(command, moveChunk.chunk());
        if (chunk == RowTable.NONE) {
            return;
        }
        final int pool = pools.findById((int) moveChunk.pool());
        if (pool == RowTable.NONE) {
            replies.send(command, ResultCode.CONFLICT, Reason.UNKNOWN_POOL, 0, moveChunk.pool());
        } else if (chunks.segments(chunk) > 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.SEGMENTS_LEFT, 0, chunks.segments(chunk));
        } else if (accounting.reserved(chunk) > 0) {
            replies.send(command, ResultCode.CONFLICT, Reason.RESERVATIONS_LEFT, 0, accounting.reserved(chunk));
        } else {
            pools.addChunks(chunks.pool(chunk), -1);
            pools.addChunks(pool, 1);
            chunks.pool(chunk, pool);
            candidates.invalidate();
            replies.send(command, ResultCode.OK);
        }
    }

    private void remove(final int chunk, final int node) {
        states.forget(chunk);
        pools.addChunks(chunks.pool(chunk), -1);
        nodes.addChunks(node, -1);
        unlink(chunk, node);
        cluster.addUsedRawBytes(-chunks.rawCapacityBytes(chunk));
        accounting.close(chunk);
        chunks.remove(chunk);
    }

    private void unlink(final int chunk, final int node) {
        final int next = chunks.nextOnNode(chunk);
        final int previous = chunks.previousOnNode(chunk);
        if (next != RowTable.NONE) {
            chunks.previousOnNode(next, previous);
        }
        if (previous != RowTable.NONE) {
            chunks.nextOnNode(previous, next);
        } else {
            nodes.firstChunk(node, next);
        }
    }

    private int findRemoving(final CommandContext command, final long id) {
        final int chunk = find(command, id);
        if (chunk != RowTable.NONE && chunks.adminState(chunk) != AdminState.REMOVING.value()) {
            replies.send(command, ResultCode.CONFLICT, Reason.NOT_REMOVING, 0, id);
            return RowTable.NONE;
        }
        return chunk;
    }

    private int find(final CommandContext command, final long id) {
        final int chunk = chunks.findById((int) id);
        if (chunk == RowTable.NONE) {
            replies.send(command, ResultCode.UNKNOWN_CHUNK, Reason.NONE, 0, id);
        }
        return chunk;
    }
}
