package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose leaders are killed under load forgets nothing that it has acknowledged, and invents nothing. */
class LeaderKillIT {
    private static final int KILLS = Integer.getInteger("stowage.faults.leader-kills", 3);

    @TempDir
    private Path scratch;

    @Test
    @Timeout(900)
    void shouldHoldEveryAcknowledgedReservationOverTheDeathOfLeaders() {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        final LeaderKills.Counts counts;
        try (MemberFleet fleet = new MemberFleet(scratch)) {
            counts = new LeaderKills(fleet, KILLS, seed, System.out::println).run();
        }

        System.out.println("leaders killed: " + counts);
        assertThat(counts.acknowledged()).isGreaterThan(KILLS);
    }
}
