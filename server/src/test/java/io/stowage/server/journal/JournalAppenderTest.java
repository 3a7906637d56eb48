package io.stowage.server.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalAppenderTest {
    private static final long CYCLE_BYTES = 1 << 20;
    private static final int ALLOCATION_WINDOWS = 8;
    private static final int BATCHES_A_WINDOW = 20_000;

    @TempDir
    Path directory;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[9000]);
    private long read;

    @Test
    void shouldGiveEachEntryThePositionAfterIt() {
        try (Journal journal = open()) {
            final JournalAppender appender = journal.appender();
            assertThat(appender.position()).isZero();
            appender.beginBatch(5);
            assertThat(appender.append(1, 0, command, 0, 0)).isEqualTo(16);
            assertThat(appender.append(1, 0, command, 0, 1)).isEqualTo(40);
            assertThat(appender.append(1, 0, command, 0, 8)).isEqualTo(64);
            assertThat(appender.append(1, 0, command, 0, 9)).isEqualTo(96);
            assertThat(appender.position()).isZero();
            assertThat(appender.commit()).isEqualTo(96);
            assertThat(appender.position()).isEqualTo(96);
        }
    }

    @Test
    void shouldSayWhenABatchIsFull() {
        try (Journal journal = open()) {
            final JournalAppender appender = journal.appender();
            appender.beginBatch(5);
            assertThat(appender.append(1, 0, command, 0, appender.maxEntryLength()))
                    .isPositive();
            assertThat(appender.append(1, 0, command, 0, 0)).isEqualTo(JournalAppender.BATCH_FULL);
            appender.commit();
            appender.beginBatch(6);
            assertThatThrownBy(() -> appender.append(1, 0, command, 0, appender.maxEntryLength() + 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "a command of 8145 bytes does not fit into a batch: at most 8144; send a shorter one, or"
                                    + " raise maxBatchBytes");
            appender.abort();
        }
        final CycleStat file = JournalStat.of(directory).files().getFirst();
        assertThat(JournalStat.of(directory).files())
                .containsExactly(new CycleStat(file.path(), file.bytes(), 1, 1, 8160, 0, 8160, 5, 5));
    }

    @Test
    void shouldRefuseToAppendOutsideABatch() {
        try (Journal journal = open()) {
            final JournalAppender appender = journal.appender();
            assertThatThrownBy(() -> appender.append(1, 0, command, 0, 1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(appender::commit).isInstanceOf(IllegalStateException.class);
            appender.beginBatch(1);
            assertThatThrownBy(() -> appender.beginBatch(2)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldSayNoWhenTheDiskIsAlmostFull() {
        try (Journal journal =
                Journal.open(CrashImage.context(directory, CYCLE_BYTES).minFreeBytes(Long.MAX_VALUE))) {
            assertThat(journal.appender().hasSpace()).isFalse();
            assertThat(journal.appender().checkSpace()).isFalse();
            assertThat(journal.appender().freeBytes()).isPositive();
        }
        try (Journal journal = open()) {
            assertThat(journal.appender().hasSpace()).isTrue();
        }
    }

    @Test
    void shouldBeReadableByChronicleItself() {
        final List<byte[]> batches = new ArrayList<>();
        try (Journal journal = Journal.open(CrashImage.context(directory, 5000))) {
            for (int i = 0; i < 200; i++) {
                append(journal.appender(), i % 100);
            }
        }
        final Path run = JournalFiles.runs(directory).getFirst();
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(run).build();
                ExcerptTailer tailer = queue.createTailer()) {
            final Bytes<?> bytes = Bytes.allocateElasticOnHeap();
            while (tailer.readBytes(bytes)) {
                batches.add(bytes.toByteArray());
                bytes.clear();
            }
        }
        assertThat(JournalFiles.cycles(directory)).hasSizeGreaterThan(1);
        assertThat(batches).hasSize(200);
        final UnsafeBuffer last = new UnsafeBuffer(batches.getLast());
        assertThat(last.getLong(JournalLayout.TIMESTAMP_OFFSET)).isEqualTo(99);
        assertThat(last.getInt(JournalLayout.MAGIC_OFFSET)).isEqualTo(JournalLayout.MAGIC_AND_VERSION);
    }

    @Test
    @Timeout(60)
    void shouldBeFollowedWhileItIsWritten() {
        try (Journal journal = Journal.open(CrashImage.context(directory, 20_000));
                JournalReader reader = JournalReader.open(directory, 0)) {
            final JournalAppender appender = journal.appender();
            assertThat(reader.poll(this::count)).isZero();
            for (int i = 1; i <= 2000; i++) {
                append(appender, i % 300);
                if (i % 7 == 0) {
                    assertThat(reader.poll(this::count)).isEqualTo(1);
                    while (reader.poll(this::count) > 0) {
                        assertThat(reader.position()).isLessThanOrEqualTo(appender.position());
                    }
                    assertThat(read).isEqualTo(i);
                    assertThat(reader.position()).isEqualTo(appender.position());
                }
            }
            final JournalVerifier.Result result = JournalVerifier.verify(directory);
            assertThat(result.ok()).isTrue();
            assertThat(result.entries()).isEqualTo(2000);
            assertThat(result.tornBytes()).isZero();
            assertThat(result.lastPosition()).isEqualTo(appender.position());
        }
    }

    @Test
    @Timeout(60)
    void shouldBeFollowedByAnotherThread() throws InterruptedException {
        final int batches = 20_000;
        try (Journal journal = Journal.open(CrashImage.context(directory, 100_000))) {
            final JournalAppender appender = journal.appender();
            final List<Throwable> failures = new ArrayList<>();
            final Thread follower = Thread.ofPlatform().start(() -> follow(batches, failures));
            for (int i = 0; i < batches; i++) {
                append(appender, i % 200);
            }
            follower.join();
            assertThat(failures).isEmpty();
            assertThat(read).isEqualTo(batches);
        }
    }

    @Test
    void shouldRefuseAPositionThatIsNoneOfItsOwn() {
        try (Journal journal = open()) {
            append(journal.appender(), 8);
            append(journal.appender(), 8);
            final JournalReader between = journal.reader(32);
            assertThatThrownBy(() -> between.poll(this::count))
                    .isInstanceOf(JournalException.class)
                    .hasMessage("position 32 is not the position of an entry of the journal in " + directory
                            + "; the nearest are 24 and 48");
            final JournalReader beyond = journal.reader(72);
            assertThatThrownBy(() -> beyond.poll(this::count))
                    .isInstanceOf(JournalException.class)
                    .hasMessage("position 72 is beyond the end of the journal in " + directory
                            + ", which is at 48; restore the journal, or start from an older snapshot");
            between.close();
            beyond.close();
        }
    }

    @Test
    void shouldNotAllocateWhereverTheWriterIsInBlocksAndCycles() {
        // given: in each window of batches several cycle files are begun, a dozen blocks mapped and allotted
        final com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Journal journal = Journal.open(new Journal.Context()
                .directory(directory)
                .minFreeBytes(0)
                .cycleBytes(512 << 10)
                .blockBytes(128 << 10)
                .maxBatchBytes(8 << 10)
                .reserveBytes(64 << 10))) {
            final JournalAppender appender = journal.appender();
            for (int i = 0; i < 50_000; i++) {
                append(appender, 128);
            }

            // when
            final long[] allocated = new long[ALLOCATION_WINDOWS];
            for (int window = 0; window < ALLOCATION_WINDOWS; window++) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < BATCHES_A_WINDOW; i++) {
                    append(appender, 128);
                }
                appender.checkSpace();
                allocated[window] = threads.getCurrentThreadAllocatedBytes() - before;
            }

            // then: at first the compilers are still at work, and what they cannot leave out yet is allocated
            System.out.println("allocated by " + BATCHES_A_WINDOW + " batches: " + Arrays.toString(allocated));
            assertThat(Arrays.stream(allocated).min()).hasValue(0);
        }
    }

    private void follow(final int batches, final List<Throwable> failures) {
        final IdleStrategy idle = new BackoffIdleStrategy();
        try (JournalReader reader = JournalReader.open(directory, 0)) {
            while (read < batches) {
                idle.idle(reader.poll(this::count));
            }
        } catch (final Throwable ex) {
            failures.add(ex);
        }
    }

    private void count(
            final long position,
            final long timestampMs,
            final long sessionId,
            final int flags,
            final DirectBuffer buffer,
            final int offset,
            final int length) {
        assertThat(length).isEqualTo((int) timestampMs);
        read++;
    }

    private void append(final JournalAppender appender, final int length) {
        appender.beginBatch(length);
        appender.append(1, 0, command, 0, length);
        appender.commit();
    }

    private Journal open() {
        return Journal.open(CrashImage.context(directory, CYCLE_BYTES));
    }
}
