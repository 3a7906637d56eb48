package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static io.stowage.engine.EngineFixture.MIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.FreeForAllocationDecoder;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ReportSpaceRowsDecoder;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ReserveForAllocationDecoder;
import io.stowage.codecs.ReserveForRepositionDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.SpaceDeltaDecoder;
import io.stowage.codecs.UpdateProvisionDecoder;
import io.stowage.engine.SpaceTwin.Amount;
import io.stowage.engine.SpaceTwin.Place;
import io.stowage.engine.SpaceWire.Item;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be is refused with its reason and figures, right up to each limit, and changes nothing. */
class SpaceInputTest {
    private static final int EM = 1;
    private static final int THICK = 0;
    private static final long MOST_BYTES = 1L << 48;

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

    private ResultCode report(final long version, final List<Map.Entry<Place, Amount>> rows) {
        final ResultCode begun = wire.begin(EM, 1, version);
        if (begun != ResultCode.OK) {
            return begun;
        }
        wire.rows(EM, 1, version, rows, -1);
        return wire.end(EM, 1, version, rows.size(), SpaceWire.checksum(rows));
    }

    @Test
    void shouldRefuseRequestsWithoutItemsOrWithTooMany() {
        wire.refuses(ResultCode.MALFORMED, Reason.EMPTY, 1, 0, () -> wire.reserve(EM, 1, 1));
        wire.refuses(ResultCode.MALFORMED, Reason.EMPTY, 1, 0, () -> wire.reposition(EM, 1, 1, RepositionKind.MIGRATE));
        final Item[] most = Collections.nCopies(4_096, new Item(THICK)).toArray(Item[]::new);
        for (final Item item : most) {
            item.bytes = MIB;
            item.replace = 1;
        }
        assertThat(wire.reserve(EM, 1, 1, most)).isEqualTo(ResultCode.OK);
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, most)).isEqualTo(ResultCode.OK);
        final Item[] oneMore = Collections.nCopies(4_097, new Item(THICK)).toArray(Item[]::new);
        wire.refuses(ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, 4_096, 4_097, () -> wire.reserve(EM, 1, 1, oneMore));
        wire.refuses(
                ResultCode.MALFORMED,
                Reason.TOO_MANY_ITEMS,
                4_096,
                4_097,
                () -> wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, oneMore));
    }

    @Test
    void shouldRefuseANinthVersionInFlight() {
        for (int version = 1; version <= 8; version++) {
            assertThat(wire.reserve(EM, 1, version, new Item(THICK))).isEqualTo(ResultCode.OK);
        }
        final Item move = new Item(THICK);
        move.replace = 1;
        wire.refuses(ResultCode.BUSY, Reason.VERSIONS_IN_FLIGHT, 8, 9, () -> wire.reserve(EM, 1, 9, new Item(THICK)));
        wire.refuses(
                ResultCode.BUSY,
                Reason.VERSIONS_IN_FLIGHT,
                8,
                9,
                () -> wire.reposition(EM, 1, 9, RepositionKind.MIGRATE, move));
    }

    @Test
    void shouldKeepNoVersionOpenUnderWhichNothingIsReserved() {
        final Item tooLarge = new Item(THICK);
        tooLarge.bytes = 200 * GIB;
        tooLarge.replace = 1;
        for (int version = 1; version <= 20; version++) {
            assertThat(wire.reserve(EM, 1, version, tooLarge)).isEqualTo(ResultCode.NO_SPACE);
            assertThat(wire.reposition(EM, 1, version, RepositionKind.MIGRATE, tooLarge))
                    .isEqualTo(ResultCode.NO_SPACE);
            assertThat(wire.reserve(EM, 1, version, new Item(THICK))).isEqualTo(ResultCode.OK);
            final List<Integer> chunks = wire.granted().getFirst().chunks();
            assertThat(wire.free(EM, 1, version, THICK, EXTENT, chunks)).isEqualTo(ResultCode.OK);
            assertThat(new SpaceViews(wire.fixture).extentManagers().get(EM))
                    .element(4)
                    .isEqualTo(0L);
        }
    }

    private void refusesItem(final ResultCode result, final Reason reason, final Item item) {
        final long hash = fixture.engine.stateHash();
        assertThat(wire.reserve(EM, 1, 1, item)).isEqualTo(result);
        assertThat(fixture.reason()).isEqualTo(reason);
        assertThat(wire.granted().getFirst().result()).isEqualTo(result);
        assertThat(wire.granted().getFirst().chunks()).isEmpty();
        if (result == ResultCode.NO_SPACE || result == ResultCode.NO_DOMAIN) {
            assertThat(wire.granted().getFirst().registered()).isEqualTo(3);
        } else {
            assertThat(fixture.engine.stateHash()).isEqualTo(hash);
            assertThat(wire.granted().getFirst().registered()).isZero();
        }
    }

    private static Item coded(final int replicas, final int data, final int parity) {
        final Item item = new Item(THICK);
        item.replicas = replicas;
        item.data = data;
        item.parity = parity;
        item.replace = 1;
        return item;
    }

    @Test
    void shouldRefuseWhatIsNeitherReplicatedNorCoded() {
        for (final Item item : List.of(
                coded(0, 0, 0),
                coded(0, 2, 0),
                coded(0, 0, 2),
                coded(1, 2, 1),
                coded(1, 2, 0),
                coded(1, 0, 1),
                coded(33, 0, 0),
                coded(0, 30, 3),
                coded(0, 1, 32))) {
            refusesItem(ResultCode.MALFORMED, Reason.BAD_RESILIENCY, item);
            final long hash = fixture.engine.stateHash();
            assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.MALFORMED);
            assertThat(fixture.reason()).isEqualTo(Reason.BAD_RESILIENCY);
            assertThat(fixture.engine.stateHash()).isEqualTo(hash);
        }
        for (final Item item : List.of(coded(32, 0, 0), coded(0, 30, 2), coded(0, 1, 31))) {
            refusesItem(ResultCode.NO_DOMAIN, Reason.NONE, item);
        }
    }

    @Test
    void shouldRefuseAbsurdSizes() {
        for (final long bytes : new long[] {-1, Long.MIN_VALUE, MOST_BYTES + 1, Long.MAX_VALUE}) {
            final Item item = new Item(THICK);
            item.bytes = bytes;
            item.replace = 1;
            refusesItem(ResultCode.MALFORMED, Reason.BAD_SIZE, item);
            assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.MALFORMED);
            assertThat(fixture.reason()).isEqualTo(Reason.BAD_SIZE);
            wire.refuses(
                    ResultCode.MALFORMED,
                    Reason.BAD_SIZE,
                    MOST_BYTES,
                    bytes,
                    () -> wire.free(EM, 1, 1, THICK, bytes, List.of(1)));
        }
        final Item largest = new Item(THICK);
        largest.bytes = MOST_BYTES;
        largest.replace = 1;
        refusesItem(ResultCode.NO_SPACE, Reason.NONE, largest);
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, largest)).isEqualTo(ResultCode.NO_SPACE);
        wire.refuses(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                0,
                MOST_BYTES,
                () -> wire.free(EM, 1, 1, THICK, MOST_BYTES, List.of(1)));
        wire.refuses(
                ResultCode.MALFORMED, Reason.BAD_SIZE, MOST_BYTES, 0, () -> wire.free(EM, 1, 1, THICK, 0, List.of(1)));
        final Item smallest = new Item(THICK);
        smallest.bytes = 1;
        smallest.replace = 1;
        assertThat(wire.reserve(EM, 1, 1, smallest)).isEqualTo(ResultCode.OK);
        final List<Integer> chunks = wire.granted().getFirst().chunks();
        assertThat(wire.free(EM, 1, 1, THICK, 1, chunks)).isEqualTo(ResultCode.OK);
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, smallest)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldRefuseNoExtentsOrMoreSegmentsThanARequestMayAskFor() {
        final Item noExtents = coded(2, 0, 0);
        noExtents.extents = 0;
        refusesItem(ResultCode.MALFORMED, Reason.BAD_SIZE, noExtents);
        for (final long extents : new long[] {65_534 / 2 + 1, 0xFFFF_FFFEL}) {
            final Item item = coded(2, 0, 0);
            item.extents = extents;
            refusesItem(ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, item);
        }
        final Item most = coded(2, 0, 0);
        most.bytes = 1;
        most.extents = 65_534 / 2;
        final Item none = new Item(THICK);
        assertThat(wire.reserve(EM, 1, 1, most, none)).isEqualTo(ResultCode.PARTIAL);
        assertThat(wire.granted().getFirst().chunks()).hasSize(65_534);
        assertThat(wire.granted().getFirst().extents()).isEqualTo(65_534 / 2);
        assertThat(wire.granted().getFirst().segmentsPerExtent()).isEqualTo(2);
        assertThat(wire.granted().getLast().result()).isEqualTo(ResultCode.MALFORMED);
    }

    @Test
    void shouldGiveTheReasonOfTheFirstItemThatFailed() {
        final Item negative = new Item(THICK);
        negative.bytes = -1;
        final Item pool = new Item(THICK);
        pool.pool = 77;

        assertThat(wire.reserve(EM, 1, 1, new Item(THICK), negative, pool, new Item(THICK)))
                .isEqualTo(ResultCode.PARTIAL);
        assertThat(fixture.reason()).isEqualTo(Reason.BAD_SIZE);
        assertThat(wire.granted())
                .extracting(SpaceWire.Granted::result)
                .containsExactly(ResultCode.OK, ResultCode.MALFORMED, ResultCode.CONFLICT, ResultCode.OK);
        assertThat(wire.reserve(EM, 1, 1, pool, negative)).isEqualTo(ResultCode.CONFLICT);
        assertThat(fixture.reason()).isEqualTo(Reason.UNKNOWN_POOL);
    }

    @Test
    void shouldRefuseUnknownPoolsAndChunks() {
        final Item pool = new Item(THICK);
        pool.pool = 77;
        refusesItem(ResultCode.CONFLICT, Reason.UNKNOWN_POOL, pool);
        final Item existing = new Item(THICK);
        existing.existing = new int[] {77};
        existing.replace = 1;
        refusesItem(ResultCode.UNKNOWN_CHUNK, Reason.UNKNOWN_CHUNK_IN_ROW, existing);
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, existing)).isEqualTo(ResultCode.UNKNOWN_CHUNK);
        final Item replaced = new Item(THICK);
        replaced.replace = 77;
        replaced.existing = new int[] {1};
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, replaced)).isEqualTo(ResultCode.UNKNOWN_CHUNK);
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.RECOVER, replaced)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldTakeAsManyNamedChunksAsAreAllowedAndNotOneMore() {
        final Item most = new Item(THICK);
        most.exclude = Collections.nCopies(256, 77).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        most.exclude[0] = 1;
        most.exclude[255] = 2;
        assertThat(wire.reserve(EM, 1, 1, most)).isEqualTo(ResultCode.OK);
        assertThat(wire.granted().getFirst().chunks()).containsExactly(3);
        most.exclude = java.util.Arrays.copyOf(most.exclude, 257);
        refusesItem(ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, most);
        for (int chunk = 4; chunk <= 34; chunk++) {
            fixture.healthyChunk(chunk, 100 * GIB);
        }
        final Item many = new Item(THICK);
        many.existing = IntStream.rangeClosed(1, 31).toArray();
        assertThat(wire.reserve(EM, 1, 1, many)).isEqualTo(ResultCode.OK);
        assertThat(wire.granted().getFirst().chunks().getFirst()).isGreaterThan(31);
        many.existing = IntStream.rangeClosed(1, 32).toArray();
        refusesItem(ResultCode.MALFORMED, Reason.BAD_RESILIENCY, many);
        many.purpose = Purpose.TEMPORARY;
        assertThat(wire.reserve(EM, 1, 1, many)).isEqualTo(ResultCode.OK);
        many.existing = IntStream.rangeClosed(1, 33).toArray();
        refusesItem(ResultCode.MALFORMED, Reason.TOO_MANY_ITEMS, many);
    }

    @Test
    void shouldTakeAsManySourcesAndExclusionsAsAreAllowedAndNotOneMore() {
        final Item item = new Item(THICK);
        for (int chunk = 4; chunk <= 34; chunk++) {
            fixture.healthyChunk(chunk, 100 * GIB);
        }
        item.replace = 1;
        item.existing = IntStream.rangeClosed(2, 33).toArray();
        item.exclude = Collections.nCopies(255, 77).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.OK);
        assertThat(wire.moved().getFirst().destination()).isEqualTo(34);
        item.exclude[254] = 34;
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.NO_DOMAIN);
        item.exclude = Collections.nCopies(256, 77).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        final long hash = fixture.engine.stateHash();
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reason()).isEqualTo(Reason.TOO_MANY_ITEMS);
        item.exclude = new int[0];
        item.existing = IntStream.rangeClosed(2, 34).toArray();
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reason()).isEqualTo(Reason.TOO_MANY_ITEMS);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldRefuseAChunkThatIsNamedTwiceAsAHolder() {
        final Item item = new Item(THICK);
        item.existing = new int[] {1, 2, 1};
        item.replace = 3;
        refusesItem(ResultCode.MALFORMED, Reason.DUPLICATE_ROW, item);
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.RECOVER, item)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reason()).isEqualTo(Reason.DUPLICATE_ROW);
    }

    @Test
    void shouldRefuseToMoveASegmentToWhatIsExcludedOrReplaced() {
        final Item item = new Item(THICK);
        item.existing = new int[] {2};
        item.replace = 1;
        item.exclude = new int[] {3};
        for (final int preferred : new int[] {1, 3}) {
            item.prefer = preferred;
            assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.MALFORMED);
            assertThat(fixture.reason()).isEqualTo(Reason.PREFERS_EXCLUDED);
        }
    }

    @Test
    void shouldRefuseEnumeratedFieldsWithoutSuchAValue() {
        for (final int field : new int[] {
            ReserveForAllocationDecoder.ItemsDecoder.purposeEncodingOffset(),
            ReserveForAllocationDecoder.ItemsDecoder.tierEncodingOffset(),
            ReserveForAllocationDecoder.ItemsDecoder.provisionEncodingOffset(),
            ReserveForAllocationDecoder.ItemsDecoder.priorityEncodingOffset(),
            ReserveForAllocationDecoder.ItemsDecoder.partialEncodingOffset(),
            ReserveForAllocationDecoder.ItemsDecoder.strictSpreadEncodingOffset()
        }) {
            final Item item = new Item(THICK);
            item.badField = field;
            refusesItem(ResultCode.MALFORMED, Reason.BAD_ENUM, item);
        }
        for (final int field : new int[] {
            ReserveForRepositionDecoder.ItemsDecoder.tierEncodingOffset(),
            ReserveForRepositionDecoder.ItemsDecoder.provisionEncodingOffset(),
            ReserveForRepositionDecoder.ItemsDecoder.priorityEncodingOffset()
        }) {
            final Item item = new Item(THICK);
            item.replace = 1;
            item.badField = field;
            assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, item)).isEqualTo(ResultCode.MALFORMED);
            assertThat(fixture.reason()).isEqualTo(Reason.BAD_ENUM);
        }
        for (final int field : new int[] {
            FreeForAllocationDecoder.tierEncodingOffset(),
            FreeForAllocationDecoder.provisionEncodingOffset(),
            FreeForAllocationDecoder.priorityEncodingOffset()
        }) {
            wire.refuses(
                    ResultCode.MALFORMED,
                    Reason.BAD_ENUM,
                    0,
                    0,
                    () -> wire.free(EM, 1, 1, THICK, EXTENT, List.of(1), field));
        }
        for (final int field : new int[] {
            SpaceDeltaDecoder.RowsDecoder.tierEncodingOffset(),
            SpaceDeltaDecoder.RowsDecoder.provisionEncodingOffset(),
            SpaceDeltaDecoder.RowsDecoder.priorityEncodingOffset()
        }) {
            final List<Map.Entry<Place, Amount>> less = List.of(row(1, THICK, -1, -EXTENT));
            assertThat(wire.delta(EM, 1, 1, less, field)).isEqualTo(ResultCode.MALFORMED);
            assertThat(fixture.reason()).isEqualTo(Reason.BAD_ENUM);
        }
        for (final int field : new int[] {
            UpdateProvisionDecoder.RowsDecoder.tierEncodingOffset(),
            UpdateProvisionDecoder.RowsDecoder.priorityEncodingOffset()
        }) {
            final List<Map.Entry<Place, Amount>> one = List.of(row(1, THICK, 1, EXTENT));
            assertThat(wire.becomeThin(EM, 1, 1, one, field)).isEqualTo(ResultCode.MALFORMED);
            assertThat(fixture.reason()).isEqualTo(Reason.BAD_ENUM);
            assertThat(wire.removeExtents(EM, 1, 1, one, field)).isEqualTo(ResultCode.MALFORMED);
            assertThat(fixture.reason()).isEqualTo(Reason.BAD_ENUM);
        }
        for (final int field : new int[] {
            ReportSpaceRowsDecoder.RowsDecoder.tierEncodingOffset(),
            ReportSpaceRowsDecoder.RowsDecoder.provisionEncodingOffset(),
            ReportSpaceRowsDecoder.RowsDecoder.priorityEncodingOffset()
        }) {
            wire.begin(EM, 1, 2);
            assertThat(wire.rows(EM, 1, 2, List.of(row(1, THICK, 1, EXTENT)), field))
                    .isEqualTo(ResultCode.MALFORMED);
            assertThat(fixture.reason()).isEqualTo(Reason.BAD_ENUM);
        }
        final long hash = fixture.engine.stateHash();
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.NULL_VAL, new Item(THICK)))
                .isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reason()).isEqualTo(Reason.BAD_ENUM);
        assertThat(fixture.commandReply().found()).isEqualTo(255);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldGiveBackAllThatACommandNamesOrNothing() {
        final Item item = new Item(THICK);
        item.prefer = 2;
        wire.reserve(EM, 1, 1, item);
        wire.reserve(EM, 1, 1, item);
        wire.refuses(
                ResultCode.UNKNOWN_CHUNK,
                Reason.NONE,
                0,
                77,
                () -> wire.free(EM, 1, 1, THICK, EXTENT, List.of(2, 2, 77)));
        wire.refuses(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                2 * EXTENT,
                3 * EXTENT,
                () -> wire.free(EM, 1, 1, THICK, EXTENT, List.of(2, 2, 2)));
        wire.refuses(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                2 * EXTENT,
                2 * EXTENT,
                () -> wire.free(EM, 1, 1, THICK, 2 * EXTENT, List.of(2)));
        wire.refuses(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                0,
                EXTENT,
                () -> wire.free(EM, 1, 2, THICK, EXTENT, List.of(2)));
        wire.refuses(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                0,
                EXTENT,
                () -> wire.freeRx(EM, 1, 1, THICK, EXTENT, List.of(2)));
        assertThat(wire.free(EM, 1, 1, THICK, EXTENT, List.of(2, 2))).isEqualTo(ResultCode.OK);
        wire.refuses(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                0,
                EXTENT,
                () -> wire.free(EM, 1, 1, THICK, EXTENT, List.of(2)));
        assertThat(wire.free(EM, 1, 1, THICK, EXTENT, new ArrayList<>())).isEqualTo(ResultCode.OK);
        final Item move = new Item(THICK);
        move.replace = 1;
        move.prefer = 2;
        wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, move);
        wire.refuses(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                EXTENT,
                2 * EXTENT,
                () -> wire.freeRx(EM, 1, 1, THICK, 2 * EXTENT, List.of(2)));
        wire.refuses(
                ResultCode.CONFLICT,
                Reason.NOT_RESERVED,
                0,
                EXTENT,
                () -> wire.free(EM, 1, 1, THICK, EXTENT, List.of(2)));
    }
}
