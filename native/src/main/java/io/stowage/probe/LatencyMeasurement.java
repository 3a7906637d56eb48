package io.stowage.probe;

import io.stowage.probe.LatencyReport.Bucket;
import io.stowage.probe.LatencyReport.Ending;
import io.stowage.probe.linux.StatVfs;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/** One run of {@link DirectReadLatency}, in its own thread. */
final class LatencyMeasurement {
    private static final int QUEUE_DEPTH = 1;
    private static final int WRITE_BYTES = 1 << 20;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long FIRST_BUCKET_NS = 1024;
    private static final double BUCKET_RATIO = 2.0;
    /** The file may take this part of what is free: a probe must not be what fills a disk. */
    private static final int FREE_SPACE_PART = 4;

    private final DirectReadLatency.Bounds bounds;
    private final BooleanSupplier cancelled;
    private final SplittableRandom random;
    private final Deadline deadline;
    private final Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);

    /**
     * Its time begins now.
     *
     * @param bounds what to measure
     * @param cancelled asked before each read and write
     */
    LatencyMeasurement(final DirectReadLatency.Bounds bounds, final BooleanSupplier cancelled) {
        this.bounds = bounds;
        this.cancelled = cancelled;
        random = new SplittableRandom(bounds.seed());
        deadline = new Deadline(bounds.durationLimitNs());
    }

    /**
     * Writes, reads, and drops the file.
     *
     * @return what was measured
     * @throws IOException if not even one read could be made
     */
    LatencyReport measure() throws IOException {
        checkSpace();
        try (DirectFile file = DirectFile.create(bounds.directory())) {
            final Ending early = write(file);
            if (early != null) {
                throw endedBeforeFirstRead(early, "wrote");
            }
            final long startNs = System.nanoTime();
            final Ending ending = read(file);
            if (histogram.getTotalCount() == 0) {
                throw endedBeforeFirstRead(ending, "read");
            }
            return report(file, ending, System.nanoTime() - startNs);
        }
    }

    private void checkSpace() throws IOException {
        final long availableBytes =
                FileSystemSpace.of(StatVfs.of(bounds.directory())).availableBytes();
        if (availableBytes / FREE_SPACE_PART < bounds.fileBytes()) {
            throw new IOException(bounds.directory() + ": only " + availableBytes + " bytes are free, and the probe's "
                    + bounds.fileBytes() + " may take at most a quarter; free space or lower fileBytes");
        }
    }

    // Real data, not just allocated: a file system answers reads of what was never written without asking the disk.
    private @Nullable Ending write(final DirectFile file) throws IOException {
        final int blockBytes = file.blockBytes(bounds.blockBytes());
        final long wholeBytes = wholeBytes(blockBytes);
        final MemorySegment buffer = file.buffer((int) Math.min(wholeBytes, Math.max(WRITE_BYTES, blockBytes)));
        for (long offset = 0; offset < wholeBytes; offset += buffer.byteSize()) {
            final Ending ending = earlyEnding();
            if (ending != null) {
                return ending;
            }
            for (long word = 0; word < buffer.byteSize(); word += Long.BYTES) {
                buffer.set(ValueLayout.JAVA_LONG, word, random.nextLong());
            }
            file.write(buffer.asSlice(0, Math.min(buffer.byteSize(), wholeBytes - offset)), offset);
        }
        file.sync();
        return null;
    }

    // The file system may demand larger blocks than were asked for.
    private long wholeBytes(final int blockBytes) {
        return Math.max(blockBytes, bounds.fileBytes() - bounds.fileBytes() % blockBytes);
    }

    private Ending read(final DirectFile file) throws IOException {
        final int blockBytes = file.blockBytes(bounds.blockBytes());
        final long blockCount = wholeBytes(blockBytes) / blockBytes;
        final MemorySegment buffer = file.buffer(blockBytes);
        for (long i = 0; i < bounds.readLimit(); i++) {
            final Ending ending = earlyEnding();
            if (ending != null) {
                return ending;
            }
            final long offset = random.nextLong(blockCount) * blockBytes;
            final long startNs = System.nanoTime();
            file.read(buffer, offset);
            histogram.recordValue(System.nanoTime() - startNs);
        }
        return Ending.COUNT;
    }

    private @Nullable Ending earlyEnding() {
        if (cancelled.getAsBoolean()) {
            return Ending.CANCELLED;
        }
        return deadline.isOver() ? Ending.TIME : null;
    }

    private IOException endedBeforeFirstRead(final Ending ending, final String doing) {
        final String where = bounds.directory() + ": ";
        return new IOException(
                ending == Ending.CANCELLED
                        ? where + "cancelled before the first read"
                        : where + "the time was over while it " + doing + ", before the first read; allow more than "
                                + bounds.durationLimitNs() + " ns or lower fileBytes");
    }

    private LatencyReport report(final DirectFile file, final Ending ending, final long elapsedNs) {
        final int blockBytes = file.blockBytes(bounds.blockBytes());
        return new LatencyReport(
                bounds.directory(),
                file.mode(),
                ending,
                QUEUE_DEPTH,
                blockBytes,
                wholeBytes(blockBytes),
                histogram.getTotalCount(),
                elapsedNs,
                histogram.getMinValue(),
                Math.round(histogram.getMean()),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue(),
                buckets());
    }

    private List<Bucket> buckets() {
        final List<Bucket> buckets = new ArrayList<>();
        for (final HistogramIterationValue step : histogram.logarithmicBucketValues(FIRST_BUCKET_NS, BUCKET_RATIO)) {
            if (step.getCountAddedInThisIterationStep() > 0) {
                buckets.add(new Bucket(step.getValueIteratedTo(), step.getCountAddedInThisIterationStep()));
            }
        }
        return List.copyOf(buckets);
    }
}
