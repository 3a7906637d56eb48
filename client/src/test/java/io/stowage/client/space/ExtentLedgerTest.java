package io.stowage.client.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtentLedgerTest {
    private static final int THICK = SpaceClass.of(Tier.CAPACITY, Provision.THICK, Priority.NORMAL);
    private static final long MIB = 1 << 20;

    private final ExtentLedger ledger = new ExtentLedger(16);

    @Test
    void shouldNumberSpaceClassesAsTheChecksumDoes() {
        int expected = 0;
        for (final Tier tier : List.of(Tier.CAPACITY, Tier.PERFORMANCE)) {
            for (final Provision provision : List.of(Provision.THICK, Provision.THIN)) {
                for (final Priority priority : List.of(Priority.NORMAL, Priority.PRIORITIZED)) {
                    final int spaceClass = SpaceClass.of(tier, provision, priority);
                    assertThat(spaceClass).isEqualTo(expected++);
                    assertThat(SpaceClass.tier(spaceClass)).isEqualTo(tier);
                    assertThat(SpaceClass.provision(spaceClass)).isEqualTo(provision);
                    assertThat(SpaceClass.priority(spaceClass)).isEqualTo(priority);
                }
            }
        }
        assertThat(expected).isEqualTo(SpaceClass.COUNT);
    }

    @Test
    void shouldLeaveTheCurrentVersionOutOfTheReport() {
        // given
        ledger.start(1);
        ledger.add(1, 7, THICK, 1, 256 * MIB);
        ledger.raise(2);
        ledger.add(2, 7, THICK, 1, 256 * MIB);

        // when
        ledger.fold(2);

        // then
        assertThat(LedgerModel.reported(ledger))
                .containsExactly(Map.entry(new LedgerModel.Key(7, THICK), new LedgerModel.Sums(1, 256 * MIB, 0, 0)));
        assertThat(ledger.segments(7, THICK)).isEqualTo(2);
        assertThat(ledger.bytes(7, THICK)).isEqualTo(512 * MIB);
    }

    private boolean take(final long version, final int chunk, final long segments) {
        return ledger.changeHeld(version, chunk, THICK, -segments, -segments * MIB, 0, 0);
    }

    @Test
    void shouldHoldTheBaseStillWhileItIsFrozen() {
        // given
        ledger.preload(7, THICK, 3, 3 * MIB, 0, 0);
        ledger.start(1);
        ledger.raise(2);
        ledger.fold(2);

        // when
        ledger.freeze();
        assertThat(take(0, 7, 2)).as("the base covers it").isTrue();

        // then
        assertThat(LedgerModel.reported(ledger).get(new LedgerModel.Key(7, THICK)))
                .isEqualTo(new LedgerModel.Sums(3, 3 * MIB, 0, 0));
        assertThat(ledger.segments(7, THICK)).isEqualTo(1);
        ledger.thaw();
        assertThat(LedgerModel.reported(ledger).get(new LedgerModel.Key(7, THICK)))
                .isEqualTo(new LedgerModel.Sums(1, MIB, 0, 0));
    }

    @Test
    void shouldChangeAnOpenVersionAlone() {
        // given
        ledger.start(1);
        ledger.add(1, 7, THICK, 2, MIB);
        ledger.addRx(1, 8, THICK, 1, MIB);
        ledger.raise(2);

        // when
        assertThat(take(1, 7, 1)).as("no report covers it").isFalse();
        assertThat(ledger.changeHeld(1, 8, THICK, 1, MIB, -1, -MIB)).isFalse();

        // then
        assertThat(LedgerModel.reported(ledger)).isEmpty();
        ledger.fold(2);
        assertThat(LedgerModel.reported(ledger))
                .isEqualTo(Map.of(
                        new LedgerModel.Key(7, THICK),
                        new LedgerModel.Sums(1, MIB, 0, 0),
                        new LedgerModel.Key(8, THICK),
                        new LedgerModel.Sums(1, MIB, 0, 0)));
    }

    @Test
    void shouldRefuseToTakeWhatIsNotThere() {
        // given
        ledger.start(4);
        ledger.add(4, 7, THICK, 1, MIB);

        // then
        assertThatThrownBy(() -> take(4, 7, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cannot remove 2 segments of 2097152 bytes from chunk 7, class 0: the tables hold 1 segments"
                                + " of 1048576 bytes there as of space version 4");
        assertThatThrownBy(() -> take(0, 7, 1))
                .as("no report covers it")
                .hasMessageContaining("the tables hold 0 segments of 0 bytes there as of space version 4");
        assertThatThrownBy(() -> ledger.changeHeld(4, 7, THICK, -1, -1, 0, 0))
                .as("bytes without segments")
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.changeHeld(4, 7, THICK, 0, 0, -1, -MIB))
                .hasMessageContaining("cannot remove 1 reposition destinations");
        assertThat(ledger.segments(7, THICK)).isEqualTo(1);
    }

    @Test
    void shouldTakeAnyVersionForCoveredBeforeTheFirst() {
        ledger.preload(7, THICK, 3, 3 * MIB, 0, 0);
        assertThat(take(12, 7, 1)).isTrue();
        assertThat(ledger.segments(7, THICK)).isEqualTo(2);
    }

    @Test
    void shouldRefuseAVersionThatAReportCovers() {
        // given
        ledger.start(1);
        ledger.raise(2);
        ledger.fold(2);

        // then
        assertThat(ledger.isOpen(1)).isFalse();
        assertThatThrownBy(() -> ledger.add(1, 7, THICK, 1, MIB))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "space version 1 is not open: a report covers the versions below 2 and the current one is 2; "
                                + "use the version of a request that has not ended");
    }

    @Test
    void shouldRefuseToLowerTheVersionOrToNameNoChunk() {
        ledger.start(5);
        assertThatThrownBy(() -> ledger.raise(5)).hasMessage("a space version only rises: current 5, found 5");
        assertThatThrownBy(() -> ledger.add(5, 0, THICK, 1, MIB))
                .hasMessage("no such row: chunk 0, class 0; chunk ids are positive and classes are 0 to 7");
        assertThatThrownBy(() -> ledger.preload(1, THICK, 1, MIB, 0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldReportExactlyTheEffectsBelowItsVersion(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final LedgerModel model = new LedgerModel();
        final List<Long> open = new ArrayList<>();
        long version = 1L + random.nextInt(5);
        for (int i = 0; i < 10; i++) {
            final int chunk = 1 + random.nextInt(40);
            ledger.preload(chunk, i % 8, 2, 2 * MIB, 1, MIB);
            model.change(0, chunk, i % 8, 2, 2 * MIB, 1, MIB);
        }
        ledger.start(version);
        open.add(version);
        int reports = 0;
        Map<LedgerModel.Key, LedgerModel.Sums> frozen = Map.of();
        for (int step = 0; step < 4_000; step++) {
            final int chunk = 1 + random.nextInt(40);
            final int spaceClass = random.nextInt(8);
            switch (random.nextInt(12)) {
                case 0 -> {
                    version += 1 + random.nextInt(2);
                    ledger.raise(version);
                    open.add(version);
                }
                case 1 -> {
                    // when
                    final long to = open.get(random.nextInt(open.size()));
                    ledger.thaw();
                    ledger.fold(to);
                    open.removeIf(each -> each < to);
                    reports++;
                    // then
                    assertThat(LedgerModel.reported(ledger))
                            .as("seed %d step %d", seed, step)
                            .isEqualTo(model.below(to));
                    if (random.nextBoolean()) {
                        ledger.freeze();
                        frozen = model.below(to);
                    }
                }
                case 2, 3, 4 -> {
                    final long under = random.nextBoolean() ? 0 : open.get(random.nextInt(open.size()));
                    takeSome(under, chunk, spaceClass, 1 + random.nextInt(2), model);
                }
                case 5 -> {
                    final long under = open.get(random.nextInt(open.size()));
                    ledger.change(under, chunk, spaceClass, 0, 0, 1, 3 * MIB);
                    model.change(under, chunk, spaceClass, 0, 0, 1, 3 * MIB);
                }
                default -> {
                    final long under = open.get(random.nextInt(open.size()));
                    final int count = 1 + random.nextInt(3);
                    ledger.add(under, chunk, spaceClass, count, MIB);
                    model.change(under, chunk, spaceClass, count, count * MIB);
                }
            }
            if (ledger.isFrozen()) {
                assertThat(LedgerModel.reported(ledger))
                        .as("seed %d step %d", seed, step)
                        .isEqualTo(frozen);
            }
        }
        assertThat(reports).isGreaterThan(100);
        assertThat(LedgerModel.held(ledger)).isEqualTo(model.all());
    }

    /** Takes segments of an open version, or (0) of the base: they belong to it from then on. */
    private void takeSome(
            final long under, final int chunk, final int spaceClass, final long count, final LedgerModel model) {
        final long version = under == 0 ? ledger.baseVersion() - 1 : under;
        try {
            ledger.changeHeld(under, chunk, spaceClass, -count, -count * MIB, 0, 0);
            model.change(version, chunk, spaceClass, -count, -count * MIB);
        } catch (final IllegalArgumentException refused) {
            // then: only because some report to come would have gone below zero, or held bytes without segments
            assertThat(lowestFrom(version, chunk, spaceClass, model)).isLessThan(count);
        }
    }

    private long lowestFrom(final long version, final int chunk, final int spaceClass, final LedgerModel model) {
        long lowest = Long.MAX_VALUE;
        for (long each = version; each <= ledger.version(); each++) {
            final LedgerModel.Sums sums = model.below(each + 1)
                    .getOrDefault(new LedgerModel.Key(chunk, spaceClass), new LedgerModel.Sums(0, 0, 0, 0));
            lowest = Math.min(lowest, sums.segments());
        }
        return lowest;
    }
}
