package io.stowage.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class OpenFileTest {
    @TempDir
    private Path directory;

    @Test
    void shouldWriteWhatOthersReadAndReadWhatOthersWrote() throws Exception {
        // given
        final Path path = directory.resolve("ümlaut");
        final byte[] text = {1, 2, 3, 4, 5, 6, 7, 8};
        try (OpenFile file = OpenFile.create(path, 0);
                Arena arena = Arena.ofConfined()) {
            final FileIo io = new FileIo(file, arena);
            final MemorySegment buffer = arena.allocate(text.length);

            // when
            buffer.copyFrom(MemorySegment.ofArray(text));
            final long written = io.write(buffer, 3);
            io.syncData();
            Files.write(path, new byte[] {9, 9, 9, 4, 3, 2, 1});
            final long read = io.read(buffer, 3);

            // then
            assertThat(written).isEqualTo(8);
            assertThat(read).isEqualTo(4);
            assertThat(buffer.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).startsWith(4, 3, 2, 1);
        }
    }

    @Test
    void shouldCreateForTheOwnerAlone() throws Exception {
        // given
        final Path path = directory.resolve("mine");

        // when
        OpenFile.create(path, 0).close();

        // then
        assertThat(Files.getPosixFilePermissions(path))
                .map(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }

    @Test
    void shouldNotOpenWhatSomebodyElseCreated() throws Exception {
        // given
        final Path path = Files.createFile(directory.resolve("theirs"));

        // when / then
        assertThatThrownBy(() -> OpenFile.create(path, 0))
                .isInstanceOf(SystemCallException.class)
                .hasMessage("open " + path + ": file exists (EEXIST); remove it or use another name");
    }

    @Test
    void shouldSayWhatIsMissing() {
        // given
        final Path path = directory.resolve("nowhere/file");

        // when / then
        assertThatThrownBy(() -> OpenFile.open(path, OpenFlags.READ_ONLY))
                .isInstanceOf(SystemCallException.class)
                .hasMessage("open " + path + ": no such file or directory (ENOENT); check the path");
    }

    @Test
    void shouldCloseOnceAndRefuseUseAfterwards() throws Exception {
        // given
        final OpenFile file = OpenFile.open(directory, OpenFlags.READ_ONLY);
        final Path link = Path.of("/proc/self/fd/" + file.descriptor());
        assertThat(Files.readSymbolicLink(link)).isEqualTo(directory.toRealPath());

        // when
        file.close();
        file.close();

        // then
        assertThatThrownBy(file::descriptor)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(directory + " is closed already; open it again");
    }

    @Test
    void shouldReportTheErrnoOfEachCallNotOfALaterOne() throws Exception {
        // given
        final Path path = Files.createFile(directory.resolve("plain"));

        // when / then
        try (OpenFile file = OpenFile.open(path, OpenFlags.READ_ONLY);
                Arena arena = Arena.ofConfined()) {
            final FileIo io = new FileIo(file, arena);
            final MemorySegment buffer = arena.allocate(8);
            for (int i = 0; i < 1_000; i++) {
                assertThatThrownBy(() -> io.write(buffer, 0))
                        .isInstanceOf(IOException.class)
                        .hasMessage("pwrite " + path + ": bad file descriptor (EBADF)");
                assertThatThrownBy(() -> io.read(buffer, -1))
                        .isInstanceOf(IOException.class)
                        .hasMessage("pread " + path + ": invalid argument (EINVAL)");
            }
        }
    }
}
