package io.stowage.server;

import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.engine.ReplySink;
import io.stowage.server.session.RefusalFrame;
import io.stowage.server.session.Session;
import io.stowage.server.session.SessionSupervisor;
import io.stowage.server.session.SessionTable;
import org.agrona.DirectBuffer;

/** Carries the engine's replies and events to the sessions that they concern. Belongs to the server's thread. */
final class ReplyPublisher implements ReplySink {
    private final SessionTable table;
    private final SessionSupervisor supervisor;
    private final ReplyHeaderDecoder replyHeader = new ReplyHeaderDecoder();
    private final RefusalFrame refusal = new RefusalFrame();
    private long sentCount;

    ReplyPublisher(final SessionTable table, final SessionSupervisor supervisor) {
        this.table = table;
        this.supervisor = supervisor;
    }

    /** Replies and events handed to sessions since the start. */
    long sentCount() {
        return sentCount;
    }

    @Override
    public void onReply(final long sessionId, final DirectBuffer buffer, final int offset, final int length) {
        final Session session = sessionId == HostEntryFrames.HOST_SESSION ? null : table.byId(sessionId);
        if (session == null || !session.isOpen()) {
            return;
        }
        sentCount++;
        if (!supervisor.send(session, buffer, offset, length)) {
            replyIsTooLong(session, buffer, offset, length);
        }
    }

    @Override
    public void onEvent(final Role role, final int id, final DirectBuffer buffer, final int offset, final int length) {
        // Backwards: a session that is closed on the way is replaced by the last one, which was told already.
        for (int i = table.size() - 1; i >= 0; i--) {
            final Session session = table.at(i);
            if (SessionTable.concerns(session, role, id)) {
                sentCount++;
                supervisor.send(session, buffer, offset, length);
            }
        }
    }

    private void replyIsTooLong(final Session session, final DirectBuffer buffer, final int offset, final int length) {
        replyHeader.wrap(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH);
        final long limit = supervisor.maxFrameLength(session);
        final DirectBuffer instead = refusal.encode(
                replyHeader.correlationId(),
                replyHeader.position(),
                ResultCode.BUSY,
                Reason.LIMIT_REACHED,
                limit,
                length);
        supervisor.send(session, instead, 0, RefusalFrame.LENGTH);
    }
}
