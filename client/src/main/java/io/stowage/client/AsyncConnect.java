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
import io.stowage.client.frame.FrameReader;
import io.stowage.codecs.ChallengeDecoder;
import io.stowage.codecs.ChallengeResponseEncoder;
import io.stowage.codecs.ConnectRequestEncoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SessionEventDecoder;
import io.stowage.codecs.wire.Protocol;
import io.stowage.codecs.wire.SessionProof;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Opens a session step by step: {@link #poll} it until it gives a {@link StowageClient} or throws. Never blocks.
 *
 * <p>Not thread-safe. Close it to give up.
 */
public final class AsyncConnect implements AutoCloseable {
    private static final long NOT_REGISTERED = Aeron.NULL_VALUE;

    private final SessionContext context;
    private final CommandIdentity identity;
    private final boolean closesContext;
    private final long deadlineNs;
    private final int responseStreamId;
    private final ControlledFragmentAssembler assembler = new ControlledFragmentAssembler(this::onFragment);
    private final FrameReader reader = new FrameReader();
    private final ChallengeDecoder challenge = new ChallengeDecoder();
    private final SessionEventDecoder sessionEvent = new SessionEventDecoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final ConnectRequestEncoder connectRequest = new ConnectRequestEncoder();
    private final ChallengeResponseEncoder challengeResponse = new ChallengeResponseEncoder();
    private final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];

    private ConnectState state = ConnectState.ADD_SUBSCRIPTION;
    private long subscriptionId = NOT_REGISTERED;
    private long publicationId = NOT_REGISTERED;
    private @Nullable Subscription subscription;
    private @Nullable ExclusivePublication publication;
    private String responseChannel = "";
    private long correlationId;
    private long sessionId;
    private @Nullable StowageException refusal;

    AsyncConnect(final SessionContext context, final CommandIdentity identity, final boolean closesContext) {
        this.context = context;
        this.identity = identity;
        this.closesContext = closesContext;
        deadlineNs = context.nanoClock().nanoTime() + context.connectTimeoutNs();
        responseStreamId = context.nextResponseStreamId();
    }

    /**
     * The step that is due.
     *
     * @return state.
     */
    public ConnectState state() {
        return state;
    }

    /**
     * Does what can be done now.
     *
     * @return the session once it is open, else null.
     * @throws StowageException when it was refused or not opened in time; everything is closed then.
     */
    public @Nullable StowageClient poll() {
        if (state == ConnectState.DONE || state == ConnectState.FAILED) {
            throw new IllegalStateException("the connect attempt has ended: " + state);
        }
        context.pollAeron();
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
        final StowageException refused = refusal;
        if (refused != null) {
            throw fail(refused);
        }
        if (state == ConnectState.DONE && subscription != null && publication != null) {
            return new StowageClient(context, identity, publication, subscription, sessionId, closesContext);
        }
        if (context.nanoClock().nanoTime() - deadlineNs >= 0) {
            throw fail(new StowageException(timeoutText()));
        }
        return null;
    }

    /** Gives up: closes what was opened, unless a session was handed over. Idempotent. */
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
        correlationId = identity.nextCorrelationId();
        connectRequest.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(connectRequest.header(), correlationId);
        connectRequest
                .protocolVersion(Protocol.VERSION)
                .responseStreamId(responseStreamId)
                .responseChannel(responseChannel);
        if (offer(connectRequest.encodedLength())) {
            become(ConnectState.AWAIT_CHALLENGE);
        }
    }

    private void sendChallengeResponse() {
        challengeResponse.wrapAndApplyHeader(buffer, 0, messageHeader);
        identity.writeTo(challengeResponse.header(), correlationId);
        final byte[] secret = context.secret();
        final byte[] proof = secret.length == 0
                ? new byte[SessionProof.LENGTH]
                : SessionProof.compute(secret, nonce, sessionId, identity.role().value(), identity.sender());
        challengeResponse.sessionId(sessionId).putProof(proof, 0, proof.length);
        if (offer(challengeResponse.encodedLength())) {
            become(ConnectState.AWAIT_SESSION_EVENT);
        }
    }

    private boolean offer(final int bodyLength) {
        final ExclusivePublication out = publication;
        return out != null && out.offer(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength) > 0;
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
        if (!reader.wrap(frame, offset, length)) {
            return ControlledFragmentHandler.Action.CONTINUE;
        }
        if (state == ConnectState.AWAIT_CHALLENGE && reader.templateId() == ChallengeDecoder.TEMPLATE_ID) {
            challenge.wrapAndApplyHeader(frame, offset, reader.header());
            if (challenge.correlationId() == correlationId) {
                sessionId = challenge.sessionId();
                challenge.getNonce(nonce, 0, nonce.length);
                become(ConnectState.SEND_CHALLENGE_RESPONSE);
            }
        } else if (reader.templateId() == SessionEventDecoder.TEMPLATE_ID) {
            sessionEvent.wrapAndApplyHeader(frame, offset, reader.header());
            if (sessionEvent.correlationId() == correlationId) {
                onSessionEvent();
            }
        }
        return ControlledFragmentHandler.Action.BREAK;
    }

    private void onSessionEvent() {
        final int serverVersion = (int) sessionEvent.protocolVersion();
        final long serverHigh = sessionEvent.clusterHigh();
        final long serverLow = sessionEvent.clusterLow();
        final ResultCode result = sessionEvent.result();
        final Reason reason = sessionEvent.reason();
        final long opened = sessionEvent.sessionId();
        if (result != ResultCode.OK) {
            final String detail = sessionEvent.detail();
            final String text = detail.isEmpty() ? ResultText.of(result, reason, 0, 0) : detail;
            refusal = new StowageException("the server refused the session: " + text, result, reason);
        } else if (!Protocol.isCompatible(serverVersion)) {
            refusal = new StowageException(
                    "the server speaks protocol " + versionText(serverVersion) + ", this client "
                            + versionText(Protocol.VERSION) + "; use builds of the same major version",
                    ResultCode.CONFLICT,
                    Reason.PROTOCOL_VERSION);
        } else {
            if (!identity.knowsCluster()) {
                identity.cluster(serverHigh, serverLow);
            }
            sessionId = opened;
            become(ConnectState.DONE);
        }
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
        if (closesContext) {
            CloseHelper.close(context.errorHandler(), context);
        }
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

    private static String versionText(final int version) {
        return (version >>> 16) + "." + (version >>> 8 & 0xFF) + "." + (version & 0xFF);
    }

    private void become(final ConnectState next) {
        state = next;
    }
}
