package io.stowage.bench.cluster;

import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.client.ControlledEgressListener;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import io.stowage.bench.BenchException;
import io.stowage.client.SessionContext;
import io.stowage.client.frame.FrameHandler;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/** The client's end of the echo: Aeron Cluster's own client on channels like those of {@link io.stowage.client.StowageClient}. */
final class EchoSession implements ClusterLink, ControlledEgressListener {
    private static final String INGRESS_CHANNEL = "aeron:udp?term-length=8m";
    private static final String EGRESS_CHANNEL = "aeron:udp?endpoint=127.0.0.1:0";
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(120);

    private final AeronCluster session;
    private FrameHandler handler = (frame, offset, length) -> true;
    private long lastSentNs = System.nanoTime();

    EchoSession(final Aeron aeron, final String members, final int egressStreamId) {
        final AeronCluster.Context context = new AeronCluster.Context()
                .aeron(aeron)
                .ownsAeronClient(false)
                .ingressChannel(INGRESS_CHANNEL)
                .ingressEndpoints(members)
                .isIngressExclusive(true)
                .egressChannel(EGRESS_CHANNEL)
                .egressStreamId(egressStreamId)
                .messageTimeoutNs(TIMEOUT_NS)
                .controlledEgressListener(this);
        try {
            session = AeronCluster.connect(context);
        } catch (final AeronException e) {
            throw new BenchException("the echo's members " + members + " took no session: " + e.getMessage(), e);
        }
    }

    @Override
    public int leaderMember() {
        return session.leaderMemberId();
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length) {
        final long result = session.offer(buffer, offset, length);
        if (result > 0) {
            lastSentNs = System.nanoTime();
        }
        return result;
    }

    @Override
    public int poll(final FrameHandler frames) {
        handler = frames;
        final int work = session.controlledPollEgress();
        final long nowNs = System.nanoTime();
        if (nowNs - lastSentNs >= SessionContext.KEEP_ALIVE_INTERVAL_DEFAULT_NS
                && !session.ingressPublication().isClosed()
                && session.sendKeepAlive()) {
            lastSentNs = nowNs;
        }
        return work;
    }

    @Override
    public void close() {
        session.close();
    }

    @Override
    public Action onMessage(
            final long clusterSessionId,
            final long timestamp,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Header header) {
        return handler.onFrame(buffer, offset, length) ? Action.CONTINUE : Action.ABORT;
    }
}
