package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class MemoryPagesTest {
    private static final long LENGTH_BYTES = 1L << 21;

    @Test
    void shouldLockPagesAndLetThemGo() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            // given
            final MemorySegment memory = arena.allocate(LENGTH_BYTES, LENGTH_BYTES);
            final long before = lockedKib();

            // when
            final Reading<Long> locked = MemoryPages.lock(memory);
            final long during = lockedKib();
            final Reading<Long> unlocked = MemoryPages.unlock(memory);

            // then
            assumeTrue(locked instanceof Reading.Measured, () -> "the memlock limit is too low: " + locked);
            assertThat(locked).isEqualTo(Reading.measured(LENGTH_BYTES));
            assertThat(during - before).isEqualTo(LENGTH_BYTES / 1024);
            assertThat(unlocked).isEqualTo(Reading.measured(LENGTH_BYTES));
            assertThat(lockedKib()).isEqualTo(before);
        }
    }

    @Test
    void shouldAdviseHugePages() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage/enabled")),
                "this kernel has no transparent huge pages");
        try (Arena arena = Arena.ofConfined()) {
            // given
            final MemorySegment memory = arena.allocate(LENGTH_BYTES, LENGTH_BYTES);

            // when
            final Reading<Long> advised = MemoryPages.adviseHugePages(memory);

            // then: "hg" among the flags of the mapping that holds the address
            assertThat(advised).isEqualTo(Reading.measured(LENGTH_BYTES));
            assertThat(lineOfMapping(memory.address(), "VmFlags:")).contains(" hg");
        }
    }

    @Test
    void shouldPopulatePagesOfAMappedFile(@TempDir final Path directory) throws Exception {
        try (Arena arena = Arena.ofConfined();
                FileChannel file = FileChannel.open(
                        directory.resolve("file"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            // given
            final MemorySegment mapped = file.map(FileChannel.MapMode.READ_WRITE, 0, LENGTH_BYTES, arena);
            assertThat(lineOfMapping(mapped.address(), "Rss:")).matches("Rss: +0 kB");

            // when
            final Reading<Long> populated = MemoryPages.populateForWrite(mapped);

            // then
            assumeTrue(populated instanceof Reading.Measured, () -> "before Linux 5.14: " + populated);
            assertThat(lineOfMapping(mapped.address(), "Rss:")).matches("Rss: +" + LENGTH_BYTES / 1024 + " kB");
            assertThat(mapped.mismatch(MemorySegment.ofArray(new byte[(int) LENGTH_BYTES])))
                    .isEqualTo(-1);
        }
    }

    @Test
    void shouldSayWhyItRefuses() {
        try (Arena arena = Arena.ofConfined()) {
            final MemorySegment unaligned = arena.allocate(LENGTH_BYTES, 4096).asSlice(1, 4096);

            assertThat(MemoryPages.lock(MemorySegment.ofArray(new byte[16])))
                    .isEqualTo(Reading.unavailable(
                            "the segment is on the heap, where pages cannot be told; use native memory"));
            assertThat(MemoryPages.adviseHugePages(unaligned))
                    .isEqualTo(Reading.unavailable("madvise of 4096 bytes: invalid argument (EINVAL)"));
        }
    }

    private static long lockedKib() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmLck:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private static String lineOfMapping(final long address, final String start) throws Exception {
        boolean inside = false;
        for (final String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            final String[] range = line.split("[- ]", 3);
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                inside = Long.parseUnsignedLong(range[0], 16) <= address
                        && address < Long.parseUnsignedLong(range[1], 16);
            } else if (inside && line.startsWith(start)) {
                return line;
            }
        }
        return "no mapping";
    }
}
