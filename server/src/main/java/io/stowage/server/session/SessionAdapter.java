package io.stowage.server.session;

import io.aeron.Image;
import io.stowage.codecs.ChallengeResponseDecoder;
import io.stowage.codecs.ConnectRequestDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.SessionCloseDecoder;
import io.stowage.codecs.SessionKeepAliveDecoder;
import io.stowage.codecs.wire.FirstBlock;
import io.stowage.codecs.wire.SessionProof;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Decodes the messages by which clients open, keep and close sessions. Belongs to the server's thread. */
public final class SessionAdapter {
    /** Blocks that every version has: clients may be older than this server. */
    private static final int LEAST_ANSWER_LENGTH = FirstBlock.length(ChallengeResponseDecoder.class);

    private static final int LEAST_KEEP_ALIVE_LENGTH = FirstBlock.length(SessionKeepAliveDecoder.class);
    private static final int LEAST_CLOSE_LENGTH = FirstBlock.length(SessionCloseDecoder.class);

    private final SessionGate gate;
    private final SessionSupervisor supervisor;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ConnectFrame connect = new ConnectFrame();
    private final ChallengeResponseDecoder response = new ChallengeResponseDecoder();
    private final SessionKeepAliveDecoder keepAlive = new SessionKeepAliveDecoder();
    private final SessionCloseDecoder close = new SessionCloseDecoder();

    /**
     * An adapter of one server.
     *
     * @param clusterHigh high half of its cluster UUID.
     * @param clusterLow  low half.
     * @param settings    bounds.
     * @param table       of the sessions.
     * @param supervisor  of the sessions.
     */
    public SessionAdapter(
            final long clusterHigh,
            final long clusterLow,
            final SessionContext settings,
            final SessionTable table,
            final SessionSupervisor supervisor) {
        this.gate = new SessionGate(clusterHigh, clusterLow, settings, table, supervisor);
        this.supervisor = supervisor;
    }

    /**
     * Whether a message is about sessions.
     *
     * @param templateId of it.
     * @return whether {@link #onFrame} takes it.
     */
    public static boolean takes(final int templateId) {
        return templateId == ConnectRequestDecoder.TEMPLATE_ID
                || templateId == ChallengeResponseDecoder.TEMPLATE_ID
                || templateId == SessionKeepAliveDecoder.TEMPLATE_ID
                || templateId == SessionCloseDecoder.TEMPLATE_ID;
    }

    /**
     * Takes a frame of a template that {@link #takes} names, with an SBE header of this schema.
     *
     * @param origin  that it came from.
     * @param image   that it came on.
     * @param session on that image, or null.
     * @param buffer  holding the frame.
     * @param offset  of the frame.
     * @param length  of the frame, bytes.
     * @param nowNs   time of the loop, nanoseconds.
     * @return false where it is malformed or comes at the wrong time, and nothing was done.
     */
    public boolean onFrame(
            final Origin origin,
            final Image image,
            final @Nullable Session session,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        header.wrap(buffer, offset);
        final int end = MessageHeaderDecoder.ENCODED_LENGTH + header.blockLength();
        if (length < end) {
            return false;
        }
        return switch (header.templateId()) {
            case ConnectRequestDecoder.TEMPLATE_ID -> onConnect(origin, image, buffer, offset, length, nowNs);
            case ChallengeResponseDecoder.TEMPLATE_ID -> onResponse(session, buffer, offset, nowNs);
            case SessionKeepAliveDecoder.TEMPLATE_ID -> onKeepAlive(session, buffer, offset, nowNs);
            case SessionCloseDecoder.TEMPLATE_ID -> onClose(session, buffer, offset, nowNs);
            default -> false;
        };
    }

    private boolean onConnect(
            final Origin origin,
            final Image image,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        if (!connect.wrap(buffer, offset, length)) {
            return false;
        }
        final ResponseChannel channel = ResponseChannel.parse(connect.responseChannel());
        if (channel == null) {
            return false;
        }
        final ConnectAttempt attempt = new ConnectAttempt(
                image.sessionId(),
                connect.correlationId(),
                connect.role(),
                connect.sender(),
                connect.incarnation(),
                channel,
                connect.responseStreamId());
        return gate.onConnect(
                origin, image, attempt, connect.clusterHigh(), connect.clusterLow(), connect.protocolVersion(), nowNs);
    }

    private boolean onResponse(
            final @Nullable Session session, final DirectBuffer buffer, final int offset, final long nowNs) {
        if (session == null || header.blockLength() < LEAST_ANSWER_LENGTH) {
            return false;
        }
        response.wrapAndApplyHeader(buffer, offset, header);
        if (response.sessionId() != session.id()) {
            return false;
        }
        final byte[] proof = new byte[SessionProof.LENGTH];
        response.getProof(proof, 0, proof.length);
        gate.onProof(session, proof, nowNs);
        return true;
    }

    private boolean onKeepAlive(
            final @Nullable Session session, final DirectBuffer buffer, final int offset, final long nowNs) {
        if (session == null || header.blockLength() < LEAST_KEEP_ALIVE_LENGTH) {
            return false;
        }
        keepAlive.wrapAndApplyHeader(buffer, offset, header);
        if (keepAlive.sessionId() != session.id()) {
            return false;
        }
        session.heard(nowNs);
        return true;
    }

    private boolean onClose(
            final @Nullable Session session, final DirectBuffer buffer, final int offset, final long nowNs) {
        if (session == null || header.blockLength() < LEAST_CLOSE_LENGTH) {
            return false;
        }
        close.wrapAndApplyHeader(buffer, offset, header);
        if (close.sessionId() != session.id()) {
            return false;
        }
        supervisor.end(session, EndReason.CLOSED_BY_CLIENT, nowNs);
        return true;
    }
}
