package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReportWantedEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.EngineFixture.Change;
import io.stowage.engine.EngineFixture.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes between two reports: they lower and move, all of them or none. */
class DeltaTest {
    private static final int EM = 1;

    private final EngineFixture fixture = new EngineFixture();
    private int chunk;

    @BeforeEach
    void twoThickAndOneThinSegment() {
        chunk = fixture.healthyChunk(1, 100 * GIB);
        fixture.connectEm(EM, 1);
        fixture.report(
                EM, 1, new Row(chunk, Provision.THICK, 2, 2 * EXTENT), new Row(chunk, Provision.THIN, 1, EXTENT));
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldLowerWhatWasReported() {
        assertThat(fixture.delta(EM, 1, new Change(chunk, Provision.THICK, -1, -EXTENT, 0, 0)))
                .isEqualTo(ResultCode.OK);

        assertThat(fixture.space(chunk).thick()).isEqualTo(EXTENT);
        assertThat(fixture.space(chunk).segments()).isEqualTo(2);
    }

    @Test
    void shouldForgetARowOfWhichNothingIsLeft() {
        fixture.delta(
                EM,
                1,
                new Change(chunk, Provision.THICK, -2, -2 * EXTENT, 0, 0),
                new Change(chunk, Provision.THIN, -1, -EXTENT, 0, 0));

        assertThat(fixture.space(chunk).thick()).isZero();
        assertThat(fixture.space(chunk).thinNominal()).isZero();
        assertThat(fixture.space(chunk).segments()).isZero();
    }

    @Test
    void shouldMoveWhatBecameThinToWhatIsNotYetMeasured() {
        fixture.keepAlive(chunk, 1, fixture.engine.position() - 1_000_000, 100 * GIB, 0);
        final long aging = fixture.space(chunk).thinNewAging();

        fixture.delta(
                EM,
                1,
                new Change(chunk, Provision.THICK, -1, -EXTENT, 0, 0),
                new Change(chunk, Provision.THIN, 1, EXTENT, 0, 0));

        assertThat(fixture.space(chunk).thick()).isEqualTo(EXTENT);
        assertThat(fixture.space(chunk).thinNewFresh()).isEqualTo(EXTENT);
        assertThat(fixture.space(chunk).thinNewAging()).isEqualTo(aging);
        assertThat(fixture.space(chunk).thinNominal()).isEqualTo(2 * EXTENT);
    }

    @Test
    void shouldRefuseTheWholeOfADeltaThatGoesBelowZeroAndAskForAReport() {
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.delta(
                        EM,
                        1,
                        new Change(chunk, Provision.THICK, -1, -EXTENT, 0, 0),
                        new Change(chunk, Provision.THICK, -2, -2 * EXTENT, 0, 0)))
                .isEqualTo(ResultCode.LEDGER_MISMATCH);

        assertThat(fixture.reason()).isEqualTo(Reason.NEGATIVE_RESULT);
        assertThat(fixture.events).contains(ReportWantedEncoder.TEMPLATE_ID);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldRefuseGrowthThatDoesNotComeByReservation() {
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.delta(EM, 1, new Change(chunk, Provision.THICK, 1, EXTENT, 0, 0)))
                .isEqualTo(ResultCode.LEDGER_MISMATCH);
        assertThat(fixture.delta(EM, 1, new Change(99, Provision.THICK, -1, -EXTENT, 0, 0)))
                .isEqualTo(ResultCode.UNKNOWN_CHUNK);
        assertThat(fixture.delta(EM, 1, new Change(chunk, Provision.THICK, 0, Long.MIN_VALUE, 0, 0)))
                .isEqualTo(ResultCode.MALFORMED);
        fixture.report(EM, 2);
        final long emptied = fixture.engine.stateHash();
        assertThat(fixture.delta(EM, 1, new Change(chunk, Provision.THICK, -1, -EXTENT, 0, 0)))
                .isEqualTo(ResultCode.STALE_VERSION);
        assertThat(fixture.engine.stateHash()).isEqualTo(emptied).isNotEqualTo(hash);
    }
}
