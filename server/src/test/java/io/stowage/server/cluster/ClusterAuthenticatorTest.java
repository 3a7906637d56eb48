package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.security.SessionProxy;
import io.stowage.codecs.ChallengeDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.Protocol;
import io.stowage.codecs.wire.SessionProof;
import io.stowage.server.FrameBuilder;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SessionContext;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterAuthenticatorTest {
    private static final UUID CLUSTER = new UUID(1, 2);
    private static final long RULES = 3;
    private static final long SESSION = 7;
    private static final int EM = 5;
    private static final long NOW_MS = 1_000;
    private static final long MUCH_LATER_MS = NOW_MS + 3_600_000;

    private final Secrets secrets = Secrets.generate(new SecureRandom());
    private final FrameBuilder frames = new FrameBuilder().as(CLUSTER, Role.EXTENT_MANAGER, EM);
    private final Proxy proxy = new Proxy();

    @Test
    void shouldAuthenticateWhoProvesTheSecret() {
        final ClusterAuthenticator authenticator = authenticator(secrets, false);

        connect(authenticator);
        answer(authenticator, SESSION, secretOf(Role.EXTENT_MANAGER));

        final Principal principal = Objects.requireNonNull(proxy.principal());
        assertThat(principal.role()).isEqualTo(Role.EXTENT_MANAGER);
        assertThat(principal.sender()).isEqualTo(EM);
        assertThat(principal.rulesHash()).isEqualTo(RULES);
        assertThat(new UUID(principal.clusterHigh(), principal.clusterLow())).isEqualTo(CLUSTER);
    }

    @Test
    void shouldRejectTheSecretOfAnotherRole() {
        final ClusterAuthenticator authenticator = authenticator(secrets, false);

        connect(authenticator);
        answer(authenticator, SESSION, secretOf(Role.OPERATOR));

        assertThat(proxy.isRejected).isTrue();
        assertThat(proxy.principal()).isNull();
    }

    @Test
    void shouldRejectAProofForAnotherSession() {
        final ClusterAuthenticator authenticator = authenticator(secrets, false);

        connect(authenticator);
        answer(authenticator, SESSION + 1, secretOf(Role.EXTENT_MANAGER));

        assertThat(proxy.isRejected).isTrue();
    }

    @Test
    void shouldRejectARoleWithoutASecret() {
        final Secrets ofOperators = new Secrets(Map.of(Role.OPERATOR, secretOf(Role.OPERATOR)));

        connect(authenticator(ofOperators, true));

        assertThat(proxy.isRejected).isTrue();
    }

    @Test
    void shouldAcceptEverybodyOnLoopbackWithoutSecrets() {
        connect(authenticator(Secrets.NONE, true));

        assertThat(Objects.requireNonNull(proxy.principal()).sender()).isEqualTo(EM);
        assertThat(proxy.challenge).isNull();
    }

    @Test
    void shouldRejectEverybodyElsewhereWithoutSecrets() {
        connect(authenticator(Secrets.NONE, false));

        assertThat(proxy.isRejected).isTrue();
    }

    @Test
    void shouldRejectCredentialsThatAreNoConnectRequest() {
        final byte[] connect = frames.connect(Protocol.VERSION, 0, "").byteArray();
        final ClusterAuthenticator authenticator = authenticator(secrets, true);
        for (int length = 0; length < connect.length; length++) {
            final byte[] cut = new byte[length];
            System.arraycopy(connect, 0, cut, 0, length);
            proxy.isRejected = false;

            authenticator.onConnectRequest(SESSION, cut, NOW_MS);
            authenticator.onConnectedSession(proxy, NOW_MS);

            assertThat(proxy.isRejected).as("%d bytes", length).isTrue();
        }
    }

    @Test
    void shouldRejectAnAnswerOfAnyOtherLength() {
        final byte[] answer =
                frames.challengeResponse(SESSION, new byte[SessionProof.LENGTH]).byteArray();
        final ClusterAuthenticator authenticator = authenticator(secrets, true);
        for (int length = 0; length < answer.length; length++) {
            final byte[] cut = new byte[length];
            System.arraycopy(answer, 0, cut, 0, length);
            proxy.isRejected = false;
            connect(authenticator);

            authenticator.onChallengeResponse(SESSION, cut, NOW_MS);
            authenticator.onChallengedSession(proxy, NOW_MS);

            assertThat(proxy.isRejected).as("%d bytes", length).isTrue();
        }
    }

    @Test
    void shouldWaitForAnAnswerAndRejectAClientThatGivesNone() {
        final ClusterAuthenticator authenticator = authenticator(secrets, false);
        connect(authenticator);

        authenticator.onChallengedSession(proxy, NOW_MS);
        assertThat(proxy.isRejected).isFalse();

        authenticator.onChallengedSession(proxy, MUCH_LATER_MS);
        assertThat(proxy.isRejected).isTrue();
    }

    @Test
    void shouldRejectMoreHandshakesThanItCanHoldUntilOldOnesAreForgotten() {
        final ClusterAuthenticator authenticator = authenticator(secrets, false);
        final byte[] connect = frames.connect(Protocol.VERSION, 0, "").byteArray();
        for (int i = 1; i <= authenticator.maxHandshakes(); i++) {
            authenticator.onConnectRequest(SESSION + i, connect, NOW_MS);
        }

        connect(authenticator);
        assertThat(proxy.isRejected).isTrue();

        proxy.isRejected = false;
        authenticator.onConnectRequest(SESSION, connect, MUCH_LATER_MS);
        authenticator.onConnectedSession(proxy, MUCH_LATER_MS);
        assertThat(proxy.isRejected).isFalse();
        assertThat(proxy.challenge).isNotNull();
    }

    @Test
    void shouldLetOperatorsAloneAskForSnapshots() {
        final ClusterAuthorisation authorisation = new ClusterAuthorisation();

        assertThat(authorisation.isAuthorised(0, 0, null, principalOf(Role.OPERATOR)))
                .isTrue();
        assertThat(authorisation.isAuthorised(0, 0, null, principalOf(Role.EXTENT_MANAGER)))
                .isFalse();
        assertThat(authorisation.isAuthorised(0, 0, null, new byte[0])).isFalse();
    }

    private void connect(final ClusterAuthenticator authenticator) {
        authenticator.onConnectRequest(
                SESSION, frames.connect(Protocol.VERSION, 0, "").byteArray(), NOW_MS);
        authenticator.onConnectedSession(proxy, NOW_MS);
    }

    private void answer(final ClusterAuthenticator authenticator, final long sessionId, final byte[] secret) {
        final ChallengeDecoder challenge = new ChallengeDecoder()
                .wrapAndApplyHeader(
                        new UnsafeBuffer(Objects.requireNonNull(proxy.challenge)), 0, new MessageHeaderDecoder());
        assertThat(challenge.sessionId()).isEqualTo(SESSION);
        final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];
        challenge.getNonce(nonce, 0, nonce.length);
        final byte[] proof = SessionProof.compute(secret, nonce, sessionId, Role.EXTENT_MANAGER.value(), EM);
        authenticator.onChallengeResponse(
                SESSION, frames.challengeResponse(sessionId, proof).byteArray(), NOW_MS);
        authenticator.onChallengedSession(proxy, NOW_MS);
    }

    private byte[] secretOf(final Role role) {
        return Objects.requireNonNull(secrets.of(role));
    }

    private static byte[] principalOf(final Role role) {
        return new Principal(1, 2, 3, 4, role, 5).encode();
    }

    private static ClusterAuthenticator authenticator(final Secrets secrets, final boolean isLocal) {
        return new ClusterAuthenticator(CLUSTER, RULES, new SessionContext().secrets(secrets), isLocal);
    }

    /** What Aeron Cluster would have been told. */
    private static final class Proxy implements SessionProxy {
        private byte @Nullable [] challenge;
        private byte @Nullable [] principal;
        private boolean isRejected;

        private @Nullable Principal principal() {
            return principal == null ? null : Principal.decode(principal);
        }

        @Override
        public long sessionId() {
            return SESSION;
        }

        @Override
        public boolean challenge(final byte[] encodedChallenge) {
            challenge = encodedChallenge;
            return true;
        }

        @Override
        public boolean authenticate(final byte[] encodedPrincipal) {
            principal = encodedPrincipal;
            return true;
        }

        @Override
        public void reject() {
            isRejected = true;
        }
    }
}
