package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stowage.faults.LoopFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a file system in a file that is shut down under load, for which the machine must let us mount one. */
class JournalPowerLossTest {
    private static final int ROUNDS = 4;
    private static final long DISK_BYTES = 512L << 20;

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    @Timeout(300)
    void shouldKeepAllThatWasAcknowledgedAtLevelBatch(final String type) throws Throwable {
        final Random random = new Random(7);
        try (LoopFileSystem disk = create(type)) {
            final Path directory = disk.root().resolve("dir");
            for (int round = 0; round < ROUNDS; round++) {
                final long acknowledged =
                        appendAndCutPower(disk, directory, SyncLevel.BATCH, round, 50 + random.nextInt(1000));
                disk.unmount();
                disk.mount();

                try (Journal journal = Journal.open(new Journal.Context().directory(directory))) {
                    System.out.println(
                            type + ", round " + round + ": acknowledged " + acknowledged + ", " + journal.recovery());
                    assertThat(journal.recovery().position()).isGreaterThanOrEqualTo(acknowledged);
                }
                final JournalVerifier.Result result = JournalVerifier.verify(directory);
                assertThat(result.damage()).isNull();
                assertThat(result.lastPosition()).isGreaterThanOrEqualTo(acknowledged);
            }
        }
    }

    @Test
    @Timeout(300)
    void shouldLoseAtLevelProcessButNeverReadWrong() throws Throwable {
        int lost = 0;
        try (LoopFileSystem disk = create("ext4")) {
            for (int round = 0; round < ROUNDS; round++) {
                final Path directory = disk.root().resolve("dir" + round);
                final long acknowledged = appendAndCutPower(disk, directory, SyncLevel.PROCESS, round, 1000);
                disk.unmount();
                disk.mount();

                try (Journal journal = Journal.open(new Journal.Context().directory(directory))) {
                    System.out.println(
                            "process, round " + round + ": acknowledged " + acknowledged + ", " + journal.recovery());
                    lost += journal.recovery().position() < acknowledged ? 1 : 0;
                    assertThat(JournalVerifier.verify(directory).lastPosition())
                            .isEqualTo(journal.recovery().position());
                } catch (final JournalDamagedException ex) {
                    System.out.println("process, round " + round + ": acknowledged " + acknowledged + ", " + ex);
                    lost++;
                }
            }
        }
        assertThat(lost).as("a power loss that loses nothing shows nothing").isPositive();
    }

    private LoopFileSystem create(final String type) throws Exception {
        try {
            return LoopFileSystem.create(scratch, type, DISK_BYTES);
        } catch (final IOException ex) {
            return abort(String.valueOf(ex.getMessage()));
        }
    }

    private static long appendAndCutPower(
            final LoopFileSystem disk, final Path directory, final SyncLevel level, final long seed, final int batches)
            throws Throwable {
        try (AppendingProcess process = AppendingProcess.start(directory, level, seed)) {
            long acknowledged = 0;
            for (int i = 0; i < batches; i++) {
                acknowledged = process.nextPosition();
                assertThat(acknowledged).as("the process lives").isPositive();
            }
            acknowledged = Math.max(acknowledged, process.catchUp());
            disk.cutPower();
            // A force that is under way when ext4 is shut down may report success for what the shutdown dropped; with
            // the
            // power really off nobody would hear of it. So the last acknowledgement after the cut does not count, and
            // all
            // before it do. At level PROCESS acknowledging would go on for ever.
            return level == SyncLevel.PROCESS ? acknowledged : Math.max(acknowledged, process.drainAllButLast());
        }
    }
}
