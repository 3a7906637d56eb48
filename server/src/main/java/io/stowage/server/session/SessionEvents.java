package io.stowage.server.session;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ChallengeEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** Encodes what the server itself tells a session: challenge, open, refused, closed. */
public final class SessionEvents {
    private static final int STANDALONE = -1;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final ChallengeEncoder challenge = new ChallengeEncoder();
    private final SessionEventFrame frame;
    private final LongSupplier position;

    /**
     * For one server.
     *
     * @param clusterHigh high half of its cluster UUID.
     * @param clusterLow  low half.
     * @param position    of its log, bytes.
     */
    public SessionEvents(final long clusterHigh, final long clusterLow, final LongSupplier position) {
        this.frame = new SessionEventFrame(clusterHigh, clusterLow, STANDALONE);
        this.position = position;
    }

    SendOutcome challenge(final Session session) {
        challenge
                .wrapAndApplyHeader(buffer, 0, header)
                .correlationId(session.attempt().correlationId())
                .sessionId(session.id());
        challenge.putNonce(session.nonce(), 0, session.nonce().length);
        return session.replies().send(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + challenge.encodedLength());
    }

    SendOutcome opened(final Session session) {
        return event(session, ResultCode.OK, Reason.NONE, BooleanType.FALSE, "");
    }

    SendOutcome refused(final Session session, final Refusal why) {
        return event(session, why.result(), why.reason(), BooleanType.FALSE, why.detail());
    }

    SendOutcome refused(final Session session, final EndReason why) {
        return event(session, why.result(), why.reason(), BooleanType.FALSE, why.detail());
    }

    SendOutcome closed(final Session session, final EndReason why) {
        return event(session, why.result(), why.reason(), BooleanType.TRUE, why.detail());
    }

    private SendOutcome event(
            final Session session,
            final ResultCode result,
            final Reason reason,
            final BooleanType closed,
            final String detail) {
        final DirectBuffer encoded = frame.encode(
                session.attempt().correlationId(), session.id(), position.getAsLong(), result, reason, closed, detail);
        return session.replies().send(encoded, 0, frame.length());
    }
}
