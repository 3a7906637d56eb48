package io.stowage.sim.model;

import java.util.HashMap;
import java.util.Map;

/** The licence, and the raw capacity that counts against it. */
public final class LicenceModel {
    private final Map<Integer, Long> rawBytes = new HashMap<>();
    private long maxRawBytes;
    private long expiryMs;

    /** No licence yet: nothing is limited. */
    public LicenceModel() {}

    /**
     * A licence was told.
     *
     * @param licensedBytes raw capacity; 0: without limit.
     * @param expiry        milliseconds of the log's clock; 0: never.
     */
    public void licence(final long licensedBytes, final long expiry) {
        maxRawBytes = licensedBytes;
        expiryMs = expiry;
    }

    /**
     * A chunk was registered, with a capacity that the licence covers.
     *
     * @param chunk id.
     * @param bytes raw capacity that it named; 0: none yet.
     */
    public void registered(final int chunk, final long bytes) {
        rawBytes.merge(chunk, bytes, Math::max);
    }

    /**
     * A chunk is gone.
     *
     * @param chunk id.
     */
    public void removed(final int chunk) {
        rawBytes.remove(chunk);
    }

    /**
     * A chunk tells in a keepalive how large it is. What the licence covers counts from now on.
     *
     * @param chunk id.
     * @param bytes total of all tiers.
     * @return whether all of it is covered; if not, nothing that it grew by may be used.
     */
    public boolean covers(final int chunk, final long bytes) {
        final long known = rawBytes.getOrDefault(chunk, 0L);
        if (bytes <= known) {
            return true;
        }
        final long sum = rawBytes.values().stream().mapToLong(Long::longValue).sum();
        if (maxRawBytes != 0 && sum + bytes - known > maxRawBytes) {
            return false;
        }
        rawBytes.put(chunk, bytes);
        return true;
    }

    /**
     * Whether the licence has run out.
     *
     * @param timestampMs of the log's clock.
     * @return true: nothing new is registered or allocated.
     */
    public boolean isExpired(final long timestampMs) {
        return expiryMs != 0 && timestampMs > expiryMs;
    }
}
