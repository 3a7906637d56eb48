package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is let go of is before a position, beyond what is to be kept, and never needed again. */
class JournalRetentionTest {
    private static final int COMMAND_LENGTH = 100;
    private static final int COMMANDS = 2_000;

    @TempDir
    Path directory;

    private void write(final int commands) {
        final Journal.Context context = new Journal.Context()
                .directory(directory)
                .syncLevel(SyncLevel.PROCESS)
                .cycleBytes(20_000)
                .blockBytes(64 << 10)
                .reserveBytes(0)
                .minFreeBytes(0)
                .maxBatchBytes(8_192);
        final UnsafeBuffer command = new UnsafeBuffer(new byte[COMMAND_LENGTH]);
        try (Journal journal = Journal.open(context)) {
            final JournalAppender appender = journal.appender();
            for (int i = 0; i < commands; i++) {
                appender.beginBatch(i);
                appender.append(1, 0, command, 0, COMMAND_LENGTH);
                appender.commit();
            }
        }
    }

    @Test
    void shouldKeepWhatIsYoungerThanToldThoughItsSizeWouldLetItGo() {
        write(COMMANDS);
        // Batch i has the time i: the newest has COMMANDS - 1.
        final long keepMs = COMMANDS / 2;
        final long end = JournalStat.of(directory).lastPosition();

        assertThat(JournalRetention.remove(directory, end, 0, keepMs)).isPositive();

        final JournalStat left = JournalStat.of(directory);
        assertThat(left.firstTimestampMs()).isLessThanOrEqualTo(COMMANDS - 1 - keepMs);
        assertThat(left.files().get(1).firstTimestampMs()).isGreaterThan(COMMANDS - 1 - keepMs);
        assertThat(JournalRetention.remove(directory, end, 0, COMMANDS)).isZero();
        assertThat(JournalRetention.remove(directory, end, 0, 0)).isPositive();
        assertThat(JournalStat.of(directory).files()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldRemoveWhatIsCoveredAndNotToBeKept(final long seed) {
        final Random random = new Random(seed);
        write(COMMANDS / 2);
        write(COMMANDS / 2);
        for (int round = 0; round < 4; round++) {
            final List<CycleFile> before = JournalFiles.cycles(directory);
            final long end = JournalStat.of(directory).lastPosition();
            final long covered = random.nextLong(end + 1);
            final long keep = random.nextLong(end + 1);
            int expected = 0;
            while (expected < before.size() - 2) {
                final long next = CycleScan.startPosition(before.get(expected + 1));
                if (next > covered || end - next < keep) {
                    break;
                }
                expected++;
            }

            assertThat(JournalRetention.remove(directory, covered, keep, 0)).isEqualTo(covered == 0 ? 0 : expected);

            final List<CycleFile> left = JournalFiles.cycles(directory);
            assertThat(left).isEqualTo(before.subList(covered == 0 ? 0 : expected, before.size()));
            final long first = CycleScan.startPosition(left.getFirst());
            try (JournalReader reader = JournalReader.open(directory, first)) {
                assertThat(JournalRecord.readAll(reader)).isNotEmpty();
                assertThat(reader.position()).isEqualTo(end);
            }
        }
        // A writer goes on behind what is left.
        final long end = JournalStat.of(directory).lastPosition();
        write(1);
        assertThat(JournalStat.of(directory).lastPosition()).isGreaterThan(end);
        assertThat(JournalVerifier.verify(directory).ok()).isTrue();
    }
}
