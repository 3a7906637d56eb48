package io.stowage.client;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ControlledFragmentAssembler;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.exceptions.AeronException;
import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.Header;
import io.stowage.client.frame.CommandIdentity;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** Opens a session with a standalone server: adds subscription and publication, then exchanges the words of {@link Handshake}. */
final class DirectTransportConnect implements TransportConnect {
    private static final long NOT_REGISTERED = Aeron.NULL_VALUE;

    private final SessionContext context;
    private final CommandIdentity identity;
    private final long deadlineNs;
    private final int responseStreamId;
    private final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler(this::onFragment);
    private final Handshake handshake;

    private ConnectState state = ConnectState.ADD_SUBSCRIPTION;
    private long subscriptionId = NOT_REGISTERED;
    private long publicationId = NOT_REGISTERED;
    private @Nullable Subscription subscription;
    private @Nullable ExclusivePublication publication;
    private String responseChannel = "";

    DirectTransportConnect(final SessionContext context, final CommandIdentity identity) {
        this.context = context;
        this.identity = identity;
        handshake = new Handshake(context, identity);
        deadlineNs = context.nanoClock().nanoTime() + context.connectTimeoutNs();
        responseStreamId = context.nextResponseStreamId();
    }

    @Override
    public ConnectState state() {
        return state;
    }

    @Override
    public @Nullable Transport poll() {
        try {
            switch (state) {
                case ADD_SUBSCRIPTION -> addSubscription();
                case AWAIT_SUBSCRIPTION -> awaitSubscription();
                case ADD_PUBLICATION -> addPublication();
                case AWAIT_PUBLICATION -> awaitPublication();
                case SEND_CONNECT_REQUEST -> sendConnectRequest();
                case AWAIT_CHALLENGE, AWAIT_SESSION_EVENT -> awaitFrame();
                case SEND_CHALLENGE_RESPONSE -> sendChallengeResponse();
                case DONE, FAILED -> {}
            }
        } catch (final AeronException failure) {
            throw fail(new StowageException("Aeron refused the session on " + context.channel() + ": "
                    + OwnAeron.text(failure) + "; check the channel"));
        }
        final StowageException refused = handshake.refusal();
        if (refused != null) {
            throw fail(refused);
        }
        if (state == ConnectState.DONE && subscription != null && publication != null) {
            return new DirectTransport(context, identity, publication, subscription, handshake.sessionId());
        }
        if (context.nanoClock().nanoTime() - deadlineNs >= 0) {
            throw fail(new StowageException(timeoutText()));
        }
        return null;
    }

    @Override
    public void close() {
        if (state != ConnectState.DONE && state != ConnectState.FAILED) {
            release();
            become(ConnectState.FAILED);
        }
    }

    private void addSubscription() {
        subscriptionId = context.aeron().asyncAddSubscription(context.responseChannel(), responseStreamId);
        become(ConnectState.AWAIT_SUBSCRIPTION);
    }

    private void awaitSubscription() {
        Subscription found = subscription;
        if (found == null) {
            found = context.aeron().getSubscription(subscriptionId);
            subscription = found;
        }
        if (found != null) {
            // Only a UDP channel has a port to wait for.
            final String resolved = found.channel().startsWith(CommonContext.IPC_CHANNEL)
                    ? found.channel()
                    : found.tryResolveChannelEndpointPort();
            if (resolved != null) {
                responseChannel = resolved;
                become(ConnectState.ADD_PUBLICATION);
            }
        }
    }

    private void addPublication() {
        publicationId = context.aeron().asyncAddExclusivePublication(context.channel(), context.streamId());
        become(ConnectState.AWAIT_PUBLICATION);
    }

    private void awaitPublication() {
        ExclusivePublication found = publication;
        if (found == null) {
            found = context.aeron().getExclusivePublication(publicationId);
            publication = found;
        }
        if (found != null && found.isConnected()) {
            become(ConnectState.SEND_CONNECT_REQUEST);
        }
    }

    private void sendConnectRequest() {
        if (offer(handshake.encodeConnectRequest(responseStreamId, responseChannel))) {
            become(ConnectState.AWAIT_CHALLENGE);
        }
    }

    private void sendChallengeResponse() {
        if (offer(handshake.encodeChallengeResponse())) {
            become(ConnectState.AWAIT_SESSION_EVENT);
        }
    }

    private boolean offer(final int length) {
        final ExclusivePublication out = publication;
        return out != null && out.offer(handshake.buffer(), 0, length) > 0;
    }

    private void awaitFrame() {
        final Subscription in = subscription;
        if (in != null) {
            // One at a time: what comes behind the last message of the handshake belongs to the session.
            in.controlledPoll(assembler, 1);
        }
    }

    private ControlledFragmentHandler.Action onFragment(
            final DirectBuffer frame, final int offset, final int length, final Header header) {
        switch (handshake.onFrame(frame, offset, length)) {
            case CHALLENGE -> {
                if (state == ConnectState.AWAIT_CHALLENGE) {
                    become(ConnectState.SEND_CHALLENGE_RESPONSE);
                }
            }
            case OPEN -> become(ConnectState.DONE);
            case NOTHING, REFUSED -> {}
        }
        return ControlledFragmentHandler.Action.BREAK;
    }

    private StowageException fail(final StowageException failure) {
        release();
        become(ConnectState.FAILED);
        return failure;
    }

    private void release() {
        final Aeron aeron = context.aeron();
        if (!aeron.isClosed()) {
            if (publication == null && publicationId != NOT_REGISTERED) {
                aeron.asyncRemovePublication(publicationId);
            }
            if (subscription == null && subscriptionId != NOT_REGISTERED) {
                aeron.asyncRemoveSubscription(subscriptionId);
            }
        }
        CloseHelper.close(context.errorHandler(), publication);
        CloseHelper.close(context.errorHandler(), subscription);
    }

    private String timeoutText() {
        final String what = switch (state) {
            case ADD_SUBSCRIPTION, AWAIT_SUBSCRIPTION, ADD_PUBLICATION ->
                "the media driver did not set up the channels; check that it runs";
            case AWAIT_PUBLICATION -> "no server listens there; start it or check the channel";
            default -> "the server did not answer; check that it runs and can reach " + responseChannel;
        };
        return "no session on " + context.channel() + " within " + context.connectTimeoutNs() / 1_000_000 + " ms ("
                + state + "): " + what;
    }

    private void become(final ConnectState next) {
        state = next;
    }
}
