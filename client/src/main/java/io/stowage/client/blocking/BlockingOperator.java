package io.stowage.client.blocking;

import io.stowage.client.OperatorClient;
import io.stowage.client.SessionContext;
import io.stowage.client.StowageException;
import io.stowage.client.frame.FrameReader;
import io.stowage.client.space.ReserveRequest;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.ConnectEmReplyDecoder;
import io.stowage.codecs.PoolReplyDecoder;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
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
public final class BlockingOperator extends BlockingQueries implements AutoCloseable {
    private final BlockingCalls calls;
    private final OperatorClient client;

    private BlockingOperator(final BlockingCalls calls) {
        super(calls);
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
     * The member of the cluster that leads, as far as is known; {@link #poll()} hears of another one.
     *
     * @return member id; -1: a standalone server.
     */
    public int leaderMember() {
        return calls.leaderMember();
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
        return registerChunk(0, ip, port, pool, rawCapacityBytes, capabilities);
    }

    /**
     * Makes a chunk known under the id that it had, where the state was started afresh.
     *
     * @param had              id that extent managers know it by; 0: it is new.
     * @param ip               data IP of its node.
     * @param port             of the chunk.
     * @param pool             name; empty: the default one.
     * @param rawCapacityBytes for the licence; 0: not known yet.
     * @param capabilities     bits.
     * @return outcome and chunk id, which is another one where the one it had cannot be given.
     */
    public Created registerChunk(
            final int had,
            final String ip,
            final int port,
            final String pool,
            final long rawCapacityBytes,
            final long capabilities) {
        final FrameReader reply =
                calls.call(() -> client.registerChunk(had, ip, capabilities, rawCapacityBytes, port, pool));
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
}
