package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before a snapshot is published, all of the journal that it stands for is forced: from which file on. */
class JournalDurabilityTest {
    private static final int COMMANDS = 1_000;
    private static final int BLOCK_BYTES = 64 << 10;

    @TempDir
    private Path directory;

    @Test
    void shouldForceFromTheFileInWhichThePositionLies() {
        final List<CycleFile> cycles = write();
        for (int i = 1; i < cycles.size(); i++) {
            final long start = CycleScan.startPosition(cycles.get(i));
            assertThat(JournalDurability.firstBehind(cycles, start)).isEqualTo(i);
            assertThat(JournalDurability.firstBehind(cycles, start - 1)).isEqualTo(i - 1);
        }
        assertThat(JournalDurability.firstBehind(cycles, 0)).isZero();
    }

    @Test
    void shouldNotTakeAFileThatWasJustBegunForTheBeginning() throws IOException {
        // given a position in the newest file
        final List<CycleFile> cycles = write();
        final CycleFile newest = cycles.getLast();
        final long position = CycleScan.startPosition(newest);

        // when the writer rolls, and has written nothing to the next file yet
        final Path begun = JournalFiles.cyclePath(JournalFiles.runs(directory).getLast(), newest.cycle() + 1);
        Files.write(begun, new byte[BLOCK_BYTES]);

        // then
        final List<CycleFile> rolled = JournalFiles.cycles(directory);
        assertThat(rolled).hasSize(cycles.size() + 1);
        assertThat(JournalDurability.firstBehind(rolled, position)).isEqualTo(cycles.size() - 1);
        JournalDurability.force(directory, position);
    }

    private List<CycleFile> write() {
        final Journal.Context context = new Journal.Context()
                .directory(directory)
                .cycleBytes(20_000)
                .blockBytes(BLOCK_BYTES)
                .reserveBytes(0)
                .minFreeBytes(0)
                .maxBatchBytes(8_192);
        final UnsafeBuffer command = new UnsafeBuffer(new byte[100]);
        try (Journal journal = Journal.open(context)) {
            final JournalAppender appender = journal.appender();
            for (int i = 0; i < COMMANDS; i++) {
                appender.beginBatch(i);
                appender.append(1, 0, command, 0, command.capacity());
                appender.commit();
            }
        }
        final List<CycleFile> cycles = JournalFiles.cycles(directory);
        assertThat(cycles).hasSizeGreaterThan(2);
        return cycles;
    }
}
