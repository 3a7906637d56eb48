package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.tools.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A member that stands still for longer than its own media driver waits for its clients cannot go on. It says so, and ends with a status that
 * has its unit start it again.
 */
@Tag("long")
@Timeout(600)
class StandingMemberIT {
    private static final int SECONDS_STILL = 8;

    @TempDir
    private Path scratch;

    @Test
    void shouldEndWithAWordAfterItStoodStillForTooLong() throws InterruptedException {
        try (MemberFleet fleet = new MemberFleet(
                scratch, List.of("localhost", "localhost", "localhost"), List.of(), "media.liveness-timeout=2s")) {
            // given
            final int member = (fleet.awaitLeader() + 1) % MemberFleet.MEMBERS;
            fleet.awaitCaughtUp();
            final ServerProcess process = fleet.process(member);

            // when
            process.stop();
            TimeUnit.SECONDS.sleep(SECONDS_STILL);
            process.resume();

            // then
            assertThat(process.awaitExit()).as("%s", process.output()).isEqualTo(1);
            assertThat(String.join("\n", process.output()))
                    .contains("Aeron Cluster ended this member by itself")
                    .contains("Start it again");
            fleet.start(member);
            fleet.awaitCaughtUp();
            fleet.stop();
        }
    }
}
