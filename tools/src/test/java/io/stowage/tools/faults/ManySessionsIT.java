package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many more sessions than Aeron Cluster takes by default outlive their leader. */
@Tag("long")
class ManySessionsIT {
    private static final int SESSIONS = Integer.getInteger("stowage.faults.sessions", 100);

    private static final int HEARTBEAT_SECONDS = 10;

    @TempDir
    private Path scratch;

    @Test
    @Timeout(1_800)
    void shouldGoOnWhenTheirLeaderIsKilled() {
        final ManySessions.Counts counts = new ManySessions(scratch, SESSIONS, HEARTBEAT_SECONDS).run();

        System.out.println(counts);
        assertThat(counts.sessions()).isEqualTo(SESSIONS);
        assertThat(counts.stayed()).as("sessions that outlived their leader").isGreaterThan(SESSIONS / 2);
    }
}
