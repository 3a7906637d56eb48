package io.stowage.client.blocking;

import io.stowage.client.OperatorClient;
import io.stowage.client.StowageException;
import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ChunksReplyDecoder;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.ConfigReplyDecoder;
import io.stowage.codecs.EmsReplyDecoder;
import io.stowage.codecs.FailureDomain;
import io.stowage.codecs.HeadroomReplyDecoder;
import io.stowage.codecs.LicenceReplyDecoder;
import io.stowage.codecs.MemberListReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.NodesReplyDecoder;
import io.stowage.codecs.PoolsReplyDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemovalReplyDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ReservationsReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceReplyDecoder;
import io.stowage.codecs.StateHashReplyDecoder;
import io.stowage.codecs.StatusReplyDecoder;
import io.stowage.codecs.TopologyReplyDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/** What an operator can ask: listings are put together from their pages. {@link BlockingOperator} is the way in. */
abstract sealed class BlockingQueries permits BlockingOperator {
    private final BlockingCalls calls;
    private final OperatorClient client;
    private final ReplyHeaderDecoder header = new ReplyHeaderDecoder();

    BlockingQueries(final BlockingCalls calls) {
        this.calls = calls;
        client = calls.client();
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
     * What each pool could lose and still rebuild, and what is kept for it.
     *
     * @return one row a pool and tier that has capacity.
     */
    public List<HeadroomRow> headroom() {
        final List<HeadroomRow> rows = new ArrayList<>();
        final HeadroomReplyDecoder decoder = new HeadroomReplyDecoder();
        pages(after -> {
            query(() -> client.queryHeadroom(after, 0), HeadroomReplyDecoder.TEMPLATE_ID);
            decoder.wrapAndApplyHeader(calls.reply(), 0, messageHeader());
            final int next = (int) decoder.next();
            final FailureDomain configured = decoder.configured();
            for (final var row = decoder.rows(); row.hasNext(); ) {
                rows.add(ReplyRows.headroom(row.next(), configured));
            }
            return next;
        });
        return rows;
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
     * Where the members of the cluster shall run.
     *
     * @return the list in force, or what is configured.
     */
    public MemberList memberList() {
        query(client::queryMemberList, MemberListReplyDecoder.TEMPLATE_ID);
        final MemberListReplyDecoder m =
                new MemberListReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, messageHeader());
        final long generation = m.generation();
        final List<MemberRow> rows = new ArrayList<>();
        for (final var row = m.rows(); row.hasNext(); ) {
            final var each = row.next();
            rows.add(new MemberRow(each.member(), each.host(), each.endpoint()));
        }
        return new MemberList(generation, rows);
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

    final Outcome outcome(final FrameReader reply) {
        if (reply.templateId() == CommandReplyDecoder.TEMPLATE_ID) {
            final CommandReplyDecoder decoder =
                    new CommandReplyDecoder().wrapAndApplyHeader(calls.reply(), 0, reply.header());
            return outcome(decoder.header(), decoder.expected(), decoder.found());
        }
        header.wrap(calls.reply(), MessageHeaderDecoder.ENCODED_LENGTH);
        return outcome(header, 0, 0);
    }

    static Outcome outcome(final ReplyHeaderDecoder of, final long expected, final long found) {
        final ResultCode result = of.result();
        final Reason reason = of.reason();
        return new Outcome(result, reason, expected, found, of.position());
    }
}
