package io.stowage.server;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ChallengeResponseEncoder;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.ConnectEmEncoder;
import io.stowage.codecs.ConnectRequestEncoder;
import io.stowage.codecs.KeepAliveEncoder;
import io.stowage.codecs.MaintenanceEncoder;
import io.stowage.codecs.MemberAction;
import io.stowage.codecs.MemberControlEncoder;
import io.stowage.codecs.MemberListQueryEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.RegisterChunkEncoder;
import io.stowage.codecs.RegisterNodeEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionCloseEncoder;
import io.stowage.codecs.SessionKeepAliveEncoder;
import io.stowage.codecs.SetMemberListEncoder;
import io.stowage.codecs.StateHashQueryEncoder;
import io.stowage.codecs.StatusQueryEncoder;
import io.stowage.codecs.wire.IpAddresses;
import java.util.UUID;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes frames for tests, each into memory of its own. */
public final class FrameBuilder {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private UUID cluster = new UUID(0, 0);
    private Role role = Role.OPERATOR;
    private int sender;
    private long correlationId;

    /** In nobody's name yet. */
    public FrameBuilder() {}

    public FrameBuilder as(final UUID newCluster, final Role newRole, final int newSender) {
        cluster = newCluster;
        role = newRole;
        sender = newSender;
        return this;
    }

    public long lastCorrelationId() {
        return correlationId;
    }

    public UnsafeBuffer connect(final int protocolVersion, final int responseStream, final String responseChannel) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ConnectRequestEncoder message = new ConnectRequestEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        message.protocolVersion(protocolVersion)
                .responseStreamId(responseStream)
                .responseChannel(responseChannel);
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer challengeResponse(final long sessionId, final byte[] proof) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ChallengeResponseEncoder message = new ChallengeResponseEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        message.sessionId(sessionId).putProof(proof, 0, proof.length);
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer sessionKeepAlive(final long sessionId) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final SessionKeepAliveEncoder message = new SessionKeepAliveEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        message.sessionId(sessionId);
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer sessionClose(final long sessionId) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final SessionCloseEncoder message = new SessionCloseEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        message.sessionId(sessionId);
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer registerNode(final String ip, final String name) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final RegisterNodeEncoder message = new RegisterNodeEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        final IpAddresses.Words words = IpAddresses.parse(ip);
        message.dataIp().high(words.high()).low(words.low());
        message.name(name).zone("z1").rack("r1").brick("");
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer maintenance(final int node, final boolean on) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final MaintenanceEncoder message = new MaintenanceEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        message.node(node).until(0).on(on ? BooleanType.TRUE : BooleanType.FALSE);
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer handOver(final int member) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final MemberControlEncoder message = new MemberControlEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        message.member(member).action(MemberAction.HAND_OVER);
        return frame(buffer, message.encodedLength());
    }

    /** Hosts of the members 0, 1 and so on. */
    public UnsafeBuffer memberList(final long generation, final String... hosts) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final SetMemberListEncoder message = new SetMemberListEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        final SetMemberListEncoder.MembersEncoder members =
                message.generation(generation).membersCount(hosts.length);
        for (int member = 0; member < hosts.length; member++) {
            members.next().member(member).host(hosts[member]);
        }
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer memberListQuery() {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final MemberListQueryEncoder message = new MemberListQueryEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer registerChunk(final String ip, final int port) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final RegisterChunkEncoder message = new RegisterChunkEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        final IpAddresses.Words words = IpAddresses.parse(ip);
        message.ip().high(words.high()).low(words.low());
        message.capabilities(0).rawCapacityBytes(0).port(port).pool("");
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer keepAlive(final int chunk) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final KeepAliveEncoder message = new KeepAliveEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        message.chunk(chunk).fence(-1).capabilities(0).warning(BooleanType.FALSE);
        message.tiersCount(0);
        message.peersCount(0);
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer connectEm() {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ConnectEmEncoder message = new ConnectEmEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        message.capabilities(0);
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer statusQuery() {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final StatusQueryEncoder message = new StatusQueryEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        return frame(buffer, message.encodedLength());
    }

    public UnsafeBuffer stateHashQuery() {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final StateHashQueryEncoder message = new StateHashQueryEncoder().wrapAndApplyHeader(buffer, 0, header);
        fill(message.header());
        return frame(buffer, message.encodedLength());
    }

    /** A frame of any template that holds nothing but a command header; longer blocks are filled with zeros. */
    public UnsafeBuffer bare(final int templateId, final int schemaId, final int blockLength, final int length) {
        final UnsafeBuffer buffer = new UnsafeBuffer(
                new byte[Math.max(length, MessageHeaderEncoder.ENCODED_LENGTH + CommandHeaderEncoder.ENCODED_LENGTH)]);
        header.wrap(buffer, 0)
                .blockLength(blockLength)
                .templateId(templateId)
                .schemaId(schemaId)
                .version(MessageHeaderEncoder.SCHEMA_VERSION);
        fill(new CommandHeaderEncoder().wrap(buffer, MessageHeaderEncoder.ENCODED_LENGTH));
        return new UnsafeBuffer(buffer, 0, length);
    }

    private void fill(final CommandHeaderEncoder command) {
        command.clusterHigh(cluster.getMostSignificantBits())
                .clusterLow(cluster.getLeastSignificantBits())
                .correlationId(++correlationId)
                .incarnation(1)
                .sender(sender)
                .role(role);
    }

    private static UnsafeBuffer frame(final ExpandableArrayBuffer buffer, final int encodedLength) {
        final byte[] copy = new byte[MessageHeaderEncoder.ENCODED_LENGTH + encodedLength];
        buffer.getBytes(0, copy);
        return new UnsafeBuffer(copy);
    }
}
