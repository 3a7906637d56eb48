package io.stowage.engine;

import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.SpaceTwin.Amount;
import io.stowage.engine.SpaceTwin.Place;
import io.stowage.engine.SpaceWire.Item;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each limit of a decision holds to the byte: the last byte within it is granted, the next is not. */
class SpaceLimitsTest {
    private static final int EM = 1;
    private static final int THICK = 0;
    private static final int THIN = 2;
    private static final int PERFORMANCE_THICK = 4;
    private static final int PERFORMANCE_PRIORITIZED = 5;
    private static final long CAPACITY = 100 * GIB;

    private final EngineFixture fixture = new EngineFixture();
    private final SpaceWire wire = new SpaceWire(fixture);

    @BeforeEach
    void twoChunksOneOfWhichHasNoRoom() {
        fixture.healthyChunk(1, CAPACITY);
        fixture.healthyChunk(2, 1);
        wire.keepAlive(1, -1, 0, Map.of(0, tier(CAPACITY, 0), 1, tier(CAPACITY, 0)));
        fixture.connectEm(EM, 1);
        fixture.setConfig(ConfigKey.REBUILD_HEADROOM, 0);
        fixture.setConfig(ConfigKey.HEADROOM_NEW_PPM, 100_000);
        fixture.setConfig(ConfigKey.HEADROOM_PROTECT_PPM, 50_000);
        fixture.setConfig(ConfigKey.THIN_WATERMARK_PPM, 800_000);
        fixture.setConfig(ConfigKey.OVERSUBSCRIPTION_PPM, 1_500_000);
        fixture.setConfig(ConfigKey.PRIORITIZED_SHARE_PPM, 300_000);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    private static long[] tier(final long total, final long used) {
        return new long[] {total, 0, used, 0};
    }

    private static Item item(final int spaceClass, final long bytes, final Purpose purpose) {
        final Item item = new Item(spaceClass);
        item.bytes = bytes;
        item.purpose = purpose;
        item.replace = 2;
        item.existing = new int[] {2};
        return item;
    }

    /** So many bytes are granted, and not one more. */
    private void holds(final int spaceClass, final long bytes, final Purpose purpose) {
        assertThat(wire.reserve(EM, 1, 9, item(spaceClass, bytes + 1, purpose))).isEqualTo(ResultCode.NO_SPACE);
        assertThat(wire.reserve(EM, 1, 9, item(spaceClass, bytes, purpose))).isEqualTo(ResultCode.OK);
        assertThat(wire.free(EM, 1, 9, spaceClass, bytes, List.of(1))).isEqualTo(ResultCode.OK);
    }

    private void holdsRx(final int spaceClass, final long bytes, final RepositionKind kind) {
        final Item fitting = item(spaceClass, bytes, Purpose.NEW);
        final Item tooLarge = item(spaceClass, bytes + 1, Purpose.NEW);
        if (kind == RepositionKind.RECOVER) {
            fitting.replace = 0;
            tooLarge.replace = 0;
        }
        assertThat(wire.reposition(EM, 1, 9, kind, tooLarge)).isEqualTo(ResultCode.NO_SPACE);
        assertThat(wire.reposition(EM, 1, 9, kind, fitting)).isEqualTo(ResultCode.OK);
        assertThat(wire.freeRx(EM, 1, 9, spaceClass, bytes, List.of(1))).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldKeepLessHeadroomFromWhatProtectsData() {
        holds(THICK, 90 * GIB, Purpose.NEW);
        holds(THICK, 90 * GIB, Purpose.SINK);
        holds(THICK, 95 * GIB, Purpose.TEMPORARY);
        holdsRx(THICK, 90 * GIB, RepositionKind.MIGRATE);
        holdsRx(THICK, 95 * GIB, RepositionKind.RECOVER);
    }

    @Test
    void shouldHoldThinToTheWatermark() {
        holds(THIN, 80 * GIB, Purpose.NEW);
        holds(THIN, 80 * GIB, Purpose.TEMPORARY);
        wire.keepAlive(1, -1, 0, Map.of(0, tier(CAPACITY, 30 * GIB), 1, tier(CAPACITY, 0)));
        holds(THIN, 50 * GIB, Purpose.NEW);
        holds(THICK, 60 * GIB, Purpose.NEW);
    }

    @Test
    void shouldHoldNominalBytesOfEveryKindToTheOversubscription() {
        fixture.setConfig(ConfigKey.THIN_WATERMARK_PPM, 1_000_000);
        fixture.setConfig(ConfigKey.HEADROOM_NEW_PPM, 0);
        fixture.setConfig(ConfigKey.OVERSUBSCRIPTION_PPM, 1_000_000);
        final List<Map.Entry<Place, Amount>> rows = List.of(
                Map.entry(new Place(1, THICK), new Amount(1, 10 * GIB, 1, 5 * GIB)),
                Map.entry(new Place(1, THIN), new Amount(1, 20 * GIB, 1, 3 * GIB)));
        wire.begin(EM, 1, 2);
        wire.rows(EM, 1, 2, rows, -1);
        assertThat(wire.end(EM, 1, 2, 2, SpaceWire.checksum(rows))).isEqualTo(ResultCode.OK);
        wire.keepAlive(1, -1, 0, Map.of(0, tier(CAPACITY, 0), 1, tier(CAPACITY, 0)));
        wire.keepAlive(1, wire.fence(), 0, Map.of(0, tier(CAPACITY, 0), 1, tier(CAPACITY, 0)));
        assertThat(wire.reserve(EM, 1, 2, item(THICK, 7 * GIB, Purpose.NEW))).isEqualTo(ResultCode.OK);
        assertThat(wire.reserve(EM, 1, 2, item(THIN, 11 * GIB, Purpose.NEW))).isEqualTo(ResultCode.OK);
        assertThat(wire.reposition(EM, 1, 2, RepositionKind.MIGRATE, item(THICK, 2 * GIB, Purpose.NEW)))
                .isEqualTo(ResultCode.OK);
        assertThat(wire.reposition(EM, 1, 2, RepositionKind.MIGRATE, item(THIN, 4 * GIB, Purpose.NEW)))
                .isEqualTo(ResultCode.OK);

        holds(THIN, (100 - 10 - 5 - 20 - 3 - 7 - 11 - 2 - 4) * GIB, Purpose.NEW);
    }

    @Test
    void shouldHoldPrioritizedSegmentsToTheirShareOfThePerformanceTier() {
        holds(PERFORMANCE_PRIORITIZED, 30 * GIB, Purpose.NEW);
        assertThat(wire.reserve(EM, 1, 1, item(PERFORMANCE_PRIORITIZED, 10 * GIB, Purpose.NEW)))
                .isEqualTo(ResultCode.OK);
        assertThat(wire.reserve(EM, 1, 1, item(PERFORMANCE_THICK, 40 * GIB, Purpose.NEW)))
                .isEqualTo(ResultCode.OK);
        holds(PERFORMANCE_PRIORITIZED, 20 * GIB, Purpose.NEW);
        holds(PERFORMANCE_THICK, 40 * GIB, Purpose.NEW);
        holds(1, 90 * GIB, Purpose.NEW);
    }

    @Test
    void shouldGrantNothingOnATierThatIsNotOfferedAnyMore() {
        assertThat(wire.reserve(EM, 1, 1, item(PERFORMANCE_THICK, GIB, Purpose.NEW)))
                .isEqualTo(ResultCode.OK);
        wire.keepAlive(1, -1, 0, Map.of(0, tier(CAPACITY, 0)));
        assertThat(fixture.status().performanceBytes()).isZero();
        assertThat(fixture.status().performanceAllocated()).isEqualTo(GIB);
        assertThat(wire.reserve(EM, 1, 1, item(PERFORMANCE_THICK, 1, Purpose.NEW)))
                .isEqualTo(ResultCode.NO_SPACE);
        wire.keepAlive(1, -1, 0, Map.of(0, tier(CAPACITY, 0), 1, tier(CAPACITY, 0)));
        assertThat(fixture.status().performanceBytes()).isEqualTo(CAPACITY);
        holds(PERFORMANCE_THICK, 89 * GIB, Purpose.NEW);
    }

    @Test
    void shouldSizeShardsByTheirExtentRoundedUpToTheThinBlock() {
        for (final int[] shape : new int[][] {{2, 1}, {4, 2}, {3, 2}, {1, 1}}) {
            final Item item = new Item(THICK);
            item.replicas = 0;
            item.data = shape[0];
            item.parity = shape[1];
            fixture.setConfig(ConfigKey.MIN_SPREAD, 0);
            wire.reserve(EM, 1, 1, item);
            final long shard = (256 * EngineFixture.MIB + shape[0] - 1) / shape[0];
            assertThat(wire.granted().getFirst().bytes())
                    .isEqualTo((shard + 256 * 1024 - 1) / (256 * 1024) * (256 * 1024));
        }
        assertThat(wire.reserve(EM, 1, 1, new Item(THICK))).isEqualTo(ResultCode.OK);
        assertThat(wire.granted().getFirst().bytes()).isEqualTo(256 * EngineFixture.MIB);
    }
}
