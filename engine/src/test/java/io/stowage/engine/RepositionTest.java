package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Provision;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.EngineFixture.Change;
import io.stowage.engine.EngineFixture.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Segments rebuilt elsewhere: rx is held at the destination until a report or a delta says that it ended. */
class RepositionTest {
    private static final int EM = 1;

    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void fourChunks() {
        for (int i = 1; i <= 4; i++) {
            fixture.healthyChunk(i, 100 * GIB);
        }
        fixture.connectEm(EM, 1);
        fixture.report(EM, 1);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldHoldSpaceOnlyAtADestinationThatHoldsNoOtherSegment() {
        assertThat(fixture.reposition(EM, 1, RepositionKind.RECOVER, Provision.THICK, 3, 1, 2))
                .isEqualTo(ResultCode.OK);

        assertThat(fixture.repositioned().destination()).isEqualTo(4);
        assertThat(fixture.repositioned().source()).isIn(1L, 2L);
        assertThat(fixture.space(4).thickRx()).isEqualTo(EXTENT);
        assertThat(fixture.space(4).allocated()).isEqualTo(EXTENT);
        assertThat(fixture.space(1).allocated()).isZero();
    }

    @Test
    void shouldGiveRxBack() {
        fixture.reposition(EM, 1, RepositionKind.RECOVER, Provision.THICK, 3, 1, 2);

        assertThat(fixture.freeReposition(EM, 1, 2 * EXTENT, 4)).isEqualTo(ResultCode.CONFLICT);
        assertThat(fixture.freeReposition(EM, 1, EXTENT, 4)).isEqualTo(ResultCode.OK);
        assertThat(fixture.space(4).allocated()).isZero();
        assertThat(fixture.freeReposition(EM, 1, EXTENT, 4)).isEqualTo(ResultCode.CONFLICT);
    }

    @Test
    void shouldKeepRxUntilTheReportKnowsIt() {
        fixture.reposition(EM, 1, RepositionKind.RECOVER, Provision.THICK, 3, 1, 2);

        fixture.report(EM, 2, new Row(4, Provision.THICK, 1, EXTENT));

        assertThat(fixture.space(4).thickRx()).isZero();
        assertThat(fixture.space(4).thick()).isEqualTo(EXTENT);
        assertThat(fixture.space(4).allocated()).isEqualTo(EXTENT);
    }

    @Test
    void shouldTurnThinRxThatEndedIntoWhatIsNotYetMeasured() {
        fixture.reposition(EM, 1, RepositionKind.RECOVER, Provision.THIN, 3, 1, 2);
        assertThat(fixture.space(4).thinRx()).isEqualTo(EXTENT);

        fixture.report(EM, 2);

        assertThat(fixture.space(4).thinRx()).isZero();
        assertThat(fixture.space(4).thinNewFresh()).isEqualTo(EXTENT);
        assertThat(fixture.space(4).thinNominal()).isZero();
    }

    @Test
    void shouldRefuseWithoutALiveSourceOrADestination() {
        assertThat(fixture.reposition(EM, 1, RepositionKind.RECOVER, Provision.THICK, 3))
                .isEqualTo(ResultCode.NO_SOURCE);
        assertThat(fixture.reposition(EM, 1, RepositionKind.RECOVER, Provision.THICK, 4, 1, 2, 3))
                .isEqualTo(ResultCode.NO_DOMAIN);
        assertThat(fixture.reposition(EM, 1, RepositionKind.MIGRATE, Provision.THICK, 99, 1, 2))
                .isEqualTo(ResultCode.UNKNOWN_CHUNK);
    }

    @Test
    void shouldRefuseADeltaOfAnRxThatNoReportKnows() {
        fixture.reposition(EM, 1, RepositionKind.RECOVER, Provision.THICK, 3, 1, 2);

        assertThat(fixture.delta(EM, 1, new Change(4, Provision.THICK, 1, EXTENT, -1, -EXTENT)))
                .isEqualTo(ResultCode.LEDGER_MISMATCH);
    }
}
