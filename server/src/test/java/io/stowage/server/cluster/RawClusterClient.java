package io.stowage.server.cluster;

import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.logbuffer.Header;
import io.aeron.security.CredentialsSupplier;
import io.stowage.codecs.ChallengeDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionEventDecoder;
import io.stowage.codecs.StateHashReplyDecoder;
import io.stowage.codecs.wire.Protocol;
import io.stowage.codecs.wire.SessionProof;
import io.stowage.server.FrameBuilder;
import io.stowage.server.IdleStrategyKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A client on raw Aeron Cluster and codecs, that may do everything wrong. Single-threaded. */
final class RawClusterClient implements AutoCloseable, EgressListener {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long RESEND_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long KEEPALIVE_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int FIRST_EVENT = 300;

    private final String aeronDirectory;
    private final String ingressEndpoints;
    private final byte[] secret;
    private final Deque<UnsafeBuffer> received = new ArrayDeque<>();
    private final IdleStrategy idle = IdleStrategyKind.BACKOFF.create();
    private @Nullable AeronCluster cluster;
    private long nextKeepAliveNs;
    private Role role = Role.OPERATOR;
    private int sender;

    final FrameBuilder frames = new FrameBuilder();
    int leaderChanges;

    RawClusterClient(final String aeronDirectory, final String ingressEndpoints, final byte[] secret) {
        this.aeronDirectory = aeronDirectory;
        this.ingressEndpoints = ingressEndpoints;
        this.secret = secret.clone();
    }

    /** Authenticates with Aeron Cluster, and says nothing yet. */
    RawClusterClient connect(final UUID clusterId, final Role newRole, final int newSender) {
        role = newRole;
        sender = newSender;
        frames.as(clusterId, newRole, newSender);
        cluster = AeronCluster.connect(new AeronCluster.Context()
                .aeronDirectoryName(aeronDirectory)
                .ingressChannel("aeron:udp?term-length=1m")
                .ingressEndpoints(ingressEndpoints)
                .isIngressExclusive(true)
                .egressChannel("aeron:udp?endpoint=127.0.0.1:0")
                .messageTimeoutNs(TimeUnit.SECONDS.toNanos(60))
                .newLeaderTimeoutNs(TimeUnit.SECONDS.toNanos(60))
                .idleStrategy(IdleStrategyKind.BACKOFF.create())
                .credentialsSupplier(new Credentials())
                .egressListener(this));
        return this;
    }

    /** Connects all the way. */
    RawClusterClient open(final UUID clusterId, final Role newRole, final int newSender) {
        connect(clusterId, newRole, newSender);
        final SessionEventDecoder event = sayConnect(Protocol.VERSION);
        if (event.result() != ResultCode.OK) {
            throw new AssertionError("refused: " + event.result() + " " + event.reason() + " " + event.detail());
        }
        return this;
    }

    RawClusterClient open(final UUID clusterId) {
        return open(clusterId, Role.OPERATOR, 0);
    }

    /** Sends the connect request, and gives back the event that answers it. */
    SessionEventDecoder sayConnect(final int protocolVersion) {
        send(frames.connect(protocolVersion, 0, ""));
        final UnsafeBuffer frame = await();
        if (templateOf(frame) != SessionEventDecoder.TEMPLATE_ID) {
            throw new AssertionError("not a session event: template " + templateOf(frame));
        }
        return new SessionEventDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
    }

    long sessionId() {
        return cluster().clusterSessionId();
    }

    boolean isClosed() {
        return cluster().isClosed();
    }

    /** Offers until it is taken. */
    void send(final UnsafeBuffer frame) {
        awaitUntil(() -> cluster().offer(frame, 0, frame.capacity()) > 0, "the frame was not taken");
    }

    /** The next frame that arrives, events apart. */
    UnsafeBuffer await() {
        awaitUntil(() -> !received.isEmpty(), "no frame arrived");
        return received.removeFirst();
    }

    /** The next frame that arrives, which must be of this template. */
    UnsafeBuffer await(final int templateId) {
        final UnsafeBuffer frame = await();
        if (templateOf(frame) != templateId) {
            throw new AssertionError("expected template " + templateId + " but got " + templateOf(frame));
        }
        return frame;
    }

    /**
     * Sends a command that may be repeated, until it is answered: again when nothing comes, on a new session when this one is
     * lost.
     */
    ResultCode insist(final Supplier<UnsafeBuffer> command) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (System.nanoTime() - deadline < 0) {
            if (cluster().isClosed()) {
                open(TestCluster.CLUSTER, role, sender);
            }
            final UnsafeBuffer frame = command.get();
            final long correlationId = frames.lastCorrelationId();
            final long resendNs = System.nanoTime() + RESEND_NS;
            boolean isSent = false;
            while (System.nanoTime() - resendNs < 0 && !cluster().isClosed()) {
                isSent = isSent || cluster().offer(frame, 0, frame.capacity()) > 0;
                idle.idle(poll());
                final ResultCode result = resultOf(correlationId);
                if (result != null) {
                    return result;
                }
            }
        }
        throw new AssertionError("the command was not answered");
    }

    /** The state's hash at the leader. */
    long stateHash() {
        send(frames.stateHashQuery());
        final UnsafeBuffer frame = await(StateHashReplyDecoder.TEMPLATE_ID);
        return new StateHashReplyDecoder()
                .wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder())
                .hash();
    }

    void awaitUntil(final BooleanSupplier condition, final String otherwise) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(otherwise);
            }
            idle.idle(poll());
        }
    }

    int poll() {
        if (System.nanoTime() - nextKeepAliveNs >= 0 && !cluster().isClosed()) {
            nextKeepAliveNs = System.nanoTime() + KEEPALIVE_NS;
            cluster().sendKeepAlive();
        }
        return cluster().pollEgress();
    }

    @Override
    public void onMessage(
            final long clusterSessionId,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Header header) {
        final byte[] copy = new byte[length];
        buffer.getBytes(offset, copy);
        final UnsafeBuffer frame = new UnsafeBuffer(copy);
        if (templateOf(frame) < FIRST_EVENT) {
            received.add(frame);
        }
    }

    @Override
    public void onNewLeader(
            final long clusterSessionId,
            final long leadershipTermId,
            final int leaderMemberId,
            final String endpoints) {
        leaderChanges++;
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    static int templateOf(final UnsafeBuffer frame) {
        return new MessageHeaderDecoder().wrap(frame, 0).templateId();
    }

    private @Nullable ResultCode resultOf(final long correlationId) {
        while (!received.isEmpty()) {
            final ReplyHeaderDecoder reply =
                    new ReplyHeaderDecoder().wrap(received.removeFirst(), MessageHeaderDecoder.ENCODED_LENGTH);
            if (reply.correlationId() == correlationId) {
                return reply.result();
            }
        }
        return null;
    }

    private AeronCluster cluster() {
        if (cluster == null) {
            throw new AssertionError("connect first");
        }
        return cluster;
    }

    /** What the client's side of the handshake sends as credentials. */
    private final class Credentials implements CredentialsSupplier {
        @Override
        public byte[] encodedCredentials() {
            return frames.connect(Protocol.VERSION, 0, "").byteArray();
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge) {
            final ChallengeDecoder challenge = new ChallengeDecoder()
                    .wrapAndApplyHeader(new UnsafeBuffer(encodedChallenge), 0, new MessageHeaderDecoder());
            final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];
            challenge.getNonce(nonce, 0, nonce.length);
            final byte[] proof = SessionProof.compute(secret, nonce, challenge.sessionId(), role.value(), sender);
            return frames.challengeResponse(challenge.sessionId(), proof).byteArray();
        }
    }
}
