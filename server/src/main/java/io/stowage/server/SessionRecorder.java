package io.stowage.server;

import io.stowage.server.session.EndReason;
import io.stowage.server.session.Refusal;
import io.stowage.server.session.Session;
import io.stowage.server.session.SessionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts sessions, logs what ended them, and sees that the engine hears of it. Belongs to the server's thread. */
final class SessionRecorder implements SessionListener {
    private static final Logger LOGGER = LoggerFactory.getLogger(SessionRecorder.class);

    private final HostEntries hostEntries;
    private final ServerCounters counters;
    private int openCount;

    SessionRecorder(final HostEntries hostEntries, final ServerCounters counters) {
        this.hostEntries = hostEntries;
        this.counters = counters;
    }

    @Override
    public void onOpened(final Session session) {
        counters.set(ServerCounter.SESSIONS_OPEN, ++openCount);
        LOGGER.debug("{} is open", session);
    }

    @Override
    public void onRefused(final Session session, final Refusal why) {
        counters.increment(ServerCounter.SESSIONS_REFUSED);
        LOGGER.warn("refused {}: {} / {}: {}", session, why.result(), why.reason(), why.detail());
    }

    @Override
    public void onEnded(final Session session, final EndReason why, final boolean wasOpen) {
        if (!wasOpen) {
            return;
        }
        hostEntries.sessionClosed(session.id());
        counters.set(ServerCounter.SESSIONS_OPEN, --openCount);
        if (why == EndReason.TOO_SLOW) {
            counters.increment(ServerCounter.SESSIONS_CLOSED_SLOW);
        }
        switch (why) {
            case CLOSED_BY_CLIENT, SERVER_CLOSED, IMAGE_LOST -> LOGGER.debug("{}: {}", session, why.detail());
            default -> LOGGER.warn("closed {}: {}", session, why.detail());
        }
    }
}
