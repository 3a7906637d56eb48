package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.EngineFixture.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reservations by space version: granted, covered by reports, given back, refused. */
class SpaceVersionsTest {
    private static final int EM = 1;

    private final EngineFixture fixture = new EngineFixture();
    private int chunk;

    @BeforeEach
    void oneChunkAndOneExtentManager() {
        chunk = fixture.healthyChunk(1, 100 * GIB);
        fixture.connectEm(EM, 1);
        fixture.report(EM, 1);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldCountAThickReservationUntilTheReportCountsTheSegment() {
        fixture.reserve(EM, 1, Provision.THICK, 1, 3);
        assertThat(fixture.space(chunk).thickPending()).isEqualTo(3 * EXTENT);

        fixture.report(EM, 2, new Row(chunk, Provision.THICK, 2, 2 * EXTENT));

        assertThat(fixture.space(chunk).thickPending()).isZero();
        assertThat(fixture.space(chunk).thick()).isEqualTo(2 * EXTENT);
        assertThat(fixture.space(chunk).allocated()).isEqualTo(2 * EXTENT);
        assertThat(fixture.space(chunk).segments()).isEqualTo(2);
    }

    @Test
    void shouldKeepReservationsOfTheVersionsThatAReportDoesNotCover() {
        fixture.reserve(EM, 1, Provision.THICK, 1, 1);
        fixture.reserve(EM, 2, Provision.THICK, 1, 4);

        fixture.report(EM, 2, new Row(chunk, Provision.THICK, 1, EXTENT));

        assertThat(fixture.space(chunk).thickPending()).isEqualTo(4 * EXTENT);
        assertThat(fixture.space(chunk).allocated()).isEqualTo(5 * EXTENT);
    }

    @Test
    void shouldRefuseARequestBelowTheLastReport() {
        fixture.report(EM, 5);
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.reserve(EM, 4, Provision.THICK, 1, 1)).isEqualTo(ResultCode.STALE_VERSION);
        assertThat(fixture.commandReply().expected()).isEqualTo(5);
        assertThat(fixture.free(EM, 4, Provision.THICK, EXTENT, chunk)).isEqualTo(ResultCode.STALE_VERSION);
        assertThat(fixture.report(EM, 5)).isEqualTo(ResultCode.STALE_VERSION);
        assertThat(fixture.report(EM, 4)).isEqualTo(ResultCode.STALE_VERSION);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldGiveBackWhatWasReservedAndNoMore() {
        fixture.reserve(EM, 1, Provision.THICK, 1, 2);
        fixture.free(EM, 1, Provision.THICK, EXTENT, chunk);
        assertThat(fixture.space(chunk).allocated()).isEqualTo(EXTENT);
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.free(EM, 1, Provision.THICK, EXTENT, chunk, chunk)).isEqualTo(ResultCode.CONFLICT);
        assertThat(fixture.reason()).isEqualTo(Reason.NOT_RESERVED);
        assertThat(fixture.free(EM, 1, Provision.THICK, EXTENT - 1, chunk)).isEqualTo(ResultCode.CONFLICT);
        assertThat(fixture.free(EM, 1, Provision.THIN, EXTENT, chunk)).isEqualTo(ResultCode.CONFLICT);
        assertThat(fixture.free(EM, 1, Provision.THICK, EXTENT, 99)).isEqualTo(ResultCode.UNKNOWN_CHUNK);
        assertThat(fixture.free(EM, 1, Provision.THICK, 0, chunk)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldGiveBackThinReservationsToNothingForNothingWasWritten() {
        fixture.reserve(EM, 1, Provision.THIN, 1, 1);
        fixture.free(EM, 1, Provision.THIN, EXTENT, chunk);

        assertThat(fixture.space(chunk).allocated()).isZero();
    }

    @Test
    void shouldHoldAThinSegmentUntilAMeasurementThatCameAfterIt() {
        fixture.reserve(EM, 1, Provision.THIN, 1, 1);
        fixture.report(EM, 2, new Row(chunk, Provision.THIN, 1, EXTENT));
        assertThat(fixture.space(chunk).thinNewFresh()).isEqualTo(EXTENT);
        assertThat(fixture.space(chunk).thinNominal()).isEqualTo(EXTENT);

        fixture.keepAlive(chunk, 1, -1, 100 * GIB, 1024);
        final long ack = fixture.engine.position();
        assertThat(fixture.space(chunk).thinNewAging()).isEqualTo(EXTENT);
        assertThat(fixture.space(chunk).allocated()).isEqualTo(EXTENT + 1024);

        fixture.keepAlive(chunk, 1, ack, 100 * GIB, 2048);
        assertThat(fixture.space(chunk).allocated()).isEqualTo(2048);
        assertThat(fixture.space(chunk).thinNominal()).isEqualTo(EXTENT);
    }

    @Test
    void shouldDrainWhatAgesThoughTheFenceAlwaysLagsByOneKeepAlive() {
        fixture.reserve(EM, 1, Provision.THIN, 1, 1);
        fixture.report(EM, 2, new Row(chunk, Provision.THIN, 1, EXTENT));
        long previousAck = -1;
        for (int i = 0; i < 4; i++) {
            final long fence = previousAck;
            previousAck = fixture.engine.position();
            fixture.keepAlive(chunk, 1, Math.min(fence, previousAck), 100 * GIB, 0);
        }

        assertThat(fixture.space(chunk).allocated()).isZero();
    }

    @Test
    void shouldCoverASegmentThatBecameThinWithoutAReservation() {
        fixture.reserve(EM, 1, Provision.THICK, 1, 1);
        fixture.report(EM, 2, new Row(chunk, Provision.THICK, 1, EXTENT));

        fixture.report(EM, 3, new Row(chunk, Provision.THIN, 1, EXTENT));

        assertThat(fixture.space(chunk).thick()).isZero();
        assertThat(fixture.space(chunk).thinNewFresh()).isEqualTo(EXTENT);
        assertThat(fixture.space(chunk).allocated()).isEqualTo(EXTENT);
    }

    @Test
    void shouldCoverASegmentThatBecameThinWhileAnotherThinOneWasRemoved() {
        // given: a thin segment in the report, measured and empty, and a thick one that is only reserved
        fixture.reserve(EM, 1, Provision.THIN, 1, 1);
        fixture.report(EM, 2, new Row(chunk, Provision.THIN, 1, EXTENT));
        fixture.reserve(EM, 2, Provision.THICK, 1, 1);
        fixture.keepAlive(chunk, 1, -1, 100 * GIB, 0);
        fixture.keepAlive(chunk, 1, fixture.engine.position(), 100 * GIB, 0);
        assertThat(fixture.space(chunk).allocated()).isEqualTo(EXTENT);

        // when: the thin one goes, the thick one becomes thin, and nothing but the next report tells
        fixture.report(EM, 3, new Row(chunk, Provision.THIN, 1, EXTENT));

        // then
        assertThat(fixture.space(chunk).thinNewFresh()).isEqualTo(EXTENT);
        assertThat(fixture.space(chunk).allocated()).isEqualTo(EXTENT);
    }

    @Test
    void shouldCoverNoMoreThanIsThinWhenThickSegmentsAreGone() {
        fixture.reserve(EM, 1, Provision.THICK, 1, 4);
        fixture.report(EM, 2, new Row(chunk, Provision.THICK, 4, 4 * EXTENT));

        fixture.report(EM, 3, new Row(chunk, Provision.THICK, 1, EXTENT));

        assertThat(fixture.space(chunk).thinNewFresh()).isZero();
        assertThat(fixture.space(chunk).allocated()).isEqualTo(EXTENT);
    }

    @Test
    void shouldRefuseAReportWithAFaultWhole() {
        fixture.reserve(EM, 1, Provision.THICK, 1, 1);
        final long hash = fixture.engine.stateHash();
        final Row good = new Row(chunk, Provision.THICK, 1, EXTENT);

        assertThat(fixture.report(EM, 2, good, new Row(99, Provision.THICK, 1, 1)))
                .isEqualTo(ResultCode.UNKNOWN_CHUNK);
        assertThat(fixture.report(EM, 2, good, good)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reason()).isEqualTo(Reason.DUPLICATE_ROW);
        assertThat(fixture.report(EM, 2, new Row(chunk, Provision.THICK, 1, -1)))
                .isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.report(EM, 2, new Row(chunk, Provision.THICK, 0, 1))).isEqualTo(ResultCode.MALFORMED);
        fixture.reportBegin(EM, 2);
        fixture.reportRows(EM, 2, good);
        assertThat(fixture.reportEnd(EM, 2, 2, EngineFixture.checksum(good))).isEqualTo(ResultCode.LEDGER_MISMATCH);
        assertThat(fixture.reason()).isEqualTo(Reason.ROW_COUNT_MISMATCH);
        fixture.reportBegin(EM, 2);
        fixture.reportRows(EM, 2, good);
        assertThat(fixture.reportEnd(EM, 2, 1, 0)).isEqualTo(ResultCode.LEDGER_MISMATCH);
        assertThat(fixture.reason()).isEqualTo(Reason.CHECKSUM_MISMATCH);
        assertThat(fixture.reportEnd(EM, 2, 0, 0)).isEqualTo(ResultCode.LEDGER_MISMATCH);
        assertThat(fixture.reason()).isEqualTo(Reason.NO_REPORT_OPEN);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);

        assertThat(fixture.report(EM, 2, good)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldDiscardAnUnfinishedReportWhenItsSessionEnds() {
        fixture.reportBegin(EM, 2);
        fixture.sessionClosed(fixture.sessionId);

        assertThat(fixture.reportEnd(EM, 2, 0, 0)).isEqualTo(ResultCode.LEDGER_MISMATCH);
    }

    @Test
    void shouldKeepReservationsWhenTheExtentManagerRestartsAndSettleThemWithItsFirstReport() {
        fixture.reserve(EM, 1, Provision.THICK, 1, 3);

        fixture.connectEm(EM, 2);
        assertThat(fixture.reserve(EM, 1, 1, Provision.THICK, 1, 1, false)).isEqualTo(ResultCode.FENCED);
        assertThat(fixture.space(chunk).thickPending()).isEqualTo(3 * EXTENT);
    }

    @Test
    void shouldForgetAllOfAnExtentManagerThatIsRemoved() {
        fixture.reserve(EM, 1, Provision.THICK, 1, 3);
        fixture.report(EM, 2, new Row(chunk, Provision.THICK, 1, EXTENT));
        fixture.reserve(EM, 2, Provision.THICK, 1, 2);

        assertThat(fixture.removeEm(EM)).isEqualTo(ResultCode.OK);

        assertThat(fixture.space(chunk).allocated()).isZero();
        assertThat(fixture.space(chunk).segments()).isZero();
        assertThat(fixture.reserve(EM, 3, Provision.THICK, 1, 1)).isEqualTo(ResultCode.UNKNOWN_EM);
    }

    @Test
    void shouldBoundTheVersionsInFlight() {
        for (int version = 1; version <= Limits.VERSIONS_IN_FLIGHT; version++) {
            assertThat(fixture.reserve(EM, version, Provision.THICK, 1, 1)).isEqualTo(ResultCode.OK);
        }

        assertThat(fixture.reserve(EM, 100, Provision.THICK, 1, 1)).isEqualTo(ResultCode.BUSY);
        assertThat(fixture.reason()).isEqualTo(Reason.VERSIONS_IN_FLIGHT);
    }
}
