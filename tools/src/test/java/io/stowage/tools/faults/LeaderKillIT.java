package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster whose leaders are killed or stopped under load forgets nothing that it has acknowledged, and invents nothing. */
class LeaderKillIT {
    private static final int KILLS = Integer.getInteger("stowage.faults.leader-kills", 3);

    @TempDir
    private Path scratch;

    @Test
    @Timeout(900)
    void shouldHoldEveryAcknowledgedReservationOverTheDeathOfLeaders() {
        final LeaderFaults.Counts counts = run(LeaderFaults.Fault.KILL, KILLS);

        System.out.println("leaders killed: " + counts);
        assertThat(counts.acknowledged()).isGreaterThan(KILLS);
    }

    @Test
    @Timeout(300)
    void shouldHearNothingMoreFromALeaderThatStoodStill() {
        final LeaderFaults.Counts counts = run(LeaderFaults.Fault.STOP, 1);

        System.out.println("leaders stopped: " + counts);
        assertThat(counts.acknowledged()).isPositive();
    }

    private LeaderFaults.Counts run(final LeaderFaults.Fault fault, final int strikes) {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        try (MemberFleet fleet = new MemberFleet(scratch)) {
            return new LeaderFaults(fleet, fault, strikes, seed, System.out::println).run();
        }
    }
}
