package io.stowage.engine;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.engine.command.CommandContext;
import io.stowage.engine.command.Frame;
import io.stowage.engine.command.Replies;
import io.stowage.engine.explain.Explainer;
import io.stowage.engine.explain.Explanation;
import io.stowage.engine.placement.PlacementTrace;
import io.stowage.engine.query.QueryDispatcher;
import io.stowage.engine.table.RowTable;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * The deterministic state machine: the same log gives the same bytes, on any host, forever.
 *
 * <p>Single-threaded: one thread calls it, and sees the replies on the same thread before the call returns. Bad input is
 * answered with a result code and changes nothing; the only exception that leaves is {@link InvariantViolation}, after
 * which the engine must not be used any more. The steady state allocates nothing.
 */
public final class Engine implements AutoCloseable {
    private static final int FIRST_QUERY = 150;
    private static final int LAST_QUERY = 199;

    private final Tables tables;
    private final CommandDispatcher commands;
    private final QueryDispatcher queries;
    private final CommandContext command = new CommandContext();
    private long position;
    private long timestampMs;
    private long commandCount;

    /**
     * Takes all memory and starts empty.
     *
     * @param limits that size the tables.
     */
    public Engine(final Limits limits) {
        final Replies replies = new Replies();
        tables = new Tables(limits);
        commands = new CommandDispatcher(tables, replies);
        queries = new QueryDispatcher(
                replies,
                tables.cluster,
                tables.config,
                tables.members,
                tables.domains,
                tables.nodes,
                tables.pools,
                tables.chunks,
                tables.chunkSpace,
                tables.ems,
                tables.measure(),
                tables::hash);
    }

    /**
     * Applies one entry of the log.
     *
     * @param entryPosition    in the log, after the entry; grows from entry to entry.
     * @param entryTimestampMs time of the entry by the log's clock, milliseconds.
     * @param sessionId        session that sent the command; 0: the host.
     * @param buffer           with the frame.
     * @param offset           of the frame.
     * @param length           of the frame, bytes.
     * @param sink             for replies and events.
     */
    public void onEntry(
            final long entryPosition,
            final long entryTimestampMs,
            final long sessionId,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final ReplySink sink) {
        Invariant.check(entryPosition > position, "the positions of the log grow");
        position = entryPosition;
        timestampMs = entryTimestampMs;
        commandCount++;
        command.wrap(entryPosition, entryTimestampMs, sessionId, buffer, offset, length, sink);
        commands.dispatch(command);
    }

    /**
     * Applies one entry of the log as {@link #onEntry} does, and tells how it was decided. For engines that replay a log.
     *
     * @param entryPosition    in the log, after the entry; grows from entry to entry.
     * @param entryTimestampMs time of the entry by the log's clock, milliseconds.
     * @param sessionId        session that sent the command; 0: the host.
     * @param buffer           with the frame.
     * @param offset           of the frame.
     * @param length           of the frame, bytes.
     * @param extent           of each item, from 0: the one whose runners-up are wanted.
     * @return how it came about.
     * @throws IllegalArgumentException if the entry is no reservation; it was not applied then.
     */
    public Explanation explain(
            final long entryPosition,
            final long entryTimestampMs,
            final long sessionId,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long extent) {
        final Explainer explainer = tables.explainer(commands.placement(), extent);
        explainer.read(buffer, offset, length);
        commands.placement().trace(explainer);
        try {
            onEntry(entryPosition, entryTimestampMs, sessionId, buffer, offset, length, explainer);
        } finally {
            commands.placement().trace(PlacementTrace.NONE);
        }
        return explainer.explanation(entryPosition, entryTimestampMs);
    }

    /**
     * Answers a query from the state; changes nothing.
     *
     * @param sessionId session that asks.
     * @param buffer    with the frame.
     * @param offset    of the frame.
     * @param length    of the frame, bytes.
     * @param sink      for the reply.
     */
    public void onQuery(
            final long sessionId, final DirectBuffer buffer, final int offset, final int length, final ReplySink sink) {
        command.wrap(position, timestampMs, sessionId, buffer, offset, length, sink);
        queries.dispatch(command, commandCount);
    }

    /**
     * Whether a message asks and changes nothing.
     *
     * @param templateId of the message.
     * @return true for queries, which are not logged.
     */
    public static boolean isQuery(final int templateId) {
        return templateId >= FIRST_QUERY && templateId <= LAST_QUERY;
    }

    /**
     * Which message a frame is.
     *
     * @param buffer with the frame.
     * @param offset of the frame.
     * @param length of the frame, bytes.
     * @return template id, or -1 if the frame is too short or of another schema.
     */
    public static int templateId(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH
                || Frame.schemaId(buffer, offset) != MessageHeaderDecoder.SCHEMA_ID) {
            return -1;
        }
        return Frame.templateId(buffer, offset);
    }

    /**
     * Whether the cluster has an identity.
     *
     * @return true once a ClusterStart was applied.
     */
    public boolean isStarted() {
        return tables.cluster.isStarted();
    }

    /**
     * High half of the cluster's UUID.
     *
     * @return 64 bits.
     */
    public long clusterHigh() {
        return tables.cluster.clusterHigh();
    }

    /**
     * Low half of the cluster's UUID.
     *
     * @return 64 bits.
     */
    public long clusterLow() {
        return tables.cluster.clusterLow();
    }

    /**
     * Position of the last entry applied.
     *
     * @return bytes of the log.
     */
    public long position() {
        return position;
    }

    /**
     * Time of the last entry applied.
     *
     * @return milliseconds.
     */
    public long timestampMs() {
        return timestampMs;
    }

    /**
     * Entries applied since the log began.
     *
     * @return how many.
     */
    public long commands() {
        return commandCount;
    }

    /**
     * Off-heap memory of all tables.
     *
     * @return bytes.
     */
    public long memoryBytes() {
        return tables.memory.allocatedBytes();
    }

    /**
     * The memory itself, for a host that wants it locked.
     *
     * @return read-only views of all of it, valid until {@link #close()}.
     */
    public List<MemorySegment> memory() {
        return tables.memory.segments();
    }

    /**
     * Tells how full each table is, in the order of a snapshot.
     *
     * @param visitor to tell.
     */
    public void visitTables(final TableVisitor visitor) {
        for (int i = 0; i < tables.all.size(); i++) {
            final RowTable table = tables.all.get(i);
            visitor.onTable(table.name(), table.count(), table.highWater(), table.capacity());
        }
    }

    /**
     * Hash over every fact in every table; what is staged by reports that are still arriving, the position and the time
     * do not count.
     *
     * @return 64 bits.
     */
    public long stateHash() {
        return tables.hash();
    }

    /**
     * Hands out a snapshot of all there is at the current position.
     *
     * @param sink to take its bytes, in order.
     */
    public void snapshot(final SnapshotSink sink) {
        new SnapshotTaker().take(tables, position, timestampMs, commandCount, sink);
    }

    /**
     * Puts a snapshot in place of all there is. Entries after its position can be applied next.
     *
     * @param source with its bytes.
     * @param offset of the first.
     * @param length how many.
     * @throws IllegalArgumentException if it is damaged, of another format, or larger than the limits; the engine must
     *                                  then be closed.
     */
    public void load(final DirectBuffer source, final int offset, final int length) {
        final SnapshotLoader loader = new SnapshotLoader(source, offset, length);
        loader.load(tables);
        position = loader.position();
        timestampMs = loader.timestampMs();
        commandCount = loader.commands();
    }

    /**
     * Recomputes every sum that is kept incrementally.
     *
     * @throws InvariantViolation if one does not agree.
     */
    public void verify() {
        commands.verify();
    }

    @Override
    public void close() {
        tables.close();
    }
}
