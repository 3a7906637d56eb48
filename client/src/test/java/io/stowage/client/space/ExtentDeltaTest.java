package io.stowage.client.space;

import static io.stowage.client.space.EmHarness.MIB;
import static io.stowage.client.space.EmHarness.SECOND_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.client.frame.OfferCode;
import io.stowage.client.scripted.SentFrames;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveExtentsDecoder;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.Tier;
import io.stowage.codecs.UpdateProvisionDecoder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtentDeltaTest {
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);
    private static final int THIN = SpaceClass.of(Tier.CAPACITY, Provision.THIN, Priority.NORMAL);
    private static final LedgerModel.Sums ONE = new LedgerModel.Sums(1, MIB, 0, 0);
    private static final LedgerModel.Sums MINUS_ONE = new LedgerModel.Sums(-1, -MIB, 0, 0);

    private final EmHarness em = new EmHarness();

    private static DeltaRows.Row row(final int chunk, final int spaceClass, final LedgerModel.Sums change) {
        return new DeltaRows.Row(new LedgerModel.Key(chunk, spaceClass), change);
    }

    @Test
    void shouldTellTheRemovalOfReportedSegmentsAtOnceUnderTheReportsVersion() {
        // given
        em.ready();
        em.holdReported(THICK, 4, 5, 6);

        // when
        em.protocol.removeSegments(0, 4, THICK, 1, MIB);
        em.protocol.removeSegments(0, 5, THICK, 1, MIB);
        em.protocol.poll(em.nowNs);

        // then
        final SentFrames.Frame frame = em.sent.take(RemoveExtentsDecoder.TEMPLATE_ID);
        final DeltaRows delta = DeltaRows.of(frame);
        assertThat(delta.version()).isEqualTo(em.ledger.baseVersion());
        assertThat(delta.rows()).containsExactly(row(4, THICK, MINUS_ONE), row(5, THICK, MINUS_ONE));
        assertThat(em.protocol.pendingDeltas()).isEqualTo(1);
        em.deliver(em.server.command(frame.correlationId(), ResultCode.OK, Reason.NONE, 0, 0));
        assertThat(em.protocol.pendingDeltas()).isZero();
        assertThat(em.listener.take()).as("the application knows nothing of it").isEmpty();
        assertThat(em.protocol.isReporting()).isFalse();
        em.protocol.reportSpace();
        assertThat(em.report().rows()).isEqualTo(Map.of(new LedgerModel.Key(6, THICK), ONE));
    }

    @Test
    void shouldSendNoDeltaForWhatNoReportCovers() {
        // given
        em.ready();
        final long version = em.ledger.version();
        final long correlationId = em.reserve(THICK);
        em.sent.take(ReserveForAllocationDecoder.TEMPLATE_ID);
        em.deliver(em.server.reserved(correlationId, MIB, new int[] {4, 5}));

        // when
        em.protocol.removeSegments(version, 4, THICK, 1, MIB);
        em.protocol.makeThin(version, 5, THICK, 1, MIB);
        em.protocol.poll(em.nowNs);

        // then
        assertThat(em.sent.isEmpty()).isTrue();
        em.protocol.reportSpace();
        assertThat(em.report().rows()).isEqualTo(Map.of(new LedgerModel.Key(5, THIN), ONE));
    }

    @Test
    void shouldMoveBytesFromThickToThin() {
        em.ready();
        em.holdReported(THICK, 4);
        em.protocol.makeThin(0, 4, THICK, 1, MIB);
        em.protocol.poll(em.nowNs);
        final SentFrames.Frame frame = em.sent.take(UpdateProvisionDecoder.TEMPLATE_ID);
        assertThat(DeltaRows.of(frame).rows()).containsExactly(row(4, THICK, MINUS_ONE), row(4, THIN, ONE));
        assertThat(em.ledger.segments(4, THICK)).isZero();
        assertThat(em.ledger.segments(4, THIN)).isEqualTo(1);
        assertThatThrownBy(() -> em.protocol.makeThin(0, 4, THIN, 1, MIB))
                .hasMessage("only THICK segments become THIN, found class 2: leave thin ones as they are");
    }

    @Test
    void shouldNotLetAThinSegmentThatGoesHideOneThatComes() {
        // given: one thick and one thin segment of a chunk
        em.ready();
        em.holdReported(THICK, 4);
        em.holdReported(THIN, 4);

        // when: in one message, the thick one becomes thin and the other goes
        em.protocol.makeThin(0, 4, THICK, 1, MIB);
        em.protocol.removeSegments(0, 4, THIN, 1, MIB);
        em.protocol.poll(em.nowNs);

        // then: what became thin was never measured, so the server must see it grow
        final DeltaRows delta = DeltaRows.of(em.sent.take(SpaceDeltaDecoder.TEMPLATE_ID));
        assertThat(delta.rows()).containsExactly(row(4, THICK, MINUS_ONE), row(4, THIN, ONE), row(4, THIN, MINUS_ONE));
    }

    @Test
    void shouldMergeTheSameChangeInARowIntoOneRow() {
        em.ready();
        em.holdReported(THICK, 4, 4, 4);
        em.protocol.removeSegments(0, 4, THICK, 1, MIB);
        em.protocol.removeSegments(0, 4, THICK, 2, MIB);
        assertThat(em.delta(ResultCode.OK).rows())
                .containsExactly(row(4, THICK, new LedgerModel.Sums(-3, -3 * MIB, 0, 0)));
    }

    @Test
    void shouldQueueWhatHappensWhileAReportIsOnItsWayAndSendItAfterwards() {
        // given
        em.ready();
        em.holdReported(THICK, 4, 5);
        em.protocol.reportSpace();
        em.protocol.poll(em.nowNs);
        em.protocol.poll(em.nowNs);
        assertThat(em.protocol.reportState()).isEqualTo(ReportState.ROWS);

        // when
        em.protocol.removeSegments(0, 4, THICK, 1, MIB);
        final EmHarness.Report report = em.report();

        // then: the rows held still, and the change comes behind them
        assertThat(report.rows())
                .isEqualTo(Map.of(new LedgerModel.Key(4, THICK), ONE, new LedgerModel.Key(5, THICK), ONE));
        em.protocol.poll(em.nowNs);
        assertThat(em.sent.isEmpty()).as("not before the report took effect").isTrue();
        assertThat(em.ledger.segments(4, THICK)).isZero();
        em.accept(report);
        final DeltaRows delta = em.delta(ResultCode.OK);
        assertThat(delta.version()).isEqualTo(report.version());
        assertThat(delta.rows()).containsExactly(row(4, THICK, MINUS_ONE));
    }

    @Test
    void shouldHoldInTheNextReportWhatHappenedWhileOneFailed() {
        // given
        em.ready();
        em.holdReported(THICK, 4, 5);
        em.protocol.reportSpace();
        final EmHarness.Report failed = em.report();
        em.protocol.removeSegments(0, 4, THICK, 1, MIB);

        // when
        em.deliver(em.server.report(
                failed.endCorrelationId(), failed.version(), ResultCode.LEDGER_MISMATCH, Reason.CHECKSUM_MISMATCH, 1));
        em.pass(SECOND_NS);

        // then
        final EmHarness.Report next = em.report();
        assertThat(next.rows()).isEqualTo(Map.of(new LedgerModel.Key(5, THICK), ONE));
        em.accept(next);
        em.protocol.poll(em.nowNs);
        assertThat(em.sent.isEmpty()).as("it was in the report").isTrue();
    }

    @Test
    void shouldSendDeltasBeforeTheReportThatHoldsThem() {
        // given
        em.ready();
        em.holdReported(THICK, 4, 5);
        em.sent.answerWith(OfferCode.BACK_PRESSURED);
        em.protocol.removeSegments(0, 4, THICK, 1, MIB);
        em.protocol.reportSpace();
        em.protocol.poll(em.nowNs);
        assertThat(em.protocol.reportState()).isEqualTo(ReportState.WAITING);

        // when
        em.sent.answerWith(1);
        em.protocol.poll(em.nowNs);

        // then
        final SentFrames.Frame delta = em.sent.take(RemoveExtentsDecoder.TEMPLATE_ID);
        final EmHarness.Report report = em.report();
        assertThat(report.rows()).isEqualTo(Map.of(new LedgerModel.Key(5, THICK), ONE));
        em.deliver(em.server.command(delta.correlationId(), ResultCode.LEDGER_MISMATCH, Reason.NEGATIVE_RESULT, 0, 0));
        em.accept(report);
        em.listener.take();
        em.protocol.removeSegments(0, 5, THICK, 1, MIB);
        em.protocol.poll(em.nowNs);
        assertThat(DeltaRows.of(em.sent.take(RemoveExtentsDecoder.TEMPLATE_ID)).rows())
                .as("the report settled it, so that deltas may go on")
                .containsExactly(row(5, THICK, MINUS_ONE));
    }

    @Test
    void shouldReportAtOnceWhenADeltaIsRefused() {
        for (final ResultCode refusal :
                new ResultCode[] {ResultCode.LEDGER_MISMATCH, ResultCode.STALE_VERSION, ResultCode.BUSY}) {
            // given
            final EmHarness each = new EmHarness().ready();
            each.holdReported(THICK, 4, 5);
            each.protocol.removeSegments(0, 4, THICK, 1, MIB);

            // when
            each.delta(refusal);
            each.protocol.removeSegments(0, 5, THICK, 1, MIB);

            // then
            assertThat(each.listener.take()).containsExactly("delta failed " + refusal);
            final EmHarness.Report report = each.report();
            assertThat(report.rows()).isEmpty();
            each.accept(report);
            assertThat(each.protocol.pendingDeltas()).isZero();
            assertThat(each.protocol.isReporting()).isFalse();
        }
    }

    @Test
    void shouldNeverSendADeltaTwice() {
        // given
        em.ready();
        em.holdReported(THICK, 4, 5);
        em.protocol.removeSegments(0, 4, THICK, 1, MIB);
        em.protocol.poll(em.nowNs);
        final SentFrames.Frame first = em.sent.take(RemoveExtentsDecoder.TEMPLATE_ID);

        // when
        em.nowNs += SECOND_NS;
        final EmHarness.Report report = em.report();

        // then
        assertThat(em.listener.take()).containsExactly("delta failed NULL_VAL");
        assertThat(report.rows()).isEqualTo(Map.of(new LedgerModel.Key(5, THICK), ONE));
        em.deliver(em.server.command(first.correlationId(), ResultCode.OK, Reason.NONE, 0, 0));
        assertThat(em.protocol.unmatchedReplies()).as("a late reply").isEqualTo(1);
    }

    @Test
    void shouldKeepDeltasOverALostSessionAndSettleThoseInFlightByAReport() {
        // given: nothing in flight when the session is lost
        em.ready();
        em.holdReported(THICK, 4, 5, 6);
        em.protocol.onDisconnected();
        em.protocol.removeSegments(0, 4, THICK, 1, MIB);
        em.reconnect(em.ledger.baseVersion());

        // then
        em.protocol.poll(em.nowNs);
        assertThat(DeltaRows.of(em.sent.take(RemoveExtentsDecoder.TEMPLATE_ID)).rows())
                .containsExactly(row(4, THICK, MINUS_ONE));

        // when: it is lost again before the reply
        em.reconnect(em.ledger.baseVersion());
        em.protocol.removeSegments(0, 5, THICK, 1, MIB);

        // then
        assertThat(em.report().rows()).isEqualTo(Map.of(new LedgerModel.Key(6, THICK), ONE));
    }

    @Test
    void shouldReportWhenTheServerComesBackWithAnOlderState() {
        em.ready();
        em.holdReported(THICK, 4, 5);
        final long version = em.ledger.version();
        em.reconnect(em.ledger.baseVersion() - 1);
        assertThat(em.ledger.version())
                .as("what was granted under the old one may be gone")
                .isEqualTo(version + 1);
        em.protocol.removeSegments(0, 4, THICK, 1, MIB);
        assertThat(em.report().rows()).isEqualTo(Map.of(new LedgerModel.Key(5, THICK), ONE));
    }

    @Test
    void shouldReportWhenTooMuchIsQueued() {
        // given
        final EmHarness small = new EmHarness(EmHarness.quiet().maxQueuedDeltas(2)).ready();
        small.holdReported(THICK, 4, 5, 6, 7);
        small.protocol.onDisconnected();

        // when
        for (int chunk = 4; chunk <= 6; chunk++) {
            small.protocol.removeSegments(0, chunk, THICK, 1, MIB);
        }
        assertThat(small.protocol.pendingDeltas()).isZero();
        small.reconnect(small.ledger.baseVersion());

        // then
        assertThat(small.report().rows()).isEqualTo(Map.of(new LedgerModel.Key(7, THICK), ONE));
    }

    @Test
    void shouldCutDeltasIntoMessagesThatFitAndWaitForTheirReplies() {
        // given
        final EmHarness small =
                new EmHarness(EmHarness.quiet().maxRowsPerMessage(3).maxDeltasInFlight(2)).ready();
        small.holdReported(THICK, 1, 2, 3, 4, 5);

        // when: two rows each
        for (int chunk = 1; chunk <= 5; chunk++) {
            small.protocol.makeThin(0, chunk, THICK, 1, MIB);
        }
        small.protocol.poll(small.nowNs);

        // then: a row is never cut from its partner
        final SentFrames.Frame first = small.sent.take();
        assertThat(DeltaRows.of(first).rows()).hasSize(2);
        assertThat(DeltaRows.of(small.sent.take()).rows()).hasSize(2);
        assertThat(small.sent.isEmpty()).isTrue();
        small.deliver(small.server.command(first.correlationId(), ResultCode.OK, Reason.NONE, 0, 0));
        small.protocol.poll(small.nowNs);
        assertThat(DeltaRows.of(small.sent.take()).rows()).containsExactly(row(3, THICK, MINUS_ONE), row(3, THIN, ONE));
        assertThat(small.protocol.requestsInFlight())
                .as("deltas are no requests")
                .isZero();
    }

    @Test
    void shouldRefuseWhatTheTablesCannotHaveHeld() {
        em.ready();
        em.holdReported(THICK, 4);
        final long version = em.ledger.version();
        assertThatThrownBy(() -> em.protocol.removeSegments(0, 4, THICK, 2, MIB))
                .hasMessage(
                        "cannot remove 2 segments of 2097152 bytes from chunk 4, class 0: the tables hold 1 segments"
                                + " of 1048576 bytes there as of space version " + em.ledger.baseVersion());
        assertThatThrownBy(() -> em.protocol.removeSegments(0, 4, THICK, 1, MIB / 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> em.protocol.removeSegments(0, 4, THICK, 0, MIB))
                .hasMessage("nothing to remove: a count is positive, found 0");
        assertThatThrownBy(() -> em.protocol.removeSegments(version + 1, 4, THICK, 1, MIB))
                .isInstanceOf(IllegalStateException.class);
        em.protocol.poll(em.nowNs);
        assertThat(em.sent.isEmpty()).isTrue();
        assertThat(em.ledger.segments(4, THICK)).isEqualTo(1);
    }
}
