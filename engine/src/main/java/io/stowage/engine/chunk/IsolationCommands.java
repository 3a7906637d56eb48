package io.stowage.engine.chunk;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.DeclareLostDecoder;
import io.stowage.codecs.Health;
import io.stowage.codecs.IsolateDecoder;
import io.stowage.codecs.MaintenanceDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Replies;
import io.stowage.engine.table.RowTable;
import io.stowage.engine.topology.NodeTable;

/** Maintenance of nodes, sub-health of chunks by hand, and the operator's word that a silent chunk is lost. */
public final class IsolationCommands {
    private final ChunkTable chunks;
    private final NodeTable nodes;
    private final ChunkStates states;
    private final Replies replies;
    private final MaintenanceDecoder maintenance = new MaintenanceDecoder();
    private final IsolateDecoder isolate = new IsolateDecoder();
    private final DeclareLostDecoder declareLost = new DeclareLostDecoder();

    /**
     * Creates the handler.
     *
     * @param chunks  chunks.
     * @param nodes   machines.
     * @param states  to change.
     * @param replies to answer with.
     */
    public IsolationCommands(
            final ChunkTable chunks, final NodeTable nodes, final ChunkStates states, final Replies replies) {
        this.chunks = chunks;
        this.nodes = nodes;
        this.states = states;
        this.replies = replies;
    }

    /**
     * Puts a node into maintenance or takes it out.
     *
     * @param command to apply.
     */
    public void maintenance(final CommandContext command) {
        maintenance.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int node = nodes.findById((int) maintenance.node());
        if (maintenance.on() == BooleanType.SBE_UNKNOWN || maintenance.on() == BooleanType.NULL_VAL) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_ENUM, 0, 0);
        } else if (node == RowTable.NONE) {
            replies.send(command, ResultCode.UNKNOWN_NODE, Reason.NONE, 0, maintenance.node());
        } else if (maintenance.until() < 0) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_VALUE, 0, maintenance.until());
        } else {
            maintenance(command, node, CommandContext.isTrue(maintenance.on()), maintenance.until());
            replies.send(command, ResultCode.OK);
        }
    }

    void maintenance(final CommandContext command, final int node, final boolean on, final long untilMs) {
        nodes.maintenance(node, on, untilMs);
        for (int chunk = nodes.firstChunk(node); chunk != RowTable.NONE; chunk = chunks.nextOnNode(chunk)) {
            isolate(command, chunk, ChunkTable.MAINTENANCE_BIT, on);
        }
    }

    /**
     * Sets or clears the sub-health isolation of a chunk.
     *
     * @param command to apply.
     */
    public void isolate(final CommandContext command) {
        isolate.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int chunk = chunks.findById((int) isolate.chunk());
        if (isolate.on() == BooleanType.SBE_UNKNOWN || isolate.on() == BooleanType.NULL_VAL) {
            replies.send(command, ResultCode.MALFORMED, Reason.BAD_ENUM, 0, 0);
        } else if (chunk == RowTable.NONE) {
            replies.send(command, ResultCode.UNKNOWN_CHUNK, Reason.NONE, 0, isolate.chunk());
        } else {
            isolate(command, chunk, ChunkTable.SUBHEALTH_BIT, CommandContext.isTrue(isolate.on()));
            replies.send(command, ResultCode.OK);
        }
    }

    void isolate(final CommandContext command, final int chunk, final int bit, final boolean on) {
        final int bits = chunks.isolation(chunk);
        states.isolation(command, chunk, on ? bits | bit : bits & ~bit);
    }

    /**
     * Takes an operator's word that a DISCONNECTED chunk is lost.
     *
     * @param command to apply.
     */
    public void declareLost(final CommandContext command) {
        declareLost.wrap(command.buffer(), command.messageOffset(), command.blockLength(), command.version());
        final int chunk = chunks.findById((int) declareLost.chunk());
        if (chunk == RowTable.NONE) {
            replies.send(command, ResultCode.UNKNOWN_CHUNK, Reason.NONE, 0, declareLost.chunk());
        } else if (chunks.health(chunk) != Health.DISCONNECTED.value() && chunks.health(chunk) != Health.LOST.value()) {
            replies.send(
                    command,
                    ResultCode.CONFLICT,
                    Reason.NOT_DISCONNECTED,
                    Health.DISCONNECTED.value(),
                    chunks.health(chunk));
        } else {
            states.health(command, chunk, Health.LOST);
            replies.send(command, ResultCode.OK);
        }
    }
}
