package io.stowage.client;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameHandler;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.ResultCode;
import java.util.concurrent.ThreadLocalRandom;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a session open: opens it, notices its loss, waits a little longer after each failure, opens the next.
 *
 * <pre>
 *  BACKING_OFF --delay over--&gt; CONNECTING --session--&gt; OPEN --lost--&gt; BACKING_OFF
 *                                  +--failed--&gt; BACKING_OFF    +--refused for good--&gt; REFUSED    any --close--&gt; CLOSED
 * </pre>
 *
 * With a cluster, a session stays OPEN while leaders change.
 */
final class SessionLink implements AutoCloseable {
    /** Told of the life of sessions; calls come from {@link SessionLink#poll}. */
    interface Listener {
        /** A session is open. */
        void onOpen(StowageClient session);

        /** The session is gone; the next one is tried by itself. */
        void onLost(String text);

        /** The same session goes on with another leader: what was not answered may not have arrived. */
        void onLeaderChange(StowageClient session);

        /** No session could be opened; retried by itself unless final. */
        void onConnectFailed(StowageException failure, boolean isFinal);
    }

    private enum State {
        /** The next try waits for its time. */
        BACKING_OFF,
        /** A try is under way. */
        CONNECTING,
        /** A session is open. */
        OPEN,
        /** The server refused for good: nothing is tried any more. */
        REFUSED,
        /** Closed by the caller. */
        CLOSED
    }

    private final SessionContext context;
    private final CommandIdentity identity;
    private final Listener listener;
    private State state = State.BACKING_OFF;
    private @Nullable AsyncConnect connect;
    private @Nullable StowageClient session;
    private long notBeforeNs;
    private long delayNs;

    SessionLink(final SessionContext context, final CommandIdentity identity, final Listener listener) {
        this.context = context;
        this.listener = listener;
        this.identity = identity;
        delayNs = context.reconnectDelayNs();
        notBeforeNs = context.nanoClock().nanoTime();
    }

    CommandIdentity identity() {
        return identity;
    }

    SessionContext context() {
        return context;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Step of the try under way; FAILED where there is none. */
    ConnectState connectState() {
        final AsyncConnect attempt = connect;
        return isOpen() ? ConnectState.DONE : attempt == null ? ConnectState.FAILED : attempt.state();
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    int poll(final FrameHandler frames) {
        return switch (state) {
            case BACKING_OFF -> startWhenDue();
            case CONNECTING -> pollConnect();
            case OPEN -> pollSession(frames);
            case REFUSED, CLOSED -> 0;
        };
    }

    long offer(final DirectBuffer buffer, final int offset, final int length) {
        final StowageClient open = session;
        if (open == null) {
            return state == State.CLOSED ? OfferCode.CLOSED : OfferCode.NOT_CONNECTED;
        }
        return open.offer(buffer, offset, length);
    }

    /** Ends the session and opens the next at once: the identity has changed. */
    void reopen() {
        if (state == State.OPEN) {
            closeSession();
            backOff(0);
        }
    }

    @Override
    public void close() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            if (connect != null) {
                connect.close();
                connect = null;
            }
            closeSession();
            context.close();
        }
    }

    private int startWhenDue() {
        if (context.nanoClock().nanoTime() - notBeforeNs < 0) {
            return context.pollAeron();
        }
        try {
            connect = new AsyncConnect(context, identity, false);
            state = State.CONNECTING;
        } catch (final StowageException failure) {
            onFailure(failure);
        }
        return 1;
    }

    private int pollConnect() {
        final AsyncConnect attempt = connect;
        if (attempt == null) {
            return 0;
        }
        final var before = attempt.state();
        try {
            final StowageClient opened = attempt.poll();
            if (opened != null) {
                connect = null;
                session = opened;
                state = State.OPEN;
                delayNs = context.reconnectDelayNs();
                listener.onOpen(opened);
                return 1;
            }
            return attempt.state() == before ? 0 : 1;
        } catch (final StowageException failure) {
            connect = null;
            onFailure(failure);
            return 1;
        }
    }

    private int pollSession(final FrameHandler frames) {
        final StowageClient open = session;
        if (open == null) {
            return 0;
        }
        final int work = open.poll(frames);
        // The frames may have led the listener to close or reopen.
        if (state == State.OPEN && session == open && open.state() != StowageClient.State.OPEN) {
            final String text = open.lossText();
            closeSession();
            backOff(delayNs);
            delayNs = Math.min(delayNs * 2, context.maxReconnectDelayNs());
            listener.onLost(text);
            return work + 1;
        }
        if (session == open && open.takeLeaderChange()) {
            listener.onLeaderChange(open);
            return work + 1;
        }
        return work;
    }

    private void onFailure(final StowageException failure) {
        final boolean isFinal = failure.result() == ResultCode.WRONG_CLUSTER
                || failure.result() == ResultCode.FENCED
                || failure.result() == ResultCode.NOT_AUTHORISED;
        if (isFinal) {
            state = State.REFUSED;
        } else {
            backOff(delayNs);
            delayNs = Math.min(delayNs * 2, context.maxReconnectDelayNs());
        }
        listener.onConnectFailed(failure, isFinal);
    }

    private void backOff(final long pauseNs) {
        state = State.BACKING_OFF;
        final long jitterNs = pauseNs == 0 ? 0 : ThreadLocalRandom.current().nextLong(pauseNs / 2 + 1);
        notBeforeNs = context.nanoClock().nanoTime() + pauseNs - jitterNs;
    }

    private void closeSession() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
