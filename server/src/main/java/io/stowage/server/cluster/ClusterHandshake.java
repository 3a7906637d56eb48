package io.stowage.server.cluster;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.server.session.ConnectFrame;
import io.stowage.server.session.HandshakeRules;
import io.stowage.server.session.Refusal;
import io.stowage.server.session.SessionEventFrame;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the connect request that a client sends as its first message, once Aeron Cluster has authenticated it: alike on every
 * member, for it comes out of the log. Belongs to the service's thread.
 */
final class ClusterHandshake {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClusterHandshake.class);

    private final long clusterHigh;
    private final long clusterLow;
    private final ClusterReplies replies;
    private final ConnectFrame frame = new ConnectFrame();
    private final SessionEventFrame event;

    ClusterHandshake(final UUID clusterId, final int memberId, final ClusterReplies replies) {
        this.clusterHigh = clusterId.getMostSignificantBits();
        this.clusterLow = clusterId.getLeastSignificantBits();
        this.replies = replies;
        this.event = new SessionEventFrame(clusterHigh, clusterLow, memberId);
    }

    /** False where the frame is malformed, and nothing was done. */
    boolean onConnect(
            final ClusterSession session,
            final long timestampMs,
            final long position,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        if (session.state() == ClusterSession.State.REFUSED || !frame.wrap(buffer, offset, length)) {
            return false;
        }
        final Refusal refusal = verdict(session);
        if (refusal == null) {
            session.open();
            answer(session, position, ResultCode.OK, Reason.NONE, "");
        } else {
            session.refuse(timestampMs);
            LOGGER.warn("refused {}: {} / {}: {}", session, refusal.result(), refusal.reason(), refusal.detail());
            answer(session, position, refusal.result(), refusal.reason(), refusal.detail());
        }
        return true;
    }

    private @Nullable Refusal verdict(final ClusterSession session) {
        final Refusal refusal = HandshakeRules.verdict(
                clusterHigh,
                clusterLow,
                frame.clusterHigh(),
                frame.clusterLow(),
                frame.protocolVersion(),
                frame.role(),
                frame.sender());
        if (refusal == null && (frame.role() != session.role() || frame.sender() != session.sender())) {
            return new Refusal(
                    ResultCode.NOT_AUTHORISED,
                    Reason.SENDER_MISMATCH,
                    "the credentials were those of " + session + ", the connect request names " + frame.role() + " "
                            + Integer.toUnsignedString(frame.sender()) + "; send the same in both");
        }
        return refusal;
    }

    private void answer(
            final ClusterSession session,
            final long position,
            final ResultCode result,
            final Reason reason,
            final String detail) {
        if (replies.isLeading()) {
            final DirectBuffer encoded = event.encode(
                    frame.correlationId(), session.id(), position, result, reason, BooleanType.FALSE, detail);
            replies.send(session, encoded, 0, event.length());
        }
    }
}
