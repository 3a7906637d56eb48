package io.stowage.server.ingress;

import io.aeron.ControlledFragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.server.session.Authorisation;
import io.stowage.server.session.Origin;
import io.stowage.server.session.RefusalFrame;
import io.stowage.server.session.Session;
import io.stowage.server.session.SessionAdapter;
import io.stowage.server.session.SessionSupervisor;
import org.agrona.DirectBuffer;

/**
 * Polls one subscription: session messages go to the {@link SessionAdapter}, requests that pass the screen into the batch, all
 * others are answered or counted. Belongs to the server's thread; a steady-state poll allocates nothing.
 */
public final class RequestAdapter implements ControlledFragmentHandler {
    private final Origin origin;
    private final SessionAdapter sessions;
    private final SessionSupervisor supervisor;
    private final RequestScreen screen;
    private final RequestBatch batch;
    private final JournalState journal;
    private final int maxFrameLength;
    private final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler(this);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final RefusalFrame refusal = new RefusalFrame();
    private long nowNs;
    private long droppedCount;
    private long refusedCount;

    /**
     * An adapter of one subscription.
     *
     * @param origin         of its frames.
     * @param sessions       takes the messages about sessions.
     * @param supervisor     sends refusals.
     * @param authorisation  what roles may send.
     * @param clusterHigh    high half of the cluster UUID.
     * @param clusterLow     low half.
     * @param maxFrameLength longest request, bytes.
     * @param batch          that requests go into.
     * @param journal        whether commands can be taken.
     */
    public RequestAdapter(
            final Origin origin,
            final SessionAdapter sessions,
            final SessionSupervisor supervisor,
            final Authorisation authorisation,
            final long clusterHigh,
            final long clusterLow,
            final int maxFrameLength,
            final RequestBatch batch,
            final JournalState journal) {
        this.origin = origin;
        this.sessions = sessions;
        this.supervisor = supervisor;
        this.screen = new RequestScreen(authorisation, clusterHigh, clusterLow, maxFrameLength);
        this.maxFrameLength = maxFrameLength;
        this.batch = batch;
        this.journal = journal;
    }

    /**
     * Takes what has arrived, as far as the batch has room.
     *
     * @param subscription  to be polled.
     * @param fragmentLimit at most so many fragments.
     * @param now           time of the loop, nanoseconds.
     * @return how many fragments were taken.
     */
    public int poll(final Subscription subscription, final int fragmentLimit, final long now) {
        nowNs = now;
        return subscription.controlledPoll(assembler, fragmentLimit);
    }

    /**
     * Forgets an image that is gone. May be called from Aeron's handlers.
     *
     * @param image that is gone.
     */
    public void onImageLost(final Image image) {
        assembler.freeSessionBuffer(image.sessionId());
        supervisor.onImageLost(origin, image.sessionId());
    }

    /**
     * Frames that nobody could be answered for.
     *
     * @return their count since the start.
     */
    public long droppedCount() {
        return droppedCount;
    }

    /**
     * Requests that were answered without a place in the log.
     *
     * @return their count since the start.
     */
    public long refusedCount() {
        return refusedCount;
    }

    @Override
    public Action onFragment(final DirectBuffer buffer, final int offset, final int length, final Header aeronHeader) {
        if (length <= maxFrameLength && !batch.hasRoom(length)) {
            return Action.ABORT;
        }
        final Session session = origin.sessionOf(aeronHeader.sessionId());
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            droppedCount++;
            return Action.CONTINUE;
        }
        header.wrap(buffer, offset);
        if (header.schemaId() == MessageHeaderDecoder.SCHEMA_ID && SessionAdapter.takes(header.templateId())) {
            final Image image = (Image) aeronHeader.context();
            if (!sessions.onFrame(origin, image, session, buffer, offset, length, nowNs)) {
                droppedCount++;
            }
        } else if (session == null || !session.isOpen()) {
            droppedCount++;
        } else {
            session.heard(nowNs);
            onRequest(session, buffer, offset, length);
        }
        return Action.CONTINUE;
    }

    private void onRequest(final Session session, final DirectBuffer buffer, final int offset, final int length) {
        switch (screen.check(session, buffer, offset, length)) {
            case COMMAND -> {
                if (journal.hasSpace()) {
                    batch.addCommand(session.id(), buffer, offset, length);
                } else {
                    refuse(session, ResultCode.BUSY, Reason.DISK_FULL, journal.neededBytes(), journal.freeBytes());
                }
            }
            case QUERY -> batch.addQuery(session.id(), buffer, offset, length);
            case REFUSE -> refuse(session, screen.result(), screen.reason(), screen.expected(), screen.found());
            case DROP -> droppedCount++;
        }
    }

    private void refuse(
            final Session session,
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found) {
        refusedCount++;
        supervisor.send(
                session,
                refusal.encode(screen.correlationId(), journal.position(), result, reason, expected, found),
                0,
                RefusalFrame.LENGTH);
    }
}
