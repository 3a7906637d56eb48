package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ReportWantedEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.SpaceTwin.Amount;
import io.stowage.engine.SpaceTwin.Place;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What reports and deltas say that cannot be is refused with its reason and figures, right up to each limit, and changes nothing. */
class LedgerInputTest {
    private static final int EM = 1;
    private static final int THICK = 0;
    private static final long MOST_BYTES = 1L << 48;
    private static final int MOST_SEGMENTS = 1 << 28;

    private final EngineFixture fixture = new EngineFixture();
    private final SpaceWire wire = new SpaceWire(fixture);

    @BeforeEach
    void threeChunks() {
        for (int i = 1; i <= 3; i++) {
            fixture.healthyChunk(i, 100 * GIB);
        }
        fixture.connectEm(EM, 1);
        assertThat(report(1, List.of(row(1, THICK, 4, 4 * EXTENT)))).isEqualTo(ResultCode.OK);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    private static Map.Entry<Place, Amount> row(
            final int chunk, final int spaceClass, final long segments, final long bytes) {
        return Map.entry(new Place(chunk, spaceClass), new Amount(segments, bytes, 0, 0));
    }

    private static Map.Entry<Place, Amount> rx(final int chunk, final long segments, final long bytes) {
        return Map.entry(new Place(chunk, THICK), new Amount(0, 0, segments, bytes));
    }

    private ResultCode report(final long version, final List<Map.Entry<Place, Amount>> rows) {
        final ResultCode begun = wire.begin(EM, 1, version);
        if (begun != ResultCode.OK) {
            return begun;
        }
        wire.rows(EM, 1, version, rows, -1);
        return wire.end(EM, 1, version, rows.size(), SpaceWire.checksum(rows));
    }

    @Test
    void shouldRefuseRowsOfAReportThatCannotBe() {
        refusesRow(Reason.UNKNOWN_CHUNK_IN_ROW, 0, 77, List.of(row(77, THICK, 1, EXTENT)));
        refusesRow(Reason.BAD_SIZE, MOST_BYTES, MOST_BYTES + 1, List.of(row(1, THICK, 1, MOST_BYTES + 1)));
        refusesRow(Reason.BAD_SIZE, MOST_BYTES, -1, List.of(row(1, THICK, 1, -1)));
        refusesRow(Reason.BAD_SIZE, MOST_BYTES, 0, List.of(rx(1, 1, MOST_BYTES + 1)));
        refusesRow(
                Reason.BAD_SIZE, MOST_SEGMENTS, MOST_SEGMENTS + 1, List.of(row(1, THICK, MOST_SEGMENTS + 1, EXTENT)));
        refusesRow(Reason.BAD_SIZE, MOST_SEGMENTS, 0, List.of(rx(1, MOST_SEGMENTS + 1, EXTENT)));
        refusesRow(Reason.BAD_SIZE, 1, 0, List.of(row(1, THICK, 1, 0)));
        refusesRow(Reason.BAD_SIZE, 0, EXTENT, List.of(row(1, THICK, 0, EXTENT)));
        refusesRow(Reason.BAD_SIZE, 0, 0, List.of(rx(1, 1, 0)));
        refusesRow(Reason.BAD_SIZE, 0, 0, List.of(rx(1, 0, EXTENT)));
        refusesRow(Reason.DUPLICATE_ROW, 0, 2, List.of(row(2, THICK, 1, EXTENT), row(2, THICK, 1, EXTENT)));
        assertThat(report(2, List.of(row(1, THICK, MOST_SEGMENTS, MOST_BYTES), rx(2, MOST_SEGMENTS, MOST_BYTES))))
                .isEqualTo(ResultCode.OK);
        assertThat(fixture.space(1).thick()).isEqualTo(MOST_BYTES);
        assertThat(fixture.space(2).thickRx()).isEqualTo(MOST_BYTES);
    }

    private void refusesRow(
            final Reason reason, final long expected, final long found, final List<Map.Entry<Place, Amount>> rows) {
        final ResultCode result =
                reason == Reason.UNKNOWN_CHUNK_IN_ROW ? ResultCode.UNKNOWN_CHUNK : ResultCode.MALFORMED;
        final long hash = fixture.engine.stateHash();
        assertThat(wire.begin(EM, 1, 2)).isEqualTo(ResultCode.OK);
        assertThat(wire.rows(EM, 1, 2, rows, -1)).isEqualTo(result);
        checkReport(reason, expected, found, rows.size());
        assertThat(wire.end(EM, 1, 2, rows.size(), SpaceWire.checksum(rows))).isEqualTo(result);
        checkReport(reason, expected, found, rows.size());
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    private void checkReport(final Reason reason, final long expected, final long found, final int rows) {
        assertThat(fixture.reason()).isEqualTo(reason);
        assertThat(wire.reportReply().expected()).isEqualTo(expected);
        assertThat(wire.reportReply().found()).isEqualTo(found);
        assertThat(wire.reportReply().version()).isEqualTo(2);
        assertThat(wire.reportReply().rows()).isEqualTo(rows);
    }

    @Test
    void shouldRefuseAReportThatDoesNotEndAsItBegan() {
        final List<Map.Entry<Place, Amount>> rows = List.of(row(1, THICK, 1, EXTENT));
        final long sum = SpaceWire.checksum(rows);
        wire.begin(EM, 1, 2);
        wire.rows(EM, 1, 2, rows, -1);
        assertThat(wire.end(EM, 1, 2, 2, sum)).isEqualTo(ResultCode.LEDGER_MISMATCH);
        checkReport(Reason.ROW_COUNT_MISMATCH, 1, 2, 1);
        assertThat(wire.end(EM, 1, 2, 1, sum)).isEqualTo(ResultCode.LEDGER_MISMATCH);
        checkReport(Reason.NO_REPORT_OPEN, 0, 2, 0);
        wire.begin(EM, 1, 2);
        wire.rows(EM, 1, 2, rows, -1);
        assertThat(wire.end(EM, 1, 2, 1, sum + 1)).isEqualTo(ResultCode.LEDGER_MISMATCH);
        checkReport(Reason.CHECKSUM_MISMATCH, sum, sum + 1, 1);
        assertThat(wire.begin(EM, 1, 1)).isEqualTo(ResultCode.STALE_VERSION);
        assertThat(fixture.commandReply().expected()).isEqualTo(2);
        assertThat(fixture.commandReply().found()).isEqualTo(1);
    }

    @Test
    void shouldStartAnewWhereAReportBeginsTwice() {
        wire.begin(EM, 1, 2);
        wire.rows(EM, 1, 2, List.of(row(2, THICK, 1, EXTENT)), -1);
        assertThat(report(2, List.of(row(2, THICK, 1, EXTENT)))).isEqualTo(ResultCode.OK);
        assertThat(fixture.space(1).thick()).isZero();
        assertThat(fixture.space(2).thick()).isEqualTo(EXTENT);
    }

    @Test
    void shouldDiscardAReportOnlyWithItsOwnSession() {
        final List<Map.Entry<Place, Amount>> rows = List.of(row(2, THICK, 1, EXTENT));
        wire.begin(EM, 1, 2);
        wire.rows(EM, 1, 2, rows, -1);
        fixture.sessionClosed(fixture.sessionId + 1);
        assertThat(wire.end(EM, 1, 2, 1, SpaceWire.checksum(rows))).isEqualTo(ResultCode.OK);
        wire.begin(EM, 1, 3);
        fixture.sessionClosed(fixture.sessionId);
        assertThat(wire.end(EM, 1, 3, 0, 0)).isEqualTo(ResultCode.LEDGER_MISMATCH);
        wire.begin(EM, 1, 3);
        fixture.sessionClosed(0);
        assertThat(wire.end(EM, 1, 3, 0, 0)).isEqualTo(ResultCode.LEDGER_MISMATCH);
    }

    @Test
    void shouldRefuseDeltasThatCannotBeAndAskForAReport() {
        refusesDelta(
                ResultCode.UNKNOWN_CHUNK, Reason.UNKNOWN_CHUNK_IN_ROW, 0, 77, List.of(row(77, THICK, -1, -EXTENT)));
        for (final long bytes : new long[] {MOST_BYTES + 1, -MOST_BYTES - 1}) {
            refusesDelta(ResultCode.MALFORMED, Reason.BAD_SIZE, MOST_BYTES, bytes, List.of(row(1, THICK, 1, bytes)));
            refusesDelta(ResultCode.MALFORMED, Reason.BAD_SIZE, MOST_BYTES, bytes, List.of(rx(1, 1, bytes)));
        }
        refusesDelta(
                ResultCode.MALFORMED,
                Reason.BAD_SIZE,
                MOST_SEGMENTS,
                MOST_SEGMENTS + 1,
                List.of(row(1, THICK, MOST_SEGMENTS + 1, 1)));
        refusesDelta(ResultCode.MALFORMED, Reason.BAD_SIZE, MOST_SEGMENTS, 0, List.of(rx(1, -MOST_SEGMENTS - 1, 1)));
        refusesDelta(
                ResultCode.LEDGER_MISMATCH,
                Reason.NEGATIVE_RESULT,
                4 * EXTENT,
                -MOST_BYTES,
                List.of(row(1, THICK, -1, -MOST_BYTES)));
        refusesDelta(
                ResultCode.LEDGER_MISMATCH,
                Reason.NEGATIVE_RESULT,
                4 * EXTENT,
                -1,
                List.of(row(1, THICK, -MOST_SEGMENTS, -1)));
        refusesDelta(ResultCode.LEDGER_MISMATCH, Reason.NEGATIVE_RESULT, 0, 0, List.of(rx(2, -1, -EXTENT)));
        refusesDelta(
                ResultCode.LEDGER_MISMATCH,
                Reason.OVERFLOW,
                0,
                MOST_BYTES,
                List.of(row(2, THICK, MOST_SEGMENTS, MOST_BYTES)));
        refusesDelta(
                ResultCode.LEDGER_MISMATCH,
                Reason.OVERFLOW,
                0,
                1,
                List.of(row(1, THICK, -1, -EXTENT), row(1, 2, 1, EXTENT + 1)));
        assertThat(wire.delta(EM, 1, 1, List.of(row(1, THICK, -1, -EXTENT), row(1, 2, 1, EXTENT)), -1))
                .isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldNotLetOneChunkTierOrPriorityPayForAnother() {
        for (final Place other : List.of(new Place(2, THICK), new Place(1, 4), new Place(1, 1))) {
            refusesDelta(
                    ResultCode.LEDGER_MISMATCH,
                    Reason.OVERFLOW,
                    0,
                    EXTENT,
                    List.of(row(1, THICK, -1, -EXTENT), Map.entry(other, new Amount(1, EXTENT, 0, 0))));
        }
        refusesDelta(
                ResultCode.LEDGER_MISMATCH,
                Reason.OVERFLOW,
                0,
                2 * EXTENT,
                List.of(row(3, 7, 1, EXTENT), Map.entry(new Place(3, 5), new Amount(0, 0, 1, EXTENT))));
    }

    private void refusesDelta(
            final ResultCode result,
            final Reason reason,
            final long expected,
            final long found,
            final List<Map.Entry<Place, Amount>> rows) {
        fixture.events.clear();
        wire.refuses(result, reason, expected, found, () -> wire.delta(EM, 1, 1, rows, -1));
        if (result == ResultCode.LEDGER_MISMATCH) {
            assertThat(fixture.events).containsExactly(ReportWantedEncoder.TEMPLATE_ID);
        } else {
            assertThat(fixture.events).isEmpty();
        }
    }
}
