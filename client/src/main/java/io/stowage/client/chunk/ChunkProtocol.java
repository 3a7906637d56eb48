package io.stowage.client.chunk;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.FrameReader;
import io.stowage.client.frame.FrameSink;
import io.stowage.codecs.CapabilityEnabledDecoder;
import io.stowage.codecs.CommandReplyDecoder;
import io.stowage.codecs.KeepAliveReplyDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterChunkReplyDecoder;
import io.stowage.codecs.RegisterNodeReplyDecoder;
import io.stowage.codecs.ReplyHeaderDecoder;
import io.stowage.codecs.ResultCode;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The chunk's side of the protocol: registers the node and the chunk, then keeps alive with measured space.
 *
 * <p>The fence of a keepalive is the newest that had arrived <em>before</em> its measurement was taken. With a
 * {@link ChunkProbe}, both happen in {@link #poll}. A slow measurement is taken elsewhere, between
 * {@link #startMeasurement} and {@link #completeMeasurement}; until it is complete, keepalives repeat the last one with
 * <em>its</em> fence, so that the chunk is not thought dead and no newer segment is thought measured.
 *
 * <p>A session speaks for one sender. A chunk without an id registers in a session without sender; then {@link #state()} is
 * {@link ChunkState#REOPEN}, and the driver opens the next session under the identity, which carries the id by then.
 *
 * <p>Time comes in as a parameter, frames leave through a {@link FrameSink}. Allocates nothing once registered. Not
 * thread-safe.
 */
public final class ChunkProtocol {
    private final ChunkSettings settings;
    private final ChunkRegistration registration;
    private final CommandIdentity identity;
    private final @Nullable ChunkProbe probe;
    private final ChunkListener listener;
    private final ChunkFrames frames = new ChunkFrames();
    private final ChunkMeasurement probed = new ChunkMeasurement();
    private final FrameReader reader = new FrameReader();
    private final CommandReplyDecoder commandReply = new CommandReplyDecoder();
    private final RegisterNodeReplyDecoder nodeReply = new RegisterNodeReplyDecoder();
    private final RegisterChunkReplyDecoder chunkReply = new RegisterChunkReplyDecoder();
    private final KeepAliveReplyDecoder keepAliveReply = new KeepAliveReplyDecoder();
    private final CapabilityEnabledDecoder capabilityEnabled = new CapabilityEnabledDecoder();

    private @Nullable FrameSink sink;
    private @Nullable ChunkMeasurement latest;
    private ChunkState state = ChunkState.DISCONNECTED;
    private long newestFence = ChunkMeasurement.NO_FENCE;
    private int fenceEpoch;
    private long awaitedCorrelationId;
    private long deadlineNs;
    private boolean timed;
    private long dueNs;
    private boolean capabilitiesKnown;
    private long enabledCapabilities;
    private long topologyVersion;
    private long nodeMapVersion;

    /**
     * Makes a protocol that waits for its first session.
     *
     * @param settings     times.
     * @param registration of the chunk and its node.
     * @param identity     with the chunk's id as its sender, or 0 if it has none yet.
     * @param probe        measures at once; null: measurements are handed over.
     * @param listener     to be told.
     */
    public ChunkProtocol(
            final ChunkSettings settings,
            final ChunkRegistration registration,
            final CommandIdentity identity,
            final @Nullable ChunkProbe probe,
            final ChunkListener listener) {
        this.settings = settings;
        this.registration = registration;
        this.identity = identity;
        this.probe = probe;
        this.listener = listener;
    }

    /**
     * A session opened, under the sender of the identity.
     *
     * @param newSink to its server.
     */
    public void onConnected(final FrameSink newSink) {
        if (state != ChunkState.STOPPED) {
            sink = newSink;
            timed = false;
            awaitedCorrelationId = 0;
            state = identity.sender() == 0 ? ChunkState.REGISTER_NODE : ChunkState.ALIVE;
        }
    }

    /** The session was lost or closed. */
    public void onDisconnected() {
        sink = null;
        forgetFences();
        if (state != ChunkState.STOPPED) {
            state = ChunkState.DISCONNECTED;
        }
    }

    /**
     * No session will ever open: the server refused for good.
     *
     * @param result why.
     * @param reason what stands behind it.
     */
    public void stop(final ResultCode result, final Reason reason) {
        if (state != ChunkState.STOPPED) {
            state = ChunkState.STOPPED;
            listener.onStopped(result, reason, 0, 0);
        }
    }

    /**
     * One step of the duty cycle.
     *
     * @param nowNs time.
     * @return how much was done; 0 for nothing.
     */
    public int poll(final long nowNs) {
        final FrameSink out = sink;
        if (out == null) {
            return 0;
        }
        if (!timed) {
            timed = true;
            dueNs = nowNs;
        }
        return switch (state) {
            case DISCONNECTED, REOPEN, STOPPED -> 0;
            case REGISTER_NODE -> registerNode(out, nowNs);
            case AWAIT_NODE -> retryIfLate(ChunkState.REGISTER_NODE, nowNs);
            case REGISTER_CHUNK -> registerChunk(out, nowNs);
            case AWAIT_CHUNK -> retryIfLate(ChunkState.REGISTER_CHUNK, nowNs);
            case ALIVE -> keepAlive(out, nowNs);
        };
    }

    /**
     * A frame arrived.
     *
     * @param frame  valid only during the call.
     * @param offset of its message header, bytes.
     * @param length of the frame, bytes.
     * @param nowNs  time.
     */
    public void onFrame(final DirectBuffer frame, final int offset, final int length, final long nowNs) {
        if (!reader.wrap(frame, offset, length)) {
            return;
        }
        switch (reader.templateId()) {
            case KeepAliveReplyDecoder.TEMPLATE_ID ->
                onKeepAliveReply(keepAliveReply.wrapAndApplyHeader(frame, offset, reader.header()), nowNs);
            case RegisterNodeReplyDecoder.TEMPLATE_ID -> {
                nodeReply.wrapAndApplyHeader(frame, offset, reader.header());
                onReply(nodeReply.header(), nodeReply.expected(), nodeReply.found(), nowNs);
            }
            case RegisterChunkReplyDecoder.TEMPLATE_ID ->
                onChunkReply(chunkReply.wrapAndApplyHeader(frame, offset, reader.header()), nowNs);
            case CommandReplyDecoder.TEMPLATE_ID -> {
                commandReply.wrapAndApplyHeader(frame, offset, reader.header());
                onReply(commandReply.header(), commandReply.expected(), commandReply.found(), nowNs);
            }
            case CapabilityEnabledDecoder.TEMPLATE_ID ->
                onCapabilities(capabilityEnabled
                        .wrapAndApplyHeader(frame, offset, reader.header())
                        .capabilities());
            default -> listener.onEvent(reader.templateId(), frame, offset, length);
        }
    }

    /**
     * A measurement begins now: its figures will hold nothing that becomes live from here on.
     *
     * @param measurement to be filled; it is emptied and stamped with the newest fence.
     */
    public void startMeasurement(final ChunkMeasurement measurement) {
        measurement.begin(newestFence, fenceEpoch);
    }

    /**
     * A measurement is complete: keepalives carry it from now on, and may no longer be changed.
     *
     * @param measurement started before, and not the one handed over last.
     */
    public void completeMeasurement(final ChunkMeasurement measurement) {
        if (measurement.fenceEpoch() != fenceEpoch) {
            measurement.dropFence();
        }
        latest = measurement;
    }

    /**
     * Where this client stands.
     *
     * @return its state.
     */
    public ChunkState state() {
        return state;
    }

    /**
     * The chunk's id.
     *
     * @return 0 before it is registered.
     */
    public int chunk() {
        return identity.sender();
    }

    /**
     * The newest fence that arrived.
     *
     * @return a log position, or {@link ChunkMeasurement#NO_FENCE}.
     */
    public long newestFence() {
        return newestFence;
    }

    private int registerNode(final FrameSink out, final long nowNs) {
        if (nowNs - dueNs < 0) {
            return 0;
        }
        final long correlationId = identity.nextCorrelationId();
        final int length = frames.registerNode(identity, correlationId, registration);
        return send(out, length, correlationId, ChunkState.AWAIT_NODE, nowNs);
    }

    private int registerChunk(final FrameSink out, final long nowNs) {
        if (nowNs - dueNs < 0) {
            return 0;
        }
        final long correlationId = identity.nextCorrelationId();
        final int length = frames.registerChunk(identity, correlationId, registration);
        return send(out, length, correlationId, ChunkState.AWAIT_CHUNK, nowNs);
    }

    private int keepAlive(final FrameSink out, final long nowNs) {
        final boolean waits = awaitedCorrelationId != 0 && nowNs - deadlineNs < 0;
        if (waits || nowNs - dueNs < 0) {
            return 0;
        }
        final ChunkMeasurement measured = measure();
        if (measured == null) {
            return 0;
        }
        final long correlationId = identity.nextCorrelationId();
        final int length =
                frames.keepAlive(identity, correlationId, identity.sender(), registration.capabilities(), measured);
        final int work = send(out, length, correlationId, ChunkState.ALIVE, nowNs);
        if (work > 0) {
            dueNs = nowNs + settings.keepAliveIntervalNs();
        }
        return work;
    }

    private @Nullable ChunkMeasurement measure() {
        if (probe != null) {
            startMeasurement(probed);
            probe.measure(probed);
            latest = probed;
        }
        return latest;
    }

    private int send(
            final FrameSink out, final int length, final long correlationId, final ChunkState next, final long nowNs) {
        if (out.offer(frames.buffer(), 0, length) < 0) {
            return 0;
        }
        awaitedCorrelationId = correlationId;
        deadlineNs = nowNs + settings.requestTimeoutNs();
        state = next;
        return 1;
    }

    private int retryIfLate(final ChunkState retryState, final long nowNs) {
        if (nowNs - deadlineNs < 0) {
            return 0;
        }
        state = retryState;
        return 1;
    }

    private void onChunkReply(final RegisterChunkReplyDecoder reply, final long nowNs) {
        final ReplyHeaderDecoder header = reply.header();
        if (header.correlationId() != awaitedCorrelationId || header.result() != ResultCode.OK) {
            onReply(header, reply.expected(), reply.found(), nowNs);
            return;
        }
        awaitedCorrelationId = 0;
        final long enabled = reply.enabledCapabilities();
        identity.sender((int) reply.chunk());
        state = ChunkState.REOPEN;
        listener.onRegistered(identity.sender(), (int) reply.node());
        onCapabilities(enabled);
    }

    private void onKeepAliveReply(final KeepAliveReplyDecoder reply, final long nowNs) {
        final ReplyHeaderDecoder header = reply.header();
        final ResultCode result = header.result();
        if (result != ResultCode.OK && result != ResultCode.PARTIAL) {
            onReply(header, reply.expected(), reply.found(), nowNs);
            return;
        }
        if (header.correlationId() == awaitedCorrelationId) {
            awaitedCorrelationId = 0;
        }
        if (result == ResultCode.PARTIAL) {
            listener.onUnlicensed(reply.expected(), reply.found());
        }
        // A late ack is an ack: the newest fence counts, whichever keepalive it answers.
        newestFence = Math.max(newestFence, reply.fence());
        if (topologyVersion != reply.topologyVersion() || nodeMapVersion != reply.nodeMapVersion()) {
            topologyVersion = reply.topologyVersion();
            nodeMapVersion = reply.nodeMapVersion();
            listener.onTopology(topologyVersion, nodeMapVersion);
        }
        onCapabilities(reply.enabledCapabilities());
        listener.onAck(reply.fence(), reply.health(), reply.adminState(), reply.isolation());
    }

    private void onReply(final ReplyHeaderDecoder header, final long expected, final long found, final long nowNs) {
        if (header.correlationId() != awaitedCorrelationId) {
            return;
        }
        awaitedCorrelationId = 0;
        final ResultCode result = header.result();
        final Reason reason = header.reason();
        if (result == ResultCode.OK) {
            if (state == ChunkState.AWAIT_NODE) {
                state = ChunkState.REGISTER_CHUNK;
            }
        } else if (isFinal(result, reason)) {
            state = ChunkState.STOPPED;
            listener.onStopped(result, reason, expected, found);
        } else {
            retry(result, reason, nowNs);
            listener.onRefused(result, reason, expected, found);
        }
    }

    private void retry(final ResultCode result, final Reason reason, final long nowNs) {
        switch (state) {
            case AWAIT_NODE -> {
                // An operator moved or renamed the node: what he said stands.
                final boolean isElsewhere = reason == Reason.NODE_DIFFERS;
                state = isElsewhere ? ChunkState.REGISTER_CHUNK : ChunkState.REGISTER_NODE;
                dueNs = isElsewhere ? nowNs : nowNs + settings.retryDelayNs();
            }
            case AWAIT_CHUNK -> {
                state = ChunkState.REGISTER_CHUNK;
                dueNs = nowNs + settings.retryDelayNs();
            }
            case ALIVE -> {
                if (reason == Reason.FENCE_FROM_THE_FUTURE) {
                    forgetFences();
                } else if (result == ResultCode.UNKNOWN_CHUNK) {
                    // It names the id that it had: a state that was started afresh lets it keep it.
                    forgetFences();
                    dueNs = nowNs;
                    state = ChunkState.REGISTER_NODE;
                }
            }
            default -> {}
        }
    }

    /**
     * A server that comes back may have lost the end of its log and written another, in which an old fence would mean a later
     * moment than it did. Without fence the server waits for one keepalive more, no harm done.
     */
    private void forgetFences() {
        newestFence = ChunkMeasurement.NO_FENCE;
        fenceEpoch++;
        if (latest != null) {
            latest.dropFence();
        }
    }

    private void onCapabilities(final long enabled) {
        if (!capabilitiesKnown || enabled != enabledCapabilities) {
            capabilitiesKnown = true;
            enabledCapabilities = enabled;
            listener.onCapabilities(enabled);
        }
    }

    private static boolean isFinal(final ResultCode result, final Reason reason) {
        return result == ResultCode.FENCED
                || result == ResultCode.WRONG_CLUSTER
                || result == ResultCode.NOT_AUTHORISED
                || reason == Reason.CHUNK_REMOVED;
    }
}
