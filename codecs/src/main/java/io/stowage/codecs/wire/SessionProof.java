package io.stowage.codecs.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The proof by which a client shows that it knows the secret of its role, without sending it. */
public final class SessionProof {
    /** Length of a proof, bytes. */
    public static final int LENGTH = 32;

    /** Length of a nonce, bytes. */
    public static final int NONCE_LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private SessionProof() {}

    /**
     * Computes the proof: HMAC-SHA-256 over nonce, session id, role and sender, integers little endian.
     *
     * @param secret    of the role.
     * @param nonce     of the challenge, {@link #NONCE_LENGTH} bytes.
     * @param sessionId of the challenge.
     * @param role      code of the role.
     * @param sender    id of the extent manager or chunk, 0 for the others.
     * @return {@link #LENGTH} bytes.
     */
    public static byte[] compute(
            final byte[] secret, final byte[] nonce, final long sessionId, final int role, final int sender) {
        final ByteBuffer message = ByteBuffer.allocate(NONCE_LENGTH + Long.BYTES + 2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        message.put(nonce, 0, NONCE_LENGTH).putLong(sessionId).putInt(role).putInt(sender);
        try {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(message.array());
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("this JVM lacks " + ALGORITHM + ", which every JVM must offer", e);
        }
    }

    /**
     * Compares two proofs in constant time.
     *
     * @param expected proof.
     * @param actual   proof.
     * @return whether they are equal.
     */
    public static boolean matches(final byte[] expected, final byte[] actual) {
        return MessageDigest.isEqual(expected, actual);
    }
}
