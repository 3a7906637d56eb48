package io.stowage.server;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.stowage.codecs.ChallengeDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.SessionEventDecoder;
import io.stowage.codecs.wire.Protocol;
import io.stowage.codecs.wire.SessionProof;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** A client on raw Aeron and codecs, that may do everything wrong. Single-threaded. */
final class RawClient implements AutoCloseable {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int FIRST_EVENT = 300;
    private static final AtomicInteger NEXT_STREAM = new AtomicInteger(100_000);

    private final Aeron aeron;
    private final ExclusivePublication publication;
    private final Subscription responses;
    private final int responseStream = NEXT_STREAM.incrementAndGet();
    private final Deque<UnsafeBuffer> received = new ArrayDeque<>();
    private final Deque<UnsafeBuffer> events = new ArrayDeque<>();
    private final FragmentAssembler assembler;
    private final IdleStrategy idle = new BackoffIdleStrategy();
    private @Nullable StandaloneServer invoked;

    private long receivedCount;
    private final FragmentHandler counter = (buffer, offset, length, header) -> receivedCount++;

    final FrameBuilder frames = new FrameBuilder();
    long sessionId;

    private RawClient(final StandaloneServer server, final String ingress, final String response) {
        aeron = Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(server.aeronDirectoryName())
                .driverTimeoutMs(60_000)
                .useConductorAgentInvoker(true));
        publication = aeron.addExclusivePublication(ingress, Protocol.INGRESS_STREAM_ID);
        responses = aeron.addSubscription(response, responseStream);
        assembler = new FragmentAssembler((buffer, offset, length, header) -> {
            final byte[] copy = new byte[length];
            buffer.getBytes(offset, copy);
            final UnsafeBuffer frame = new UnsafeBuffer(copy);
            if (templateOf(frame) < FIRST_EVENT) {
                received.add(frame);
            } else {
                events.add(frame);
            }
        });
        if (server.invoker() != null) {
            invoked = server;
        }
    }

    static RawClient ipc(final StandaloneServer server) {
        return new RawClient(server, Protocol.IPC_CHANNEL, Protocol.IPC_CHANNEL);
    }

    static RawClient udp(final StandaloneServer server) {
        return udp(server, "127.0.0.1", server.endpoint());
    }

    static RawClient udp(final StandaloneServer server, final String responseHost, final @Nullable String endpoint) {
        return new RawClient(server, "aeron:udp?endpoint=" + endpoint, "aeron:udp?endpoint=" + responseHost + ":0");
    }

    /** Connects as the operator, all the way. */
    RawClient open(final UUID cluster) {
        return open(cluster, Role.OPERATOR, 0, new byte[0]);
    }

    RawClient open(final UUID cluster, final Role role, final int sender, final byte[] secret) {
        final SessionEventDecoder event = handshake(cluster, role, sender, secret);
        if (event.result() != ResultCode.OK) {
            throw new AssertionError("refused: " + event.result() + " " + event.reason());
        }
        return this;
    }

    /** Asks for a session, answers the challenge, and gives back the event that ends the handshake. */
    SessionEventDecoder handshake(final UUID cluster, final Role role, final int sender, final byte[] secret) {
        frames.as(cluster, role, sender);
        sendConnect(Protocol.VERSION);
        final UnsafeBuffer first = await();
        if (templateOf(first) == SessionEventDecoder.TEMPLATE_ID) {
            return event(first);
        }
        final ChallengeDecoder challenge = new ChallengeDecoder();
        challenge.wrapAndApplyHeader(first, 0, new MessageHeaderDecoder());
        final byte[] nonce = new byte[SessionProof.NONCE_LENGTH];
        sessionId = challenge.sessionId();
        challenge.getNonce(nonce, 0, nonce.length);
        final byte[] proof = secret.length == 0
                ? new byte[SessionProof.LENGTH]
                : SessionProof.compute(secret, nonce, sessionId, role.value(), sender);
        send(frames.challengeResponse(sessionId, proof));
        return event(await());
    }

    void sendConnect(final int protocolVersion) {
        sendConnect(protocolVersion, responseChannel());
    }

    void sendConnect(final int protocolVersion, final String responseChannel) {
        send(frames.connect(protocolVersion, responseStream, responseChannel));
    }

    String responseChannel() {
        if (responses.channel().startsWith("aeron:ipc")) {
            return Protocol.IPC_CHANNEL;
        }
        awaitUntil(() -> responses.resolvedEndpoint() != null, "the response channel was not bound");
        return "aeron:udp?endpoint=" + responses.resolvedEndpoint();
    }

    /** Offers until it is taken. */
    void send(final UnsafeBuffer frame) {
        awaitUntil(() -> publication.offer(frame) > 0, "the frame was not taken");
    }

    /** Offers once; whether it was taken. */
    boolean trySend(final UnsafeBuffer frame) {
        turn();
        return publication.offer(frame) > 0;
    }

    /** Events that arrived and were not looked at. */
    Deque<UnsafeBuffer> events() {
        return events;
    }

    /** The next frame that arrives, events apart. */
    UnsafeBuffer await() {
        awaitUntil(
                () -> {
                    poll();
                    return !received.isEmpty();
                },
                "no frame arrived");
        return received.removeFirst();
    }

    /** The next frame that arrives, which must be of this template. */
    UnsafeBuffer await(final int templateId) {
        final UnsafeBuffer frame = await();
        if (templateOf(frame) != templateId) {
            throw new AssertionError("expected template " + templateId + " but got " + templateOf(frame));
        }
        return frame;
    }

    /** Offers once, without a turn of anything; whether it was taken. */
    boolean offer(final UnsafeBuffer frame) {
        return publication.offer(frame) > 0;
    }

    /** Polls and only counts what arrives; allocates nothing. */
    void countOnly() {
        responses.poll(counter, 100);
        aeron.conductorAgentInvoker().invoke();
    }

    /** What {@link #countOnly} has counted. */
    long receivedCount() {
        return receivedCount;
    }

    int poll() {
        return responses.poll(assembler, 100);
    }

    void awaitUntil(final BooleanSupplier condition, final String otherwise) {
        final long deadline = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(otherwise, new TimeoutException());
            }
            idle.idle(turn());
        }
    }

    boolean isResponseImageGone() {
        turn();
        return responses.imageCount() == 0;
    }

    /** One of the server's counters, as AeronStat would show it. */
    long counter(final ServerCounter counter) {
        final long[] value = {-1};
        aeron.countersReader().forEach((counterId, typeId, key, label) -> {
            if (typeId == counter.typeId()) {
                value[0] = aeron.countersReader().getCounterValue(counterId);
            }
        });
        return value[0];
    }

    @Override
    public void close() {
        aeron.close();
    }

    static int templateOf(final UnsafeBuffer frame) {
        return new MessageHeaderDecoder().wrap(frame, 0).templateId();
    }

    static SessionEventDecoder event(final UnsafeBuffer frame) {
        if (templateOf(frame) != SessionEventDecoder.TEMPLATE_ID) {
            throw new AssertionError("not a session event: template " + templateOf(frame));
        }
        return new SessionEventDecoder().wrapAndApplyHeader(frame, 0, new MessageHeaderDecoder());
    }

    private int turn() {
        final int server =
                invoked == null ? 0 : Objects.requireNonNull(invoked.invoker()).invoke();
        return server + aeron.conductorAgentInvoker().invoke();
    }
}
