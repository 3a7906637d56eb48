package io.stowage.tools.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.tools.whatif.Bag.Spot;
import io.stowage.tools.whatif.Holdings.Cell;
import io.stowage.tools.whatif.Rows.Row;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an extent manager of the history tells, told of the places of the other history. */
class LedgerTest {
    private static final long SIZE = 256L << 20;
    private static final int THICK = 0;
    private static final int THIN = 2;
    private static final Row ONE = new Row(1, SIZE, 0, 0);
    private static final Row ONE_LESS = new Row(-1, -SIZE, 0, 0);
    private static final Row ONE_RX = new Row(0, 0, 1, SIZE);
    private static final Row ARRIVED = new Row(1, SIZE, -1, -SIZE);

    private final ThinShares shares = new ThinShares();
    private final Holdings held = new Holdings(shares);
    private final Ledger ledger = new Ledger(held);

    private static Cell thick(final int chunk) {
        return new Cell(chunk, THICK);
    }

    private static Cell thin(final int chunk) {
        return new Cell(chunk, THIN);
    }

    private static Rows rows(final Map<Cell, Row> all) {
        final Rows rows = new Rows();
        all.forEach(rows::add);
        return rows;
    }

    /** One segment is on chunk 1 and on 4 there, another on chunk 2 and on 1 there. */
    @BeforeEach
    void holdTwo() {
        held.granted(1, false, thick(1), new Spot(4, SIZE));
        held.granted(1, false, thick(2), new Spot(1, SIZE));
        assertThat(ledger.report(2, rows(Map.of(thick(1), ONE, thick(2), ONE)), true)
                        .all())
                .isEqualTo(Map.of(thick(1), ONE, thick(4), ONE));
    }

    @Test
    void shouldTakeWhatWasRemovedFromItsPartnersPlace() {
        assertThat(ledger.change(rows(Map.of(thick(1), ONE_LESS))).all()).isEqualTo(Map.of(thick(4), ONE_LESS));

        assertThat(ledger.report(3, rows(Map.of(thick(2), ONE)), true).all()).isEqualTo(Map.of(thick(1), ONE));
    }

    @Test
    void shouldTakeARepositionedSegmentOffTheChunkThatWasNamed() {
        held.granted(2, true, thick(3), new Spot(5, SIZE));
        held.departs(thick(1), 3, true);
        assertThat(ledger.report(3, rows(Map.of(thick(1), ONE, thick(2), ONE, thick(3), ONE_RX)), true)
                        .all())
                .isEqualTo(Map.of(thick(1), ONE, thick(4), ONE, thick(5), ONE_RX));

        assertThat(ledger.change(rows(Map.of(thick(1), ONE_LESS, thick(3), ARRIVED)))
                        .all())
                .isEqualTo(Map.of(thick(1), ONE_LESS, thick(5), ARRIVED));

        assertThat(ledger.report(4, rows(Map.of(thick(2), ONE, thick(3), ONE)), true)
                        .all())
                .isEqualTo(Map.of(thick(4), ONE, thick(5), ONE));
    }

    @Test
    void shouldLeaveASegmentWhereItIsIfItsRepositionWasRefused() {
        held.granted(2, true, thick(3), new Spot(Bag.NOWHERE, SIZE));
        held.departs(thick(1), 3, false);
        ledger.report(3, rows(Map.of(thick(1), ONE, thick(2), ONE, thick(3), ONE_RX)), true);

        assertThat(ledger.change(rows(Map.of(thick(1), ONE_LESS, thick(3), ARRIVED)))
                        .all())
                .isEmpty();

        assertThat(ledger.report(4, rows(Map.of(thick(2), ONE, thick(3), ONE)), true)
                        .all())
                .isEqualTo(Map.of(thick(1), ONE, thick(4), ONE));
    }

    @Test
    void shouldForgetWhatWasGrantedAndNeverReported() {
        held.granted(2, false, thick(1), new Spot(6, SIZE));

        final Rows other = ledger.report(3, rows(Map.of(thick(1), ONE, thick(2), ONE)), true);

        assertThat(other.all().values()).containsExactly(ONE, ONE);
    }

    @Test
    void shouldNotCoverWhatIsGrantedUnderALaterVersion() {
        held.granted(3, false, thick(1), new Spot(6, SIZE));

        assertThat(ledger.report(3, rows(Map.of(thick(1), ONE, thick(2), ONE)), true)
                        .all())
                .isEqualTo(Map.of(thick(1), ONE, thick(4), ONE));
        assertThat(held.freed(3, false, thick(1), SIZE)).isEqualTo(6);
    }

    @Test
    void shouldMakeThinWhatWasMadeThinAndMeasureIt() {
        assertThat(ledger.change(rows(Map.of(thick(1), ONE_LESS, thin(1), ONE))).all())
                .isEqualTo(Map.of(thick(4), ONE_LESS, thin(4), ONE));

        // Chunk 1 measured; its one thin segment is on chunk 4 there, so that chunk 1 has none there.
        assertThat(shares.measured(1, 0, 0, 100)).isZero();
        assertThat(shares.measured(4, 0, 0, 0)).isEqualTo(100);
        // What no segment stands for stays.
        assertThat(shares.measured(5, 0, 0, 30)).isEqualTo(30);
    }

    @Test
    void shouldKeepOrLetGoWhatOnlyTheOtherHistoryGranted() {
        held.granted(2, false, thick(Bag.NOWHERE), new Spot(6, SIZE));
        final Rows told = rows(Map.of(thick(1), ONE, thick(2), ONE));

        assertThat(ledger.report(3, told, true).all()).containsEntry(thick(6), ONE);

        held.granted(3, false, thick(Bag.NOWHERE), new Spot(5, SIZE));
        assertThat(ledger.report(4, told, false).all()).doesNotContainKey(thick(5));
    }

    @Test
    void shouldTakeForTheSameWhatItNeverSawGranted() {
        assertThat(ledger.report(3, rows(Map.of(thick(1), ONE, thick(2), ONE, thick(3), ONE)), true)
                        .all())
                .isEqualTo(Map.of(thick(1), ONE, thick(4), ONE, thick(3), ONE));
    }
}
