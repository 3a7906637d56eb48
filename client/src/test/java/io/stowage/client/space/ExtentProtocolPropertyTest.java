package io.stowage.client.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The real protocol against a naive server, over a network that delays, drops and cuts, with an application that accepts,
 * abandons, defers, gives back, removes, converts and repositions at random. After every step: the server counts at least what
 * the tables hold, and the report in force held exactly the effects of the versions below its own; and whenever nothing is on
 * its way, the server's rows are those of the ledger. At the end, all reported: exactly the truth; and deltas alone keep it so.
 */
class ExtentProtocolPropertyTest {
    private static final long MILLI_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final Map<String, Integer> SEEN = new TreeMap<>();

    @AfterAll
    static void shouldHaveSeenItAll() {
        assertThat(SEEN)
                .containsKeys(
                        "outcome unknown",
                        "session lost",
                        "delta failed LEDGER_MISMATCH",
                        "delta failed NULL_VAL",
                        "rx ended well",
                        "rx failed",
                        "rx given back",
                        "segment given back",
                        "change while a report was on its way",
                        "change without a session",
                        "change of an open version",
                        "in step");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void shouldNeverLetTheServerCountTooLittleAndHealInTheEnd(final long seed) {
        // given
        final ExtentWorld world = new ExtentWorld(seed);
        world.server.faulty(true);
        for (int step = 0; step < 4_000; step++) {
            // when
            world.step();
            // then
            world.truthByGroup()
                    .forEach((group, count) -> assertThat(world.server.counted(group))
                            .as("seed %d step %d: server's count of %s", seed, world.steps, group)
                            .isGreaterThanOrEqualTo(count));
            if (world.isInStep()) {
                assertThat(world.server.rows())
                        .as("seed %d step %d: rows of the server", seed, world.steps)
                        .isEqualTo(LedgerModel.reported(world.ledger));
            }
            if (world.server.reports() > 0) {
                assertThat(world.server.lastRows())
                        .as("seed %d: report %d", seed, world.server.lastVersion())
                        .isEqualTo(world.model.below(world.server.lastVersion()));
            }
        }
        // when: all is settled, and reported once more
        world.calm();
        world.server.faulty(false);
        heal(world);
        // then
        assertThat(world.server.hasReservations()).as("seed %d", seed).isFalse();
        assertThat(world.server.rows()).as("seed %d", seed).isEqualTo(world.truth());
        assertThat(LedgerModel.held(world.ledger)).as("seed %d", seed).isEqualTo(world.truth());
        deltasAloneKeepTheTruth(world, seed);
        world.seen.forEach((what, count) -> SEEN.merge(what, count, Integer::sum));
        assertThat(world.server.reports()).isGreaterThan(20);
        assertThat(world.server.deltas()).isGreaterThan(50);
    }

    private static void heal(final ExtentWorld world) {
        for (int i = 0; i < 5_000 && (world.protocol.requestsInFlight() > 0 || !world.connected); i++) {
            world.advance(MILLI_NS);
            world.settle();
        }
        world.protocol.reportSpace();
        for (int i = 0; i < 5_000 && (i == 0 || !isQuiet(world)); i++) {
            world.advance(MILLI_NS);
            world.settle();
        }
        assertThat(isQuiet(world)).isTrue();
    }

    private static boolean isQuiet(final ExtentWorld world) {
        return !world.protocol.isReporting() && world.protocol.pendingDeltas() == 0;
    }

    private static void deltasAloneKeepTheTruth(final ExtentWorld world, final long seed) {
        final int reports = world.server.reports();
        final Map<LedgerModel.Key, LedgerModel.Sums> before = new HashMap<>(world.truth());
        for (int i = 0; i < 40; i++) {
            world.changeReported();
            world.advance(0);
        }
        for (int i = 0; i < 1_000 && !isQuiet(world); i++) {
            world.advance(0);
        }
        assertThat(world.truth()).as("seed %d: something happened", seed).isNotEqualTo(before);
        assertThat(world.server.rows()).as("seed %d", seed).isEqualTo(world.truth());
        assertThat(world.server.reports())
                .as("seed %d: no report was needed", seed)
                .isEqualTo(reports);
    }
}
