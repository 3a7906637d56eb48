package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stowage.probe.LatencyReport.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(300)
final class DirectReadLatencyTest {
    private static final long GENEROUS_NS = TimeUnit.MINUTES.toNanos(1);

    @TempDir
    private Path directory;

    @Test
    void shouldMeasureTheDeviceAndLeaveNothingBehind() throws Exception {
        try (LoopDevice loop = LoopDevice.attach(directory.resolve("disk"), 64L << 20, 4096)
                        .format();
                ScratchMount disk = ScratchMount.ofDevice(loop.node(), directory.resolve("place"))) {
            // given
            final long readsBefore = readsOf(loop);
            final long writtenBefore = sectorsWrittenTo(loop);

            // when
            final LatencyReport report = context(disk.mountPoint())
                    .readLimit(200)
                    .conclude()
                    .run()
                    .toOptional()
                    .orElseThrow();

            // then: the device itself counted each of the reads
            assertThat(readsOf(loop) - readsBefore).isGreaterThanOrEqualTo(200);
            assertThat((sectorsWrittenTo(loop) - writtenBefore) * 512).isGreaterThanOrEqualTo(1L << 20);
            // what the memory's alignment is depends on the kernel, the offset's is the device's sector
            assertThat(report.mode()).isInstanceOfSatisfying(ReadMode.Direct.class, direct -> {
                assertThat(direct.offsetAlignmentBytes()).isEqualTo(4096);
                assertThat(direct.memoryAlignmentBytes()).isBetween(1, 4096);
            });
            assertThat(report.ending()).isEqualTo(Ending.COUNT);
            assertThat(report.readCount()).isEqualTo(200);
            assertThat(report.queueDepth()).isEqualTo(1);
            assertThat(report.blockBytes()).isEqualTo(4096);
            assertThat(report.fileBytes()).isEqualTo(1L << 20);
            assertThat(namesIn(disk.mountPoint())).isEqualTo("lost+found");
        }
    }

    @Test
    void shouldSumUpItsReads() {
        // when
        final LatencyReport report =
                context(directory).readLimit(500).conclude().run().toOptional().orElseThrow();

        // then
        assertThat(report.minNs()).isPositive();
        assertThat(report.p50Ns()).isBetween(report.minNs(), report.p90Ns());
        assertThat(report.p99Ns()).isBetween(report.p90Ns(), report.p999Ns());
        assertThat(report.maxNs()).isBetween(report.p999Ns(), report.elapsedNs() + report.elapsedNs() / 100);
        assertThat(report.meanNs()).isBetween(report.minNs(), report.maxNs());
        assertThat(report.meanNs() * report.readCount()).isLessThan(report.elapsedNs() + report.elapsedNs() / 100);
        assertThat(report.histogram()).isSortedAccordingTo((a, b) -> Long.compare(a.upToNs(), b.upToNs()));
        assertThat(report.histogram().stream()
                        .mapToLong(LatencyReport.Bucket::readCount)
                        .sum())
                .isEqualTo(500);
        assertThat(report.histogram().getLast().upToNs()).isGreaterThanOrEqualTo(report.maxNs());
    }

    @Test
    void shouldFallBackWhereDirectReadingIsRefused() throws Exception {
        Command.assumeInstalled("tune2fs");
        try (LoopDevice loop =
                LoopDevice.attach(directory.resolve("disk"), 64L << 20, 512).format()) {
            // given: an ext4 that journals data cannot read or write directly
            Command.outputOf("tune2fs", "-o", "journal_data", loop.node().toString());
            try (ScratchMount disk = ScratchMount.ofDevice(loop.node(), directory.resolve("place"))) {
                // when
                final LatencyReport report =
                        context(disk.mountPoint()).conclude().run().toOptional().orElseThrow();

                // then
                assertThat(report.mode())
                        .isEqualTo(new ReadMode.Buffered("O_DIRECT refused: the file system of " + disk.mountPoint()
                                + " says that it cannot read or write directly"));
                assertThat(report.readCount()).isEqualTo(50);
                assertThat(namesIn(disk.mountPoint())).isEqualTo("lost+found");
            }
        }
    }

    @Test
    void shouldFallBackWhereTheKernelRefusesToOpenDirectly() throws Exception {
        // given: ramfs has no direct I/O; it does not count space either, so the whole probe would refuse it before
        final Path place = directory.resolve("place");
        try (ScratchMount ram = ScratchMount.of("ramfs", "mode=700", place)) {
            try (DirectFile file = DirectFile.create(ram.mountPoint())) {
                // when / then
                assertThat(file.mode()).isInstanceOf(ReadMode.Buffered.class);
                assertThat(((ReadMode.Buffered) file.mode()).reason())
                        .startsWith("O_DIRECT refused: open " + place + "/.stowage-probe-")
                        .endsWith(": invalid argument (EINVAL)");
                assertThat(namesIn(ram.mountPoint())).isEmpty();
            }
        }
    }

    @Test
    void shouldEndAtItsTimeWithWhatItHas() {
        // when
        final LatencyReport report = context(directory)
                .readLimit(DirectReadLatency.Context.READ_LIMIT_MAX)
                .durationLimitNs(TimeUnit.SECONDS.toNanos(1))
                .conclude()
                .run()
                .toOptional()
                .orElseThrow();

        // then
        assertThat(report.ending()).isEqualTo(Ending.TIME);
        assertThat(report.readCount()).isBetween(1L, DirectReadLatency.Context.READ_LIMIT_MAX - 1);
    }

    @Test
    void shouldSayThatTheTimeWasOverBeforeTheFirstRead() throws IOException {
        assertThat(context(directory).durationLimitNs(1).conclude().run())
                .isEqualTo(Reading.unavailable(directory + ": the time was over while it wrote, before the first read;"
                        + " allow more than 1 ns or lower fileBytes"));
        assertThat(namesIn(directory)).isEmpty();
    }

    @Test
    void shouldEndWhenCancelledBetweenTwoReads() {
        // given: one question before the write, one before each read
        final AtomicInteger questions = new AtomicInteger();

        // when
        final LatencyReport report = context(directory)
                .readLimit(DirectReadLatency.Context.READ_LIMIT_MAX)
                .conclude()
                .run(() -> questions.incrementAndGet() > 51)
                .toOptional()
                .orElseThrow();

        // then
        assertThat(report.ending()).isEqualTo(Ending.CANCELLED);
        assertThat(report.readCount()).isEqualTo(50);
    }

    @Test
    void shouldSayThatItWasCancelledBeforeTheFirstRead() throws IOException {
        assertThat(context(directory).conclude().run(() -> true))
                .isEqualTo(Reading.unavailable(directory + ": cancelled before the first read"));
        assertThat(namesIn(directory)).isEmpty();
    }

    @Test
    void shouldEndWhenTheCallerIsInterrupted() throws Exception {
        // given
        final CountDownLatch reading = new CountDownLatch(2);
        final DirectReadLatency probe = context(directory)
                .readLimit(DirectReadLatency.Context.READ_LIMIT_MAX)
                .conclude();
        final FutureTask<Reading<LatencyReport>> task = new FutureTask<>(() -> probe.run(() -> {
            reading.countDown();
            return false;
        }));
        final Thread caller = Thread.ofPlatform().daemon().start(task);
        assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();

        // when
        caller.interrupt();

        // then
        assertThat(task.get(30, TimeUnit.SECONDS))
                .isEqualTo(Reading.unavailable(
                        "read latency of " + directory + ": cancelled, the asking thread was interrupted"));
    }

    @Test
    void shouldNotWaitForADiskThatHangs() throws Exception {
        Command.assumeInstalled("fsfreeze");
        try (LoopDevice loop = LoopDevice.attach(directory.resolve("disk"), 64L << 20, 512)
                        .format();
                ScratchMount disk = ScratchMount.ofDevice(loop.node(), directory.resolve("place"))) {
            final DirectReadLatency probe = context(disk.mountPoint())
                    .durationLimitNs(TimeUnit.MILLISECONDS.toNanos(50))
                    .answerLimitNs(TimeUnit.MILLISECONDS.toNanos(50))
                    .conclude();
            final String subject = "read latency of " + disk.mountPoint();

            // given
            Command.outputOf("fsfreeze", "--freeze", disk.mountPoint().toString());
            try {
                // when / then
                assertThat(probe.run())
                        .isEqualTo(Reading.unavailable(
                                subject + ": no answer within 100 ms; the device or server behind it may hang"));
                assertThat(probe.run())
                        .isEqualTo(Reading.unavailable(
                                subject + ": still no answer to an earlier question; it is still at work or hangs"));
            } finally {
                Command.outputOf("fsfreeze", "--unfreeze", disk.mountPoint().toString());
            }

            // and then it notices that it is over, and can be asked again
            Reading<LatencyReport> again = probe.run();
            final long deadlineNs = System.nanoTime() + GENEROUS_NS;
            while (again.whyUnavailable().orElse("").contains("an earlier question")
                    && System.nanoTime() < deadlineNs) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                again = probe.run();
            }
            assertThat(again.whyUnavailable().orElse("")).doesNotContain("an earlier question");
            assertThat(namesIn(disk.mountPoint())).isEqualTo("lost+found");
        }
    }

    @Test
    void shouldSayThatADirectoryIsReadOnly() throws Exception {
        try (ScratchMount readOnly = ScratchMount.of("tmpfs", "ro,size=64m", directory.resolve("place"))) {
            assertThat(context(readOnly.mountPoint())
                            .conclude()
                            .run()
                            .whyUnavailable()
                            .orElse(""))
                    .startsWith("open " + readOnly.mountPoint() + "/.stowage-probe-")
                    .endsWith(": read-only file system (EROFS); choose a writable one");
        }
    }

    @Test
    void shouldNotFillASmallFileSystem() throws Exception {
        try (ScratchMount small = ScratchMount.of("tmpfs", "size=2m", directory.resolve("place"))) {
            assertThat(context(small.mountPoint()).conclude().run())
                    .isEqualTo(Reading.unavailable(small.mountPoint() + ": only 2097152 bytes are free, and the probe's"
                            + " 1048576 may take at most a quarter; free space or lower fileBytes"));
        }
    }

    @Test
    void shouldSayWhatIsWrongWithADirectory() throws IOException {
        final Path missing = directory.resolve("missing");
        final Path file = Files.createFile(directory.resolve("file"));

        assertThat(context(missing).conclude().run())
                .isEqualTo(Reading.unavailable(
                        "statvfs " + missing + ": no such file or directory (ENOENT); check the path"));
        assertThat(context(file).conclude().run().whyUnavailable().orElse(""))
                .startsWith("open " + file + "/.stowage-probe-")
                .endsWith(": not a directory (ENOTDIR); check the path");
    }

    @Test
    void shouldRefuseWhatIsOutOfBounds() {
        assertThatThrownBy(() -> new DirectReadLatency.Context().conclude())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no directory to measure; set one");
        assertThatThrownBy(() -> context(directory).blockBytes(5000).conclude())
                .hasMessage("blockBytes is 5000; choose a power of two");
        assertThatThrownBy(() -> context(directory).fileBytes(2L << 30).conclude())
                .hasMessage("fileBytes is 2147483648; choose from 4096 to 1073741824");
        assertThatThrownBy(() -> context(directory).fileBytes(5000).conclude())
                .hasMessage("fileBytes is 5000; choose a multiple of blockBytes");
        assertThatThrownBy(() -> context(directory).readLimit(0).conclude())
                .hasMessage("readLimit is 0; choose from 1 to 10000000");
        assertThatThrownBy(
                        () -> context(directory).durationLimitNs(Long.MAX_VALUE).conclude())
                .hasMessage("durationLimitNs is 9223372036854775807; choose from 1 to 600000000000");

        final DirectReadLatency.Context used = context(directory);
        used.conclude();
        assertThatThrownBy(used::conclude)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this context has made its probe already; make a new one");
    }

    private static DirectReadLatency.Context context(final Path directory) {
        return new DirectReadLatency.Context()
                .directory(directory)
                .fileBytes(1L << 20)
                .readLimit(50)
                .durationLimitNs(GENEROUS_NS);
    }

    private static String namesIn(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return String.join(
                    " ",
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    // Documentation/block/stat.rst: 0 reads made, 6 sectors of 512 bytes written
    private static long readsOf(final LoopDevice loop) throws IOException {
        return stat(loop, 0);
    }

    private static long sectorsWrittenTo(final LoopDevice loop) throws IOException {
        return stat(loop, 6);
    }

    private static long stat(final LoopDevice loop, final int index) throws IOException {
        final Path file = Path.of("/sys/block", loop.name(), "stat");
        final String[] fields = Files.readString(file).strip().split("\\s+", -1);
        assumeTrue(fields.length > index, "the kernel keeps no I/O statistics of " + loop.name());
        return Long.parseLong(fields[index]);
    }
}
