package io.stowage.codecs.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SessionProofTest {
    private final byte[] secret = "secret".getBytes(StandardCharsets.UTF_8);
    private final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];

    @Test
    void shouldMatchOnlyTheSameSecretSessionRoleAndSender() {
        final byte[] proof = SessionProof.compute(secret, nonce, 1, 2, 3);

        assertThat(proof).hasSize(SessionProof.LENGTH);
        assertThat(SessionProof.matches(proof, SessionProof.compute(secret, nonce, 1, 2, 3)))
                .isTrue();
        assertThat(SessionProof.matches(proof, SessionProof.compute(new byte[] {1}, nonce, 1, 2, 3)))
                .isFalse();
        assertThat(SessionProof.matches(proof, SessionProof.compute(secret, nonce, 2, 2, 3)))
                .isFalse();
        assertThat(SessionProof.matches(proof, SessionProof.compute(secret, nonce, 1, 4, 3)))
                .isFalse();
        assertThat(SessionProof.matches(proof, SessionProof.compute(secret, nonce, 1, 2, 4)))
                .isFalse();
        nonce[0] = 1;
        assertThat(SessionProof.matches(proof, SessionProof.compute(secret, nonce, 1, 2, 3)))
                .isFalse();
    }
}
