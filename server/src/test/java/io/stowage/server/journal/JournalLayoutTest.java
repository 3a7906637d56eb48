package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalLayoutTest {
    private static final String GOLDEN = "golden/v1/";
    private static final String GOLDEN_CYCLE = "journal/run-0000000000/19700101F.cq4";

    @TempDir
    Path directory;

    @Test
    void shouldLayOutABatchHeaderWithoutGapOrOverlap() {
        assertThat(List.of(
                        JournalLayout.MAGIC_OFFSET,
                        JournalLayout.CRC_OFFSET,
                        JournalLayout.START_POSITION_OFFSET,
                        JournalLayout.TIMESTAMP_OFFSET,
                        JournalLayout.ENTRY_COUNT_OFFSET,
                        JournalLayout.BYTE_LENGTH_OFFSET,
                        JournalLayout.BATCH_HEADER_LENGTH))
                .containsExactly(0, 4, 8, 16, 24, 28, 32);
    }

    @Test
    void shouldLayOutAnEntryHeaderWithoutGapOrOverlap() {
        assertThat(List.of(
                        JournalLayout.ENTRY_LENGTH_OFFSET,
                        JournalLayout.ENTRY_FLAGS_OFFSET,
                        JournalLayout.ENTRY_SESSION_ID_OFFSET,
                        JournalLayout.ENTRY_HEADER_LENGTH))
                .containsExactly(0, 4, 8, 16);
    }

    @Test
    void shouldLayOutAMarkWithoutGapOrOverlap() {
        assertThat(List.of(
                        MarkFile.MAGIC_OFFSET,
                        MarkFile.VERSION_OFFSET,
                        MarkFile.PID_OFFSET,
                        MarkFile.START_TIME_OFFSET,
                        MarkFile.CLUSTER_HIGH_OFFSET,
                        MarkFile.CLUSTER_LOW_OFFSET,
                        MarkFile.CLOSED_POSITION_OFFSET,
                        MarkFile.CRC_OFFSET,
                        MarkFile.LENGTH))
                .containsExactly(0, 4, 8, 16, 24, 32, 40, 48, 56);
    }

    @Test
    void shouldAdvanceThePositionByHeaderAndPaddedCommand() {
        assertThat(JournalLayout.nextPosition(0, 0)).isEqualTo(16);
        assertThat(JournalLayout.nextPosition(16, 1)).isEqualTo(40);
        assertThat(JournalLayout.nextPosition(40, 8)).isEqualTo(64);
        assertThat(JournalLayout.nextPosition(1L << 40, 9)).isEqualTo((1L << 40) + 32);
    }

    @Test
    void shouldReadTheFirstFormatForEver() throws Exception {
        copyGolden(JournalFiles.MARK_FILE);
        copyGolden(GOLDEN_CYCLE);

        final MarkFile mark = Objects.requireNonNull(MarkFile.read(directory));
        assertThat(mark).isEqualTo(new MarkFile(1, mark.pid(), mark.startTimeMs(), 0x11, 0x22, 960));
        try (JournalReader reader = JournalReader.open(directory, 0)) {
            final List<JournalRecord> records = JournalRecord.readAll(reader);
            assertThat(records).hasSize(20);
            for (int i = 0; i < 20; i++) {
                final Byte[] command = new Byte[3 * i];
                Arrays.fill(command, (byte) i);
                final JournalRecord record = records.get(i);
                assertThat(record.timestampMs()).isEqualTo(1_000_000L + i / 2);
                assertThat(record.sessionId()).isEqualTo(-i);
                assertThat(record.flags()).isEqualTo(i * 7);
                assertThat(record.command()).containsExactly(command);
            }
            assertThat(records.getLast().position()).isEqualTo(960);
            assertThat(reader.checkTail()).isZero();
        }
    }

    /** The file itself is Chronicle Queue's; the batches in it are ours, to the byte. */
    @Test
    void shouldWriteTheSameBatchesAsTheFirstFormat(@TempDir final Path written) throws Exception {
        copyGolden(GOLDEN_CYCLE);
        final Journal.Context context = new Journal.Context()
                .directory(written)
                .syncLevel(SyncLevel.PROCESS)
                .reserveBytes(0)
                .minFreeBytes(0);
        try (Journal journal = Journal.open(context)) {
            final UnsafeBuffer command = new UnsafeBuffer(new byte[64]);
            for (int i = 0; i < 20; i++) {
                if (i % 2 == 0) {
                    journal.appender().beginBatch(1_000_000L + i / 2);
                }
                command.setMemory(0, command.capacity(), (byte) i);
                assertThat(journal.appender().append(-i, i * 7, command, 0, 3 * i))
                        .isPositive();
                if (i % 2 == 1) {
                    journal.appender().commit();
                }
            }
        }

        assertThat(batches(written)).hasSize(10).isEqualTo(batches(directory));
    }

    private static List<String> batches(final Path directory) {
        final List<String> batches = new ArrayList<>();
        for (final CycleFile file : JournalFiles.cycles(directory)) {
            try (MappedCycle cycle = new MappedCycle(file)) {
                final ExcerptCursor cursor = new ExcerptCursor(cycle);
                while (cursor.look(true) == ExcerptState.VALID) {
                    final byte[] bytes = new byte[JournalLayout.BATCH_HEADER_LENGTH + cursor.byteLength()];
                    cycle.buffer().getBytes(cursor.batchOffset(), bytes);
                    batches.add(HexFormat.of().formatHex(bytes));
                    cursor.advance();
                }
            }
        }
        return batches;
    }

    private void copyGolden(final String name) throws IOException, URISyntaxException {
        final URL golden = Objects.requireNonNull(getClass().getResource(GOLDEN + name), "the golden file is missing");
        final Path target = directory.resolve(name);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(Path.of(golden.toURI()), target);
    }
}
