package io.stowage.client;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameHandler;
import io.stowage.client.frame.OfferCode;
import java.util.UUID;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The client of an operator: topology, the life of nodes and chunks, configuration, and queries.
 *
 * <p>Drive it by calling {@link #poll()} in a duty cycle, or give it to an {@code AgentInvoker} or {@code AgentRunner}.
 * Commands return a positive correlation id, or a negative {@link OfferCode} when nothing was sent; they never block. The
 * answers are told to the {@link OperatorListener} from {@link #poll()}. It reconnects, and follows the leader of a cluster, by
 * itself. Not thread-safe.
 *
 * <p>For calls that wait for their answer there is {@link io.stowage.client.blocking.BlockingOperator}.
 */
public final class OperatorClient extends OperatorCommands implements Agent, AutoCloseable {
    private final SessionLink link;
    private final NanoClock clock;
    private final long requestTimeoutNs;
    private final OperatorListener listener;
    private final OperatorReplies replies;
    private final FrameHandler frameHandler = this::onFrame;
    private final PendingCommands pending;

    private OperatorClient(
            final SessionContext session,
            final CommandIdentity identity,
            final long requestTimeoutNs,
            final OperatorListener listener) {
        super(identity);
        clock = session.nanoClock();
        this.requestTimeoutNs = requestTimeoutNs;
        this.listener = listener;
        link = new SessionLink(session, identity, new LinkListener());
        replies = new OperatorReplies(listener);
        pending = new PendingCommands(ClusterMembers.isMeantBy(session.channel()), listener);
    }

    /**
     * Starts to connect: {@link #poll()} the client until it {@link #isConnected()}. It goes on trying by itself.
     *
     * @param session          how to reach the server; its role is {@code OPERATOR} unless told otherwise.
     * @param requestTimeoutNs after which the outcome of a command counts as unknown, nanoseconds.
     * @param listener         called from {@link #poll()}.
     * @return a client that is not connected yet.
     * @throws StowageException if the context is not valid, or no media driver is there.
     */
    public static OperatorClient asyncConnect(
            final SessionContext session, final long requestTimeoutNs, final OperatorListener listener) {
        session.conclude();
        return new OperatorClient(session, session.newIdentity(), requestTimeoutNs, listener);
    }

    /**
     * One step of the duty cycle: session, replies, timeouts.
     *
     * @return how much was done; 0 for nothing.
     */
    public int poll() {
        return link.poll(frameHandler) + pending.repeat(link) + pending.endExpired(clock.nanoTime());
    }

    @Override
    public int doWork() {
        return poll();
    }

    @Override
    public String roleName() {
        return "stowage-operator";
    }

    @Override
    public void onClose() {
        close();
    }

    /**
     * Whether a session is open.
     *
     * @return true while commands are taken.
     */
    public boolean isConnected() {
        return link.isOpen();
    }

    /**
     * The step that is due for a session to be open.
     *
     * @return of the try under way; {@code DONE} while {@link #isConnected()}, {@code FAILED} between two tries and after the end.
     */
    public ConnectState connectState() {
        return link.connectState();
    }

    /**
     * Whether {@link #close()} was called.
     *
     * @return true from then on.
     */
    public boolean isClosed() {
        return link.isClosed();
    }

    /**
     * The cluster that this client talks to.
     *
     * @return its UUID; all zeros before the first session, unless told in the context.
     */
    public UUID clusterId() {
        return new UUID(link.identity().clusterHigh(), link.identity().clusterLow());
    }

    /** Ends the session; what is in flight ends with an unknown outcome. A shared Aeron stays open. Idempotent. */
    @Override
    public void close() {
        if (!link.isClosed()) {
            link.close();
            pending.endAll();
        }
    }

    @Override
    long send(final long correlationId, final DirectBuffer frame, final int offset, final int length) {
        if (pending.hasRepeats()) {
            // What was sent before comes first: a later command may undo it.
            return OfferCode.BACK_PRESSURED;
        }
        final long code = link.offer(frame, offset, length);
        if (code < 0) {
            return code;
        }
        pending.add(correlationId, clock.nanoTime() + requestTimeoutNs, frame, offset, length);
        return correlationId;
    }

    private boolean onFrame(final DirectBuffer frame, final int offset, final int length) {
        final long correlationId = replies.correlationId(frame, offset, length);
        if (correlationId == OperatorReplies.EVENT) {
            replies.onEvent(frame, offset, length);
        } else if (pending.end(correlationId)) {
            replies.onReply(correlationId, frame, offset, length);
        }
        return true;
    }

    private final class LinkListener implements SessionLink.Listener {
        @Override
        public void onOpen(final StowageClient session) {
            listener.onConnected(session);
        }

        @Override
        public void onLost(final String text) {
            pending.endAll();
            listener.onDisconnected(new StowageException("session lost: " + text), false);
        }

        @Override
        public void onLeaderChange(final StowageClient session) {
            // The listener may send: that is none of what was sent before.
            final LongArrayList lost = pending.takeLost();
            listener.onLeaderChange(session.leaderMember());
            pending.endUnknown(lost);
        }

        @Override
        public void onConnectFailed(final StowageException failure, final boolean isFinal) {
            listener.onDisconnected(failure, isFinal);
        }
    }
}
