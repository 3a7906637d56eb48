package io.stowage.server.session;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.exceptions.RegistrationException;
import io.stowage.codecs.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sessions going: connects their response channels, sends what waits, ends them. Belongs to the server's thread
 * and never waits: {@link #attend} does what can be done now, {@link #tick} looks at the time-outs.
 */
public final class SessionSupervisor {
    /** Time that the last frames of a session get to reach its client, nanoseconds. */
    public static final long ENDING_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);

    private final Aeron aeron;
    private final SessionContext settings;
    private final SessionTable table;
    private final SessionEvents events;
    private final SessionListener listener;
    private final ErrorHandler errorHandler;
    private final List<Session> attended = new ArrayList<>();
    private final List<Session> lostImages = new ArrayList<>();
    private long queuedCount;

    /**
     * A supervisor of no sessions yet.
     *
     * @param aeron        to add response publications with.
     * @param settings     bounds.
     * @param table        of the sessions.
     * @param events       encoder of what sessions are told.
     * @param listener     told about each session.
     * @param errorHandler told about what is not a client's fault.
     */
    public SessionSupervisor(
            final Aeron aeron,
            final SessionContext settings,
            final SessionTable table,
            final SessionEvents events,
            final SessionListener listener,
            final ErrorHandler errorHandler) {
        this.aeron = aeron;
        this.settings = settings;
        this.table = table;
        this.events = events;
        this.listener = listener;
        this.errorHandler = errorHandler;
    }

    /**
     * Sends a frame to a session, or keeps it until the client takes it. A client that is too slow loses its session.
     *
     * @param session to be told.
     * @param buffer  holding the frame.
     * @param offset  of the frame.
     * @param length  of the frame, bytes.
     * @return false where the response channel cannot carry a frame of this length; nothing was sent then.
     */
    public boolean send(final Session session, final DirectBuffer buffer, final int offset, final int length) {
        final SendOutcome outcome = session.replies().send(buffer, offset, length);
        if (outcome == SendOutcome.TOO_LONG) {
            return false;
        }
        settle(session, outcome);
        return true;
    }

    /**
     * The longest frame that a session's response channel carries.
     *
     * @param session that is open.
     * @return bytes.
     */
    public int maxFrameLength(final Session session) {
        return session.replies().maxFrameLength();
    }

    /**
     * Frames that had to wait because a response channel was full.
     *
     * @return their count since the start.
     */
    public long queuedCount() {
        return queuedCount;
    }

    /**
     * What clients have not taken yet.
     *
     * @return bytes of the frames that wait now, with their headers.
     */
    public long waitingBytes() {
        long bytes = 0;
        for (int i = 0; i < attended.size(); i++) {
            bytes += attended.get(i).replies().waitingBytes();
        }
        return bytes;
    }

    /**
     * Whether any session connects, ends, or has frames that wait.
     *
     * @return whether {@link #attend} has something to look at.
     */
    public boolean isAttending() {
        return !attended.isEmpty();
    }

    /**
     * One turn: response channels that connected, frames that waited, sessions that end.
     *
     * @param nowNs time of the loop, nanoseconds.
     * @return how much was done.
     */
    public int attend(final long nowNs) {
        int workCount = 0;
        for (int i = lostImages.size() - 1; i >= 0; i--) {
            close(lostImages.remove(i), EndReason.IMAGE_LOST);
            workCount++;
        }
        for (int i = attended.size() - 1; i >= 0; i--) {
            final Session session = attended.get(i);
            workCount += advance(session, nowNs);
            if (!needsAttention(session)) {
                session.attended(false);
                final Session last = attended.removeLast();
                if (i < attended.size()) {
                    attended.set(i, last);
                }
            }
        }
        return workCount;
    }

    /**
     * Looks at the time-outs of all sessions.
     *
     * @param nowNs time of the loop, nanoseconds.
     * @return how many ended.
     */
    public int tick(final long nowNs) {
        int workCount = 0;
        for (int i = table.size() - 1; i >= 0; i--) {
            final Session session = table.at(i);
            session.replies().tick();
            final EndReason why = switch (session.state()) {
                case OPEN -> whyToEnd(session, nowNs);
                case CHALLENGED -> nowNs - session.deadlineNs() > 0 ? EndReason.HANDSHAKE_TIMEOUT : null;
                default -> null;
            };
            if (why != null) {
                end(session, why, nowNs);
                workCount++;
            }
        }
        return workCount;
    }

    /**
     * Ends a session: tells the client why, behind whatever it has not taken yet.
     *
     * @param session to end; one that ends already is left alone.
     * @param why     it ends.
     * @param nowNs   time of the loop, nanoseconds.
     */
    public void end(final Session session, final EndReason why, final long nowNs) {
        final SessionState before = session.state();
        if (before == SessionState.CONNECTING) {
            close(session, why);
        } else if (session.become(SessionState.ENDING, why)) {
            session.deadlineNs(nowNs + ENDING_TIMEOUT_NS);
            leave(session, why, before == SessionState.OPEN);
            settle(session, before == SessionState.OPEN ? events.closed(session, why) : events.refused(session, why));
            attendTo(session);
        }
    }

    /**
     * Ends all sessions, for the server stops.
     *
     * @param nowNs time of the loop, nanoseconds.
     */
    public void endAll(final long nowNs) {
        for (int i = table.size() - 1; i >= 0; i--) {
            end(table.at(i), EndReason.SERVER_CLOSED, nowNs);
        }
    }

    /**
     * Notes that the image of a client is gone. May be called from Aeron's handlers: nothing is closed before the next turn.
     *
     * @param origin         of the image.
     * @param aeronSessionId of the image.
     */
    public void onImageLost(final Origin origin, final int aeronSessionId) {
        final Session session = origin.sessionOf(aeronSessionId);
        if (session != null) {
            lostImages.add(session);
        }
    }

    /** Starts a handshake: adds the session and asks for its response publication. False where the driver refuses. */
    boolean connect(final Session session, final long nowNs) {
        final ConnectAttempt attempt = session.attempt();
        final int termLength = attempt.role() == Role.CHUNK
                ? settings.chunkResponseTermBufferLength()
                : settings.responseTermBufferLength();
        try {
            session.registrationId(aeron.asyncAddExclusivePublication(
                    attempt.channel().withTermLength(termLength), attempt.responseStreamId()));
        } catch (final RuntimeException noRoomForTheCommand) {
            errorHandler.onError(noRoomForTheCommand);
            return false;
        }
        session.deadlineNs(nowNs + settings.handshakeTimeoutNs());
        session.heard(nowNs);
        table.add(session);
        session.origin().tie(attempt.aeronSessionId(), session);
        attendTo(session);
        return true;
    }

    /** Answers a challenge that was met. */
    void open(final Session session) {
        if (session.become(SessionState.OPEN, null)) {
            listener.onOpened(session);
            settle(session, events.opened(session));
        }
    }

    /** Refuses a session that was challenged. */
    void refuse(final Session session, final Refusal why, final long nowNs) {
        session.refuse(why);
        if (session.become(SessionState.ENDING, EndReason.REFUSED)) {
            session.deadlineNs(nowNs + ENDING_TIMEOUT_NS);
            listener.onRefused(session, why);
            leave(session, EndReason.REFUSED, false);
            settle(session, events.refused(session, why));
            attendTo(session);
        }
    }

    /** Sends the challenge, the first time and when the client asks again. */
    void challenge(final Session session) {
        settle(session, events.challenge(session));
    }

    private int advance(final Session session, final long nowNs) {
        return switch (session.state()) {
            case CONNECTING -> advanceConnecting(session, nowNs);
            case CHALLENGED, OPEN -> flush(session);
            case ENDING -> advanceEnding(session, nowNs);
            case CLOSED -> 0;
        };
    }

    private int advanceConnecting(final Session session, final long nowNs) {
        if (session.publication() == null) {
            try {
                final ExclusivePublication added = aeron.getExclusivePublication(session.registrationId());
                if (added != null) {
                    session.replies().publication(added);
                }
            } catch (final RegistrationException refusedByDriver) {
                session.registrationId(Aeron.NULL_VALUE);
                close(session, EndReason.RESPONSE_LOST);
                return 1;
            }
        }
        final ExclusivePublication publication = session.publication();
        if (publication != null && publication.isConnected()) {
            final Refusal refusal = session.refusal();
            if (refusal != null) {
                refuse(session, refusal, nowNs);
            } else {
                session.become(SessionState.CHALLENGED, null);
                challenge(session);
            }
            return 1;
        }
        if (nowNs - session.deadlineNs() > 0) {
            close(session, EndReason.HANDSHAKE_TIMEOUT);
            return 1;
        }
        return 0;
    }

    private int advanceEnding(final Session session, final long nowNs) {
        flush(session);
        if (session.state() == SessionState.ENDING
                && (!session.replies().hasQueued() || nowNs - session.deadlineNs() > 0)) {
            close(session, EndReason.RESPONSE_LOST);
        }
        return session.state() == SessionState.CLOSED ? 1 : 0;
    }

    private int flush(final Session session) {
        if (!session.replies().hasQueued()) {
            return 0;
        }
        final SendOutcome outcome = session.replies().sendQueued();
        if (outcome == SendOutcome.GONE) {
            close(session, EndReason.RESPONSE_LOST);
        }
        return outcome == SendOutcome.QUEUED ? 0 : 1;
    }

    private @Nullable EndReason whyToEnd(final Session session, final long nowNs) {
        if (nowNs - session.lastHeardNs() > settings.sessionTimeoutNs()) {
            return EndReason.TIMED_OUT;
        }
        final ExclusivePublication publication = session.publication();
        return publication != null && publication.isConnected() ? null : EndReason.RESPONSE_LOST;
    }

    private void settle(final Session session, final SendOutcome outcome) {
        switch (outcome) {
            case SENT, TOO_LONG -> {}
            case QUEUED -> {
                queuedCount++;
                attendTo(session);
            }
            case QUEUE_FULL -> close(session, EndReason.TOO_SLOW);
            case GONE -> close(session, EndReason.RESPONSE_LOST);
        }
    }

    private void close(final Session session, final EndReason why) {
        final SessionState before = session.state();
        if (!session.become(SessionState.CLOSED, why)) {
            return;
        }
        if (before != SessionState.ENDING) {
            leave(session, why, before == SessionState.OPEN);
        }
        table.remove(session);
        session.replies().close();
        final ExclusivePublication publication = session.publication();
        if (publication == null) {
            aeron.asyncRemovePublication(session.registrationId());
        } else if (why == EndReason.TOO_SLOW) {
            // What it has not read yet must not keep the buffers: it has to connect again anyway.
            publication.revoke();
        } else {
            publication.close();
        }
    }

    private void leave(final Session session, final EndReason why, final boolean wasOpen) {
        session.origin().untie(session);
        listener.onEnded(session, why, wasOpen);
    }

    private void attendTo(final Session session) {
        if (!session.attended() && session.state() != SessionState.CLOSED) {
            session.attended(true);
            attended.add(session);
        }
    }

    private static boolean needsAttention(final Session session) {
        return switch (session.state()) {
            case CONNECTING, ENDING -> true;
            case CHALLENGED, OPEN -> session.replies().hasQueued();
            case CLOSED -> false;
        };
    }
}
