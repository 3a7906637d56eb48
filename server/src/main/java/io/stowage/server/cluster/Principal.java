package io.stowage.server.cluster;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionPrincipalDecoder;
import io.stowage.codecs.SessionPrincipalEncoder;
import io.stowage.codecs.wire.FirstBlock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Who a session is, as the leader found it: the log carries it to all members with the opening of the session.
 *
 * @param clusterHigh high half of the leader's cluster UUID.
 * @param clusterLow  low half.
 * @param seed        of the cluster, should this be its first session.
 * @param rulesHash   of the leader.
 * @param role        that was proved.
 * @param sender      in whose name it speaks.
 */
record Principal(long clusterHigh, long clusterLow, long seed, long rulesHash, Role role, int sender) {
    private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + SessionPrincipalEncoder.BLOCK_LENGTH;

    /** Up to the last field that every version has: the leader may run an older program than this member. */
    private static final int LEAST_LENGTH =
            MessageHeaderDecoder.ENCODED_LENGTH + FirstBlock.length(SessionPrincipalDecoder.class);

    byte[] encode() {
        final byte[] bytes = new byte[LENGTH];
        new SessionPrincipalEncoder()
                .wrapAndApplyHeader(new UnsafeBuffer(bytes), 0, new MessageHeaderEncoder())
                .clusterHigh(clusterHigh)
                .clusterLow(clusterLow)
                .seed(seed)
                .rulesHash(rulesHash)
                .sender(Integer.toUnsignedLong(sender))
                .role(role);
        return bytes;
    }

    /** Null where the bytes are no principal. */
    static @Nullable Principal decode(final byte[] bytes) {
        if (bytes.length < LEAST_LENGTH) {
            return null;
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        header.wrap(buffer, 0);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || header.templateId() != SessionPrincipalDecoder.TEMPLATE_ID) {
            return null;
        }
        final SessionPrincipalDecoder principal = new SessionPrincipalDecoder().wrapAndApplyHeader(buffer, 0, header);
        return new Principal(
                principal.clusterHigh(),
                principal.clusterLow(),
                principal.seed(),
                principal.rulesHash(),
                principal.role(),
                (int) principal.sender());
    }
}
