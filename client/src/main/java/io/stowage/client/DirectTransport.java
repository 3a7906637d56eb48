package io.stowage.client;

import io.aeron.ControlledFragmentAssembler;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.OfferCode;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.SessionCloseEncoder;
import io.stowage.codecs.SessionKeepAliveEncoder;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A session with a standalone server: a publication to it, and a subscription to what it answers. */
final class DirectTransport implements Transport {
    private static final int FRAGMENT_LIMIT = 16;
    private static final int STANDALONE = -1;
    private static final ControlledFragmentHandler NOBODY =
            (buffer, offset, length, header) -> ControlledFragmentHandler.Action.ABORT;

    private final SessionContext context;
    private final CommandIdentity identity;
    private final ExclusivePublication publication;
    private final Subscription subscription;
    private final long sessionId;
    private final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler(this::onFragment);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final SessionKeepAliveEncoder keepAlive = new SessionKeepAliveEncoder();
    private final SessionCloseEncoder sessionClose = new SessionCloseEncoder();

    private ControlledFragmentHandler frames = NOBODY;
    private @Nullable String loss;

    DirectTransport(
            final SessionContext context,
            final CommandIdentity identity,
            final ExclusivePublication publication,
            final Subscription subscription,
            final long sessionId) {
        this.context = context;
        this.identity = identity;
        this.publication = publication;
        this.subscription = subscription;
        this.sessionId = sessionId;
    }

    @Override
    public long sessionId() {
        return sessionId;
    }

    @Override
    public int leaderMember() {
        return STANDALONE;
    }

    @Override
    public int maxFrameLength() {
        return publication.maxMessageLength();
    }

    @Override
    public long offer(final DirectBuffer frame, final int offset, final int length) {
        final long result = publication.offer(frame, offset, length);
        if (result < 0 && result != OfferCode.BACK_PRESSURED && result != OfferCode.ADMIN_ACTION) {
            loss = "the server is gone (" + OfferCode.text(result) + ")";
        }
        return result;
    }

    @Override
    public int poll(final ControlledFragmentHandler handler) {
        frames = handler;
        return subscription.controlledPoll(assembler, FRAGMENT_LIMIT);
    }

    @Override
    public boolean keepAlive() {
        keepAlive.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(keepAlive.header(), identity.nextCorrelationId());
        keepAlive.sessionId(sessionId);
        return offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + keepAlive.encodedLength()) > 0;
    }

    @Override
    public @Nullable String loss() {
        if (loss == null && (subscription.hasNoImages() || context.aeron().isClosed())) {
            loss = "the server's end of the session is gone; check that it runs";
        }
        return loss;
    }

    @Override
    public boolean takeLeaderChange() {
        return false;
    }

    @Override
    public void endSession() {
        if (!context.aeron().isClosed()) {
            sessionClose.wrapAndApplyHeader(buffer, 0, messageHeader);
            identity.writeTo(sessionClose.header(), identity.nextCorrelationId());
            sessionClose.sessionId(sessionId);
            publication.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + sessionClose.encodedLength());
        }
    }

    @Override
    public void close() {
        CloseHelper.close(context.errorHandler(), publication);
        CloseHelper.close(context.errorHandler(), subscription);
    }

    private ControlledFragmentHandler.Action onFragment(
            final DirectBuffer frame, final int offset, final int length, final Header header) {
        return frames.onFragment(frame, offset, length, header);
    }
}
