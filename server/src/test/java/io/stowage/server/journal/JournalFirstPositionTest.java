package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that begins in the middle of the log, behind a state that something else holds. */
class JournalFirstPositionTest {
    private static final long FIRST = 4_096;
    private static final int COMMAND_LENGTH = 24;

    @TempDir
    private Path directory;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[COMMAND_LENGTH]);

    @Test
    void shouldBeginWhereItIsTold() {
        final long end = append(FIRST);

        assertThat(end).isEqualTo(JournalLayout.nextPosition(FIRST, COMMAND_LENGTH));
        assertThat(positions(FIRST)).containsExactly(end);
        final JournalVerifier.Result verified = JournalVerifier.verify(directory);
        assertThat(verified.ok()).isTrue();
        assertThat(verified.firstPosition()).isEqualTo(FIRST);
        assertThat(verified.lastPosition()).isEqualTo(end);
    }

    @Test
    void shouldGoOnWhereItEndsWhateverItIsToldThen() {
        final long end = append(FIRST);

        final long next = append(2 * FIRST);

        assertThat(next).isEqualTo(JournalLayout.nextPosition(end, COMMAND_LENGTH));
        assertThat(positions(FIRST)).containsExactly(end, next);
        assertThat(JournalVerifier.verify(directory).ok()).isTrue();
    }

    @Test
    void shouldNotPretendToHaveWhatLiesBefore() {
        append(FIRST);

        assertThatThrownBy(() -> positions(0))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("position 0 is no longer in the journal")
                .hasMessageContaining("begins at " + FIRST);
    }

    @Test
    void shouldBeginAgainWhereItsFirstBatchWasTorn() throws IOException {
        append(FIRST);
        Files.write(onlyCycle(), new byte[0]);

        final long end = append(FIRST);

        assertThat(positions(FIRST)).containsExactly(end);
    }

    @Test
    void shouldRefuseAPositionThatNoEntryCanHave() {
        assertThatThrownBy(() -> Journal.open(context(FIRST + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("firstPosition must be that of an entry, a multiple of 8: 4097");
    }

    @Test
    void shouldLeaveALockThatItWasGivenAndBeSetAsideUnderIt() {
        try (JournalDirectoryLock lock = JournalDirectoryLock.acquire(directory, SystemEpochClock.INSTANCE)) {
            try (Journal journal = Journal.open(context(0).lock(lock))) {
                append(journal);
            }
            assertThatThrownBy(() -> Journal.open(context(0)))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("is in use");

            final Path aside = Journal.setAside(lock, FIRST);

            assertThat(aside).isDirectory();
            try (Journal journal = Journal.open(context(FIRST).lock(lock))) {
                assertThat(journal.recovery().position()).isEqualTo(FIRST);
            }
        }
        Journal.open(context(FIRST)).close();
    }

    private long append(final long firstPosition) {
        try (Journal journal = Journal.open(context(firstPosition))) {
            return append(journal);
        }
    }

    private long append(final Journal journal) {
        final JournalAppender appender = journal.appender();
        appender.beginBatch(1);
        appender.append(1, 0, command, 0, COMMAND_LENGTH);
        return appender.commit();
    }

    private List<Long> positions(final long from) {
        final List<Long> positions = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(directory, from)) {
            while (reader.poll((position, timestampMs, sessionId, flags, buffer, offset, length) ->
                            positions.add(position))
                    > 0) {
                // The handler does the work.
            }
        }
        return positions;
    }

    private Path onlyCycle() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith("F.cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Journal.Context context(final long firstPosition) {
        return new Journal.Context()
                .directory(directory)
                .blockBytes(1 << 16)
                .maxBatchBytes(4 << 10)
                .reserveBytes(0)
                .minFreeBytes(0)
                .firstPosition(firstPosition);
    }
}
