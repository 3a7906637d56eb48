package io.stowage.server.cluster;

import io.stowage.codecs.ChallengeResponseEncoder;
import io.stowage.codecs.CommandHeaderEncoder;
import io.stowage.codecs.ConnectRequestEncoder;
import io.stowage.codecs.MemberStateHashEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.Protocol;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Encodes what a member sends to its own cluster. Each method returns the length of the frame, which starts at 0 of {@link #buffer}. */
final class MemberFrames {
    /** Members are told apart by what they say, not by whom they are connected as. */
    static final int SENDER = 0;

    private final UUID clusterId;
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(256);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();

    MemberFrames(final UUID clusterId) {
        this.clusterId = clusterId;
    }

    DirectBuffer buffer() {
        return buffer;
    }

    int connect(final long correlationId) {
        final ConnectRequestEncoder message = new ConnectRequestEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        fill(message.header(), correlationId);
        message.protocolVersion(Protocol.VERSION).responseStreamId(0).responseChannel("");
        return MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength();
    }

    int challengeResponse(final long correlationId, final long sessionId, final byte[] proof) {
        final ChallengeResponseEncoder message =
                new ChallengeResponseEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        fill(message.header(), correlationId);
        message.sessionId(sessionId).putProof(proof, 0, proof.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength();
    }

    int stateHash(final long correlationId, final int member, final long position, final long hash) {
        final MemberStateHashEncoder message =
                new MemberStateHashEncoder().wrapAndApplyHeader(buffer, 0, messageHeader);
        fill(message.header(), correlationId);
        message.position(position).hash(hash).member(member);
        return MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength();
    }

    private void fill(final CommandHeaderEncoder header, final long correlationId) {
        header.clusterHigh(clusterId.getMostSignificantBits())
                .clusterLow(clusterId.getLeastSignificantBits())
                .correlationId(correlationId)
                .incarnation(0)
                .sender(SENDER)
                .role(Role.MEMBER);
    }
}
