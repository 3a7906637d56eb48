package io.stowage.client.blocking;

import io.stowage.client.OperatorClient;
import io.stowage.client.SessionContext;
import io.stowage.client.StowageException;
import io.stowage.client.frame.FrameReader;
import io.stowage.client.space.ReserveRequest;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ChunksReplyDecoder;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.ConfigReplyDecoder;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.EmsReplyDecoder;
import io.stowage.codecs.LicenceReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.NodesReplyDecoder;
import io.stowage.codecs.PoolReplyDecoder;
import io.stowage.codecs.PoolsReplyDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.RemovalReplyDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.StateHashReplyDecoder;
import io.stowage.codecs.StatusReplyDecoder;
import io.stowage.codecs.TopologyReplyDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An operator whose calls wait for their answer: for people, tools and tests. Between calls nothing polls, so that a pause
 * longer than the server's session timeout ends the session; the next call opens a new one by itself.
 *
 * <p>Commands return how they ended; queries throw a {@link StowageException} when they were refused. All calls throw one when
 * no answer came in time. One thread at a time.
 */
public final class BlockingOperator implements AutoCloseable {
    private final BlockingCalls calls;
    private final OperatorClient client;
    private final ReplyHeaderDecoder header = new ReplyHeaderDecoder();

    private BlockingOperator(final BlockingCalls calls) {
        this.calls = calls;
        client = calls.client();
    }

    /**
     * Connects.
     *
     * @param session   how to reach the server.
     * @param timeoutNs for this and for every call, nanoseconds.
     * @return connected.
     * @throws StowageException in one line what is wrong and what to do.
     */
    public static BlockingOperator connect(final SessionContext session, final long timeoutNs) {
        final BlockingCalls calls = new BlockingCalls(session, timeoutNs);
        try {
            calls.awaitConnected();
        } catch (final StowageException failure) {
            calls.close();
            throw failure;
        }
        return new BlockingOperator(calls);
    }

    /**
     * The cluster of the server.
     *
     * @return its UUID.
     */
    public UUID clusterId() {
        return client.clusterId();
    }

    /**
     * Keeps the session open between calls; call it every few seconds while nothing else is called.
     *
     * @return how much was done; 0 for nothing.
     */
    public int poll() {
        return client.poll();
    }

    @Override
    public void close() {
        calls.close();
    }

    /**
     * Makes a node known.
     *
     * @param ip    data IP.
     * @param name  host name.
     * @param zone  zone.
     * @param rack  rack.
     * @param brick chassis; empty: none.
     * @return outcome and node id.
     */
    public Created registerNode(
            final String ip, final String name, final String zone, final String rack, final String brick) {
        final FrameReader reply = calls.call(() -> client.registerNode(ip, name, zone, rack, brick));
        if (reply.templateId() != RegisterNodeReplyDecoder.TEMPLATE_ID) {
            return new Created(outcome(reply), 0);
        }
        final RegisterNodeReplyDecoder decoder =
                new RegisterNodeReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, reply.header());
        return new Created(outcome(decoder.header(), decoder.expected(), decoder.found()), (int) decoder.node());
    }

    /**
     * Makes a chunk known.
     *
     * @param ip               data IP of its node.
     * @param port             of the chunk.
     * @param pool             name; empty: the default one.
     * @param rawCapacityBytes for the licence; 0: not known yet.
     * @param capabilities     bits.
     * @return outcome and chunk id.
     */
    public Created registerChunk(
            final String ip, final int port, final String pool, final long rawCapacityBytes, final long capabilities) {
        final FrameReader reply =
                calls.call(() -> client.registerChunk(ip, capabilities, rawCapacityBytes, port, pool));
        if (reply.templateId() != RegisterChunkReplyDecoder.TEMPLATE_ID) {
            return new Created(outcome(reply), 0);
        }
        final RegisterChunkReplyDecoder decoder =
                new RegisterChunkReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, reply.header());
        return new Created(outcome(decoder.header(), decoder.expected(), decoder.found()), (int) decoder.chunk());
    }

    /**
     * Creates a storage pool.
     *
     * @param name of the pool.
     * @return outcome and pool id.
     */
    public Created createPool(final String name) {
        final FrameReader reply = calls.call(() -> client.createPool(name));
        if (reply.templateId() != PoolReplyDecoder.TEMPLATE_ID) {
            return new Created(outcome(reply), 0);
        }
        final PoolReplyDecoder decoder = new PoolReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, reply.header());
        return new Created(outcome(decoder.header(), decoder.expected(), decoder.found()), (int) decoder.pool());
    }

    /**
     * Changes what the cluster must agree on.
     *
     * @param key   what.
     * @param value in the unit of the key.
     * @return outcome.
     */
    public Outcome configure(final ConfigKey key, final long value) {
        return command(() -> client.configure(key, value));
    }

    /**
     * Sends any command of {@link #client()} that has no reply of its own, and waits.
     *
     * @param send gives the correlation id or a code; called again while the channel is full.
     * @return outcome.
     */
    public Outcome command(final LongSupplier send) {
        return outcome(calls.call(send));
    }

    /**
     * The client behind this, to send by {@link #command}: {@code operator.command(() -> operator.client().removeChunk(7))}.
     *
     * @return the client; do not poll it.
     */
    public OperatorClient client() {
        return client;
    }

    /**
     * Sends any frame and waits for its reply frame.
     *
     * @param frame  with the command; cluster, role and correlation id are filled in.
     * @param offset of its message header, bytes.
     * @param length of the frame, bytes.
     * @return the reply frame, a copy.
     */
    public DirectBuffer call(final MutableDirectBuffer frame, final int offset, final int length) {
        calls.call(() -> client.offerCommand(frame, offset, length));
        final byte[] copy = new byte[calls.replyLength()];
        calls.reply().getBytes(0, copy);
        return new UnsafeBuffer(copy);
    }

    /**
     * Asks for locations on behalf of an extent manager, where the server allows it.
     *
     * @param request     of at least one item.
     * @param em          extent manager id.
     * @param incarnation of the extent manager.
     * @param version     space version.
     * @return outcome and locations.
     */
    public Allocation reserve(final ReserveRequest request, final int em, final long incarnation, final long version) {
        final FrameReader reply = calls.call(() -> client.reserveForAllocation(request, em, incarnation, version));
        if (reply.templateId() != ReserveForAllocationReplyDecoder.TEMPLATE_ID) {
            return new Allocation(outcome(reply), List.of());
        }
        final ReserveForAllocationReplyDecoder decoder =
                new ReserveForAllocationReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, reply.header());
        final Outcome outcome = outcome(decoder.header(), decoder.expected(), decoder.found());
        return new Allocation(outcome, ReplyRows.items(decoder));
    }

    /**
     * Gives back locations on behalf of an extent manager, where the server allows it.
     *
     * @param em           extent manager id.
     * @param incarnation  of the extent manager.
     * @param version      space version that reserved them.
     * @param spaceClass   number of {@link io.stowage.client.space.SpaceClass}.
     * @param segmentBytes nominal bytes of each.
     * @param chunks       ids, one a segment.
     * @return outcome.
     */
    public Outcome free(
            final int em,
            final long incarnation,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int... chunks) {
        return command(() -> client.freeForAllocation(em, incarnation, version, spaceClass, segmentBytes, chunks));
    }

    /**
     * Makes an extent manager known, on its behalf, where the server allows it.
     *
     * @param em          id.
     * @param incarnation of the extent manager.
     * @return outcome, and the space version of its last report.
     */
    public EmConnection connectEm(final int em, final long incarnation) {
        final FrameReader reply = calls.call(() -> client.connectEm(em, incarnation));
        if (reply.templateId() != ConnectEmReplyDecoder.TEMPLATE_ID) {
            return new EmConnection(outcome(reply), 0, 0);
        }
        final ConnectEmReplyDecoder decoder =
                new ConnectEmReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, reply.header());
        final Outcome outcome = outcome(decoder.header(), decoder.expected(), decoder.found());
        return new EmConnection(outcome, decoder.lastVersion(), decoder.extentBytes());
    }

    /**
     * All nodes.
     *
     * @return in the order of their ids.
     */
    public List<NodeRow> nodes() {
        final List<NodeRow> rows = new ArrayList<>();
        final NodesReplyDecoder decoder = new NodesReplyDecoder();
        pages(after -> {
            query(() -> client.queryNodes(after, 0), NodesReplyDecoder.TEMPLATE_ID);
            decoder.wrapAndApplyHeader(calls.reply(), 0, messageHeader());
            final int next = (int) decoder.next();
            for (final var row = decoder.rows(); row.hasNext(); ) {
                rows.add(ReplyRows.node(row.next()));
            }
            return next;
        });
        return rows;
    }

    /**
     * All chunks.
     *
     * @return in the order of their ids.
     */
    public List<ChunkRow> chunks() {
        final List<ChunkRow> rows = new ArrayList<>();
        final ChunksReplyDecoder decoder = new ChunksReplyDecoder();
        pages(after -> {
            query(() -> client.queryChunks(after, 0), ChunksReplyDecoder.TEMPLATE_ID);
            decoder.wrapAndApplyHeader(calls.reply(), 0, messageHeader());
            final int next = (int) decoder.next();
            for (final var row = decoder.rows(); row.hasNext(); ) {
                rows.add(ReplyRows.chunk(row.next()));
            }
            return next;
        });
        return rows;
    }

    /**
     * Space by term, of all chunks.
     *
     * @return one row a chunk and tier.
     */
    public List<SpaceRow> space() {
        return space(0);
    }

    /**
     * Space by term.
     *
     * @param chunk id; 0: all.
     * @return one row a chunk and tier.
     */
    public List<SpaceRow> space(final int chunk) {
        final List<SpaceRow> rows = new ArrayList<>();
        final SpaceReplyDecoder decoder = new SpaceReplyDecoder();
        pages(after -> {
            query(() -> client.querySpace(chunk, after, 0), SpaceReplyDecoder.TEMPLATE_ID);
            decoder.wrapAndApplyHeader(calls.reply(), 0, messageHeader());
            final int next = (int) decoder.next();
            for (final var row = decoder.rows(); row.hasNext(); ) {
                rows.add(ReplyRows.space(row.next()));
            }
            return next;
        });
        return rows;
    }

    /**
     * All extent managers.
     *
     * @return in the order of their ids.
     */
    public List<EmRow> ems() {
        final List<EmRow> rows = new ArrayList<>();
        final EmsReplyDecoder decoder = new EmsReplyDecoder();
        pages(after -> {
            query(() -> client.queryEms(after, 0), EmsReplyDecoder.TEMPLATE_ID);
            decoder.wrapAndApplyHeader(calls.reply(), 0, messageHeader());
            final int next = (int) decoder.next();
            for (final var row = decoder.rows(); row.hasNext(); ) {
                rows.add(ReplyRows.em(row.next()));
            }
            return next;
        });
        return rows;
    }

    /**
     * All storage pools.
     *
     * @return in the order of their ids.
     */
    public List<PoolRow> pools() {
        final List<PoolRow> rows = new ArrayList<>();
        final PoolsReplyDecoder decoder = new PoolsReplyDecoder();
        pages(after -> {
            query(() -> client.queryPools(after, 0), PoolsReplyDecoder.TEMPLATE_ID);
            decoder.wrapAndApplyHeader(calls.reply(), 0, messageHeader());
            final int next = (int) decoder.next();
            for (final var row = decoder.rows(); row.hasNext(); ) {
                rows.add(ReplyRows.pool(row.next()));
            }
            return next;
        });
        return rows;
    }

    /**
     * All zones, racks and bricks.
     *
     * @return in the order of their ids.
     */
    public List<DomainRow> topology() {
        final List<DomainRow> rows = new ArrayList<>();
        final TopologyReplyDecoder decoder = new TopologyReplyDecoder();
        pages(after -> {
            query(() -> client.queryTopology(after, 0), TopologyReplyDecoder.TEMPLATE_ID);
            decoder.wrapAndApplyHeader(calls.reply(), 0, messageHeader());
            final int next = (int) decoder.next();
            for (final var row = decoder.rows(); row.hasNext(); ) {
                rows.add(ReplyRows.domain(row.next()));
            }
            return next;
        });
        return rows;
    }

    /**
     * The configuration of the cluster.
     *
     * @return all keys.
     */
    public List<ConfigRow> config() {
        query(client::queryConfig, ConfigReplyDecoder.TEMPLATE_ID);
        final List<ConfigRow> rows = new ArrayList<>();
        final ConfigReplyDecoder decoder =
                new ConfigReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, messageHeader());
        for (final var row = decoder.rows(); row.hasNext(); ) {
            rows.add(ReplyRows.config(row.next()));
        }
        return rows;
    }

    /**
     * Open reservations of an extent manager.
     *
     * @param em id.
     * @return by version.
     */
    public List<ReservationRow> reservations(final int em) {
        query(() -> client.queryReservations(em), ReservationsReplyDecoder.TEMPLATE_ID);
        final List<ReservationRow> rows = new ArrayList<>();
        final ReservationsReplyDecoder decoder =
                new ReservationsReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, messageHeader());
        for (final var row = decoder.rows(); row.hasNext(); ) {
            rows.add(ReplyRows.reservation(row.next()));
        }
        return rows;
    }

    /**
     * Hash over the whole state.
     *
     * @return hash and position.
     */
    public StateHash stateHash() {
        query(client::queryStateHash, StateHashReplyDecoder.TEMPLATE_ID);
        final StateHashReplyDecoder decoder =
                new StateHashReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, messageHeader());
        final long position = decoder.header().position();
        return new StateHash(decoder.hash(), position);
    }

    /**
     * Health and sums of the cluster.
     *
     * @return status.
     */
    public ClusterStatus status() {
        query(client::queryStatus, StatusReplyDecoder.TEMPLATE_ID);
        final StatusReplyDecoder s = new StatusReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, messageHeader());
        return new ClusterStatus(
                new UUID(s.clusterHigh(), s.clusterLow()),
                s.header().position(),
                s.time(),
                s.commands(),
                s.topologyVersion(),
                s.nodeMapVersion(),
                s.topologyStable() == BooleanType.TRUE,
                s.capacityBytes(),
                s.capacityAllocated(),
                s.performanceBytes(),
                s.performanceAllocated(),
                (int) s.nodes(),
                (int) s.chunks(),
                (int) s.healthy(),
                (int) s.eligible(),
                (int) s.disconnected(),
                (int) s.lost(),
                (int) s.isolated(),
                (int) s.removing(),
                (int) s.ems(),
                (int) s.pools(),
                (int) s.zones(),
                (int) s.racks());
    }

    /**
     * The licence and what is used of it.
     *
     * @return licence.
     */
    public Licence licence() {
        query(client::queryLicence, LicenceReplyDecoder.TEMPLATE_ID);
        final LicenceReplyDecoder l = new LicenceReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, messageHeader());
        return new Licence(
                l.maxNodes(), l.nodes(), l.maxChunks(), l.chunks(), l.maxRawBytes(), l.usedRawBytes(), l.expiry());
    }

    /**
     * What the removal of a chunk would take.
     *
     * @param chunk id.
     * @return plan.
     */
    public RemovalPlan removalPlan(final int chunk) {
        query(() -> client.queryRemoval(chunk), RemovalReplyDecoder.TEMPLATE_ID);
        final RemovalReplyDecoder r = new RemovalReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, messageHeader());
        return new RemovalPlan(
                r.bytes(), r.segments(), r.pendingBytes(), r.freeElsewhere(), r.feasible() == BooleanType.TRUE);
    }

    /** Asks for one page behind an id, and tells behind which to ask next. */
    @FunctionalInterface
    private interface Page {
        int after(int after);
    }

    private static void pages(final Page page) {
        int after = 0;
        do {
            final int next = page.after(after);
            if (next != 0 && Integer.compareUnsigned(next, after) <= 0) {
                throw new StowageException("the server's listing does not advance behind " + after + "; upgrade it");
            }
            after = next;
        } while (after != 0);
    }

    private void query(final LongSupplier send, final int templateId) {
        final FrameReader reply = calls.call(send);
        final Outcome outcome = outcome(reply);
        outcome.orThrow();
        if (reply.templateId() != templateId) {
            throw new StowageException("the server answered the query with message " + reply.templateId()
                    + " instead of " + templateId + "; use builds of the same version");
        }
    }

    private MessageHeaderDecoder messageHeader() {
        return new MessageHeaderDecoder().wrap(calls.reply(), 0);
    }

    private Outcome outcome(final FrameReader reply) {
        if (reply.templateId() == CommandReplyDecoder.TEMPLATE_ID) {
            final CommandReplyDecoder decoder =
                    new CommandReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, reply.header());
            return outcome(decoder.header(), decoder.expected(), decoder.found());
        }
        header.wrap(calls.reply(), MessageHeaderDecoder.ENCODED_LENGTH);
        return outcome(header, 0, 0);
    }

    private static Outcome outcome(final ReplyHeaderDecoder of, final long expected, final long found) {
        final ResultCode result = of.result();
        final Reason reason = of.reason();
        return new Outcome(result, reason, expected, found, of.position());
    }
}
