package io.stowage.probe;

import java.nio.file.Path;
import java.util.List;

/**
 * What a latency probe measured; of a probe that ended early, what it had until then.
 *
 * @param directory where its file was
 * @param mode how it read, direct or through the page cache
 * @param ending why it ended
 * @param queueDepth reads under way at the same time
 * @param blockBytes length of each read
 * @param fileBytes length of its file
 * @param readCount reads made
 * @param elapsedNs time from the first read to the last
 * @param minNs shortest read
 * @param meanNs mean of all reads
 * @param p50Ns half of the reads took no longer
 * @param p90Ns 90 % of the reads took no longer
 * @param p99Ns 99 % of the reads took no longer
 * @param p999Ns 99.9 % of the reads took no longer
 * @param maxNs longest read
 * @param histogram counts by latency, ascending, without empty buckets
 */
public record LatencyReport(
        Path directory,
        ReadMode mode,
        Ending ending,
        int queueDepth,
        int blockBytes,
        long fileBytes,
        long readCount,
        long elapsedNs,
        long minNs,
        long meanNs,
        long p50Ns,
        long p90Ns,
        long p99Ns,
        long p999Ns,
        long maxNs,
        List<Bucket> histogram) {
    /** Why a probe ended. */
    public enum Ending {
        /** It made all its reads. */
        COUNT,
        /** Its time was over. */
        TIME,
        /** It was cancelled. */
        CANCELLED
    }

    /**
     * Reads of about the same latency.
     *
     * @param upToNs the longest of them took at most this; one less than a power of two
     * @param readCount how many
     */
    public record Bucket(long upToNs, long readCount) {}
}
