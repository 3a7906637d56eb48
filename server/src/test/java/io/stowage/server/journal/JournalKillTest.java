package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalKillTest {
    private static final int ROUNDS = 10;

    @TempDir
    Path directory;

    private long expectedPosition;

    @Test
    @Timeout(300)
    void shouldRecoverEverythingThatAKilledProcessAcknowledged() {
        final Random random = new Random(42);
        for (int round = 0; round < ROUNDS; round++) {
            final SyncLevel level = round % 3 == 0 ? SyncLevel.BATCH : SyncLevel.PROCESS;
            final long acknowledged = appendAndKill(level, round, 1 + random.nextInt(2000));

            final long start = System.nanoTime();
            try (Journal journal = Journal.open(new Journal.Context().directory(directory))) {
                final Duration took = Duration.ofNanos(System.nanoTime() - start);
                System.out.println("round " + round + ": acknowledged " + acknowledged + ", " + journal.recovery()
                        + ", took " + took.toMillis() + " ms");
                assertThat(journal.recovery().position()).isGreaterThanOrEqualTo(acknowledged);
                assertThat(journal.lostSinceClose()).isFalse();
                assertThat(took).isLessThan(Duration.ofSeconds(5));
                checkAll(journal);
            }
        }
    }

    private long appendAndKill(final SyncLevel level, final long seed, final int batches) {
        try (AppendingProcess process = AppendingProcess.start(directory, level, seed)) {
            long acknowledged = 0;
            for (int i = 0; i < batches; i++) {
                acknowledged = process.nextPosition();
                assertThat(acknowledged).as("the process lives").isPositive();
            }
            return Math.max(acknowledged, process.kill());
        }
    }

    private void checkAll(final Journal journal) {
        expectedPosition = 0;
        try (JournalReader reader = journal.reader(0)) {
            int delivered;
            do {
                delivered = reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) -> {
                    assertThat(sessionId).isEqualTo(expectedPosition);
                    assertThat(flags).isEqualTo(length);
                    for (int i = 0; i < length; i++) {
                        if (buffer.getByte(offset + i) != (byte) expectedPosition) {
                            throw new AssertionError("byte " + i + " of the entry at " + position + " is wrong");
                        }
                    }
                    expectedPosition = JournalLayout.nextPosition(expectedPosition, length);
                    assertThat(position).isEqualTo(expectedPosition);
                });
            } while (delivered > 0);
            assertThat(expectedPosition).isEqualTo(journal.recovery().position());
            assertThat(reader.checkTail()).isZero();
        }
    }
}
