package io.stowage.client.scripted;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ChallengeEncoder;
import io.stowage.codecs.ChallengeResponseDecoder;
import io.stowage.codecs.ConnectRequestDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.MessageHeaderEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionCloseDecoder;
import io.stowage.codecs.SessionEventEncoder;
import io.stowage.codecs.SessionKeepAliveDecoder;
import io.stowage.codecs.wire.Protocol;
import io.stowage.codecs.wire.SessionProof;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Speaks the handshake of a server over real Aeron, and answers commands as a test says. Polled by the test's own thread. */
public final class ScriptedServer implements AutoCloseable {
    /** Answers a command: encodes into {@link ServerFrames} and returns the length, or 0 to stay silent. */
    @FunctionalInterface
    public interface Script {
        int answer(SentFrames.Frame command, ServerFrames frames);
    }

    /** A client as the server sees it. */
    public static final class Client {
        public final Role role;
        public final int sender;
        public final long incarnation;
        private final long connectCorrelationId;
        private final long sessionId;
        private final Publication publication;
        private final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];
        private final Deque<UnsafeBuffer> outgoing = new ArrayDeque<>();

        private Client(final ConnectRequestDecoder request, final long sessionId, final Publication publication) {
            role = request.header().role();
            sender = (int) request.header().sender();
            incarnation = request.header().incarnation();
            connectCorrelationId = request.header().correlationId();
            this.sessionId = sessionId;
            this.publication = publication;
            nonce[0] = (byte) sessionId;
        }
    }

    private final Aeron aeron;
    private final Subscription subscription;
    private final FragmentAssembler assembler = new FragmentAssembler(this::onFragment);
    private final Map<Integer, Client> clients = new HashMap<>();
    private final ServerFrames frames = new ServerFrames();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder head = new MessageHeaderEncoder();
    private final UUID cluster = new UUID(0xC1, 0x57);
    private final List<Client> opened = new ArrayList<>();
    private byte[] secret = new byte[0];
    private Script script = (command, answers) -> 0;
    private boolean mute;
    private long nextSessionId = 1;
    private int keepAlives;
    private int closes;

    public ScriptedServer(final Aeron aeron, final String channel) {
        this.aeron = aeron;
        subscription = aeron.addSubscription(channel, Protocol.INGRESS_STREAM_ID);
    }

    public UUID cluster() {
        return cluster;
    }

    /** For UDP: the channel to reach the port that the system chose. */
    public String resolvedChannel() {
        new Waiting(() -> {}).until("a port is bound", () -> subscription.tryResolveChannelEndpointPort() != null);
        return Objects.requireNonNull(subscription.tryResolveChannelEndpointPort());
    }

    public ScriptedServer secret(final byte[] bytes) {
        secret = bytes;
        return this;
    }

    public ScriptedServer script(final Script answers) {
        script = answers;
        return this;
    }

    /** From now on, nothing is answered, not even connect requests. */
    public ScriptedServer mute(final boolean silent) {
        mute = silent;
        return this;
    }

    public int keepAlives() {
        return keepAlives;
    }

    public int closes() {
        return closes;
    }

    /** Sessions that were opened, in order. */
    public List<Client> opened() {
        return opened;
    }

    public int poll() {
        int work = subscription.poll(assembler, 10);
        for (final Client client : clients.values()) {
            while (!client.outgoing.isEmpty() && client.publication.offer(client.outgoing.peek()) > 0) {
                client.outgoing.poll();
                work++;
            }
        }
        return work;
    }

    /** Sends a frame that answers nothing. */
    public void push(final Client client, final int length) {
        send(client, frames.buffer(), length);
    }

    public ServerFrames frames() {
        return frames;
    }

    /** Tells all clients that their sessions are over. */
    public void closeSessions(final String detail) {
        for (final Client client : clients.values()) {
            sessionEvent(client, ResultCode.BUSY, Reason.NONE, true, detail);
        }
    }

    /** Vanishes from the clients' sight without a word. */
    public void drop() {
        clients.values().forEach(client -> client.publication.close());
        clients.clear();
    }

    @Override
    public void close() {
        drop();
        CloseHelper.close(subscription);
    }

    private void onFragment(final DirectBuffer frame, final int offset, final int length, final Header header) {
        if (mute) {
            return;
        }
        final MessageHeaderDecoder message = new MessageHeaderDecoder().wrap(frame, offset);
        final Client client = clients.get(header.sessionId());
        switch (message.templateId()) {
            case ConnectRequestDecoder.TEMPLATE_ID ->
                onConnect(header.sessionId(), new ConnectRequestDecoder().wrapAndApplyHeader(frame, offset, message));
            case ChallengeResponseDecoder.TEMPLATE_ID -> {
                if (client != null) {
                    onProof(client, new ChallengeResponseDecoder().wrapAndApplyHeader(frame, offset, message));
                }
            }
            case SessionKeepAliveDecoder.TEMPLATE_ID -> keepAlives++;
            case SessionCloseDecoder.TEMPLATE_ID -> closes++;
            default -> {
                if (client != null) {
                    final byte[] copy = new byte[length];
                    frame.getBytes(offset, copy);
                    final int answer = script.answer(new SentFrames.Frame(new UnsafeBuffer(copy)), frames);
                    if (answer > 0) {
                        send(client, frames.buffer(), answer);
                    }
                }
            }
        }
    }

    private void onConnect(final int aeronSessionId, final ConnectRequestDecoder request) {
        final long high = request.header().clusterHigh();
        final long low = request.header().clusterLow();
        final int stream = request.responseStreamId();
        final boolean isCompatible = Protocol.isCompatible((int) request.protocolVersion());
        final String channel = request.responseChannel();
        request.sbeRewind();
        final Client client = new Client(request, nextSessionId++, aeron.addExclusivePublication(channel, stream));
        clients.put(aeronSessionId, client);
        final boolean namesAnother = (high != 0 || low != 0)
                && (high != cluster.getMostSignificantBits() || low != cluster.getLeastSignificantBits());
        if (namesAnother) {
            sessionEvent(client, ResultCode.WRONG_CLUSTER, Reason.NONE, false, "");
        } else if (isCompatible) {
            final ChallengeEncoder challenge = new ChallengeEncoder().wrapAndApplyHeader(buffer, 0, head);
            challenge.correlationId(client.connectCorrelationId).sessionId(client.sessionId);
            challenge.putNonce(client.nonce, 0, client.nonce.length);
            send(client, buffer, MessageHeaderEncoder.ENCODED_LENGTH + challenge.encodedLength());
        }
    }

    private void onProof(final Client client, final ChallengeResponseDecoder response) {
        final byte[] proof = new byte[SessionProof.LENGTH];
        response.getProof(proof, 0, proof.length);
        final boolean right = secret.length == 0
                || SessionProof.matches(
                        SessionProof.compute(
                                secret, client.nonce, client.sessionId, client.role.value(), client.sender),
                        proof);
        if (right) {
            opened.add(client);
            sessionEvent(client, ResultCode.OK, Reason.NONE, false, "");
        } else {
            sessionEvent(client, ResultCode.NOT_AUTHORISED, Reason.CREDENTIALS_WRONG, false, "");
        }
    }

    private void sessionEvent(
            final Client client,
            final ResultCode result,
            final Reason reason,
            final boolean closed,
            final String detail) {
        final SessionEventEncoder event = new SessionEventEncoder().wrapAndApplyHeader(buffer, 0, head);
        event.correlationId(closed ? 0 : client.connectCorrelationId)
                .sessionId(client.sessionId)
                .clusterHigh(cluster.getMostSignificantBits())
                .clusterLow(cluster.getLeastSignificantBits())
                .position(0)
                .leaderMember(-1)
                .protocolVersion(Protocol.VERSION)
                .reason(reason)
                .result(result)
                .closed(closed ? BooleanType.TRUE : BooleanType.FALSE)
                .detail(detail);
        send(client, buffer, MessageHeaderEncoder.ENCODED_LENGTH + event.encodedLength());
    }

    private static void send(final Client client, final DirectBuffer frame, final int length) {
        final byte[] copy = new byte[length];
        frame.getBytes(0, copy);
        client.outgoing.add(new UnsafeBuffer(copy));
    }
}
