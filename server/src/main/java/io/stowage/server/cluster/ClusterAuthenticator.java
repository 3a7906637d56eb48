package io.stowage.server.cluster;

import io.aeron.security.Authenticator;
import io.aeron.security.SessionProxy;
import io.stowage.codecs.ChallengeEncoder;
import io.stowage.codecs.ChallengeResponseDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.FirstBlock;
import io.stowage.codecs.wire.SessionProof;
import io.stowage.server.session.ConnectFrame;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SessionContext;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Judges the credentials of who wants a session, and nothing else: whatever else is wrong with a connect request is told by the
 * service, which can say what it is. Runs on the consensus module's thread. Only the leader decides on sessions; on who wants to copy
 * the log, each member that is asked. Those who want to copy have no session yet and share one number: of two who ask at the same moment
 * one is rejected, and tries again.
 *
 * <p>The credentials are a {@code ConnectRequest}, the challenge is a {@code Challenge}, its answer a {@code ChallengeResponse}, as
 * a standalone server would exchange them. Without secrets, everybody is accepted where all members are on loopback, and nobody
 * elsewhere: where a client is, cannot be seen here.
 */
final class ClusterAuthenticator implements Authenticator {
    /** Handshakes besides those of sessions, of which Aeron Cluster lets so many begin as may be open: of who wants to copy the log. */
    private static final int HANDSHAKES_OF_OTHERS = 1_024;

    /** Block of an answer up to the last field that every version has: clients may be older than this member. */
    private static final int LEAST_ANSWER_LENGTH = FirstBlock.length(ChallengeResponseDecoder.class);

    private final UUID clusterId;
    private final long rulesHash;
    private final SessionContext settings;
    private final boolean isLocal;
    private final long timeoutMs;
    private final int maxHandshakes;
    private final Long2ObjectHashMap<Handshake> handshakes = new Long2ObjectHashMap<>();
    private final ConnectFrame connect = new ConnectFrame();

    /** What is known of a client that has no session yet. */
    private static final class Handshake {
        private final Role role;
        private final int sender;
        private final long correlationId;
        private final long deadlineMs;
        private final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];
        private boolean isAnswered;
        private boolean isProved;

        private Handshake(final Role role, final int sender, final long correlationId, final long deadlineMs) {
            this.role = role;
            this.sender = sender;
            this.correlationId = correlationId;
            this.deadlineMs = deadlineMs;
        }
    }

    /**
     * An authenticator of one member.
     *
     * @param clusterId of the member.
     * @param rulesHash of the member.
     * @param settings  secrets and bounds.
     * @param isLocal   whether all members are on loopback.
     */
    ClusterAuthenticator(
            final UUID clusterId, final long rulesHash, final SessionContext settings, final boolean isLocal) {
        this.clusterId = clusterId;
        this.rulesHash = rulesHash;
        this.settings = settings;
        this.isLocal = isLocal;
        this.maxHandshakes = settings.maxSessions() + HANDSHAKES_OF_OTHERS;
        this.timeoutMs = TimeUnit.NANOSECONDS.toMillis(settings.handshakeTimeoutNs());
    }

    /** Handshakes under way at the same time; more are rejected. */
    int maxHandshakes() {
        return maxHandshakes;
    }

    @Override
    public void onConnectRequest(final long sessionId, final byte[] encodedCredentials, final long nowMs) {
        if (handshakes.size() >= maxHandshakes) {
            // Nobody is told of a client that gave up: its handshake is found here by its age.
            handshakes.values().removeIf(handshake -> nowMs - handshake.deadlineMs > 0);
        }
        handshakes.remove(sessionId);
        if (handshakes.size() < maxHandshakes
                && connect.wrap(new UnsafeBuffer(encodedCredentials), 0, encodedCredentials.length)) {
            handshakes.put(
                    sessionId,
                    new Handshake(connect.role(), connect.sender(), connect.correlationId(), nowMs + timeoutMs));
        }
    }

    @Override
    public void onConnectedSession(final SessionProxy sessionProxy, final long nowMs) {
        final Handshake handshake = handshakes.get(sessionProxy.sessionId());
        if (handshake == null || !isRole(handshake.role)) {
            reject(sessionProxy);
        } else if (secrets().isEmpty()) {
            if (isLocal) {
                authenticate(sessionProxy, handshake);
            } else {
                reject(sessionProxy);
            }
        } else if (secrets().of(handshake.role) == null) {
            reject(sessionProxy);
        } else {
            settings.random().nextBytes(handshake.nonce);
            // Where it cannot be sent now, this is called again.
            sessionProxy.challenge(challenge(sessionProxy.sessionId(), handshake));
        }
    }

    @Override
    public void onChallengeResponse(final long sessionId, final byte[] encodedCredentials, final long nowMs) {
        final Handshake handshake = handshakes.get(sessionId);
        if (handshake != null) {
            handshake.isAnswered = true;
            handshake.isProved = isProof(sessionId, handshake, encodedCredentials);
        }
    }

    @Override
    public void onChallengedSession(final SessionProxy sessionProxy, final long nowMs) {
        final Handshake handshake = handshakes.get(sessionProxy.sessionId());
        if (handshake == null || (handshake.isAnswered && !handshake.isProved) || nowMs - handshake.deadlineMs > 0) {
            reject(sessionProxy);
        } else if (handshake.isProved) {
            authenticate(sessionProxy, handshake);
        }
    }

    private void authenticate(final SessionProxy sessionProxy, final Handshake handshake) {
        final Principal principal = new Principal(
                clusterId.getMostSignificantBits(),
                clusterId.getLeastSignificantBits(),
                settings.random().nextLong(),
                rulesHash,
                handshake.role,
                handshake.sender);
        if (sessionProxy.authenticate(principal.encode())) {
            handshakes.remove(sessionProxy.sessionId());
        }
    }

    private void reject(final SessionProxy sessionProxy) {
        handshakes.remove(sessionProxy.sessionId());
        sessionProxy.reject();
    }

    private boolean isProof(final long sessionId, final Handshake handshake, final byte[] answer) {
        final byte @Nullable [] secret = secrets().of(handshake.role);
        if (secret == null || answer.length < MessageHeaderDecoder.ENCODED_LENGTH + LEAST_ANSWER_LENGTH) {
            return false;
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(answer);
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || header.templateId() != ChallengeResponseDecoder.TEMPLATE_ID
                || header.blockLength() < LEAST_ANSWER_LENGTH) {
            return false;
        }
        final ChallengeResponseDecoder response = new ChallengeResponseDecoder().wrapAndApplyHeader(buffer, 0, header);
        final byte[] proof = new byte[SessionProof.LENGTH];
        response.getProof(proof, 0, proof.length);
        return response.sessionId() == sessionId
                && SessionProof.matches(
                        SessionProof.compute(
                                secret, handshake.nonce, sessionId, handshake.role.value(), handshake.sender),
                        proof);
    }

    private static byte[] challenge(final long sessionId, final Handshake handshake) {
        final byte[] frame = new byte[MessageHeaderEncoder.ENCODED_LENGTH + ChallengeEncoder.BLOCK_LENGTH];
        new ChallengeEncoder()
                .wrapAndApplyHeader(new UnsafeBuffer(frame), 0, new MessageHeaderEncoder())
                .correlationId(handshake.correlationId)
                .sessionId(sessionId)
                .putNonce(handshake.nonce, 0, handshake.nonce.length);
        return frame;
    }

    private static boolean isRole(final Role role) {
        return role != Role.NULL_VAL && role != Role.SBE_UNKNOWN;
    }

    private Secrets secrets() {
        return settings.secrets();
    }
}
