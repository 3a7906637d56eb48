package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stowage.faults.Sometimes;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server at {@code sync = batch} that loses its power under load, again and again, forgets nothing that it has acknowledged. */
class PowerLossIT {
    private static final int LOSSES = Integer.getInteger("stowage.faults.power-losses", 4);

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    @Timeout(900)
    void shouldHoldEveryAcknowledgedReservationAfterPowerLosses(final String type) throws Exception {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        final FaultCounts counts;
        try (Fault powerLoss = create(type)) {
            counts = new Campaign(powerLoss, "batch", seed, System.out::println).run(LOSSES);
        }

        System.out.println("power loss on " + type + ": " + counts);
        Sometimes.ROLL_DURING_SNAPSHOT.seenIf(counts.rollsInSnapshot() > 0, "PowerLossIT");
        Sometimes.TORN_TAIL_AT_BLOCK_BOUNDARY.seenIf(counts.tornAtBlock() > 0, "PowerLossIT");
        assertThat(counts.strikes()).isEqualTo(LOSSES);
        assertThat(counts.acknowledged()).isGreaterThan(LOSSES);
        assertThat(counts.snapshots()).isPositive();
        assertThat(counts.startsFromSnapshot()).isPositive();
        assertThat(counts.leftOut()).isZero();
    }

    private Fault create(final String type) throws Exception {
        try {
            return PowerLoss.on(scratch, type);
        } catch (final IOException cannot) {
            return abort("no power loss can be made here: " + cannot.getMessage());
        }
    }
}
