package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.codecs.RepositionKind;
import io.stowage.engine.SpaceTwin.Amount;
import io.stowage.engine.SpaceTwin.Place;
import io.stowage.engine.SpaceWire.Item;
import io.stowage.engine.command.Replies;
import io.stowage.engine.table.Damage;
import io.stowage.engine.table.RowTable;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Engine#verify} finds a sum that is wrong by one, whichever it is. */
class VerifyTest {
    private static final int EM = 1;

    private final EngineFixture fixture = new EngineFixture();
    private final SpaceWire wire = new SpaceWire(fixture);
    private final Tables tables = new Tables(Limits.small());
    private final CommandDispatcher dispatcher = new CommandDispatcher(tables, new Replies());

    @BeforeEach
    void anEngineInWhichEverythingIsInUse() {
        for (int i = 1; i <= 3; i++) {
            fixture.healthyChunk(i, 100 * GIB);
        }
        fixture.connectEm(EM, 1);
        final List<Map.Entry<Place, Amount>> rows = List.of(
                Map.entry(new Place(1, 0), new Amount(2, 2 * EXTENT, 1, EXTENT)),
                Map.entry(new Place(2, 2), new Amount(3, 3 * EXTENT, 0, 0)));
        wire.begin(EM, 1, 2);
        wire.rows(EM, 1, 2, rows, -1);
        wire.end(EM, 1, 2, 2, SpaceWire.checksum(rows));
        final Item item = new Item(0);
        item.prefer = 3;
        item.replace = 2;
        wire.reserve(EM, 1, 2, item);
        wire.reposition(EM, 1, 2, RepositionKind.MIGRATE, item);
        final ExpandableArrayBuffer snapshot = new ExpandableArrayBuffer();
        final int[] length = {0};
        fixture.engine.snapshot((buffer, offset, count) -> {
            snapshot.putBytes(length[0], buffer, offset, count);
            length[0] += count;
        });
        new SnapshotLoader(snapshot, 0, length[0]).load(tables);
    }

    @AfterEach
    void close() {
        fixture.close();
        tables.close();
    }

    @Test
    void shouldFindNothingWhereNothingIsWrong() {
        dispatcher.verify();
    }

    /** Every figure of a row of a table, one after the other, counts one more. */
    @Test
    void shouldFindEveryTermThatIsWrong() {
        int found = 0;
        for (int offset = 32; offset < 128; offset += Long.BYTES) {
            for (int tier = 0; tier < 2; tier++) {
                assertFound(tables.chunkSpace, 0, tier * 128 + offset, "row 0 holds");
                found++;
            }
        }
        for (final RowTable reserved : tables.chunkSpace.parts()) {
            for (int offset = 0; offset < 64; offset += Long.BYTES) {
                assertFound(reserved, 0, offset, "row 0 holds");
                found++;
            }
        }
        assertThat(found).isEqualTo(2 * 20);
    }

    @Test
    void shouldFindACapacityThatTheClusterDoesNotKnow() {
        assertFound(tables.chunkSpace, 0, 0, "cluster capacity: row 0 holds");
        assertFound(tables.chunkSpace, 1, 128, "cluster capacity: row 1 holds");
    }

    @Test
    void shouldFindRowsThatTheirSumsDoNotKnow() {
        for (int row = 0; row < 2; row++) {
            for (final int offset : new int[] {24, 32}) {
                assertFound(tables.spaceRows, row, offset, "reported bytes of an extent manager: row 0 holds");
            }
            for (final int offset : new int[] {40, 44}) {
                assertIntFound(tables.spaceRows, row, offset, 1, "segments of a chunk: row ");
            }
            assertIntFound(tables.spaceRows, row, 12, 1, "no space row is staged between commands");
        }
        assertFound(tables.reservations, 0, 16, "bytes reserved under a version: row 0 holds");
        assertFound(tables.reservations, 0, 32, "rx reserved under a version: row 0 holds");
    }

    private void assertFound(final RowTable table, final int row, final int offset, final String law) {
        Damage.addLong(table, row, offset, 1);
        assertThatThrownBy(() -> dispatcher.verify())
                .as("%s, row %d, offset %d", table.name(), row, offset)
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining(law);
        Damage.addLong(table, row, offset, -1);
        dispatcher.verify();
    }

    private void assertIntFound(
            final RowTable table, final int row, final int offset, final int change, final String law) {
        Damage.addInt(table, row, offset, change);
        assertThatThrownBy(() -> dispatcher.verify())
                .as("%s, row %d, offset %d", table.name(), row, offset)
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining(law);
        Damage.addInt(table, row, offset, -change);
        dispatcher.verify();
    }
}
