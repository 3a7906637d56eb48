package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalSyncTest {
    private static final int COMMAND_LENGTH = 64;
    private static final long CYCLE_BYTES = 10L * JournalLayout.entryLength(COMMAND_LENGTH);

    @TempDir
    Path directory;

    private final CountingForce force = new CountingForce();
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[COMMAND_LENGTH]);

    @Test
    void shouldForceEachBatchAndEachNewFileAndItsDirectory() {
        try (Journal journal = open(SyncLevel.BATCH)) {
            for (int i = 1; i <= 25; i++) {
                append(journal.appender());
                final int cycles = (i + 9) / 10;
                final int rolls = cycles - 1;
                assertThat(force.files)
                        .as("the first batch of a file, and its end")
                        .isEqualTo(cycles + rolls);
                assertThat(force.stretches).as("every other batch").isEqualTo(i - cycles);
                assertThat(force.directories).isEqualTo(cycles);
                assertThat(JournalStat.of(directory).files()).hasSize(cycles);
            }
        }
    }

    @Test
    void shouldForceNothingWhileRunningAtLevelProcess() {
        try (Journal journal = open(SyncLevel.PROCESS)) {
            for (int i = 0; i < 25; i++) {
                append(journal.appender());
            }
            assertThat(force.files + force.stretches).isZero();
            assertThat(force.directories).isZero();
        }
        assertThat(force.files).isPositive();
    }

    @Test
    void shouldNeverWriteAgainAfterAFailedForce() {
        final int forcesBefore;
        try (Journal journal = open(SyncLevel.BATCH)) {
            final JournalAppender appender = journal.appender();
            append(appender);
            final long position = appender.position();
            force.failure = new IOException("Input/output error");
            final String message = "journal cannot be written after position " + position + " in "
                    + CrashImage.cyclePath(directory, 0)
                    + " (java.io.IOException: Input/output error); check the disk, then start again: what was acknowledged"
                    + " is recovered";

            assertThatThrownBy(() -> append(appender))
                    .isInstanceOf(JournalFailedException.class)
                    .hasMessage(message);

            force.failure = null;
            forcesBefore = force.files + force.stretches;
            assertThatThrownBy(() -> append(appender))
                    .isInstanceOf(JournalFailedException.class)
                    .hasMessage(message);
            assertThatThrownBy(appender::commit).isInstanceOf(JournalFailedException.class);
            assertThat(appender.position()).isEqualTo(position);
        }
        assertThat(force.files + force.stretches)
                .as("a force is never tried again")
                .isEqualTo(forcesBefore);
        assertThat(Objects.requireNonNull(MarkFile.read(directory)).closedPosition())
                .isEqualTo(MarkFile.NOT_CLOSED);
    }

    private Journal open(final SyncLevel level) {
        return Journal.open(
                CrashImage.context(directory, CYCLE_BYTES).syncLevel(level).cycleForce(force));
    }

    private void append(final JournalAppender appender) {
        appender.beginBatch(1);
        appender.append(1, 0, command, 0, COMMAND_LENGTH);
        appender.commit();
    }

    private static final class CountingForce implements CycleForce {
        private int files;
        private int stretches;
        private int directories;
        private @Nullable IOException failure;

        @Override
        public void file(final FileChannel channel) throws IOException {
            files++;
            failIfToldTo();
            CycleForce.SYSTEM.file(channel);
        }

        @Override
        public void pages(final MappedByteBuffer window, final int from, final int length) throws IOException {
            stretches++;
            failIfToldTo();
            CycleForce.SYSTEM.pages(window, from, length);
        }

        private void failIfToldTo() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void directory(final Path path) throws IOException {
            directories++;
            CycleForce.SYSTEM.directory(path);
        }
    }
}
