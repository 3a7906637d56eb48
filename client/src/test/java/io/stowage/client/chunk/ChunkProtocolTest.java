package io.stowage.client.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.frame.CommandIdentity;
import io.stowage.client.frame.OfferCode;
import io.stowage.client.scripted.SentFrames;
import io.stowage.client.scripted.ServerFrames;
import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.KeepAliveDecoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RegisterChunkDecoder;
import io.stowage.codecs.RegisterNodeDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.Role;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChunkProtocolTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final ChunkRegistration REGISTRATION =
            new ChunkRegistration("n1", "10.0.0.1", "z1", "r1", "", 10_201, "", 1L << 40, 5);

    private final SentFrames sent = new SentFrames();
    private final ServerFrames server = new ServerFrames();
    private final List<String> heard = new ArrayList<>();
    private long nowNs = 1;
    private int measurements;

    private final class Listener implements ChunkListener {
        @Override
        public void onRegistered(final int chunk, final int node) {
            heard.add("registered " + chunk + " on " + node);
        }

        @Override
        public void onAck(
                final long fence, final Health health, final AdminState adminState, final Isolation isolation) {
            heard.add("ack " + fence + " " + health + " " + adminState + " " + isolation);
        }

        @Override
        public void onCapabilities(final long enabled) {
            heard.add("capabilities " + enabled);
        }

        @Override
        public void onRefused(final ResultCode result, final Reason reason, final long expected, final long found) {
            heard.add("refused " + result + " " + reason);
        }

        @Override
        public void onStopped(final ResultCode result, final Reason reason, final long expected, final long found) {
            heard.add("stopped " + result + " " + reason);
        }
    }

    private ChunkProtocol protocol(final int chunk, final @Nullable ChunkProbe probe) {
        final CommandIdentity identity = new CommandIdentity(Role.CHUNK, chunk, 2).cluster(1, 2);
        return new ChunkProtocol(
                new ChunkSettings(SECOND_NS, 3 * SECOND_NS, SECOND_NS), REGISTRATION, identity, probe, new Listener());
    }

    private ChunkProtocol alive(final @Nullable ChunkProbe probe) {
        final ChunkProtocol protocol = protocol(7, probe);
        protocol.onConnected(sent);
        return protocol;
    }

    private void measure(final ChunkMeasurement measurement) {
        measurements++;
        measurement.tier(Tier.PERFORMANCE, 1000, 10, 20, 30).warning(true).peer(9, 150, 2);
    }

    private KeepAliveDecoder takeKeepAlive() {
        final SentFrames.Frame frame = sent.take(KeepAliveDecoder.TEMPLATE_ID);
        return new KeepAliveDecoder().wrapAndApplyHeader(frame.buffer(), 0, frame.header());
    }

    private void deliver(final ChunkProtocol protocol, final int length) {
        protocol.onFrame(server.buffer(), 0, length, nowNs);
    }

    private void ack(final ChunkProtocol protocol, final KeepAliveDecoder keepAlive, final long fence) {
        deliver(protocol, server.keepAlive(keepAlive.header().correlationId(), ResultCode.OK, Reason.NONE, fence, 1));
    }

    @Test
    void shouldRegisterNodeAndChunkAndAskForASessionUnderItsId() {
        // given
        final ChunkProtocol protocol = protocol(0, this::measure);
        protocol.onConnected(sent);

        // when
        protocol.poll(nowNs);
        final SentFrames.Frame node = sent.take(RegisterNodeDecoder.TEMPLATE_ID);
        deliver(protocol, server.registerNode(node.correlationId(), 4));
        protocol.poll(nowNs);
        final SentFrames.Frame chunk = sent.take(RegisterChunkDecoder.TEMPLATE_ID);
        deliver(protocol, server.registerChunk(chunk.correlationId(), 7, 4));

        // then
        assertThat(node.command().sender()).isZero();
        assertThat(new RegisterNodeDecoder()
                        .wrapAndApplyHeader(node.buffer(), 0, node.header())
                        .name())
                .isEqualTo("n1");
        assertThat(new RegisterChunkDecoder()
                        .wrapAndApplyHeader(chunk.buffer(), 0, chunk.header())
                        .port())
                .isEqualTo(10_201);
        assertThat(heard).containsExactly("registered 7 on 4", "capabilities 0");
        assertThat(protocol.state()).isEqualTo(ChunkState.REOPEN);
        protocol.onDisconnected();
        protocol.onConnected(sent);
        protocol.poll(nowNs);
        final KeepAliveDecoder keepAlive = takeKeepAlive();
        assertThat(keepAlive.header().sender()).isEqualTo(7);
        assertThat(keepAlive.header().incarnation()).isEqualTo(2);
        assertThat(keepAlive.chunk()).isEqualTo(7);
    }

    @Test
    void shouldLeaveANodeWhereAnOperatorPutIt() {
        final ChunkProtocol protocol = protocol(0, this::measure);
        protocol.onConnected(sent);
        protocol.poll(nowNs);
        final long node = sent.take(RegisterNodeDecoder.TEMPLATE_ID).correlationId();
        deliver(protocol, server.command(node, ResultCode.CONFLICT, Reason.NODE_DIFFERS, 0, 4));
        protocol.poll(nowNs);
        assertThat(sent.take(RegisterChunkDecoder.TEMPLATE_ID).correlationId()).isGreaterThan(node);
        assertThat(heard).containsExactly("refused CONFLICT NODE_DIFFERS");
    }

    @Test
    void shouldTryARefusedRegistrationAgainLater() {
        final ChunkProtocol protocol = protocol(0, this::measure);
        protocol.onConnected(sent);
        protocol.poll(nowNs);
        final long node = sent.take(RegisterNodeDecoder.TEMPLATE_ID).correlationId();
        deliver(protocol, server.command(node, ResultCode.LICENCE_EXCEEDED, Reason.LICENCE_NODES, 3, 4));
        protocol.poll(nowNs);
        assertThat(sent.isEmpty()).isTrue();
        nowNs += SECOND_NS;
        protocol.poll(nowNs);
        sent.take(RegisterNodeDecoder.TEMPLATE_ID);
    }

    @Test
    void shouldSendWhatItMeasured() {
        final ChunkProtocol protocol = alive(this::measure);
        protocol.poll(nowNs);
        final KeepAliveDecoder keepAlive = takeKeepAlive();
        assertThat(keepAlive.fence()).isEqualTo(ChunkMeasurement.NO_FENCE);
        assertThat(keepAlive.capabilities()).isEqualTo(5);
        assertThat(keepAlive.warning().value()).isEqualTo((short) 1);
        final var tiers = keepAlive.tiers();
        assertThat(tiers.count()).isEqualTo(1);
        tiers.next();
        assertThat(tiers.total()).isEqualTo(1000);
        assertThat(tiers.failed()).isEqualTo(10);
        assertThat(tiers.thinUsedNormal()).isEqualTo(20);
        assertThat(tiers.thinUsedPrioritized()).isEqualTo(30);
        assertThat(tiers.tier()).isEqualTo(Tier.PERFORMANCE);
        final var peers = keepAlive.peers();
        assertThat(peers.next().chunk()).isEqualTo(9);
        assertThat(peers.roundTripMicros()).isEqualTo(150);
    }

    @Test
    void shouldReturnTheNewestFenceThatCameBeforeItMeasured() {
        // given
        final ChunkProtocol protocol = alive(this::measure);
        protocol.poll(nowNs);
        ack(protocol, takeKeepAlive(), 100);

        // when: the next is due, and the ack of a later one comes
        nowNs += SECOND_NS;
        protocol.poll(nowNs);
        final KeepAliveDecoder second = takeKeepAlive();
        ack(protocol, second, 200);

        // then
        assertThat(second.fence()).isEqualTo(100);
        nowNs += SECOND_NS;
        protocol.poll(nowNs);
        assertThat(takeKeepAlive().fence()).isEqualTo(200);
        assertThat(measurements).isEqualTo(3);
        assertThat(heard)
                .containsExactly("capabilities 1", "ack 100 HEALTHY IN_USE NONE", "ack 200 HEALTHY IN_USE NONE");
    }

    @Test
    void shouldNotGiveASlowMeasurementAFenceThatCameWhileItRan() {
        // given: a first measurement, acked; a second begins under fence 100
        final ChunkProtocol protocol = alive(null);
        protocol.poll(nowNs);
        assertThat(sent.isEmpty()).as("nothing is measured yet").isTrue();
        final ChunkMeasurement first = new ChunkMeasurement();
        protocol.startMeasurement(first);
        protocol.completeMeasurement(first.tier(Tier.CAPACITY, 10, 0, 1, 0));
        protocol.poll(nowNs);
        ack(protocol, takeKeepAlive(), 100);
        final ChunkMeasurement second = new ChunkMeasurement();
        protocol.startMeasurement(second);

        // when: it takes a while
        nowNs += SECOND_NS;
        protocol.poll(nowNs);
        final KeepAliveDecoder repeated = takeKeepAlive();
        ack(protocol, repeated, 200);
        protocol.completeMeasurement(second.tier(Tier.CAPACITY, 10, 0, 2, 0));
        nowNs += SECOND_NS;
        protocol.poll(nowNs);
        final KeepAliveDecoder fresh = takeKeepAlive();

        // then
        assertThat(repeated.fence()).as("the first measurement's").isEqualTo(ChunkMeasurement.NO_FENCE);
        assertThat(repeated.tiers().next().thinUsedNormal()).isEqualTo(1);
        assertThat(fresh.fence()).as("the second's, not the newest").isEqualTo(100);
        assertThat(fresh.tiers().next().thinUsedNormal()).isEqualTo(2);
    }

    @Test
    void shouldForgetFencesWithTheSession() {
        final ChunkProtocol protocol = alive(null);
        final ChunkMeasurement first = new ChunkMeasurement();
        protocol.startMeasurement(first);
        protocol.completeMeasurement(first);
        protocol.poll(nowNs);
        ack(protocol, takeKeepAlive(), 100);
        final ChunkMeasurement running = new ChunkMeasurement();
        protocol.startMeasurement(running);
        protocol.onDisconnected();
        protocol.completeMeasurement(running);
        protocol.onConnected(sent);
        protocol.poll(nowNs);
        assertThat(takeKeepAlive().fence()).isEqualTo(ChunkMeasurement.NO_FENCE);
        assertThat(protocol.newestFence()).isEqualTo(ChunkMeasurement.NO_FENCE);
    }

    @Test
    void shouldForgetAFenceThatTheServerDoesNotKnow() {
        final ChunkProtocol protocol = alive(this::measure);
        protocol.poll(nowNs);
        ack(protocol, takeKeepAlive(), 100);
        nowNs += SECOND_NS;
        protocol.poll(nowNs);
        final long correlationId = takeKeepAlive().header().correlationId();
        deliver(protocol, server.keepAlive(correlationId, ResultCode.MALFORMED, Reason.FENCE_FROM_THE_FUTURE, 0, 0));
        nowNs += SECOND_NS;
        protocol.poll(nowNs);
        assertThat(takeKeepAlive().fence()).isEqualTo(ChunkMeasurement.NO_FENCE);
    }

    @Test
    void shouldKeepAliveThoughRepliesAreLostOrTheChannelIsFull() {
        final ChunkProtocol protocol = alive(this::measure);
        sent.answerWith(OfferCode.BACK_PRESSURED);
        protocol.poll(nowNs);
        sent.answerWith(1);
        protocol.poll(nowNs);
        takeKeepAlive();
        nowNs += 2 * SECOND_NS;
        protocol.poll(nowNs);
        assertThat(sent.isEmpty()).as("one at a time").isTrue();
        nowNs += SECOND_NS;
        protocol.poll(nowNs);
        takeKeepAlive();
    }

    @Test
    void shouldRegisterAgainWhenTheServerDoesNotKnowIt() {
        final ChunkProtocol protocol = alive(this::measure);
        protocol.poll(nowNs);
        final long correlationId = takeKeepAlive().header().correlationId();
        deliver(protocol, server.command(correlationId, ResultCode.UNKNOWN_CHUNK, Reason.NONE, 0, 7));
        assertThat(protocol.state()).isEqualTo(ChunkState.REGISTER_NODE);
        assertThat(protocol.chunk()).as("the id that it would like to keep").isEqualTo(7);
    }

    @Test
    void shouldStopWhenFencedOrRemoved() {
        final ChunkProtocol fenced = alive(this::measure);
        fenced.poll(nowNs);
        long correlationId = takeKeepAlive().header().correlationId();
        deliver(fenced, server.command(correlationId, ResultCode.FENCED, Reason.INCARNATION_TOO_OLD, 3, 2));
        final ChunkProtocol removed = alive(this::measure);
        removed.poll(nowNs);
        correlationId = takeKeepAlive().header().correlationId();
        deliver(removed, server.command(correlationId, ResultCode.CONFLICT, Reason.CHUNK_REMOVED, 0, 7));
        assertThat(heard).containsExactly("stopped FENCED INCARNATION_TOO_OLD", "stopped CONFLICT CHUNK_REMOVED");
        assertThat(removed.state()).isEqualTo(ChunkState.STOPPED);
        nowNs += 10 * SECOND_NS;
        assertThat(removed.poll(nowNs)).isZero();
    }
}
