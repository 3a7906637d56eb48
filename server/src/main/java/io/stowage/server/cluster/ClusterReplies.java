package io.stowage.server.cluster;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.cluster.service.Cluster;
import io.aeron.exceptions.RegistrationException;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.engine.ReplySink;
import io.stowage.server.session.RefusalFrame;
import io.stowage.server.session.ReplyChannel;
import io.stowage.server.session.ReplyMemory;
import io.stowage.server.session.ResponseChannel;
import io.stowage.server.session.SessionContext;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ErrorHandler;

/**
 * Carries what the leader answers to its sessions, each on a publication of this service's own, added without waiting. A
 * follower has none. What becomes of a frame never changes the state: a client that is too slow loses its session by way of the
 * log. Belongs to the service's thread.
 */
final class ClusterReplies implements ReplySink {
    private final ClusterSessions sessions;
    private final SessionContext settings;
    private final ReplyMemory memory;
    private final ErrorHandler errorHandler;
    private final List<ClusterSession> attended = new ArrayList<>();
    private final ReplyHeaderDecoder replyHeader = new ReplyHeaderDecoder();
    private final RefusalFrame refusal = new RefusalFrame();
    private final Cluster cluster;
    private final Aeron aeron;
    private boolean isLeading;
    private long leadershipTermId;
    private long timestampMs;
    private boolean someMustEnd;
    private long sentCount;
    private long queuedCount;

    ClusterReplies(
            final Cluster cluster,
            final ClusterSessions sessions,
            final SessionContext settings,
            final ErrorHandler errorHandler) {
        this.cluster = cluster;
        this.aeron = cluster.aeron();
        this.sessions = sessions;
        this.settings = settings;
        this.memory = new ReplyMemory(settings.replyQueueBytes());
        this.errorHandler = errorHandler;
    }

    /** Begins to answer all sessions. */
    void lead() {
        isLeading = true;
        for (int i = 0; i < sessions.size(); i++) {
            connect(sessions.at(i));
        }
    }

    /** Answers nobody any more. */
    void follow() {
        isLeading = false;
        for (int i = 0; i < sessions.size(); i++) {
            disconnect(sessions.at(i));
        }
        attended.clear();
        someMustEnd = false;
    }

    boolean isLeading() {
        return isLeading;
    }

    /** The term that frames name from now on. */
    void leadershipTermId(final long value) {
        leadershipTermId = value;
    }

    /** The time of the log that frames name from now on. */
    void timestampMs(final long value) {
        timestampMs = value;
    }

    void onOpened(final ClusterSession session) {
        if (isLeading) {
            connect(session);
        }
    }

    void onClosed(final ClusterSession session) {
        disconnect(session);
        if (attended.remove(session)) {
            session.attended(false);
        }
    }

    /** Frames that had to wait because a response channel was full. */
    long queuedCount() {
        return queuedCount;
    }

    /** Frames handed to sessions. */
    long sentCount() {
        return sentCount;
    }

    /** What clients have not taken yet, bytes. */
    long waitingBytes() {
        long bytes = 0;
        for (int i = 0; i < attended.size(); i++) {
            final ReplyChannel replies = attended.get(i).replies();
            bytes += replies == null ? 0 : replies.waitingBytes();
        }
        return bytes;
    }

    /** Publications that are there now, and frames that waited. */
    int work() {
        int workCount = 0;
        for (int i = attended.size() - 1; i >= 0; i--) {
            final ClusterSession session = attended.get(i);
            workCount += advance(session);
            final ReplyChannel replies = session.replies();
            if (replies == null || session.mustEnd() || (!session.awaitsPublication() && !replies.hasQueued())) {
                session.attended(false);
                final ClusterSession last = attended.removeLast();
                if (i < attended.size()) {
                    attended.set(i, last);
                }
            }
        }
        return workCount;
    }

    /** Asks the consensus module to close the sessions that cannot be answered; only where Aeron Cluster allows it. */
    void endThoseThatMust() {
        if (!someMustEnd) {
            return;
        }
        boolean someAreLeft = false;
        for (int i = 0; i < sessions.size(); i++) {
            final ClusterSession session = sessions.at(i);
            if (session.mustEnd() && !cluster.closeClientSession(session.id())) {
                someAreLeft = true;
            }
        }
        someMustEnd = someAreLeft;
    }

    /** Has a session closed by way of the log; nothing where this member does not lead. */
    void endLater(final ClusterSession session) {
        if (isLeading) {
            session.endLater();
            someMustEnd = true;
        }
    }

    /** Memory of queues that were not needed lately. */
    void tick() {
        for (int i = 0; i < sessions.size(); i++) {
            final ReplyChannel replies = sessions.at(i).replies();
            if (replies != null) {
                replies.tick();
            }
        }
    }

    /** Sends a frame to a session, or keeps it; nothing where this member does not lead. */
    void send(final ClusterSession session, final DirectBuffer buffer, final int offset, final int length) {
        if (!trySend(session, buffer, offset, length)) {
            replyIsTooLong(session, buffer, offset, length);
        }
    }

    /** Answers that something was done which is no matter of the engine. */
    void accept(final ClusterSession session, final long correlationId, final long position) {
        refuse(session, correlationId, position, ResultCode.OK, Reason.NONE, 0, 0);
    }

    void refuse(
            final ClusterSession session,
            final long correlationId,
            final long position,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        trySend(
                session,
                refusal.encode(correlationId, position, result, reason, expected, found),
                0,
                RefusalFrame.LENGTH);
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        final ClusterSession session = sessions.byId(sessionId);
        if (session != null && session.isOpen()) {
            send(session, buffer, offset, length);
        }
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
        for (int i = 0; i < sessions.size(); i++) {
            final ClusterSession session = sessions.at(i);
            if (session.isOpen() && session.role() == role && (id == 0 || id == session.sender())) {
                trySend(session, buffer, offset, length);
            }
        }
    }

    /** False where the channel cannot carry so long a frame. */
    private boolean trySend(
            final ClusterSession session, final DirectBuffer buffer, final int offset, final int length) {
        final ReplyChannel replies = session.replies();
        if (replies == null || session.mustEnd()) {
            return true;
        }
        session.timestampMs(timestampMs);
        sentCount++;
        switch (replies.send(buffer, offset, length)) {
            case SENT -> {}
            case QUEUED -> {
                queuedCount++;
                attendTo(session);
            }
            case QUEUE_FULL, GONE -> endLater(session);
            case TOO_LONG -> {
                return false;
            }
        }
        return true;
    }

    private void replyIsTooLong(
            final ClusterSession session, final DirectBuffer buffer, final int offset, final int length) {
        final ReplyChannel replies = session.replies();
        replyHeader.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH);
        refuse(
                session,
                replyHeader.correlationId(),
                replyHeader.position(),
                ResultCode.BUSY,
                Reason.LIMIT_REACHED,
                replies == null ? 0 : replies.maxFrameLength(),
                length);
    }

    private int advance(final ClusterSession session) {
        final ReplyChannel replies = session.replies();
        if (replies == null || session.mustEnd()) {
            return 0;
        }
        if (session.awaitsPublication()) {
            try {
                final ExclusivePublication added = aeron.getExclusivePublication(session.registrationId());
                if (added == null) {
                    return 0;
                }
                replies.publication(added);
            } catch (final RegistrationException refusedByDriver) {
                endLater(session);
                return 1;
            }
        }
        if (!replies.hasQueued()) {
            return 0;
        }
        return switch (replies.sendQueued()) {
            case QUEUED -> 0;
            case GONE, TOO_LONG, QUEUE_FULL -> {
                endLater(session);
                yield 1;
            }
            case SENT -> 1;
        };
    }

    private void connect(final ClusterSession session) {
        final ResponseChannel channel = session.channel();
        session.answered(memory, leadershipTermId);
        if (channel == null) {
            endLater(session);
            return;
        }
        final int termLength = session.role() == Role.CHUNK
                ? settings.chunkResponseTermBufferLength()
                : settings.responseTermBufferLength();
        try {
            session.registrationId(aeron.asyncAddExclusivePublication(
                    channel.withTermLength(termLength), session.client().responseStreamId()));
            attendTo(session);
        } catch (final RuntimeException noRoomForTheCommand) {
            errorHandler.onError(noRoomForTheCommand);
            endLater(session);
        }
    }

    private void disconnect(final ClusterSession session) {
        final ReplyChannel replies = session.replies();
        if (replies != null) {
            replies.close();
        }
        if (replies != null && !aeron.isClosed()) {
            final ExclusivePublication publication = replies.publication();
            if (publication != null) {
                publication.close();
            } else if (session.awaitsPublication()) {
                aeron.asyncRemovePublication(session.registrationId());
            }
        }
        session.unanswered();
    }

    private void attendTo(final ClusterSession session) {
        if (!session.attended()) {
            session.attended(true);
            attended.add(session);
        }
    }
}
