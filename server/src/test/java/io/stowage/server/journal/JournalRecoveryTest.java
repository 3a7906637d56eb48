package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.faults.Sometimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalRecoveryTest {
    private static final int BATCHES = 12;
    private static final int BATCHES_OVER_A_BLOCK = 700;
    private static final int RECOVERIES_PER_APPEND = 20;
    private static final long ONE_CYCLE = 1 << 20;
    private static final long SMALL_CYCLE = 300;

    @TempDir
    Path scratch;

    private Path directory = Path.of("");
    private int recoveries;

    @BeforeEach
    void chooseDirectory() {
        directory = scratch.resolve("dir");
    }

    @Test
    void shouldRecoverWhatADeadProcessLeft() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, ONE_CYCLE, 1);
        image.restore(directory);

        assertThat(recover(image, BATCHES)).isNull();
    }

    @Test
    void shouldCutWhatIsMissingAtTheEndOfTheFile() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, ONE_CYCLE, 2);
        image.restore(directory);
        final List<Integer> offsets = CrashImage.excerptOffsets(directory, 0);
        final int last = offsets.get(BATCHES - 1);
        final int end = offsets.get(BATCHES);

        for (int length = last; length < end; length++) {
            image.restore(directory);
            CrashImage.truncate(CrashImage.cyclePath(directory, 0), length);

            assertCut(recover(image, BATCHES - 1), length > last);
        }
    }

    @Test
    void shouldCutALastBatchThatBecameZerosFromAnyOffsetOn() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, ONE_CYCLE, 3);
        image.restore(directory);
        final List<Integer> offsets = CrashImage.excerptOffsets(directory, 0);
        final int last = offsets.get(BATCHES - 1);
        final int end = offsets.get(BATCHES);

        for (int from = last; from < end; from++) {
            image.restore(directory);
            final Path file = CrashImage.cyclePath(directory, 0);
            final byte[] bytes = CrashImage.read(file);
            final byte[] whole = bytes.clone();
            Arrays.fill(bytes, from, end, (byte) 0);
            CrashImage.write(file, bytes);

            if (Arrays.equals(bytes, whole)) {
                assertThat(recover(image, BATCHES)).isNull();
            } else {
                assertCut(recover(image, BATCHES - 1), from > last);
            }
        }
    }

    @Test
    void shouldCutALastBatchWhoseBeginningNeverReachedTheDisk() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, ONE_CYCLE, 4);
        image.restore(directory);
        final List<Integer> offsets = CrashImage.excerptOffsets(directory, 0);
        final int last = offsets.get(BATCHES - 1);
        final int end = offsets.get(BATCHES);

        for (int to = last + 1; to < end; to++) {
            image.restore(directory);
            final Path file = CrashImage.cyclePath(directory, 0);
            final byte[] bytes = CrashImage.read(file);
            Arrays.fill(bytes, last, to, (byte) 0);
            CrashImage.write(file, bytes);

            final boolean isSomethingLeft = !Arrays.equals(bytes, to, end, new byte[end - to], 0, end - to);
            assertCut(recover(image, BATCHES - 1), isSomethingLeft);
        }
    }

    @Test
    void shouldCutALastBatchWithAnyFlippedBit() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, ONE_CYCLE, 5);
        image.restore(directory);
        final List<Integer> offsets = CrashImage.excerptOffsets(directory, 0);

        for (int bit = offsets.get(BATCHES - 1) * 8; bit < offsets.get(BATCHES) * 8; bit++) {
            image.restore(directory);
            flip(CrashImage.cyclePath(directory, 0), bit);

            assertCut(recover(image, BATCHES - 1), true);
        }
    }

    @Test
    void shouldCutABatchWhoseEndInTheNextBlockNeverReachedTheDisk() {
        final CrashImage image = CrashImage.of(scratch, BATCHES_OVER_A_BLOCK, ONE_CYCLE, 13);
        image.restore(directory);
        final List<Integer> offsets = CrashImage.excerptOffsets(directory, 0);
        int last = 0;
        while (offsets.get(last + 1) <= CrashImage.BLOCK_BYTES) {
            last++;
        }
        final Path file = CrashImage.cyclePath(directory, 0);
        final byte[] bytes = CrashImage.read(file);
        Arrays.fill(bytes, CrashImage.BLOCK_BYTES, bytes.length, (byte) 0);
        CrashImage.write(file, bytes);

        assertCut(recover(image, last), true);
        Sometimes.TORN_TAIL_AT_BLOCK_BOUNDARY.seen("JournalRecoveryTest");
    }

    @Test
    void shouldNeverSkipAFlippedBitBeforeTheLastBatch() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, ONE_CYCLE, 6);
        image.restore(directory);
        final List<Integer> offsets = CrashImage.excerptOffsets(directory, 0);
        final Random random = new Random(6);
        int refused = 0;

        for (int at = 0; at < offsets.get(BATCHES - 1); at++) {
            image.restore(directory);
            flip(CrashImage.cyclePath(directory, 0), at * 8 + random.nextInt(8));
            if (isRefused()) {
                refused++;
            } else {
                // One of Chronicle's own bytes, which nobody reads.
                assertThat(recover(image, BATCHES)).isNull();
            }
        }

        assertThat(refused).isGreaterThan(offsets.get(BATCHES - 1) - offsets.get(1));
    }

    @Test
    void shouldNameThePositionFileAndWayOutOfDamage() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, ONE_CYCLE, 7);
        image.restore(directory);
        final Path file = CrashImage.cyclePath(directory, 0);
        flip(file, (CrashImage.excerptOffsets(directory, 0).get(5) + 40) * 8);
        final long position = image.recordsOfBatches(5).getLast().position();

        assertThatThrownBy(() -> Journal.open(CrashImage.context(directory, ONE_CYCLE)))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessage(
                        "journal is damaged at position " + position + " in " + file
                                + ": the checksum of a batch is wrong; restore the directory from a snapshot, a replica or a backup");
        final JournalVerifier.Result result = JournalVerifier.verify(directory);
        assertThat(result.ok()).isFalse();
        assertThat(result.lastPosition()).isEqualTo(position);
        assertThat(result.batches()).isEqualTo(5);
    }

    @Test
    void shouldKeepWhatWasCut() throws IOException {
        final CrashImage image = CrashImage.of(scratch, BATCHES, ONE_CYCLE, 8);
        image.restore(directory);
        final List<Integer> offsets = CrashImage.excerptOffsets(directory, 0);
        final Path file = CrashImage.cyclePath(directory, 0);
        final int last = offsets.get(BATCHES - 1);
        final int end = offsets.get(BATCHES);
        flip(file, (last + 41) * 8);
        final byte[] torn = Arrays.copyOfRange(CrashImage.read(file), last, end);

        try (Journal journal = Journal.open(CrashImage.context(directory, ONE_CYCLE))) {
            final RecoveryReport report = journal.recovery();
            final byte[] kept = Files.readAllBytes(report.cutFiles().getFirst());
            assertThat(kept).hasSize((int) report.cutBytes());
            assertThat(Arrays.copyOf(kept, torn.length)).isEqualTo(torn);
            assertThat(report.message())
                    .isEqualTo("journal had a torn tail (the checksum of a batch is wrong): cut " + report.cutBytes()
                            + " bytes after position "
                            + image.recordsOfBatches(BATCHES - 1).getLast().position() + ", kept in "
                            + report.cutFiles().getFirst() + "; everything up to that position is intact");
        }
    }

    @Test
    void shouldCutATornFirstBatchOfANewCycle() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, SMALL_CYCLE, 9);
        image.restore(directory);
        final int cycles = JournalFiles.cycles(directory).size();
        final List<Integer> offsets = CrashImage.excerptOffsets(directory, cycles - 1);
        final int batchesInLast = offsets.size() - 1;
        flip(CrashImage.cyclePath(directory, cycles - 1), (offsets.getFirst() + 50) * 8);

        if (batchesInLast > 1) {
            assertThat(isRefused()).isTrue();
            CrashImage.truncate(CrashImage.cyclePath(directory, cycles - 1), offsets.get(1));
        }
        assertCut(recover(image, BATCHES - batchesInLast), true);
        assertThat(JournalFiles.cycles(directory).get(cycles - 1).cycle()).isEqualTo(cycles - 1);
    }

    @Test
    void shouldRefuseToReadOverAnyDamageInAnOlderCycle() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, SMALL_CYCLE, 10);
        image.restore(directory);
        final int cycles = JournalFiles.cycles(directory).size();
        assertThat(cycles).isGreaterThan(3);

        for (int i = 0; i < cycles - 1; i++) {
            final List<Integer> offsets = CrashImage.excerptOffsets(directory, i);
            for (int at = offsets.getFirst(); at < offsets.getLast(); at++) {
                image.restore(directory);
                flip(CrashImage.cyclePath(directory, i), at * 8 + at % 8);

                assertThat(isRefused() || reads(image.records()))
                        .as("cycle %s, byte %s", i, at)
                        .isTrue();
                if (offsets.contains(at)) {
                    assertThat(isRefused()).isTrue();
                }
            }
        }
    }

    @Test
    void shouldRefuseAMissingCycle() throws IOException {
        final CrashImage image = CrashImage.of(scratch, BATCHES, SMALL_CYCLE, 11);
        image.restore(directory);
        final Path before = CrashImage.cyclePath(directory, 0);
        final long position =
                CycleScan.endPosition(JournalFiles.cycles(directory).getFirst());
        Files.delete(CrashImage.cyclePath(directory, 1));

        assertThatThrownBy(() -> Journal.open(CrashImage.context(directory, SMALL_CYCLE)))
                .isInstanceOf(JournalDamagedException.class)
                .hasMessage("journal is damaged at position " + position + " in " + before
                        + ": the file of cycle 1, which should follow, is missing or there twice; restore the directory"
                        + " from a snapshot, a replica or a backup");
        assertThat(JournalVerifier.verify(directory).ok()).isFalse();
    }

    @Test
    void shouldSayThatAcknowledgedEntriesAreGone() {
        final CrashImage image = CrashImage.of(scratch, BATCHES, ONE_CYCLE, 12);
        image.restore(directory);
        recover(image, BATCHES);
        try (Journal journal = Journal.open(CrashImage.context(directory, ONE_CYCLE))) {
            assertThat(journal.lostSinceClose()).isFalse();
        }
        final int cycles = JournalFiles.cycles(directory).size();
        flip(
                CrashImage.cyclePath(directory, cycles - 1),
                (CrashImage.excerptOffsets(directory, cycles - 1).getFirst() + 50) * 8);

        try (Journal journal = Journal.open(CrashImage.context(directory, ONE_CYCLE))) {
            assertThat(journal.lostSinceClose()).isTrue();
            assertThat(journal.recovery().cutBytes()).isPositive();
        }
    }

    private static void assertCut(final @Nullable String message, final boolean isSaid) {
        if (isSaid) {
            assertThat(message).isNotNull().startsWith("journal had a torn tail (");
        } else {
            assertThat(message).isNull();
        }
    }

    private boolean isRefused() {
        try (Journal journal = Journal.open(CrashImage.context(directory, ONE_CYCLE));
                JournalReader reader = journal.reader(0)) {
            JournalRecord.readAll(reader);
            return false;
        } catch (final JournalDamagedException ex) {
            return true;
        }
    }

    private boolean reads(final List<JournalRecord> expected) {
        try (JournalReader reader = JournalReader.open(directory, 0)) {
            return JournalRecord.readAll(reader).equals(expected);
        }
    }

    /** Recovers, checks that exactly the first batches are there, and now and then appends to them and checks again. */
    private @Nullable String recover(final CrashImage image, final int batches) {
        final List<JournalRecord> expected = image.recordsOfBatches(batches);
        final byte[] command = {1, 2, 3};
        final @Nullable String message;
        final long position;
        try (Journal journal = Journal.open(CrashImage.context(directory, ONE_CYCLE));
                JournalReader reader = journal.reader(0)) {
            message = journal.recovery().message();
            assertThat(journal.recovery().position())
                    .isEqualTo(expected.getLast().position());
            assertThat(JournalRecord.readAll(reader)).isEqualTo(expected);
            recoveries++;
            if (recoveries % RECOVERIES_PER_APPEND != 1) {
                return message;
            }
            journal.appender().beginBatch(99);
            journal.appender().append(1, 2, new UnsafeBuffer(command), 0, command.length);
            position = journal.appender().commit();
        }
        try (JournalReader reader =
                JournalReader.open(directory, expected.getLast().position())) {
            assertThat(JournalRecord.readAll(reader))
                    .containsExactly(
                            JournalRecord.of(position, 99, 1, 2, new UnsafeBuffer(command), 0, command.length));
        }
        return message;
    }

    private static void flip(final Path file, final int bit) {
        final byte[] bytes = CrashImage.read(file);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        CrashImage.write(file, bytes);
    }
}
