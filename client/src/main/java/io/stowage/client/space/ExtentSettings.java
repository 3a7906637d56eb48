package io.stowage.client.space;

import java.util.concurrent.TimeUnit;

/** Times and sizes of an {@link ExtentProtocol}; fluent, read once when the protocol is made. */
public final class ExtentSettings {
    /** Default of {@link #requestTimeoutNs}: 5 s. */
    public static final long REQUEST_TIMEOUT_DEFAULT_NS = TimeUnit.SECONDS.toNanos(5);

    /** Default of {@link #reportIntervalNs}: 60 s. */
    public static final long REPORT_INTERVAL_DEFAULT_NS = TimeUnit.SECONDS.toNanos(60);

    /** Default of {@link #heartbeatIntervalNs}: 1 s. */
    public static final long HEARTBEAT_INTERVAL_DEFAULT_NS = TimeUnit.SECONDS.toNanos(1);

    /** Default of {@link #retryDelayNs}: 50 ms. */
    public static final long RETRY_DELAY_DEFAULT_NS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Default of {@link #maxRetryDelayNs}: 5 s. */
    public static final long MAX_RETRY_DELAY_DEFAULT_NS = TimeUnit.SECONDS.toNanos(5);

    /** Default of {@link #maxRequestsInFlight}. */
    public static final int MAX_REQUESTS_IN_FLIGHT_DEFAULT = 1024;

    /** Default of {@link #maxItemsPerRequest}. */
    public static final int MAX_ITEMS_PER_REQUEST_DEFAULT = 256;

    /** Default of {@link #maxRowsPerMessage}. */
    public static final int MAX_ROWS_PER_MESSAGE_DEFAULT = 512;

    /** Default of {@link #maxQueuedDeltas}. */
    public static final int MAX_QUEUED_DELTAS_DEFAULT = 4096;

    /** Default of {@link #maxDeltasInFlight}. */
    public static final int MAX_DELTAS_IN_FLIGHT_DEFAULT = 16;

    private long requestTimeoutNs = REQUEST_TIMEOUT_DEFAULT_NS;
    private long reportIntervalNs = REPORT_INTERVAL_DEFAULT_NS;
    private long heartbeatIntervalNs = HEARTBEAT_INTERVAL_DEFAULT_NS;
    private long retryDelayNs = RETRY_DELAY_DEFAULT_NS;
    private long maxRetryDelayNs = MAX_RETRY_DELAY_DEFAULT_NS;
    private int maxRequestsInFlight = MAX_REQUESTS_IN_FLIGHT_DEFAULT;
    private int maxItemsPerRequest = MAX_ITEMS_PER_REQUEST_DEFAULT;
    private int maxRowsPerMessage = MAX_ROWS_PER_MESSAGE_DEFAULT;
    private int maxQueuedDeltas = MAX_QUEUED_DELTAS_DEFAULT;
    private int maxDeltasInFlight = MAX_DELTAS_IN_FLIGHT_DEFAULT;
    private long capabilities;

    /** All defaults. */
    public ExtentSettings() {}

    /**
     * After this long without a reply the outcome of a request counts as unknown.
     *
     * @param timeoutNs nanoseconds.
     * @return this.
     */
    public ExtentSettings requestTimeoutNs(final long timeoutNs) {
        requestTimeoutNs = timeoutNs;
        return this;
    }

    /**
     * After this long without a reply the outcome of a request counts as unknown.
     *
     * @return nanoseconds.
     */
    public long requestTimeoutNs() {
        return requestTimeoutNs;
    }

    /**
     * Time from one report to the next, if anything happened since; 0: only on demand.
     *
     * @param intervalNs nanoseconds.
     * @return this.
     */
    public ExtentSettings reportIntervalNs(final long intervalNs) {
        reportIntervalNs = intervalNs;
        return this;
    }

    /**
     * Time from one report to the next, if anything happened since; 0: only on demand.
     *
     * @return nanoseconds.
     */
    public long reportIntervalNs() {
        return reportIntervalNs;
    }

    /**
     * Time from one heartbeat to the next; 0: none.
     *
     * @param intervalNs nanoseconds.
     * @return this.
     */
    public ExtentSettings heartbeatIntervalNs(final long intervalNs) {
        heartbeatIntervalNs = intervalNs;
        return this;
    }

    /**
     * Time from one heartbeat to the next; 0: none.
     *
     * @return nanoseconds.
     */
    public long heartbeatIntervalNs() {
        return heartbeatIntervalNs;
    }

    /**
     * Pause before a refused connect or report is tried again; doubles up to {@link #maxRetryDelayNs}.
     *
     * @param delayNs nanoseconds.
     * @return this.
     */
    public ExtentSettings retryDelayNs(final long delayNs) {
        retryDelayNs = delayNs;
        return this;
    }

    /**
     * Pause before a refused connect or report is tried again; doubles up to {@link #maxRetryDelayNs}.
     *
     * @return nanoseconds.
     */
    public long retryDelayNs() {
        return retryDelayNs;
    }

    /**
     * Longest pause between tries.
     *
     * @param delayNs nanoseconds.
     * @return this.
     */
    public ExtentSettings maxRetryDelayNs(final long delayNs) {
        maxRetryDelayNs = delayNs;
        return this;
    }

    /**
     * Longest pause between tries.
     *
     * @return nanoseconds.
     */
    public long maxRetryDelayNs() {
        return maxRetryDelayNs;
    }

    /**
     * Requests that may wait for their replies, deferred ones included.
     *
     * @param count limit.
     * @return this.
     */
    public ExtentSettings maxRequestsInFlight(final int count) {
        maxRequestsInFlight = count;
        return this;
    }

    /**
     * Requests that may wait for their replies, deferred ones included.
     *
     * @return limit.
     */
    public int maxRequestsInFlight() {
        return maxRequestsInFlight;
    }

    /**
     * Items of one request.
     *
     * @param count limit.
     * @return this.
     */
    public ExtentSettings maxItemsPerRequest(final int count) {
        maxItemsPerRequest = count;
        return this;
    }

    /**
     * Items of one request.
     *
     * @return limit.
     */
    public int maxItemsPerRequest() {
        return maxItemsPerRequest;
    }

    /**
     * Rows of one fragment of a report; fewer where the channel takes fewer.
     *
     * @param count limit.
     * @return this.
     */
    public ExtentSettings maxRowsPerMessage(final int count) {
        maxRowsPerMessage = count;
        return this;
    }

    /**
     * Rows of one fragment of a report; fewer where the channel takes fewer.
     *
     * @return limit.
     */
    public int maxRowsPerMessage() {
        return maxRowsPerMessage;
    }

    /**
     * Changes of reported segments that may wait to be sent; beyond it a full report is sent in their place.
     *
     * @param count limit.
     * @return this.
     */
    public ExtentSettings maxQueuedDeltas(final int count) {
        maxQueuedDeltas = count;
        return this;
    }

    /**
     * Changes of reported segments that may wait to be sent; beyond it a full report is sent in their place.
     *
     * @return limit.
     */
    public int maxQueuedDeltas() {
        return maxQueuedDeltas;
    }

    /**
     * Delta messages that may wait for their replies, beside the requests.
     *
     * @param count limit.
     * @return this.
     */
    public ExtentSettings maxDeltasInFlight(final int count) {
        maxDeltasInFlight = count;
        return this;
    }

    /**
     * Delta messages that may wait for their replies, beside the requests.
     *
     * @return limit.
     */
    public int maxDeltasInFlight() {
        return maxDeltasInFlight;
    }

    /**
     * What the software can do.
     *
     * @param bits one a capability.
     * @return this.
     */
    public ExtentSettings capabilities(final long bits) {
        capabilities = bits;
        return this;
    }

    /**
     * What the software can do.
     *
     * @return bits, one a capability.
     */
    public long capabilities() {
        return capabilities;
    }

    /**
     * Checks that the figures make sense.
     *
     * @return this.
     * @throws IllegalArgumentException naming the first that does not.
     */
    public ExtentSettings validate() {
        require(requestTimeoutNs > 0, "requestTimeoutNs", requestTimeoutNs);
        require(reportIntervalNs >= 0, "reportIntervalNs", reportIntervalNs);
        require(heartbeatIntervalNs >= 0, "heartbeatIntervalNs", heartbeatIntervalNs);
        require(retryDelayNs > 0, "retryDelayNs", retryDelayNs);
        require(maxRetryDelayNs >= retryDelayNs, "maxRetryDelayNs", maxRetryDelayNs);
        require(maxRequestsInFlight > 0 && maxRequestsInFlight <= 1 << 20, "maxRequestsInFlight", maxRequestsInFlight);
        require(maxItemsPerRequest > 0 && maxItemsPerRequest <= 16_384, "maxItemsPerRequest", maxItemsPerRequest);
        require(maxRowsPerMessage > 0 && maxRowsPerMessage <= 16_384, "maxRowsPerMessage", maxRowsPerMessage);
        require(maxQueuedDeltas > 0 && maxQueuedDeltas <= 1 << 20, "maxQueuedDeltas", maxQueuedDeltas);
        require(maxDeltasInFlight > 0 && maxDeltasInFlight <= 1 << 16, "maxDeltasInFlight", maxDeltasInFlight);
        return this;
    }

    private static void require(final boolean condition, final String name, final long value) {
        if (!condition) {
            throw new IllegalArgumentException(name + " is out of range: " + value + "; see ExtentSettings." + name);
        }
    }
}
