package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalOwnerTest {
    @TempDir
    Path directory;

    @Test
    void shouldRefuseASecondOwnerInTheSameProcess() {
        try (Journal journal = open()) {
            final MarkFile mark = journal.lock().mark();
            assertThat(mark.pid()).isEqualTo(ProcessHandle.current().pid());

            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(this::open)
                        .isInstanceOf(JournalException.class)
                        .hasMessage(directory + " is in use by process " + mark.pid() + " since "
                                + Instant.ofEpochMilli(mark.startTimeMs()) + "; stop it, or choose another --dir");
            }
        }
        open().close();
    }

    @Test
    @Timeout(60)
    void shouldRefuseASecondProcessAndTakeOverWhenTheFirstDies() {
        try (AppendingProcess process = AppendingProcess.start(directory, SyncLevel.PROCESS, 1)) {
            assertThat(process.nextPosition()).isPositive();

            assertThatThrownBy(this::open)
                    .isInstanceOf(JournalException.class)
                    .hasMessageStartingWith(directory + " is in use by process " + process.pid() + " since 2")
                    .hasMessageEndingWith("; stop it, or choose another --dir");
            assertThat(JournalVerifier.verify(directory).ok()).isTrue();

            process.kill();
        }
        open().close();
    }

    @Test
    void shouldRememberTheClusterAndWhereItWasClosed() {
        try (Journal journal = open()) {
            journal.lock().cluster(0x1234, 0x5678);
            journal.appender();
            assertThat(mark().closedPosition()).isEqualTo(MarkFile.NOT_CLOSED);
        }
        final MarkFile mark = mark();
        assertThat(mark.closedPosition()).isZero();
        assertThat(mark.clusterHigh()).isEqualTo(0x1234);
        try (Journal journal = open()) {
            assertThat(journal.lock().mark().clusterLow()).isEqualTo(0x5678);
        }
    }

    @Test
    void shouldRefuseANewerFormat() throws IOException {
        open().close();
        final Path path = directory.resolve(JournalFiles.MARK_FILE);
        final byte[] bytes = Files.readAllBytes(path);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(MarkFile.VERSION_OFFSET, 2);
        Files.write(path, bytes);
        final String message =
                "journal in " + directory + " has format 2, newer than 1, the newest that this program reads;"
                        + " start the newer release, or choose another --dir";

        assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessage(message);
        assertThatThrownBy(() -> JournalReader.open(directory, 0)).hasMessage(message);
        assertThatThrownBy(() -> JournalVerifier.verify(directory)).hasMessage(message);
        assertThat(Files.readAllBytes(path)).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseAMarkThatIsNone() throws IOException {
        final Path path = directory.resolve(JournalFiles.MARK_FILE);
        Files.writeString(path, "something else");

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessage(path + " is not the mark file of a journal; choose another --dir, or restore the file");
    }

    @Test
    void shouldTakeATornMarkForNone() throws IOException {
        final Path path = directory.resolve(JournalFiles.MARK_FILE);
        Files.write(path, new byte[MarkFile.LENGTH]);

        open().close();

        assertThat(MarkFile.read(directory)).isNotNull();
    }

    @Test
    void shouldSayWhatToDoAboutADirectoryThatIsAFile() throws IOException {
        final Path file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> Journal.open(new Journal.Context().directory(file)))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith(file + " cannot be written by user " + System.getProperty("user.name") + " (")
                .hasMessageEndingWith("); give it write permission there, or choose another --dir");
    }

    @Test
    void shouldSayWhatToDoAboutADirectoryWithoutPermission() throws Exception {
        final Path locked = Files.createDirectory(directory.resolve("locked"));
        // Root passes all permission bits; the immutable flag binds root, too, where the file system has it.
        final boolean isRoot = "root".equals(System.getProperty("user.name"));
        final String[] lock = {isRoot ? "chattr" : "chmod", isRoot ? "+i" : "a-w", locked.toString()};
        final String[] unlock = {lock[0], isRoot ? "-i" : "u+w", lock[2]};
        assumeTrue(run(lock) == 0, "neither permission bits nor the immutable flag bind this user here");
        try {
            assertThatThrownBy(() -> Journal.open(new Journal.Context().directory(locked)))
                    .isInstanceOf(JournalException.class)
                    .hasMessageStartingWith(
                            locked + " cannot be written by user " + System.getProperty("user.name") + " (")
                    .hasMessageEndingWith("); give it write permission there, or choose another --dir");
        } finally {
            assertThat(run(unlock)).isZero();
        }
    }

    private MarkFile mark() {
        return Objects.requireNonNull(MarkFile.read(directory));
    }

    private Journal open() {
        return Journal.open(CrashImage.context(directory, 1 << 20));
    }

    private static int run(final String... command) throws Exception {
        try {
            return new ProcessBuilder(command).start().waitFor();
        } catch (final IOException ex) {
            return -1;
        }
    }
}
