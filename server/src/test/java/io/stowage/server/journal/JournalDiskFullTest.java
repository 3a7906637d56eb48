package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a small file system of its own, for which the machine must let us mount one. */
class JournalDiskFullTest {
    private static final int DISK_MIB = 24;
    private static final int COMMAND_LENGTH = 1000;
    private static final int BATCHES_BETWEEN_TICKS = 50;
    private static final int MAX_BATCHES = 100_000;

    @TempDir
    Path scratch;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[COMMAND_LENGTH]);
    private Path disk = Path.of("");
    private Path directory = Path.of("");
    private long appended;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(scratch.resolve("disk"));
        directory = disk.resolve("dir");
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", disk.toString()) == 0,
                "this user may not mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    @Timeout(60)
    void shouldSayNoBeforeAWriteFailsAndGoOnWhenThereIsSpaceAgain() throws IOException {
        final Path filler = Files.write(disk.resolve("filler"), new byte[8 << 20]);
        try (Journal journal = Journal.open(context().minFreeBytes(2 << 20))) {
            final JournalAppender appender = journal.appender();
            final long full = appendWhileThereIsSpace(appender);
            assertThat(full).isBetween(5_000L, 16_000L);
            assertThat(appender.freeBytes()).isLessThan(2 << 20);

            Files.delete(filler);

            assertThat(appender.checkSpace()).isTrue();
            assertThat(appendWhileThereIsSpace(appender)).isGreaterThan(5_000);
        }
        assertThat(JournalVerifier.verify(directory).entries()).isEqualTo(appended);
    }

    @Test
    @Timeout(60)
    void shouldRelyOnWhatIsReservedAheadWhereTheTickIsLate() throws IOException {
        Files.write(disk.resolve("filler"), new byte[8 << 20]);
        try (Journal journal = Journal.open(context().minFreeBytes(0))) {
            final JournalAppender appender = journal.appender();
            int batches = 0;
            while (appender.hasSpace()) {
                append(appender);
                batches++;
                assertThat(batches).isLessThan(MAX_BATCHES);
            }
            assertThat(Files.getFileStore(directory).getUsableSpace()).isLessThan(1 << 20);
        }
        assertThat(JournalVerifier.verify(directory).entries()).isEqualTo(appended);
    }

    @Test
    @Timeout(60)
    void shouldRecoverWhatWasCommittedBeforeAWriteFailed() throws IOException {
        final Path filler = Files.write(disk.resolve("filler"), new byte[8 << 20]);
        final JournalAppender failed;
        try (Journal journal = Journal.open(context().reserveBytes(0).minFreeBytes(0))) {
            failed = journal.appender();
            assertThatThrownBy(() -> appendWithoutAsking(failed))
                    .isInstanceOf(JournalFailedException.class)
                    .hasMessageContaining("; check the disk, then start again: what was acknowledged is recovered");
            assertThatThrownBy(() -> append(failed)).isInstanceOf(JournalFailedException.class);
        }
        Files.delete(filler);
        try (Journal journal = Journal.open(context())) {
            assertThat(journal.recovery().position()).isEqualTo(failed.position());
            append(journal.appender());
        }
        assertThat(JournalVerifier.verify(directory).entries()).isEqualTo(appended);
    }

    private long appendWhileThereIsSpace(final JournalAppender appender) {
        long batches = 0;
        while (appender.hasSpace()) {
            append(appender);
            batches++;
            if (batches % BATCHES_BETWEEN_TICKS == 0) {
                appender.checkSpace();
            }
            assertThat(batches).isLessThan(MAX_BATCHES);
        }
        return batches;
    }

    private void appendWithoutAsking(final JournalAppender appender) {
        for (int i = 0; i < MAX_BATCHES; i++) {
            append(appender);
        }
    }

    private void append(final JournalAppender appender) {
        appender.beginBatch(1);
        appender.append(1, 1, command, 0, COMMAND_LENGTH);
        appender.commit();
        appended++;
    }

    private Journal.Context context() {
        return new Journal.Context()
                .directory(directory)
                .cycleBytes(4 << 20)
                .blockBytes(1 << 20)
                .maxBatchBytes(8192)
                .reserveBytes(1 << 20);
    }

    private static int run(final String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor();
        } catch (final IOException ex) {
            return -1;
        }
    }
}
