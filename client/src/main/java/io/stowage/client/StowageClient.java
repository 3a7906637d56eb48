package io.stowage.client;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameHandler;
import io.stowage.client.frame.FrameReader;
import io.stowage.client.frame.FrameSink;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SessionEventDecoder;
import java.util.UUID;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * One session with a server: offers frames, hands over frames that arrive, keeps the session open, and says when it is lost.
 *
 * <p>It does not reconnect: {@link ExtentManagerClient}, {@link ChunkClient} and {@link OperatorClient} do. The caller drives
 * {@link #poll}; nothing blocks, allocates in the steady state, or throws for back pressure. Not thread-safe.
 *
 * <p>With a cluster, the session outlives its leader. While there is none, {@link #offer} returns {@link OfferCode#NOT_CONNECTED} or
 * back pressure and the state stays {@link State#OPEN}; once another member leads, {@link #leaderMember} names it, and what was
 * offered before and not answered may or may not have arrived. The session is lost when no leader is found in time.
 */
public final class StowageClient implements FrameSink, AutoCloseable {
    /** Where a session stands. */
    public enum State {
        /** The session is open. */
        OPEN,

        /** The server closed it, or its end of the connection is gone. */
        LOST,

        /** {@link #close()} was called. */
        CLOSED
    }

    private final SessionContext context;
    private final CommandIdentity identity;
    private final Transport transport;
    private final boolean closesContext;
    private final ControlledFragmentHandler fragmentHandler = this::onFragment;
    private final FrameReader reader = new FrameReader();
    private final SessionEventDecoder sessionEvent = new SessionEventDecoder();

    private State state = State.OPEN;
    private String lossText = "";
    private FrameHandler handler = (frame, offset, length) -> true;
    private long lastSentNs;

    StowageClient(
            final SessionContext context,
            final CommandIdentity identity,
            final Transport transport,
            final boolean closesContext) {
        this.context = context;
        this.identity = identity;
        this.transport = transport;
        this.closesContext = closesContext;
        lastSentNs = context.nanoClock().nanoTime();
    }

    /**
     * Opens a session and waits for it, with the idle strategy of the context.
     *
     * @param context not concluded yet.
     * @return the session.
     * @throws StowageException in one line what is wrong and what to do: refused, or no answer in time.
     */
    public static StowageClient connect(final SessionContext context) {
        final AsyncConnect connect = asyncConnect(context);
        final IdleStrategy idle = context.idleStrategy();
        idle.reset();
        try {
            while (true) {
                final StowageClient client = connect.poll();
                if (client != null) {
                    return client;
                }
                idle.idle();
            }
        } catch (final RuntimeException failure) {
            connect.close();
            throw failure;
        }
    }

    /**
     * Starts to open a session; the caller polls the result until it gives one.
     *
     * @param context not concluded yet.
     * @return a state machine.
     */
    public static AsyncConnect asyncConnect(final SessionContext context) {
        context.conclude();
        return new AsyncConnect(context, context.newIdentity(), true);
    }

    /**
     * Offers a frame to the server; Aeron copies it.
     *
     * @param frame  with the frame.
     * @param offset of its message header, bytes.
     * @param length of the frame, bytes.
     * @return positive if taken, else a code of {@link OfferCode}.
     */
    @Override
    public long offer(final DirectBuffer frame, final int offset, final int length) {
        if (state != State.OPEN) {
            return state == State.CLOSED ? OfferCode.CLOSED : OfferCode.NOT_CONNECTED;
        }
        if (length > transport.maxFrameLength()) {
            return OfferCode.FRAME_TOO_LONG;
        }
        final long result = transport.offer(frame, offset, length);
        if (result > 0) {
            lastSentNs = context.nanoClock().nanoTime();
        } else {
            noticeLoss();
        }
        return result;
    }

    @Override
    public int maxFrameLength() {
        return transport.maxFrameLength();
    }

    /**
     * One step of the duty cycle: hands over frames, keeps the session open, notices its loss.
     *
     * @param frames takes what arrived, session messages excepted.
     * @return how much was done; 0 for nothing.
     */
    public int poll(final FrameHandler frames) {
        int work = context.pollAeron();
        if (state == State.OPEN) {
            handler = frames;
            work += transport.poll(fragmentHandler);
        }
        if (state == State.OPEN) {
            work += keepSessionAlive();
        }
        if (state == State.OPEN) {
            noticeLoss();
        }
        return work;
    }

    /**
     * Where the session stands.
     *
     * @return its state.
     */
    public State state() {
        return state;
    }

    /**
     * Why the session was lost.
     *
     * @return one line; empty while it is open.
     */
    public String lossText() {
        return lossText;
    }

    /**
     * Number of the session at the server.
     *
     * @return positive.
     */
    public long sessionId() {
        return transport.sessionId();
    }

    /**
     * The member of the cluster that leads, as far as this client knows; another one may take over within a session.
     *
     * @return member id; -1: a standalone server.
     */
    public int leaderMember() {
        return transport.leaderMember();
    }

    /**
     * Fills headers of the commands of this session.
     *
     * @return the identity, which knows the server's cluster by now.
     */
    public CommandIdentity identity() {
        return identity;
    }

    /**
     * The cluster of the server.
     *
     * @return its UUID.
     */
    public UUID clusterId() {
        return new UUID(identity.clusterHigh(), identity.clusterLow());
    }

    /** Tells the server, as far as the channel takes it, and lets go of everything that is not shared. Idempotent. */
    @Override
    public void close() {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.OPEN) {
            transport.endSession();
        }
        state = State.CLOSED;
        transport.close();
        if (closesContext) {
            CloseHelper.close(context.errorHandler(), context);
        }
    }

    /** Whether another leader took over since this was asked last: what was not answered may not have arrived. */
    boolean takeLeaderChange() {
        return transport.takeLeaderChange();
    }

    private int keepSessionAlive() {
        final long nowNs = context.nanoClock().nanoTime();
        if (nowNs - lastSentNs < context.keepAliveIntervalNs() || !transport.keepAlive()) {
            return 0;
        }
        lastSentNs = nowNs;
        return 1;
    }

    private ControlledFragmentHandler.Action onFragment(
            final DirectBuffer frame, final int offset, final int length, final Header header) {
        if (reader.wrap(frame, offset, length) && reader.templateId() == SessionEventDecoder.TEMPLATE_ID) {
            sessionEvent.wrapAndApplyHeader(frame, offset, reader.header());
            onSessionEvent();
            return state == State.OPEN
                    ? ControlledFragmentHandler.Action.CONTINUE
                    : ControlledFragmentHandler.Action.BREAK;
        }
        return handler.onFrame(frame, offset, length)
                ? ControlledFragmentHandler.Action.CONTINUE
                : ControlledFragmentHandler.Action.ABORT;
    }

    private void onSessionEvent() {
        if (sessionEvent.sessionId() != transport.sessionId()) {
            return;
        }
        final Reason reason = sessionEvent.reason();
        final ResultCode result = sessionEvent.result();
        if (sessionEvent.closed() == BooleanType.TRUE || result != ResultCode.OK) {
            final String detail = sessionEvent.detail();
            lose(detail.isEmpty() ? "the server closed the session: " + ResultText.of(result, reason, 0, 0) : detail);
        }
    }

    private void noticeLoss() {
        final String loss = transport.loss();
        if (loss != null) {
            lose(loss);
        }
    }

    private void lose(final String text) {
        state = State.LOST;
        lossText = text;
    }
}
