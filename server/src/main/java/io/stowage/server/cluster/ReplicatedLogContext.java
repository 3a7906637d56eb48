package io.stowage.server.cluster;

import io.aeron.logbuffer.LogBufferDescriptor;
import org.agrona.BitUtil;

/**
 * How the log that members agree on is sent and kept. Fluent; concluded with the {@link ClusterMemberContext} that it belongs to. Not
 * thread-safe.
 */
public final class ReplicatedLogContext {
    /** Default of {@link #termLength(int)}. */
    public static final int TERM_LENGTH_DEFAULT = 64 << 20;

    /** Default of {@link #segmentBytes(int)}. */
    public static final int SEGMENT_BYTES_DEFAULT = 128 << 20;

    /** Default of {@link #keepBytes(long)}. */
    public static final long KEEP_BYTES_DEFAULT = 1L << 30;

    private static final int HEADERS_BYTES = 1 << 10;
    private static final int TERM_SHARE_OF_MESSAGE = 8;

    private int termLength = TERM_LENGTH_DEFAULT;
    private int segmentBytes = SEGMENT_BYTES_DEFAULT;
    private long keepBytes = KEEP_BYTES_DEFAULT;
    private boolean concluded;

    /** With the defaults. */
    ReplicatedLogContext() {}

    /**
     * Term length of the log's publication; three are mapped. The longest command is an eighth of it.
     *
     * @param value bytes, a power of two.
     * @return this.
     */
    public ReplicatedLogContext termLength(final int value) {
        requireNotConcluded();
        termLength = value;
        return this;
    }

    /** {@return term length of the log's publication, bytes} */
    public int termLength() {
        return termLength;
    }

    /**
     * Length of the files in which the archive keeps the log.
     *
     * @param value bytes, a power of two, at least the log's term length and the driver's.
     * @return this.
     */
    public ReplicatedLogContext segmentBytes(final int value) {
        requireNotConcluded();
        segmentBytes = value;
        return this;
    }

    /** {@return length of the archive's files, bytes} */
    public int segmentBytes() {
        return segmentBytes;
    }

    /**
     * How much of the log stays although every snapshot that is kept covers it, for members that are away to catch up from;
     * {@code snapshots().keep()} of the member says how many of the cluster's snapshots are kept.
     *
     * @param value bytes, 0 or more.
     * @return this.
     */
    public ReplicatedLogContext keepBytes(final long value) {
        requireNotConcluded();
        keepBytes = value;
        return this;
    }

    /** {@return how much of the log stays, bytes} */
    public long keepBytes() {
        return keepBytes;
    }

    /** Longest message that fits into the log, bytes. */
    int maxMessageBytes() {
        return termLength / TERM_SHARE_OF_MESSAGE - HEADERS_BYTES;
    }

    void conclude(final int driverTermLength) {
        requireNotConcluded();
        concluded = true;
        ClusterMemberContext.require(
                BitUtil.isPowerOfTwo(termLength)
                        && termLength >= LogBufferDescriptor.TERM_MIN_LENGTH
                        && termLength <= LogBufferDescriptor.TERM_MAX_LENGTH,
                "termLength of the log must be a power of two from 64 KiB to 1 GiB: " + termLength);
        ClusterMemberContext.require(
                BitUtil.isPowerOfTwo(segmentBytes) && segmentBytes >= Math.max(termLength, driverTermLength),
                "segmentBytes of the log must be a power of two, at least its termLength (" + termLength
                        + ") and the driver's termBufferLength (" + driverTermLength + "): " + segmentBytes);
        ClusterMemberContext.require(keepBytes >= 0, "keepBytes of the log must be 0 or more: " + keepBytes);
    }

    @Override
    public String toString() {
        return "ReplicatedLogContext{termLength=" + termLength + ", segmentBytes=" + segmentBytes + ", keepBytes="
                + keepBytes + '}';
    }

    private void requireNotConcluded() {
        if (concluded) {
            throw new IllegalStateException("the context was concluded already: use one for each member");
        }
    }
}
