package io.stowage.client.clustered;

import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import io.stowage.codecs.ChallengeEncoder;
import io.stowage.codecs.ChallengeResponseDecoder;
import io.stowage.codecs.ConnectRequestDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.Protocol;
import io.stowage.codecs.wire.SessionProof;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Judges credentials as a cluster does: frames of the schema; where there is a secret, a challenge is to be answered. A challenged
 * session is asked for again and again, also before its answer is there.
 */
final class HandshakeAuthenticator implements Authenticator {
    private static final byte[] NO_PRINCIPAL = {};

    private static final class Candidate {
        private final Role role;
        private final int sender;
        private final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];
        private boolean hasAnswered;
        private boolean hasProved;

        private Candidate(final ConnectRequestDecoder request, final long sessionId) {
            role = request.header().role();
            sender = (int) request.header().sender();
            nonce[7] = (byte) (sessionId + 1);
        }
    }

    private final byte[] secret;
    private final Map<Long, Candidate> candidates = new HashMap<>();

    HandshakeAuthenticator(final byte[] secret) {
        this.secret = secret;
    }

    @Override
    public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs) {
        final UnsafeBuffer frame = new UnsafeBuffer(encodedCredentials);
        final ConnectRequestDecoder request =
                new ConnectRequestDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
        final boolean isRight = Protocol.isCompatible((int) request.protocolVersion())
                && request.responseStreamId() == 0
                && request.responseChannel().isEmpty()
                && MessageHeaderDecoder.ENCODED_LENGTH + request.encodedLength() == encodedCredentials.length;
        request.sbeRewind();
        if (isRight) {
            candidates.put(sessionId, new Candidate(request, sessionId));
        }
    }

    @Override
    public void onConnectedSession(final SessionProxy session, final long nowMs) {
        final Candidate candidate = candidates.get(session.sessionId());
        if (candidate == null) {
            session.reject();
        } else if (secret.length == 0) {
            session.authenticate(NO_PRINCIPAL);
        } else {
            session.challenge(challenge(session.sessionId(), candidate));
        }
    }

    @Override
    public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs) {
        final Candidate candidate = candidates.get(sessionId);
        if (candidate != null) {
            final ChallengeResponseDecoder response = new ChallengeResponseDecoder()
                    .wrapAndApplyHeader(new UnsafeBuffer(encodedCredentials), 0, new MessageHeaderDecoder());
            final byte[] proof = new byte[SessionProof.LENGTH];
            response.getProof(proof, 0, proof.length);
            final byte[] expected =
                    SessionProof.compute(secret, candidate.nonce, sessionId, candidate.role.value(), candidate.sender);
            candidate.hasAnswered = true;
            candidate.hasProved = response.sessionId() == sessionId && SessionProof.matches(expected, proof);
        }
    }

    @Override
    public void onChallengedSession(final SessionProxy session, final long nowMs) {
        final Candidate candidate = candidates.get(session.sessionId());
        if (candidate == null || (candidate.hasAnswered && !candidate.hasProved)) {
            session.reject();
        } else if (candidate.hasProved) {
            session.authenticate(NO_PRINCIPAL);
        }
    }

    private static byte[] challenge(final long sessionId, final Candidate candidate) {
        final UnsafeBuffer frame =
                new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ChallengeEncoder.BLOCK_LENGTH]);
        new ChallengeEncoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .correlationId(0)
                .sessionId(sessionId)
                .putNonce(candidate.nonce, 0, candidate.nonce.length);
        return frame.byteArray();
    }
}
