package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static io.stowage.engine.EngineFixture.checksum;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.EngineFixture.Change;
import io.stowage.engine.EngineFixture.Row;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever an extent manager or chunk may send wrongly is refused with the code that says what to do, and changes nothing. */
class BadSpaceInputTest {
    private static final int EM = 1;
    private static final int UNKNOWN = 99;
    private static final long VERSION = 5;

    private final EngineFixture fixture = new EngineFixture();
    private int chunk;

    @BeforeEach
    void threeChunksAndOneReport() {
        chunk = fixture.healthyChunk(1, 100 * GIB);
        fixture.healthyChunk(2, 100 * GIB);
        fixture.healthyChunk(3, 100 * GIB);
        fixture.connectEm(EM, 1);
        fixture.report(EM, VERSION, thick(2));
        fixture.reserve(EM, VERSION, Provision.THICK, 3, 1);
        fixture.reserve(EM, VERSION, Provision.THIN, 3, 1);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldRefuseAReportWithARowForAnUnknownChunk() {
        unchanged(ResultCode.UNKNOWN_CHUNK, Reason.UNKNOWN_CHUNK_IN_ROW, () -> {
            fixture.report(EM, 6, thick(2), new Row(UNKNOWN, Provision.THICK, 1, EXTENT));
            return fixture.result();
        });
    }

    @Test
    void shouldRefuseCountsThatOverflow() {
        refusesReport(new Row(chunk, Provision.THICK, 1, Limits.MAX_BYTES + 1));
        refusesReport(new Row(chunk, Provision.THICK, 1, Long.MAX_VALUE));
        refusesReport(new Row(chunk, Provision.THIN, 1, -EXTENT));
        refusesReport(new Row(chunk, Provision.THICK, -1, EXTENT));
        unchanged(
                ResultCode.MALFORMED,
                Reason.BAD_SIZE,
                () -> fixture.delta(EM, VERSION, new Change(chunk, Provision.THICK, -1, Long.MIN_VALUE, 0, 0)));
    }

    @Test
    void shouldRefuseARowThatComesTwice() {
        unchanged(ResultCode.MALFORMED, Reason.DUPLICATE_ROW, () -> fixture.report(EM, 6, thick(1), thick(1)));
    }

    @Test
    void shouldRefuseSegmentsWithoutBytesAndBytesWithoutSegments() {
        refusesReport(new Row(chunk, Provision.THICK, 1, 0));
        refusesReport(new Row(chunk, Provision.THICK, 0, EXTENT));
    }

    @Test
    void shouldRefuseADeltaThatWouldMakeACountNegative() {
        unchanged(
                ResultCode.LEDGER_MISMATCH,
                Reason.NEGATIVE_RESULT,
                () -> fixture.delta(EM, VERSION, new Change(chunk, Provision.THICK, -3, -3 * EXTENT, 0, 0)));
        unchanged(
                ResultCode.LEDGER_MISMATCH,
                Reason.NEGATIVE_RESULT,
                () -> fixture.delta(EM, VERSION, new Change(chunk, Provision.THICK, 0, 0, -1, -EXTENT)));
    }

    @Test
    void shouldRefuseAChecksumOrRowCountThatDoesNotFit() {
        unchanged(ResultCode.LEDGER_MISMATCH, Reason.CHECKSUM_MISMATCH, () -> {
            fixture.reportBegin(EM, 6);
            fixture.reportRows(EM, 6, thick(7));
            return fixture.reportEnd(EM, 6, 1, checksum(thick(8)));
        });
        unchanged(ResultCode.LEDGER_MISMATCH, Reason.ROW_COUNT_MISMATCH, () -> {
            fixture.reportBegin(EM, 6);
            fixture.reportRows(EM, 6, thick(7));
            return fixture.reportEnd(EM, 6, 2, checksum(thick(7)));
        });
    }

    @Test
    void shouldRefuseRowsAndAnEndWithoutABegin() {
        unchanged(ResultCode.LEDGER_MISMATCH, Reason.NO_REPORT_OPEN, () -> fixture.reportEnd(EM, 6, 0, 0));
        unchanged(ResultCode.LEDGER_MISMATCH, Reason.NO_REPORT_OPEN, () -> fixture.reportRows(EM, 6, thick(1)));
        unchanged(ResultCode.LEDGER_MISMATCH, Reason.NO_REPORT_OPEN, () -> {
            fixture.reportBegin(EM, 6);
            fixture.reportBegin(EM, 7);
            return fixture.reportEnd(EM, 6, 0, 0);
        });
    }

    @Test
    void shouldRefuseVersionsThatJumpBack() {
        unchanged(ResultCode.STALE_VERSION, Reason.VERSION_BELOW_REPORT, () -> fixture.report(EM, VERSION));
        unchanged(ResultCode.STALE_VERSION, Reason.VERSION_BELOW_REPORT, () -> fixture.report(EM, VERSION - 1));
        unchanged(
                ResultCode.STALE_VERSION,
                Reason.VERSION_BELOW_REPORT,
                () -> fixture.reserve(EM, VERSION - 1, Provision.THICK, 1, 1));
        unchanged(
                ResultCode.STALE_VERSION,
                Reason.VERSION_BELOW_REPORT,
                () -> fixture.delta(EM, VERSION - 1, new Change(chunk, Provision.THICK, -1, -EXTENT, 0, 0)));
        unchanged(ResultCode.MALFORMED, Reason.BAD_VALUE, () -> fixture.reserve(EM, 0, Provision.THICK, 1, 1));
        unchanged(ResultCode.MALFORMED, Reason.BAD_VALUE, () -> fixture.reserve(EM, -1, Provision.THICK, 1, 1));
    }

    @Test
    void shouldRefuseAFenceFromTheFutureAndMeasurementsBeyondTheCapacity() {
        unchanged(
                ResultCode.MALFORMED,
                Reason.FENCE_FROM_THE_FUTURE,
                () -> fixture.keepAlive(chunk, 1, fixture.engine.position() + 1, 100 * GIB, 0));
        unchanged(ResultCode.MALFORMED, Reason.BAD_SIZE, () -> fixture.keepAlive(chunk, 1, -1, GIB, GIB + 1));
        unchanged(ResultCode.MALFORMED, Reason.BAD_SIZE, () -> fixture.keepAlive(chunk, 1, -1, -1, 0));
        unchanged(
                ResultCode.MALFORMED, Reason.BAD_SIZE, () -> fixture.keepAlive(chunk, 1, -1, Limits.MAX_BYTES + 1, 0));
    }

    @Test
    void shouldRefuseMoreSegmentsThanThereAreChunks() {
        unchanged(ResultCode.NO_DOMAIN, Reason.NONE, () -> fixture.reserve(EM, VERSION, Provision.THICK, 4, 1));
        unchanged(
                ResultCode.MALFORMED,
                Reason.BAD_RESILIENCY,
                () -> fixture.reserve(EM, VERSION, Provision.THICK, Limits.MAX_SEGMENTS_PER_EXTENT + 1, 1));
    }

    @Test
    void shouldRefuseNothingAndFarTooMuch() {
        unchanged(ResultCode.MALFORMED, Reason.BAD_SIZE, () -> fixture.reserve(EM, VERSION, Provision.THICK, 3, 0));
        unchanged(
                ResultCode.MALFORMED,
                Reason.TOO_MANY_ITEMS,
                () -> fixture.reserve(EM, VERSION, Provision.THICK, 3, 1_000_000));
        unchanged(
                ResultCode.MALFORMED, Reason.BAD_RESILIENCY, () -> fixture.reserve(EM, VERSION, Provision.THICK, 0, 1));
        fixture.healthyChunk(4, 100 * GIB);
        unchanged(
                ResultCode.NO_SPACE,
                Reason.REBUILD_HEADROOM,
                () -> fixture.reserve(EM, VERSION, Provision.THICK, 3, 5_000));
        fixture.setConfig(ConfigKey.REBUILD_HEADROOM, 0);
        unchanged(ResultCode.NO_SPACE, Reason.NONE, () -> fixture.reserve(EM, VERSION, Provision.THICK, 3, 5_000));
    }

    @Test
    void shouldRefuseToGiveBackWhatWasNotReserved() {
        unchanged(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                () -> fixture.free(EM, VERSION, Provision.THICK, EXTENT, chunk, chunk));
        unchanged(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                () -> fixture.free(EM, VERSION + 1, Provision.THICK, EXTENT, chunk));
        unchanged(ResultCode.CONFLICT, Reason.NOT_RESERVED, () -> fixture.freeReposition(EM, VERSION, EXTENT, chunk));
        unchanged(
                ResultCode.UNKNOWN_CHUNK,
                Reason.UNKNOWN_CHUNK_IN_ROW,
                () -> fixture.reposition(EM, VERSION, RepositionKind.RECOVER, Provision.THICK, 0, UNKNOWN));
    }

    private Row thick(final int segments) {
        return new Row(chunk, Provision.THICK, segments, segments * EXTENT);
    }

    private void refusesReport(final Row row) {
        unchanged(ResultCode.MALFORMED, Reason.BAD_SIZE, () -> fixture.report(EM, 6, row));
    }

    private void unchanged(final ResultCode code, final Reason reason, final Supplier<ResultCode> command) {
        final long hash = fixture.engine.stateHash();
        assertThat(command.get()).isEqualTo(code);
        assertThat(fixture.reason()).isEqualTo(reason);
        assertThat(fixture.engine.stateHash()).as("%s changes nothing", code).isEqualTo(hash);
    }
}
