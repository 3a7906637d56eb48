package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class PreallocationTest {
    private static final long LENGTH_BYTES = 1L << 20;

    @TempDir
    private Path directory;

    @Test
    void shouldAllocateBlocksAndKeepTheData() throws Exception {
        // given
        Command.assumeInstalled("stat");
        final Path file = Files.writeString(directory.resolve("file"), "data");

        // when
        final Reading<Long> answer = Preallocation.extend(file, LENGTH_BYTES);

        // then
        assertThat(answer).isEqualTo(Reading.measured(LENGTH_BYTES));
        assertThat(file).hasSize(LENGTH_BYTES);
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).startsWith("data\0");
        assertThat(allocatedBytes(file)).isGreaterThanOrEqualTo(LENGTH_BYTES);
    }

    @Test
    void shouldReserveWithoutChangingTheLength() throws Exception {
        // given
        Command.assumeInstalled("stat");
        final Path file = Files.writeString(directory.resolve("file"), "data");

        // when
        final Reading<Long> answer = Preallocation.reserve(file, LENGTH_BYTES);

        // then
        assertThat(answer).isEqualTo(Reading.measured(LENGTH_BYTES));
        assertThat(file).hasContent("data");
        assertThat(allocatedBytes(file)).isGreaterThanOrEqualTo(LENGTH_BYTES);
    }

    @Test
    void shouldSayThatTheFileSystemIsFull() throws Exception {
        try (ScratchMount small = ScratchMount.of("tmpfs", "size=1m", directory.resolve("small"))) {
            // given
            final Path file = Files.createFile(small.mountPoint().resolve("file"));

            // when / then
            assertThat(Preallocation.extend(file, 8 * LENGTH_BYTES))
                    .isEqualTo(Reading.unavailable(
                            "fallocate " + file + ": no space left on device (ENOSPC); free space"));
            assertThat(file).isEmptyFile();
        }
    }

    @Test
    void shouldSayThatTheFileSystemCannot() throws Exception {
        try (ScratchMount ram = ScratchMount.of("ramfs", "mode=700", directory.resolve("ram"))) {
            // given
            final Path file = Files.createFile(ram.mountPoint().resolve("file"));

            // when / then
            assertThat(Preallocation.extend(file, LENGTH_BYTES))
                    .isEqualTo(Reading.unavailable(
                            "fallocate " + file + ": operation not supported (EOPNOTSUPP); use another file system"));
        }
    }

    @Test
    void shouldSayWhatIsWrongWithTheQuestion() {
        final Path missing = directory.resolve("missing");

        assertThat(Preallocation.extend(missing, LENGTH_BYTES))
                .isEqualTo(Reading.unavailable(
                        "open " + missing + ": no such file or directory (ENOENT); check the path"));
        assertThat(Preallocation.extend(missing, 0))
                .isEqualTo(Reading.unavailable("cannot allocate 0 bytes; ask for at least 1"));
        assertThat(Preallocation.extend(directory, LENGTH_BYTES))
                .isEqualTo(Reading.unavailable("open " + directory + ": is a directory (EISDIR); check the path"));
    }

    private static long allocatedBytes(final Path file) throws Exception {
        return Long.parseLong(Command.outputOf("stat", "-c", "%b", file.toString())) * 512;
    }
}
