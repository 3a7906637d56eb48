package io.stowage.bench.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured does what it is called. */
class SpaceFixtureTest {
    @ParameterizedTest
    @EnumSource(Touch.class)
    void shouldLeaveNothingReservedBehind(final Touch touch) {
        try (SpaceFixture fixture = new SpaceFixture(100, touch)) {
            final long hash = fixture.host().engine().stateHash();
            for (int i = 0; i < 200; i++) {
                final int pair = fixture.next();
                fixture.reserve(pair, SpaceFixture.THICK);
                fixture.reserve(pair, SpaceFixture.THIN);
                fixture.reposition(pair);
                assertThat(fixture.host().engine().stateHash()).isNotEqualTo(hash);
                fixture.free(pair, SpaceFixture.THICK);
                fixture.free(pair, SpaceFixture.THIN);
                fixture.freeRx(pair);
            }
            fixture.host().engine().visitTables((name, rows, highWater, capacity) -> {
                if (name.equals("reservations")) {
                    assertThat(rows).isZero();
                }
            });
            fixture.host().engine().verify();
        }
    }

    @ParameterizedTest
    @EnumSource(Touch.class)
    void shouldKeepEveryRowWholeForManyPasses(final Touch touch) {
        try (SpaceFixture fixture = new SpaceFixture(100, touch)) {
            for (int i = 0; i < 3 * SpaceFixture.EMS * 100; i++) {
                fixture.delta();
            }
            for (int i = 0; i < 200; i++) {
                final int pair = fixture.next();
                fixture.becomeThin(pair);
                fixture.becomeThick(pair);
                fixture.keepAlive();
                fixture.report();
                assertThat(fixture.view()).isPositive();
            }
            fixture.host().engine().verify();
        }
    }
}
