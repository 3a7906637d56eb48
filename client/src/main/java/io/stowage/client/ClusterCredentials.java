package io.stowage.client;

import io.aeron.security.CredentialsSupplier;
import io.stowage.codecs.Role;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Who calls, as a cluster is told it: the frames of {@link Handshake} travel as Aeron Cluster's credentials and challenges. Only the
 * proof is sent, never the secret.
 */
public final class ClusterCredentials implements CredentialsSupplier {
    private static final String NO_RESPONSE_CHANNEL = "";
    private static final int NO_RESPONSE_STREAM = 0;

    private final Handshake handshake;
    private boolean isChallenged;
    private int requests;

    ClusterCredentials(final Handshake handshake) {
        this.handshake = handshake;
    }

    /**
     * Credentials of an operator who speaks to the members by Aeron's own means, as a backup does, and opens no session.
     *
     * @param secret of the role; empty where the cluster asks for none.
     * @return for one thread.
     */
    public static CredentialsSupplier ofOperator(final byte[] secret) {
        final SessionContext context = new SessionContext().role(Role.OPERATOR).secret(secret);
        return new ClusterCredentials(new Handshake(context, context.newIdentity()));
    }

    /** Whether the leader asked for a proof. */
    boolean isChallenged() {
        return isChallenged;
    }

    /** How often a member was reached and asked. */
    int requests() {
        return requests;
    }

    @Override
    public byte[] encodedCredentials() {
        isChallenged = false;
        requests++;
        return copy(handshake.encodeConnectRequest(NO_RESPONSE_STREAM, NO_RESPONSE_CHANNEL));
    }

    @Override
    public byte[] onChallenge(final byte[] encodedChallenge) {
        isChallenged = true;
        if (!handshake.onChallenge(new UnsafeBuffer(encodedChallenge))) {
            throw new StowageException("the challenge of the cluster is not one of Stowage; check the hosts and ports");
        }
        return copy(handshake.encodeChallengeResponse());
    }

    private byte[] copy(final int length) {
        final byte[] frame = new byte[length];
        handshake.buffer().getBytes(0, frame);
        return frame;
    }
}
