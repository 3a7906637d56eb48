package io.stowage.tools.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stowage.faults.LoopFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster at {@code journal.sync = batch} of which all members lose their power at once forgets nothing that it has acknowledged. */
@Tag("long")
class MembersPowerLossIT {
    static final long DISK_BYTES = 2L << 30;

    private static final int LOSSES = Integer.getInteger("stowage.faults.power-losses", 2);

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    @Timeout(900)
    void shouldHoldEveryAcknowledgedReservationAfterAllMembersLostTheirPower(final String type) throws Exception {
        final long seed = Long.getLong("stowage.test.seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat it with -Dstowage.test.seed=" + seed + ")");
        try (LoopFileSystem disk = create(type)) {
            final MembersPowerLoss.Counts counts = new MembersPowerLoss(disk, LOSSES, seed, System.out::println).run();

            assertThat(counts.acknowledged()).isGreaterThan(LOSSES);
        }
    }

    private LoopFileSystem create(final String type) throws Exception {
        try {
            return LoopFileSystem.create(scratch, type, DISK_BYTES);
        } catch (final IOException cannot) {
            return abort("no power loss can be made here: " + cannot.getMessage());
        }
    }
}
