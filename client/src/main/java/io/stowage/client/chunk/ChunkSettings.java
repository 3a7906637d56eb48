package io.stowage.client.chunk;

import java.util.concurrent.TimeUnit;

/**
 * Times of a {@link ChunkProtocol}.
 *
 * @param keepAliveIntervalNs from one keepalive to the next, nanoseconds; well below the cluster's chunk session timeout.
 * @param requestTimeoutNs    after which a keepalive or registration counts as lost and is sent again, nanoseconds.
 * @param retryDelayNs        pause before a refused registration is tried again, nanoseconds.
 */
public record ChunkSettings(long keepAliveIntervalNs, long requestTimeoutNs, long retryDelayNs) {
    /** A keepalive every 2 s, lost after 5 s, registration tried again after 1 s. */
    public static final ChunkSettings DEFAULTS =
            new ChunkSettings(TimeUnit.SECONDS.toNanos(2), TimeUnit.SECONDS.toNanos(5), TimeUnit.SECONDS.toNanos(1));

    /** Checks the figures. */
    public ChunkSettings {
        if (keepAliveIntervalNs <= 0 || requestTimeoutNs <= 0 || retryDelayNs <= 0) {
            throw new IllegalArgumentException("the times of a chunk must be positive, found " + keepAliveIntervalNs
                    + ", " + requestTimeoutNs + " and " + retryDelayNs + " ns");
        }
    }

    /**
     * The same with another interval.
     *
     * @param intervalNs nanoseconds.
     * @return a copy.
     */
    public ChunkSettings withKeepAliveIntervalNs(final long intervalNs) {
        return new ChunkSettings(intervalNs, requestTimeoutNs, retryDelayNs);
    }
}
