package io.stowage.probe;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long a disk takes for a small random read, one at a time. Writes a file of its own, reads blocks of it at random
 * past the page cache and drops it; touches nothing else. Bounded by count and by time, and can be cancelled between
 * any two reads. Where {@code O_DIRECT} is refused it reads through the page cache and says so in {@link
 * LatencyReport#mode}.
 *
 * <p>Thread-safe; asked a second time while it measures, it refuses.
 */
public final class DirectReadLatency {
    private final Bounds bounds;
    private final BoundedCalls calls = new BoundedCalls();

    /**
     * What a context has concluded.
     *
     * @param directory where to put the file
     * @param fileBytes its length
     * @param blockBytes length of a read, before the file system's demands
     * @param readLimit count of reads
     * @param durationLimitNs for writing and reading
     * @param answerLimitNs for an answer that is late
     * @param seed of offsets and contents
     */
    record Bounds(
            Path directory,
            long fileBytes,
            int blockBytes,
            long readLimit,
            long durationLimitNs,
            long answerLimitNs,
            long seed) {}

    private DirectReadLatency(final Bounds bounds) {
        this.bounds = bounds;
    }

    /**
     * Measures without a way to cancel other than interrupting the calling thread.
     *
     * @return what was measured, or why nothing was
     */
    public Reading<LatencyReport> run() {
        return run(() -> false);
    }

    /**
     * Measures. Returns within {@link Context#durationLimitNs()} and {@link Context#answerLimitNs()} together, even if the
     * disk hangs; the measuring thread then ends as soon as the disk answers.
     *
     * @param cancelled asked between any two reads, from another thread; true ends the probe with what it has
     * @return what was measured, or why nothing was
     */
    public Reading<LatencyReport> run(final BooleanSupplier cancelled) {
        final AtomicBoolean abandoned = new AtomicBoolean();
        final LatencyMeasurement measurement =
                new LatencyMeasurement(bounds, () -> abandoned.get() || cancelled.getAsBoolean());
        try {
            return calls.call(
                    "read latency of " + bounds.directory(),
                    Math.addExact(bounds.durationLimitNs(), bounds.answerLimitNs()),
                    measurement::measure);
        } finally {
            abandoned.set(true);
        }
    }

    /** What to measure and within which bounds. Fluent; not thread-safe. */
    public static final class Context {
        /** Default length of the file: 8 MiB. */
        public static final long FILE_BYTES_DEFAULT = 8L << 20;
        /** Longest file allowed: 1 GiB. */
        public static final long FILE_BYTES_MAX = 1L << 30;
        /** Default length of a read: 4 KiB. */
        public static final int BLOCK_BYTES_DEFAULT = 4096;
        /** Longest read allowed: 1 MiB. */
        public static final int BLOCK_BYTES_MAX = 1 << 20;
        /** Default count of reads: 1,000. */
        public static final long READ_LIMIT_DEFAULT = 1_000;
        /** Highest count of reads allowed: 10,000,000. */
        public static final long READ_LIMIT_MAX = 10_000_000;
        /** Default time for writing and reading: 2 s. */
        public static final long DURATION_LIMIT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(2);
        /** Longest time allowed: 10 min. */
        public static final long DURATION_LIMIT_NS_MAX = TimeUnit.MINUTES.toNanos(10);
        /** Default time to wait for one last answer of the disk: 2 s. */
        public static final long ANSWER_LIMIT_NS_DEFAULT = TimeUnit.SECONDS.toNanos(2);

        private @Nullable Path directory;
        private long fileBytes = FILE_BYTES_DEFAULT;
        private int blockBytes = BLOCK_BYTES_DEFAULT;
        private long readLimit = READ_LIMIT_DEFAULT;
        private long durationLimitNs = DURATION_LIMIT_NS_DEFAULT;
        private long answerLimitNs = ANSWER_LIMIT_NS_DEFAULT;
        private long seed = 1;
        private boolean concluded;

        /** With all defaults; the directory has none. */
        public Context() {}

        /**
         * Where to put the file: on the disk to measure.
         *
         * @param path a writable directory
         * @return this
         */
        public Context directory(final Path path) {
            directory = path;
            return this;
        }

        /**
         * Length of the file. A disk with a cache of its own answers from it, the smaller the file the more.
         *
         * @param bytes a multiple of {@link #blockBytes(int)}, at most {@link #FILE_BYTES_MAX}
         * @return this
         */
        public Context fileBytes(final long bytes) {
            fileBytes = bytes;
            return this;
        }

        /**
         * Length of the file.
         *
         * @return bytes
         */
        public long fileBytes() {
            return fileBytes;
        }

        /**
         * Length of each read; raised to what the file system demands.
         *
         * @param bytes a power of two from 512 to {@link #BLOCK_BYTES_MAX}
         * @return this
         */
        public Context blockBytes(final int bytes) {
            blockBytes = bytes;
            return this;
        }

        /**
         * Length of each read.
         *
         * @return bytes
         */
        public int blockBytes() {
            return blockBytes;
        }

        /**
         * How many reads to make.
         *
         * @param count from 1 to {@link #READ_LIMIT_MAX}
         * @return this
         */
        public Context readLimit(final long count) {
            readLimit = count;
            return this;
        }

        /**
         * How many reads to make.
         *
         * @return count
         */
        public long readLimit() {
            return readLimit;
        }

        /**
         * How long writing the file and reading it may take together.
         *
         * @param ns nanoseconds from 1 to {@link #DURATION_LIMIT_NS_MAX}
         * @return this
         */
        public Context durationLimitNs(final long ns) {
            durationLimitNs = ns;
            return this;
        }

        /**
         * How long writing the file and reading it may take together.
         *
         * @return nanoseconds
         */
        public long durationLimitNs() {
            return durationLimitNs;
        }

        /**
         * How long to wait after that for a read or write that is under way.
         *
         * @param ns nanoseconds from 1 to {@link #DURATION_LIMIT_NS_MAX}
         * @return this
         */
        public Context answerLimitNs(final long ns) {
            answerLimitNs = ns;
            return this;
        }

        /**
         * How long to wait for a read or write that is under way.
         *
         * @return nanoseconds
         */
        public long answerLimitNs() {
            return answerLimitNs;
        }

        /**
         * Of the random offsets and the file's contents.
         *
         * @param value any
         * @return this
         */
        public Context seed(final long value) {
            seed = value;
            return this;
        }

        /**
         * Of the random offsets and the file's contents.
         *
         * @return the seed
         */
        public long seed() {
            return seed;
        }

        /**
         * Checks the bounds and makes the probe; the context cannot make another.
         *
         * @return the probe
         * @throws IllegalArgumentException if something is out of bounds
         * @throws IllegalStateException if called twice
         */
        public DirectReadLatency conclude() {
            if (concluded) {
                throw new IllegalStateException("this context has made its probe already; make a new one");
            }
            final Path checkedDirectory = directory;
            if (checkedDirectory == null) {
                throw new IllegalArgumentException("no directory to measure; set one");
            }
            check(Integer.bitCount(blockBytes) == 1, "blockBytes", blockBytes, "a power of two");
            checkRange("blockBytes", blockBytes, 512, BLOCK_BYTES_MAX);
            checkRange("fileBytes", fileBytes, blockBytes, FILE_BYTES_MAX);
            check(fileBytes % blockBytes == 0, "fileBytes", fileBytes, "a multiple of blockBytes");
            checkRange("readLimit", readLimit, 1, READ_LIMIT_MAX);
            checkRange("durationLimitNs", durationLimitNs, 1, DURATION_LIMIT_NS_MAX);
            checkRange("answerLimitNs", answerLimitNs, 1, DURATION_LIMIT_NS_MAX);
            concluded = true;
            return new DirectReadLatency(new Bounds(
                    checkedDirectory, fileBytes, blockBytes, readLimit, durationLimitNs, answerLimitNs, seed));
        }

        private static void checkRange(final String name, final long value, final long min, final long max) {
            check(value >= min && value <= max, name, value, "from " + min + " to " + max);
        }

        private static void check(final boolean ok, final String name, final long value, final String wanted) {
            if (!ok) {
                throw new IllegalArgumentException(name + " is " + value + "; choose " + wanted);
            }
        }

        @Override
        public String toString() {
            return "DirectReadLatency.Context{directory=" + directory + ", fileBytes=" + fileBytes + ", blockBytes="
                    + blockBytes + ", readLimit=" + readLimit + ", durationLimitNs=" + durationLimitNs
                    + ", answerLimitNs=" + answerLimitNs + ", seed=" + seed + "}";
        }
    }
}
