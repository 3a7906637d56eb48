package io.stowage.server.session;

import io.stowage.codecs.BooleanType;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SessionEventEncoder;
import io.stowage.codecs.wire.Protocol;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** What a host tells a client about its session: open, refused or closed. One frame, used again and again. */
public final class SessionEventFrame {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SessionEventEncoder event = new SessionEventEncoder();
    private final long clusterHigh;
    private final long clusterLow;
    private final int leaderMember;

    /**
     * The frame of one host.
     *
     * @param clusterHigh  high half of its cluster UUID.
     * @param clusterLow   low half.
     * @param leaderMember that speaks; -1 standalone.
     */
    public SessionEventFrame(final long clusterHigh, final long clusterLow, final int leaderMember) {
        this.clusterHigh = clusterHigh;
        this.clusterLow = clusterLow;
        this.leaderMember = leaderMember;
    }

    /**
     * Fills the frame.
     *
     * @param correlationId of the connect request.
     * @param sessionId     that it is about.
     * @param position      of the log, bytes.
     * @param result        OK: open; else refused or closed.
     * @param reason        behind it.
     * @param closed        TRUE where the session was open.
     * @param detail        one line for people.
     * @return buffer with the frame at 0, {@link #length()} bytes, valid until the next call.
     */
    public DirectBuffer encode(
            final long correlationId,
            final long sessionId,
            final long position,
            final ResultCode result,
            final Reason reason,
            final BooleanType closed,
            final String detail) {
        event.wrapAndApplyHeader(buffer, 0, header)
                .correlationId(correlationId)
                .sessionId(sessionId)
                .clusterHigh(clusterHigh)
                .clusterLow(clusterLow)
                .position(position)
                .leaderMember(leaderMember)
                .protocolVersion(Protocol.VERSION)
                .reason(reason)
                .result(result)
                .closed(closed)
                .detail(detail);
        return buffer;
    }

    /**
     * How long the frame is that was filled last.
     *
     * @return bytes.
     */
    public int length() {
        return MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength();
    }
}
