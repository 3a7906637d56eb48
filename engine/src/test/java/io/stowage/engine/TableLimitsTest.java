package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.CompleteRemovalEncoder;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveChunkEncoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.SpaceTwin.Amount;
import io.stowage.engine.SpaceTwin.Place;
import io.stowage.engine.SpaceWire.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables are filled to their last row and not beyond: what does not fit is refused whole, and what is there stays. */
class TableLimitsTest {
    private static final int SPACE_ROWS = 3;
    private static final int STAGED_ROWS = 4;
    private static final int RESERVATION_ROWS = 4;

    private final EngineFixture fixture =
            new EngineFixture(new Limits(4, 20, 2, 4, 2, SPACE_ROWS, STAGED_ROWS, RESERVATION_ROWS));
    private final SpaceWire wire = new SpaceWire(fixture);

    @BeforeEach
    void fourChunks() {
        for (int i = 1; i <= 4; i++) {
            fixture.healthyChunk(i, 100 * GIB);
        }
        fixture.connectEm(1, 1);
        fixture.connectEm(2, 1);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    private static List<Map.Entry<Place, Amount>> rows(final int count, final long segments) {
        final List<Map.Entry<Place, Amount>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Map.entry(new Place(1 + i % 4, 2 * (i / 4)), new Amount(segments, segments * EXTENT, 0, 0)));
        }
        return rows;
    }

    private ResultCode report(final int em, final long version, final List<Map.Entry<Place, Amount>> rows) {
        wire.begin(em, 1, version);
        wire.rows(em, 1, version, rows, -1);
        return wire.end(em, 1, version, rows.size(), SpaceWire.checksum(rows));
    }

    @Test
    void shouldRefuseReservationsThatFindNoRow() {
        final Item item = new Item(0);
        item.replace = 1;
        item.replicas = 3;
        assertThat(wire.reserve(1, 1, 1, item)).isEqualTo(ResultCode.OK);
        final List<Integer> chunks = wire.granted().getFirst().chunks();
        item.replicas = 2;
        assertThat(wire.reserve(1, 1, 1, item)).isEqualTo(ResultCode.BUSY);
        assertThat(fixture.reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(wire.granted().getFirst().chunks()).isEmpty();
        item.replicas = 1;
        item.spaceClass = 2;
        assertThat(wire.reserve(1, 1, 1, item)).isEqualTo(ResultCode.OK);
        assertThat(wire.reserve(1, 1, 1, item)).isEqualTo(ResultCode.BUSY);
        assertThat(wire.reposition(1, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.BUSY);
        assertThat(fixture.reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(wire.free(1, 1, 1, 0, EXTENT, chunks)).isEqualTo(ResultCode.OK);
        assertThat(wire.reposition(1, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldRefuseReportsThatFindNoRow() {
        assertThat(report(1, 1, rows(SPACE_ROWS, 1))).isEqualTo(ResultCode.OK);
        final long hash = fixture.engine.stateHash();
        assertThat(report(1, 2, rows(SPACE_ROWS + 1, 1))).isEqualTo(ResultCode.BUSY);
        assertThat(fixture.reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(report(2, 1, rows(1, 1))).isEqualTo(ResultCode.BUSY);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
        assertThat(report(1, 2, rows(SPACE_ROWS, 2))).isEqualTo(ResultCode.OK);
        assertThat(fixture.space(1).thick()).isEqualTo(2 * EXTENT);
        assertThat(report(1, 3, rows(SPACE_ROWS - 1, 2))).isEqualTo(ResultCode.OK);
        assertThat(report(2, 1, rows(1, 1))).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldRefuseDeltasThatFindNoRow() {
        assertThat(report(1, 1, rows(SPACE_ROWS, 1))).isEqualTo(ResultCode.OK);
        final List<Map.Entry<Place, Amount>> one = rows(1, 1);
        wire.refuses(
                ResultCode.BUSY, Reason.LIMIT_REACHED, SPACE_ROWS, SPACE_ROWS, () -> wire.becomeThin(1, 1, 1, one, -1));
        assertThat(report(1, 2, rows(SPACE_ROWS - 1, 1))).isEqualTo(ResultCode.OK);
        assertThat(wire.becomeThin(1, 1, 2, one, -1)).isEqualTo(ResultCode.OK);
        assertThat(fixture.space(1).thinNominal()).isEqualTo(EXTENT);
    }

    @Test
    void shouldRefuseAReportThatCannotBeStaged() {
        wire.begin(1, 1, 1);
        assertThat(wire.rows(1, 1, 1, rows(STAGED_ROWS, 1), -1)).isEqualTo(ResultCode.OK);
        wire.begin(1, 1, 1);
        assertThat(wire.rows(1, 1, 1, rows(STAGED_ROWS + 1, 1), -1)).isEqualTo(ResultCode.BUSY);
        assertThat(fixture.reason()).isEqualTo(Reason.LIMIT_REACHED);
        assertThat(wire.reportReply().expected()).isEqualTo(STAGED_ROWS);
        assertThat(wire.reportReply().found()).isEqualTo(STAGED_ROWS);
        assertThat(wire.end(1, 1, 1, STAGED_ROWS + 1, SpaceWire.checksum(rows(STAGED_ROWS + 1, 1))))
                .isEqualTo(ResultCode.BUSY);
        assertThat(report(2, 1, rows(SPACE_ROWS, 1))).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldRefuseAReportOverWhichAChunkWent() {
        wire.begin(1, 1, 1);
        assertThat(wire.rows(1, 1, 1, rows(3, 1), -1)).isEqualTo(ResultCode.OK);
        assertThat(fixture.onChunk(RemoveChunkEncoder.TEMPLATE_ID, 3)).isEqualTo(ResultCode.OK);
        assertThat(fixture.onChunk(CompleteRemovalEncoder.TEMPLATE_ID, 3)).isEqualTo(ResultCode.OK);
        assertThat(wire.end(1, 1, 1, 3, SpaceWire.checksum(rows(3, 1)))).isEqualTo(ResultCode.UNKNOWN_CHUNK);
        assertThat(fixture.reason()).isEqualTo(Reason.UNKNOWN_CHUNK_IN_ROW);
        assertThat(wire.reportReply().found()).isEqualTo(3);
        assertThat(report(2, 1, rows(2, 1))).isEqualTo(ResultCode.OK);
    }
}
