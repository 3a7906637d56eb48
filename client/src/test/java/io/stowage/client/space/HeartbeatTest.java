package io.stowage.client.space;

import static io.stowage.client.space.EmHarness.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.client.scripted.SentFrames;
import io.stowage.codecs.BooleanType;
import io.stowage.codecs.ConnectEmDecoder;
import io.stowage.codecs.EmHeartbeatDecoder;
import io.stowage.codecs.MigrateStrategy;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private static final long TENTH_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Made known, its first beat answered: the next is due in a second. */
    private final EmHarness em =
            new EmHarness(EmHarness.quiet().heartbeatIntervalNs(SECOND_NS).requestTimeoutNs(3 * SECOND_NS)).ready();

    private SentFrames.Frame beat() {
        return em.sent.take(EmHeartbeatDecoder.TEMPLATE_ID);
    }

    private static EmHeartbeatDecoder decoded(final SentFrames.Frame frame) {
        return new EmHeartbeatDecoder().wrapAndApplyHeader(frame.buffer(), 0, frame.header());
    }

    private long answeredBeat() {
        final long correlationId = beat().correlationId();
        em.deliver(em.server.heartbeat(correlationId, 1, MigrateStrategy.LOW, false));
        return correlationId;
    }

    @Test
    void shouldBeatAtItsInterval() {
        em.pass(SECOND_NS);
        answeredBeat();
        em.pass(SECOND_NS - 1);
        assertThat(em.sent.isEmpty()).isTrue();
        em.pass(1);
        answeredBeat();
    }

    @Test
    void shouldCarryWhatTheApplicationTells() {
        // given
        em.protocol.topologyVersion(17);
        em.pass(SECOND_NS);
        final SentFrames.Frame frame = beat();
        assertThat(decoded(frame).topologyVersion()).isEqualTo(17);
        assertThat(decoded(frame).needsRecover()).isEqualTo(BooleanType.FALSE);
        em.deliver(em.server.heartbeat(frame.correlationId(), 1, MigrateStrategy.LOW, false));

        // when: extents miss a segment
        em.protocol.needsRecover(true);
        em.pass(1);

        // then: it is told at once
        final EmHeartbeatDecoder told = decoded(beat());
        assertThat(told.needsRecover()).isEqualTo(BooleanType.TRUE);
        assertThat(told.quotas().count()).isZero();
        assertThat(told.unusable().count()).isZero();
    }

    @Test
    void shouldTellModesAndVersionsWhenTheyChange() {
        // given: the connect reply and the first beat
        assertThat(em.listener.news).containsExactly("topology 1 1", "modes LOW SLOW true");
        em.listener.news.clear();

        // when
        em.pass(SECOND_NS);
        em.deliver(em.server.heartbeat(beat().correlationId(), 1, MigrateStrategy.LOW, false));
        em.pass(SECOND_NS);
        em.deliver(em.server.heartbeat(beat().correlationId(), 2, MigrateStrategy.LOW, false));
        em.deliver(em.server.modeChanged(MigrateStrategy.NOT_ALLOWED));
        em.deliver(em.server.modeChanged(MigrateStrategy.NOT_ALLOWED));
        em.deliver(em.server.topologyChanged(2));
        em.deliver(em.server.topologyChanged(3));

        // then
        assertThat(em.listener.news).containsExactly("topology 2 1", "modes NOT_ALLOWED SLOW true", "topology 3 1");
    }

    @Test
    void shouldReportWhenTheReplyWantsIt() {
        em.pass(SECOND_NS);
        em.deliver(em.server.heartbeat(beat().correlationId(), 1, MigrateStrategy.LOW, true));
        final EmHarness.Report report = em.report();
        em.accept(report);
        assertThat(em.protocol.isReporting()).isFalse();
    }

    @Test
    void shouldTakeTheReportUnderWayForTheOneThatIsWanted() {
        // given
        em.pass(SECOND_NS);
        final long correlationId = beat().correlationId();
        em.protocol.reportSpace();
        final EmHarness.Report report = em.report();

        // when
        em.deliver(em.server.heartbeat(correlationId, 1, MigrateStrategy.LOW, true));
        em.accept(report);

        // then
        assertThat(em.protocol.isReporting()).isFalse();
    }

    @Test
    void shouldBeatAgainWhenNoReplyComes() {
        // given
        em.pass(SECOND_NS);
        final long lost = beat().correlationId();

        // when
        em.pass(2 * SECOND_NS);
        assertThat(em.sent.isEmpty()).as("it waits for its reply").isTrue();
        em.pass(SECOND_NS);

        // then
        answeredBeat();
        em.deliver(em.server.heartbeat(lost, 9, MigrateStrategy.HIGH, true));
        assertThat(em.protocol.unmatchedReplies()).isEqualTo(1);
        assertThat(em.listener.news).doesNotContain("topology 9 1");
    }

    @Test
    void shouldBeatAtOnceInANewSession() {
        em.pass(SECOND_NS);
        answeredBeat();
        em.reconnect(em.ledger.baseVersion());
        em.pass(TENTH_NS);
        answeredBeat();
    }

    @Test
    void shouldMakeItselfKnownAgainOrStopAsTheReplySays() {
        em.pass(SECOND_NS);
        em.deliver(em.server.command(beat().correlationId(), ResultCode.UNKNOWN_EM, Reason.NONE, 0, 3));
        em.pass(1);
        final long connect = em.sent.take(ConnectEmDecoder.TEMPLATE_ID).correlationId();
        em.deliver(em.server.connectEm(connect, 0, true));
        em.pass(SECOND_NS);
        final long correlationId = beat().correlationId();
        em.deliver(em.server.command(correlationId, ResultCode.FENCED, Reason.SESSION_SUPERSEDED, 8, 7));
        assertThat(em.protocol.state()).isEqualTo(ExtentState.STOPPED);
        assertThat(em.listener.take()).contains("stopped FENCED SESSION_SUPERSEDED");
    }
}
