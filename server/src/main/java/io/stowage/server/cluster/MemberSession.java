package io.stowage.server.cluster;

import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.EgressListener;
import io.aeron.cluster.codecs.EventCode;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.Header;
import io.aeron.security.CredentialsSupplier;
import io.stowage.codecs.ChallengeDecoder;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionEventDecoder;
import io.stowage.codecs.wire.SessionProof;
import io.stowage.engine.Engine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Objects;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A session of a member with its own cluster, whoever leads it. It is short: opened to say something, closed once that is answered.
 * Single-threaded; nothing blocks.
 */
final class MemberSession implements EgressListener, CredentialsSupplier, AutoCloseable {
    /** How far it has come. */
    enum State {
        /** Aeron Cluster looks for the leader, which judges the credentials. */
        CONNECTING,
        /** The service is asked to take it. */
        GREETING,
        /** Messages are taken. */
        OPEN,
        /** It was refused, or is gone. */
        LOST
    }

    private static final byte[] NO_SECRET = {};

    private final MemberFrames frames;
    private final byte[] secret;
    private final AeronCluster.AsyncConnect attempt;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CommandReplyDecoder reply = new CommandReplyDecoder();
    private @Nullable AeronCluster cluster;
    private State state = State.CONNECTING;
    private boolean isGreeted;
    private long correlationId;
    private long answeredId;
    private String lossText = "";
    private String closingText = "";

    /**
     * Begins to look for the leader.
     *
     * @param ctx       of the member.
     * @param own       address of this member: no name is taken as the place to answer a session at ({@link ResponseChannel}).
     * @param aeron     client; stays open.
     * @param timeoutNs of the search.
     */
    MemberSession(final ClusterMemberContext ctx, final InetAddress own, final Aeron aeron, final long timeoutNs) {
        frames = new MemberFrames(ctx.clusterId());
        secret = Objects.requireNonNullElse(ctx.sessions().secrets().of(Role.MEMBER), NO_SECRET);
        attempt = AeronCluster.asyncConnect(new AeronCluster.Context()
                .aeron(aeron)
                .ownsAeronClient(false)
                .clientName("stowage-member-" + ctx.memberId())
                .ingressChannel("aeron:udp")
                .ingressEndpoints(ctx.members().ingressEndpoints())
                .isIngressExclusive(true)
                .egressChannel("aeron:udp?endpoint=" + literal(own) + ":0")
                .messageTimeoutNs(timeoutNs)
                .credentialsSupplier(this)
                .egressListener(this));
    }

    private static String literal(final InetAddress address) {
        return address instanceof Inet6Address ? '[' + address.getHostAddress() + ']' : address.getHostAddress();
    }

    /** One step; gives the state that it has led to. */
    State poll() {
        try {
            final AeronCluster found = cluster;
            if (found == null) {
                cluster = attempt.poll();
                state = cluster == null ? State.CONNECTING : State.GREETING;
            } else if (found.isClosed()) {
                lose("the cluster closed the session" + closingText);
            } else {
                if (state == State.GREETING && !isGreeted) {
                    isGreeted = found.offer(frames.buffer(), 0, frames.connect(++correlationId)) > 0;
                }
                found.pollEgress();
            }
        } catch (final AeronException failed) {
            lose(String.valueOf(failed.getMessage()));
        }
        return state;
    }

    State state() {
        return state;
    }

    /** Why it was lost; empty before. */
    String lossText() {
        return lossText;
    }

    /** Tells the hash of this member's state; false where it is not taken now. Once it is, {@link #isAnswered} tells more. */
    boolean tellHash(final int member, final long position, final long hash) {
        final AeronCluster found = cluster;
        return found != null
                && state == State.OPEN
                && found.offer(frames.buffer(), 0, frames.stateHash(++correlationId, member, position, hash)) > 0;
    }

    /** Whether the last message was answered. */
    boolean isAnswered() {
        return answeredId == correlationId;
    }

    @Override
    public void onMessage(
            final long clusterSessionId,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Header aeronHeader) {
        switch (Engine.templateId(buffer, offset, length)) {
            case SessionEventDecoder.TEMPLATE_ID -> onSessionEvent(buffer, offset);
            case CommandReplyDecoder.TEMPLATE_ID -> {
                reply.wrapAndApplyHeader(buffer, offset, header);
                answeredId = reply.header().correlationId();
                if (reply.header().result() != ResultCode.OK) {
                    lose("the cluster answered " + reply.header().result() + " / "
                            + reply.header().reason());
                }
            }
            default -> {}
        }
    }

    /** What Aeron Cluster says about the session. */
    @Override
    public void onSessionEvent(
            final long aeronCorrelationId,
            final long clusterSessionId,
            final long leadershipTermId,
            final int leaderMemberId,
            final EventCode code,
            final String detail) {
        if (code != EventCode.OK) {
            closingText = ": " + code + ' ' + detail;
        }
    }

    private void onSessionEvent(final DirectBuffer buffer, final int offset) {
        final SessionEventDecoder event = new SessionEventDecoder().wrapAndApplyHeader(buffer, offset, header);
        if (event.result() == ResultCode.OK) {
            state = State.OPEN;
        } else {
            lose(event.detail());
        }
    }

    @Override
    public byte[] encodedCredentials() {
        return copy(frames.connect(++correlationId));
    }

    @Override
    public byte[] onChallenge(final byte[] encodedChallenge) {
        final ChallengeDecoder challenge =
                new ChallengeDecoder().wrapAndApplyHeader(new UnsafeBuffer(encodedChallenge), 0, header);
        final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];
        challenge.getNonce(nonce, 0, nonce.length);
        final byte[] proof =
                SessionProof.compute(secret, nonce, challenge.sessionId(), Role.MEMBER.value(), MemberFrames.SENDER);
        return copy(frames.challengeResponse(++correlationId, challenge.sessionId(), proof));
    }

    @Override
    public void close() {
        CloseHelper.quietClose(cluster == null ? attempt : cluster);
    }

    private byte[] copy(final int length) {
        final byte[] bytes = new byte[length];
        frames.buffer().getBytes(0, bytes);
        return bytes;
    }

    private void lose(final String why) {
        state = State.LOST;
        lossText = why;
    }
}
