package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stowage.probe.MemoryPages;
import io.stowage.probe.Reading;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The pages of the journal are in memory before the writer comes to them. */
@EnabledOnOs(OS.LINUX)
class JournalPagesTest {
    private static final int BLOCK_BYTES = 8 << 20;
    private static final int PAGE_BYTES = 4096;
    private static final int AHEAD_KIB = 4 << 10;
    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(5);

    @TempDir
    private Path directory;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[100]);

    @Test
    @Timeout(60)
    void shouldBringPagesIntoMemoryAheadOfTheWriter() throws IOException {
        requirePopulate();
        try (Journal journal = Journal.open(new Journal.Context()
                .directory(directory)
                .cycleBytes(2 * BLOCK_BYTES)
                .blockBytes(BLOCK_BYTES)
                .reserveBytes(BLOCK_BYTES)
                .minFreeBytes(0))) {
            // when: the second batch is the first that finds blocks ahead
            append(journal.appender());
            append(journal.appender());

            // then: a few hundred bytes are written, and megabytes are in memory
            while (residentKib() < AHEAD_KIB - 2 * PAGE_BYTES / 1024) {
                LockSupport.parkNanos(LOOK_INTERVAL_NS);
            }

            // and: they are written to as ever
            for (int i = 0; i < 100; i++) {
                append(journal.appender());
            }
        }
        assertThat(JournalVerifier.verify(directory).ok()).isTrue();
        assertThat(JournalVerifier.verify(directory).entries()).isEqualTo(102);
    }

    private void append(final JournalAppender appender) {
        appender.beginBatch(1);
        appender.append(1, 0, command, 0, command.capacity());
        appender.commit();
    }

    private static void requirePopulate() {
        try (Arena arena = Arena.ofConfined()) {
            final Reading<Long> populated = MemoryPages.populateForWrite(arena.allocate(PAGE_BYTES, PAGE_BYTES));
            assumeTrue(populated instanceof Reading.Measured, () -> "before Linux 5.14: " + populated);
        }
    }

    /** Of all mappings of journal files of this directory. */
    private long residentKib() throws IOException {
        long kib = 0;
        boolean isJournal = false;
        final List<String> lines = Files.readAllLines(Path.of("/proc/self/smaps"));
        for (final String line : lines) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                isJournal = line.contains(directory.toString()) && line.endsWith("F.cq4");
            } else if (isJournal && line.startsWith("Rss:")) {
                kib += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return kib;
    }
}
