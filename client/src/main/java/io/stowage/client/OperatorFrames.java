package io.stowage.client;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.CancelRemovalEncoder;
import io.stowage.codecs.ChunksQueryEncoder;
import io.stowage.codecs.CompleteRemovalEncoder;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.ConfigQueryEncoder;
import io.stowage.codecs.ConnectEmEncoder;
import io.stowage.codecs.CreatePoolEncoder;
import io.stowage.codecs.DeclareLostEncoder;
import io.stowage.codecs.EmsQueryEncoder;
import io.stowage.codecs.HeadroomQueryEncoder;
import io.stowage.codecs.HoldCapabilityEncoder;
import io.stowage.codecs.IsolateEncoder;
import io.stowage.codecs.LicenceQueryEncoder;
import io.stowage.codecs.MaintenanceEncoder;
import io.stowage.codecs.MemberAction;
import io.stowage.codecs.MemberControlEncoder;
import io.stowage.codecs.MemberListQueryEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.MoveChunkEncoder;
import io.stowage.codecs.MoveNodeEncoder;
import io.stowage.codecs.NodesQueryEncoder;
import io.stowage.codecs.PauseRebalanceEncoder;
import io.stowage.codecs.PoolsQueryEncoder;
import io.stowage.codecs.RebalanceWindowEncoder;
import io.stowage.codecs.RegisterChunkEncoder;
import io.stowage.codecs.RegisterNodeEncoder;
import io.stowage.codecs.RemovalQueryEncoder;
import io.stowage.codecs.RemoveChunkEncoder;
import io.stowage.codecs.RemoveEmEncoder;
import io.stowage.codecs.RemoveNodeEncoder;
import io.stowage.codecs.RemovePoolEncoder;
import io.stowage.codecs.ReservationsQueryEncoder;
import io.stowage.codecs.SetConfigEncoder;
import io.stowage.codecs.SetLicenceEncoder;
import io.stowage.codecs.SetMemberListEncoder;
import io.stowage.codecs.SpaceQueryEncoder;
import io.stowage.codecs.StateHashQueryEncoder;
import io.stowage.codecs.StatusQueryEncoder;
import io.stowage.codecs.TopologyQueryEncoder;
import io.stowage.codecs.wire.IpAddresses;
import io.stowage.codecs.wire.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Encodes the commands and queries of an operator; reusable. Each method returns the length of the frame, which starts at
 * offset 0 of {@link #buffer}.
 */
final class OperatorFrames {
    private final CommandIdentity identity;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ConnectEmEncoder connectEm = new ConnectEmEncoder();
    private final RegisterNodeEncoder registerNode = new RegisterNodeEncoder();
    private final MoveNodeEncoder moveNode = new MoveNodeEncoder();
    private final RemoveNodeEncoder removeNode = new RemoveNodeEncoder();
    private final MaintenanceEncoder maintenance = new MaintenanceEncoder();
    private final RegisterChunkEncoder registerChunk = new RegisterChunkEncoder();
    private final RemoveChunkEncoder removeChunk = new RemoveChunkEncoder();
    private final CancelRemovalEncoder cancelRemoval = new CancelRemovalEncoder();
    private final CompleteRemovalEncoder completeRemoval = new CompleteRemovalEncoder();
    private final IsolateEncoder isolate = new IsolateEncoder();
    private final CreatePoolEncoder createPool = new CreatePoolEncoder();
    private final RemovePoolEncoder removePool = new RemovePoolEncoder();
    private final MoveChunkEncoder moveChunk = new MoveChunkEncoder();
    private final RemoveEmEncoder removeEm = new RemoveEmEncoder();
    private final PauseRebalanceEncoder pauseRebalance = new PauseRebalanceEncoder();
    private final RebalanceWindowEncoder rebalanceWindow = new RebalanceWindowEncoder();
    private final DeclareLostEncoder declareLost = new DeclareLostEncoder();
    private final HoldCapabilityEncoder holdCapability = new HoldCapabilityEncoder();
    private final SetLicenceEncoder setLicence = new SetLicenceEncoder();
    private final SetMemberListEncoder setMemberList = new SetMemberListEncoder();
    private final SetConfigEncoder setConfig = new SetConfigEncoder();
    private final MemberControlEncoder memberControl = new MemberControlEncoder();
    private final SpaceQueryEncoder spaceQuery = new SpaceQueryEncoder();
    private final ChunksQueryEncoder chunksQuery = new ChunksQueryEncoder();
    private final NodesQueryEncoder nodesQuery = new NodesQueryEncoder();
    private final EmsQueryEncoder emsQuery = new EmsQueryEncoder();
    private final PoolsQueryEncoder poolsQuery = new PoolsQueryEncoder();
    private final TopologyQueryEncoder topologyQuery = new TopologyQueryEncoder();
    private final HeadroomQueryEncoder headroomQuery = new HeadroomQueryEncoder();
    private final StatusQueryEncoder statusQuery = new StatusQueryEncoder();
    private final StateHashQueryEncoder stateHashQuery = new StateHashQueryEncoder();
    private final ConfigQueryEncoder configQuery = new ConfigQueryEncoder();
    private final LicenceQueryEncoder licenceQuery = new LicenceQueryEncoder();
    private final MemberListQueryEncoder memberListQuery = new MemberListQueryEncoder();
    private final RemovalQueryEncoder removalQuery = new RemovalQueryEncoder();
    private final ReservationsQueryEncoder reservationsQuery = new ReservationsQueryEncoder();

    OperatorFrames(final CommandIdentity identity) {
        this.identity = identity;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int registerNode(
            final long correlationId,
            final String ip,
            final String name,
            final String zone,
            final String rack,
            final String brick) {
        final IpAddresses.Words words = IpAddresses.parse(ip);
        registerNode.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(registerNode.header(), correlationId);
        registerNode.dataIp().high(words.high()).low(words.low());
        registerNode.name(name(name)).zone(name(zone)).rack(name(rack)).brick(name(brick));
        return MessageHeaderEncoder.ENCODED_LENGTH + registerNode.encodedLength();
    }

    int moveNode(final long correlationId, final int node, final String zone, final String rack, final String brick) {
        moveNode.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(moveNode.header(), correlationId);
        moveNode.node(node).zone(name(zone)).rack(name(rack)).brick(name(brick));
        return MessageHeaderEncoder.ENCODED_LENGTH + moveNode.encodedLength();
    }

    int removeNode(final long correlationId, final int node) {
        removeNode.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(removeNode.header(), correlationId);
        removeNode.node(node);
        return MessageHeaderEncoder.ENCODED_LENGTH + removeNode.encodedLength();
    }

    int maintenance(final long correlationId, final int node, final long untilMs, final boolean on) {
        maintenance.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(maintenance.header(), correlationId);
        maintenance.node(node).until(untilMs).on(bool(on));
        return MessageHeaderEncoder.ENCODED_LENGTH + maintenance.encodedLength();
    }

    int handOver(final long correlationId, final int member) {
        memberControl.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(memberControl.header(), correlationId);
        memberControl.member(member).action(MemberAction.HAND_OVER);
        return MessageHeaderEncoder.ENCODED_LENGTH + memberControl.encodedLength();
    }

    int registerChunk(
            final long correlationId,
            final int had,
            final String ip,
            final long capabilities,
            final long rawCapacityBytes,
            final int port,
            final String pool) {
        final IpAddresses.Words words = IpAddresses.parse(ip);
        registerChunk.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(registerChunk.header(), correlationId, had, 0);
        registerChunk.ip().high(words.high()).low(words.low());
        registerChunk
                .capabilities(capabilities)
                .rawCapacityBytes(rawCapacityBytes)
                .port(port)
                .pool(name(pool));
        return MessageHeaderEncoder.ENCODED_LENGTH + registerChunk.encodedLength();
    }

    int removeChunk(final long correlationId, final int chunk) {
        removeChunk.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(removeChunk.header(), correlationId);
        removeChunk.chunk(chunk);
        return MessageHeaderEncoder.ENCODED_LENGTH + removeChunk.encodedLength();
    }

    int cancelRemoval(final long correlationId, final int chunk) {
        cancelRemoval.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(cancelRemoval.header(), correlationId);
        cancelRemoval.chunk(chunk);
        return MessageHeaderEncoder.ENCODED_LENGTH + cancelRemoval.encodedLength();
    }

    int completeRemoval(final long correlationId, final int chunk, final boolean removeNode) {
        completeRemoval.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(completeRemoval.header(), correlationId);
        completeRemoval.chunk(chunk).removeNode(bool(removeNode));
        return MessageHeaderEncoder.ENCODED_LENGTH + completeRemoval.encodedLength();
    }

    int isolate(final long correlationId, final int chunk, final boolean on) {
        isolate.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(isolate.header(), correlationId);
        isolate.chunk(chunk).on(bool(on));
        return MessageHeaderEncoder.ENCODED_LENGTH + isolate.encodedLength();
    }

    int createPool(final long correlationId, final String name) {
        createPool.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(createPool.header(), correlationId);
        createPool.name(name(name));
        return MessageHeaderEncoder.ENCODED_LENGTH + createPool.encodedLength();
    }

    int removePool(final long correlationId, final int pool) {
        removePool.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(removePool.header(), correlationId);
        removePool.pool(pool);
        return MessageHeaderEncoder.ENCODED_LENGTH + removePool.encodedLength();
    }

    int moveChunk(final long correlationId, final int chunk, final int pool) {
        moveChunk.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(moveChunk.header(), correlationId);
        moveChunk.chunk(chunk).pool(pool);
        return MessageHeaderEncoder.ENCODED_LENGTH + moveChunk.encodedLength();
    }

    int removeEm(final long correlationId, final int em) {
        removeEm.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(removeEm.header(), correlationId);
        removeEm.em(em);
        return MessageHeaderEncoder.ENCODED_LENGTH + removeEm.encodedLength();
    }

    int pauseRebalance(final long correlationId, final boolean on) {
        pauseRebalance.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(pauseRebalance.header(), correlationId);
        pauseRebalance.on(bool(on));
        return MessageHeaderEncoder.ENCODED_LENGTH + pauseRebalance.encodedLength();
    }

    int rebalanceWindow(final long correlationId, final int startMinute, final int endMinute) {
        rebalanceWindow.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(rebalanceWindow.header(), correlationId);
        rebalanceWindow.startMinute(startMinute).endMinute(endMinute);
        return MessageHeaderEncoder.ENCODED_LENGTH + rebalanceWindow.encodedLength();
    }

    int declareLost(final long correlationId, final int chunk) {
        declareLost.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(declareLost.header(), correlationId);
        declareLost.chunk(chunk);
        return MessageHeaderEncoder.ENCODED_LENGTH + declareLost.encodedLength();
    }

    int holdCapability(final long correlationId, final long capabilities, final boolean on) {
        holdCapability.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(holdCapability.header(), correlationId);
        holdCapability.capabilities(capabilities).on(bool(on));
        return MessageHeaderEncoder.ENCODED_LENGTH + holdCapability.encodedLength();
    }

    int licence(
            final long correlationId,
            final long maxNodes,
            final long maxChunks,
            final long maxRawBytes,
            final long expiryMs) {
        setLicence.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(setLicence.header(), correlationId);
        setLicence
                .maxNodes(maxNodes)
                .maxChunks(maxChunks)
                .maxRawBytes(maxRawBytes)
                .expiry(expiryMs);
        return MessageHeaderEncoder.ENCODED_LENGTH + setLicence.encodedLength();
    }

    int memberList(final long correlationId, final long generation, final Map<Integer, String> hosts) {
        setMemberList.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(setMemberList.header(), correlationId);
        final SetMemberListEncoder.MembersEncoder members =
                setMemberList.generation(generation).membersCount(hosts.size());
        hosts.forEach((member, host) -> members.next().member(member).host(host));
        return MessageHeaderEncoder.ENCODED_LENGTH + setMemberList.encodedLength();
    }

    int configure(final long correlationId, final ConfigKey key, final long value) {
        setConfig.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(setConfig.header(), correlationId);
        setConfig.value(value).key(key);
        return MessageHeaderEncoder.ENCODED_LENGTH + setConfig.encodedLength();
    }

    int querySpace(final long correlationId, final int chunk, final int after, final int pageSize) {
        spaceQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(spaceQuery.header(), correlationId);
        spaceQuery.chunk(chunk).after(after).pageSize(pageSize);
        return MessageHeaderEncoder.ENCODED_LENGTH + spaceQuery.encodedLength();
    }

    int queryChunks(final long correlationId, final int after, final int pageSize) {
        chunksQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(chunksQuery.header(), correlationId);
        chunksQuery.after(after).pageSize(pageSize);
        return MessageHeaderEncoder.ENCODED_LENGTH + chunksQuery.encodedLength();
    }

    int queryNodes(final long correlationId, final int after, final int pageSize) {
        nodesQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(nodesQuery.header(), correlationId);
        nodesQuery.after(after).pageSize(pageSize);
        return MessageHeaderEncoder.ENCODED_LENGTH + nodesQuery.encodedLength();
    }

    int queryEms(final long correlationId, final int after, final int pageSize) {
        emsQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(emsQuery.header(), correlationId);
        emsQuery.after(after).pageSize(pageSize);
        return MessageHeaderEncoder.ENCODED_LENGTH + emsQuery.encodedLength();
    }

    int queryPools(final long correlationId, final int after, final int pageSize) {
        poolsQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(poolsQuery.header(), correlationId);
        poolsQuery.after(after).pageSize(pageSize);
        return MessageHeaderEncoder.ENCODED_LENGTH + poolsQuery.encodedLength();
    }

    int queryTopology(final long correlationId, final int after, final int pageSize) {
        topologyQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(topologyQuery.header(), correlationId);
        topologyQuery.after(after).pageSize(pageSize);
        return MessageHeaderEncoder.ENCODED_LENGTH + topologyQuery.encodedLength();
    }

    int queryStatus(final long correlationId) {
        statusQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(statusQuery.header(), correlationId);
        return MessageHeaderEncoder.ENCODED_LENGTH + statusQuery.encodedLength();
    }

    int queryStateHash(final long correlationId) {
        stateHashQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(stateHashQuery.header(), correlationId);
        return MessageHeaderEncoder.ENCODED_LENGTH + stateHashQuery.encodedLength();
    }

    int queryConfig(final long correlationId) {
        configQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(configQuery.header(), correlationId);
        return MessageHeaderEncoder.ENCODED_LENGTH + configQuery.encodedLength();
    }

    int queryLicence(final long correlationId) {
        licenceQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(licenceQuery.header(), correlationId);
        return MessageHeaderEncoder.ENCODED_LENGTH + licenceQuery.encodedLength();
    }

    int queryMemberList(final long correlationId) {
        memberListQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(memberListQuery.header(), correlationId);
        return MessageHeaderEncoder.ENCODED_LENGTH + memberListQuery.encodedLength();
    }

    int queryRemoval(final long correlationId, final int chunk) {
        removalQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(removalQuery.header(), correlationId);
        removalQuery.chunk(chunk);
        return MessageHeaderEncoder.ENCODED_LENGTH + removalQuery.encodedLength();
    }

    int queryReservations(final long correlationId, final int em) {
        reservationsQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(reservationsQuery.header(), correlationId);
        reservationsQuery.em(em);
        return MessageHeaderEncoder.ENCODED_LENGTH + reservationsQuery.encodedLength();
    }

    int queryHeadroom(final long correlationId, final int after, final int pageSize) {
        headroomQuery.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(headroomQuery.header(), correlationId);
        headroomQuery.after(after).pageSize(pageSize);
        return MessageHeaderEncoder.ENCODED_LENGTH + headroomQuery.encodedLength();
    }

    int connectEm(final long correlationId, final int em, final long incarnation) {
        connectEm.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(connectEm.header(), correlationId, em, incarnation);
        connectEm.capabilities(0);
        return MessageHeaderEncoder.ENCODED_LENGTH + connectEm.encodedLength();
    }

    private static BooleanType bool(final boolean value) {
        return value ? BooleanType.TRUE : BooleanType.FALSE;
    }

    /** SBE would throw an index error that tells nothing. */
    private static String name(final String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length > Protocol.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "the name '" + value + "' is longer than " + Protocol.MAX_NAME_LENGTH + " bytes; shorten it");
        }
        return value;
    }
}
