package io.stowage.client;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.ChallengeDecoder;
import io.stowage.codecs.ChallengeResponseEncoder;
import io.stowage.codecs.ConnectRequestEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SessionEventDecoder;
import io.stowage.codecs.wire.Protocol;
import io.stowage.codecs.wire.SessionProof;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;

/** The words by which a session is opened, however they travel: request, challenge, proof, and the server's verdict. */
final class Handshake {
    /** What a frame turned out to be. */
    enum Heard {
        /** Nothing that answers the request. */
        NOTHING,
        /** A challenge: the proof is to be sent. */
        CHALLENGE,
        /** The session is open. */
        OPEN,
        /** There will be no session, see {@link #refusal()}. */
        REFUSED
    }

    private final SessionContext context;
    private final CommandIdentity identity;
    private final FrameReader reader = new FrameReader();
    private final ChallengeDecoder challenge = new ChallengeDecoder();
    private final SessionEventDecoder sessionEvent = new SessionEventDecoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ConnectRequestEncoder connectRequest = new ConnectRequestEncoder();
    private final ChallengeResponseEncoder challengeResponse = new ChallengeResponseEncoder();
    private final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];

    private long correlationId;
    private long sessionId;
    private @Nullable StowageException refusal;

    Handshake(final SessionContext context, final CommandIdentity identity) {
        this.context = context;
        this.identity = identity;
    }

    /** Where frames are encoded, from offset 0. */
    DirectBuffer buffer() {
        return buffer;
    }

    /** Number of the session, once the server told it. */
    long sessionId() {
        return sessionId;
    }

    /** Why there is no session; null unless refused. */
    @Nullable
    StowageException refusal() {
        return refusal;
    }

    /** Encodes the request for a session; only what answers the newest one counts. Returns the frame's length. */
    int encodeConnectRequest(final int responseStreamId, final String responseChannel) {
        correlationId = identity.nextCorrelationId();
        connectRequest.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(connectRequest.header(), correlationId);
        connectRequest
                .protocolVersion(Protocol.VERSION)
                .responseStreamId(responseStreamId)
                .responseChannel(responseChannel);
        return MessageHeaderEncoder.ENCODED_LENGTH + connectRequest.encodedLength();
    }

    /** Encodes the proof for the challenge heard last. Returns the frame's length. */
    int encodeChallengeResponse() {
        challengeResponse.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(challengeResponse.header(), correlationId);
        final byte[] secret = context.secret();
        final byte[] proof = secret.length == 0
                ? new byte[SessionProof.LENGTH]
                : SessionProof.compute(secret, nonce, sessionId, identity.role().value(), identity.sender());
        challengeResponse.sessionId(sessionId).putProof(proof, 0, proof.length);
        return MessageHeaderEncoder.ENCODED_LENGTH + challengeResponse.encodedLength();
    }

    /** Looks at a frame, and keeps what the next step needs. */
    Heard onFrame(final DirectBuffer frame, final int offset, final int length) {
        if (!reader.wrap(frame, offset, length)) {
            return Heard.NOTHING;
        }
        return switch (reader.templateId()) {
            case ChallengeDecoder.TEMPLATE_ID -> {
                challenge.wrapAndApplyHeader(frame, offset, reader.header());
                yield challenge.correlationId() == correlationId ? onChallenge() : Heard.NOTHING;
            }
            case SessionEventDecoder.TEMPLATE_ID -> {
                sessionEvent.wrapAndApplyHeader(frame, offset, reader.header());
                yield sessionEvent.correlationId() == correlationId ? onSessionEvent() : Heard.NOTHING;
            }
            default -> Heard.NOTHING;
        };
    }

    /** Takes a challenge that came by itself; false if it is none. */
    boolean onChallenge(final DirectBuffer frame) {
        final boolean isChallenge =
                reader.wrap(frame, 0, frame.capacity()) && reader.templateId() == ChallengeDecoder.TEMPLATE_ID;
        if (isChallenge) {
            challenge.wrapAndApplyHeader(frame, 0, reader.header());
            onChallenge();
        }
        return isChallenge;
    }

    private Heard onChallenge() {
        sessionId = challenge.sessionId();
        challenge.getNonce(nonce, 0, nonce.length);
        return Heard.CHALLENGE;
    }

    private Heard onSessionEvent() {
        final int serverVersion = (int) sessionEvent.protocolVersion();
        final long serverHigh = sessionEvent.clusterHigh();
        final long serverLow = sessionEvent.clusterLow();
        final ResultCode result = sessionEvent.result();
        final Reason reason = sessionEvent.reason();
        final long opened = sessionEvent.sessionId();
        if (result != ResultCode.OK) {
            final String detail = sessionEvent.detail();
            final String text = detail.isEmpty() ? ResultText.of(result, reason, 0, 0) : detail;
            refusal = new StowageException("the server refused the session: " + text, result, reason);
            return Heard.REFUSED;
        }
        if (!Protocol.isCompatible(serverVersion)) {
            refusal = new StowageException(
                    "the server speaks protocol " + versionText(serverVersion) + ", this client "
                            + versionText(Protocol.VERSION) + "; use builds of the same major version",
                    ResultCode.CONFLICT,
                    Reason.PROTOCOL_VERSION);
            return Heard.REFUSED;
        }
        if (!identity.knowsCluster()) {
            identity.cluster(serverHigh, serverLow);
        }
        sessionId = opened;
        return Heard.OPEN;
    }

    private static String versionText(final int version) {
        return (version >>> 16) + "." + (version >>> 8 & 0xFF) + "." + (version & 0xFF);
    }
}
