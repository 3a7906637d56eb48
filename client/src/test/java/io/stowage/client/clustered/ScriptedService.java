package io.stowage.client.clustered;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.logbuffer.Header;
import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ConnectRequestDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.SessionEventEncoder;
import io.stowage.codecs.wire.Protocol;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Greets each session with a verdict, and answers commands as a test says. Runs on every member; what only followers say is not heard. */
final class ScriptedService implements ClusteredService {
    private final TestCluster test;
    private final ServerFrames frames = new ServerFrames();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder head = new MessageHeaderEncoder();
    private final int memberId;
    private @Nullable Cluster cluster;

    ScriptedService(final TestCluster test, final int memberId) {
        this.test = test;
        this.memberId = memberId;
    }

    @Override
    public void onStart(final Cluster started, final @Nullable Image snapshotImage) {
        cluster = started;
    }

    @Override
    public void onSessionOpen(final ClientSession session, final long timestamp) {}

    @Override
    public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason) {}

    @Override
    public void onSessionMessage(
            final @Nullable ClientSession session,
            final long timestamp,
            final DirectBuffer frame,
            final int offset,
            final int length,
            final Header header) {
        if (session == null) {
            return;
        }
        final MessageHeaderDecoder message = new MessageHeaderDecoder().wrap(frame, offset);
        if (message.templateId() == ConnectRequestDecoder.TEMPLATE_ID) {
            onConnect(session, new ConnectRequestDecoder().wrapAndApplyHeader(frame, offset, message));
            return;
        }
        final byte[] copy = new byte[length];
        frame.getBytes(offset, copy);
        final int answer = test.script().answer(new SentFrames.Frame(new UnsafeBuffer(copy)), frames);
        if (answer > 0) {
            send(session, frames.buffer(), answer);
        }
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp) {}

    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication) {}

    @Override
    public void onRoleChange(final Cluster.Role newRole) {
        if (newRole == Cluster.Role.LEADER) {
            test.leader(memberId);
        }
    }

    @Override
    public void onTerminate(final Cluster terminated) {}

    private void onConnect(final ClientSession session, final ConnectRequestDecoder request) {
        final TestCluster.Verdict verdict = test.verdict();
        final SessionEventEncoder event = new SessionEventEncoder().wrapAndApplyHeader(buffer, 0, head);
        event.correlationId(request.header().correlationId())
                .sessionId(session.id())
                .clusterHigh(TestCluster.ID.getMostSignificantBits())
                .clusterLow(TestCluster.ID.getLeastSignificantBits())
                .position(0)
                .leaderMember(memberId)
                .protocolVersion(Protocol.VERSION)
                .reason(verdict.reason())
                .result(verdict.result())
                .closed(BooleanType.FALSE)
                .detail(verdict.detail());
        send(session, buffer, MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
        if (!verdict.isOk()) {
            session.close();
        }
    }

    private void send(final ClientSession session, final DirectBuffer frame, final int length) {
        final Cluster running = cluster;
        for (int attempt = 0; running != null && attempt < 1_000 && session.offer(frame, 0, length) < 0; attempt++) {
            running.idleStrategy().idle();
        }
    }
}
