package io.stowage.client;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.OfferCode;
import io.stowage.client.space.FreeRequest;
import io.stowage.client.space.ReserveRequest;
import io.stowage.codecs.CommandHeaderDecoder;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.MessageHeaderDecoder;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** What an operator can send, message by message; {@link OperatorClient} carries it. */
abstract sealed class OperatorCommands permits OperatorClient {
    private final CommandIdentity identity;
    private final OperatorFrames frames;
    private final FreeRequest freeRequest = new FreeRequest();
    private final CommandHeaderEncoder headerEncoder = new CommandHeaderEncoder();
    private final CommandHeaderDecoder headerDecoder = new CommandHeaderDecoder();

    OperatorCommands(final CommandIdentity identity) {
        this.identity = identity;
        frames = new OperatorFrames(identity);
    }

    /** Offers a frame, and follows it to its end if it was taken. */
    abstract long send(long correlationId, DirectBuffer frame, int offset, int length);

    /**
     * Sends any command or query that was encoded elsewhere: fills in cluster, correlation id and role of its header, and
     * leaves sender and incarnation as they are. Other replies than those of {@link OperatorListener} come to
     * {@link OperatorListener#onReplyFrame}.
     *
     * @param frame  with the frame.
     * @param offset of its message header, bytes.
     * @param length of the frame, bytes.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long offerCommand(final MutableDirectBuffer frame, final int offset, final int length) {
        final long correlationId = identity.nextCorrelationId();
        final int headerOffset = offset + MessageHeaderDecoder.ENCODED_LENGTH;
        headerDecoder.wrap(frame, headerOffset);
        final boolean namesCluster = headerDecoder.clusterHigh() != 0 || headerDecoder.clusterLow() != 0;
        headerEncoder.wrap(frame, headerOffset).correlationId(correlationId).role(identity.role());
        if (!namesCluster) {
            headerEncoder.clusterHigh(identity.clusterHigh()).clusterLow(identity.clusterLow());
        }
        return send(correlationId, frame, offset, length);
    }

    /**
     * Asks for locations on behalf of an extent manager, where the server allows it.
     *
     * @param request     of at least one item.
     * @param em          extent manager id.
     * @param incarnation of the extent manager.
     * @param version     space version.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long reserveForAllocation(
            final ReserveRequest request, final int em, final long incarnation, final long version) {
        if (request.itemCount() == 0) {
            return OfferCode.EMPTY_REQUEST;
        }
        final long correlationId = identity.nextCorrelationId();
        final int length = request.finish(identity, correlationId, version, em, incarnation);
        return send(correlationId, request.buffer(), 0, length);
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
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long freeForAllocation(
            final int em,
            final long incarnation,
            final long version,
            final int spaceClass,
            final long segmentBytes,
            final int... chunks) {
        final long correlationId = identity.nextCorrelationId();
        final int length = freeRequest.encodeFor(
                identity, correlationId, em, incarnation, version, spaceClass, segmentBytes, chunks);
        return send(correlationId, freeRequest.buffer(), 0, length);
    }

    /**
     * Makes an extent manager known, on its behalf, where the server allows it.
     *
     * @param em          extent manager id.
     * @param incarnation of the extent manager.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long connectEm(final int em, final long incarnation) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.connectEm(correlationId, em, incarnation));
    }

    /**
     * Makes a node known; idempotent by its address.
     *
     * @param ip data IP.
     * @param name host name.
     * @param zone zone.
     * @param rack rack in the zone.
     * @param brick chassis in the rack; empty: none.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long registerNode(
            final String ip, final String name, final String zone, final String rack, final String brick) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.registerNode(correlationId, ip, name, zone, rack, brick));
    }

    /**
     * Moves a node with all its chunks to another place.
     *
     * @param node id.
     * @param zone zone.
     * @param rack rack in the zone.
     * @param brick chassis in the rack; empty: none.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long moveNode(final int node, final String zone, final String rack, final String brick) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.moveNode(correlationId, node, zone, rack, brick));
    }

    /**
     * Forgets a node that has no chunks.
     *
     * @param node id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long removeNode(final int node) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.removeNode(correlationId, node));
    }

    /**
     * Puts a node into maintenance or takes it out.
     *
     * @param node id.
     * @param untilMs end, milliseconds of the log's clock; 0: until told.
     * @param on into or out of.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long maintenance(final int node, final long untilMs, final boolean on) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.maintenance(correlationId, node, untilMs, on));
    }

    /**
     * Has the leader of a cluster let another member lead; which one, the others elect. The session goes on there.
     *
     * @param member id of the one that leads.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long handOver(final int member) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.handOver(correlationId, member));
    }

    /**
     * Makes a chunk known; idempotent by address and port; an unknown node is created.
     *
     * @param ip data IP of its node.
     * @param capabilities bits of what its software can do.
     * @param rawCapacityBytes for the licence; 0: not known yet.
     * @param port of the chunk.
     * @param pool name of the storage pool; empty: the default one.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long registerChunk(
            final String ip, final long capabilities, final long rawCapacityBytes, final int port, final String pool) {
        return registerChunk(0, ip, capabilities, rawCapacityBytes, port, pool);
    }

    /**
     * Makes a chunk known under the id that it had, where the state was started afresh; elsewhere ids are given, not chosen.
     *
     * @param had id that extent managers know it by; 0: it is new.
     * @param ip data IP of its node.
     * @param capabilities bits of what its software can do.
     * @param rawCapacityBytes for the licence; 0: not known yet.
     * @param port of the chunk.
     * @param pool name of the storage pool; empty: the default one.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long registerChunk(
            final int had,
            final String ip,
            final long capabilities,
            final long rawCapacityBytes,
            final int port,
            final String pool) {
        final long correlationId = identity.nextCorrelationId();
        return send(
                correlationId,
                frames.registerChunk(correlationId, had, ip, capabilities, rawCapacityBytes, port, pool));
    }

    /**
     * Starts the evacuation of a chunk.
     *
     * @param chunk id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long removeChunk(final int chunk) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.removeChunk(correlationId, chunk));
    }

    /**
     * Takes a chunk back into use.
     *
     * @param chunk id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long cancelRemoval(final int chunk) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.cancelRemoval(correlationId, chunk));
    }

    /**
     * Removes an evacuated chunk.
     *
     * @param chunk id.
     * @param removeNode whether to remove the node too when this was its last chunk.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long completeRemoval(final int chunk, final boolean removeNode) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.completeRemoval(correlationId, chunk, removeNode));
    }

    /**
     * Sets or clears the sub-health isolation of a chunk.
     *
     * @param chunk id.
     * @param on isolate or not.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long isolate(final int chunk, final boolean on) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.isolate(correlationId, chunk, on));
    }

    /**
     * Creates a storage pool; idempotent by name.
     *
     * @param name of the pool.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long createPool(final String name) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.createPool(correlationId, name));
    }

    /**
     * Removes an empty storage pool.
     *
     * @param pool id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long removePool(final int pool) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.removePool(correlationId, pool));
    }

    /**
     * Moves a chunk without segments to another pool.
     *
     * @param chunk id.
     * @param pool id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long moveChunk(final int chunk, final int pool) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.moveChunk(correlationId, chunk, pool));
    }

    /**
     * Forgets an extent manager with all it holds and reserved.
     *
     * @param em id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long removeEm(final int em) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.removeEm(correlationId, em));
    }

    /**
     * Stops or resumes migration for balance.
     *
     * @param on pause or resume.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long pauseRebalance(final boolean on) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.pauseRebalance(correlationId, on));
    }

    /**
     * Tells the hours of the day in which balance may run.
     *
     * @param startMinute first minute of the day, UTC.
     * @param endMinute minute after the last; equal to the start: always.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long rebalanceWindow(final int startMinute, final int endMinute) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.rebalanceWindow(correlationId, startMinute, endMinute));
    }

    /**
     * Says that a silent chunk is lost.
     *
     * @param chunk id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long declareLost(final int chunk) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.declareLost(correlationId, chunk));
    }

    /**
     * Holds capabilities back, or lets them go.
     *
     * @param capabilities bits.
     * @param on hold or let go.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long holdCapability(final long capabilities, final boolean on) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.holdCapability(correlationId, capabilities, on));
    }

    /**
     * Tells the licence.
     *
     * @param maxNodes 0: without limit.
     * @param maxChunks 0: without limit.
     * @param maxRawBytes 0: without limit.
     * @param expiryMs milliseconds of the log's clock; 0: never.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long licence(final long maxNodes, final long maxChunks, final long maxRawBytes, final long expiryMs) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.licence(correlationId, maxNodes, maxChunks, maxRawBytes, expiryMs));
    }

    /**
     * Tells where the members of a cluster shall run. Who moves stops by itself, and is started there.
     *
     * @param generation of the list, above that of the list known; the same list may be told again.
     * @param hosts      by member, all members: where its name leads, without a port; empty: to where the name itself leads. At most 128
     *                   bytes each.
     * @return the correlation id, or a negative {@link OfferCode}.
     * @throws IllegalArgumentException if a host is longer.
     */
    public long memberList(final long generation, final Map<Integer, String> hosts) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.memberList(correlationId, generation, hosts));
    }

    /**
     * Changes what the cluster must agree on.
     *
     * @param key what.
     * @param value in the unit of the key.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long configure(final ConfigKey key, final long value) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.configure(correlationId, key, value));
    }

    /**
     * Asks for space by term, per chunk and tier.
     *
     * @param chunk id; 0: all.
     * @param after answer the entries behind this id; 0: from the start.
     * @param pageSize at most so many entries; 0: as many as fit.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long querySpace(final int chunk, final int after, final int pageSize) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.querySpace(correlationId, chunk, after, pageSize));
    }

    /**
     * Asks for the chunks.
     *
     * @param after answer the entries behind this id; 0: from the start.
     * @param pageSize at most so many entries; 0: as many as fit.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryChunks(final int after, final int pageSize) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryChunks(correlationId, after, pageSize));
    }

    /**
     * Asks for the nodes.
     *
     * @param after answer the entries behind this id; 0: from the start.
     * @param pageSize at most so many entries; 0: as many as fit.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryNodes(final int after, final int pageSize) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryNodes(correlationId, after, pageSize));
    }

    /**
     * Asks for the extent managers.
     *
     * @param after answer the entries behind this id; 0: from the start.
     * @param pageSize at most so many entries; 0: as many as fit.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryEms(final int after, final int pageSize) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryEms(correlationId, after, pageSize));
    }

    /**
     * Asks for the storage pools.
     *
     * @param after answer the entries behind this id; 0: from the start.
     * @param pageSize at most so many entries; 0: as many as fit.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryPools(final int after, final int pageSize) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryPools(correlationId, after, pageSize));
    }

    /**
     * Asks for zones, racks and bricks.
     *
     * @param after answer the entries behind this id; 0: from the start.
     * @param pageSize at most so many entries; 0: as many as fit.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryTopology(final int after, final int pageSize) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryTopology(correlationId, after, pageSize));
    }

    /**
     * Asks for health and sums of the cluster.
     *
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryStatus() {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryStatus(correlationId));
    }

    /**
     * Asks for the hash over the whole state.
     *
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryStateHash() {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryStateHash(correlationId));
    }

    /**
     * Asks for the configuration of the cluster.
     *
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryConfig() {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryConfig(correlationId));
    }

    /**
     * Asks for the licence and what is used of it.
     *
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryLicence() {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryLicence(correlationId));
    }

    /**
     * Asks where the members of a cluster shall run.
     *
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryMemberList() {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryMemberList(correlationId));
    }

    /**
     * Asks what the removal of a chunk would take.
     *
     * @param chunk id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryRemoval(final int chunk) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryRemoval(correlationId, chunk));
    }

    /**
     * Asks for the open reservations of an extent manager.
     *
     * @param em id.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryReservations(final int em) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryReservations(correlationId, em));
    }

    /**
     * Asks what each pool could lose and still rebuild, and what is kept for it.
     *
     * @param after answer the entries behind this one; 0: from the start.
     * @param pageSize at most so many entries; 0: as many as fit.
     * @return the correlation id, or a negative {@link OfferCode}.
     */
    public long queryHeadroom(final int after, final int pageSize) {
        final long correlationId = identity.nextCorrelationId();
        return send(correlationId, frames.queryHeadroom(correlationId, after, pageSize));
    }

    private long send(final long correlationId, final int length) {
        return send(correlationId, frames.buffer(), 0, length);
    }
}
