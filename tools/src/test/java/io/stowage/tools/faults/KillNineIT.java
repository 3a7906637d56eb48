package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.faults.Sometimes;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed under load, again and again, forgets nothing that it has acknowledged and invents nothing. */
class KillNineIT {
    private static final int KILLS = Integer.getInteger("stowage.faults.kills", 12);

    @TempDir
    private Path scratch;

    @Test
    @Timeout(900)
    void shouldHoldEveryAcknowledgedReservationAfterKills() {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        final FaultCounts counts;
        try (Fault kill = Fault.kill(scratch.resolve("server"))) {
            counts = new Campaign(kill, "process", seed, System.out::println).run(KILLS);
        }

        System.out.println("kill -9: " + counts);
        Sometimes.ROLL_DURING_SNAPSHOT.seenIf(counts.rollsInSnapshot() > 0, "KillNineIT");
        Sometimes.TORN_TAIL_AT_BLOCK_BOUNDARY.seenIf(counts.tornAtBlock() > 0, "KillNineIT");
        assertThat(counts.strikes()).isEqualTo(KILLS);
        assertThat(counts.acknowledged()).isGreaterThan(KILLS);
        assertThat(counts.snapshots()).isPositive();
        assertThat(counts.startsFromSnapshot()).isPositive();
        assertThat(counts.rolls()).isPositive();
        assertThat(counts.failedSnapshots()).isZero();
        assertThat(counts.leftOut()).isZero();
    }
}
