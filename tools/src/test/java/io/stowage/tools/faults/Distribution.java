package io.stowage.tools.faults;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Times of the same kind, in order.
 *
 * @param minMs milliseconds.
 * @param p50Ms median.
 * @param p90Ms 90th percentile.
 * @param maxMs longest.
 */
record Distribution(long minMs, long p50Ms, long p90Ms, long maxMs) {
    static Distribution of(final long[] timesNs) {
        final long[] sorted = timesNs.clone();
        Arrays.sort(sorted);
        return new Distribution(
                percentile(sorted, 0), percentile(sorted, 50), percentile(sorted, 90), percentile(sorted, 100));
    }

    /** The least time that so many of a hundred do not exceed. */
    private static long percentile(final long[] sorted, final int percent) {
        return TimeUnit.NANOSECONDS.toMillis(sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)]);
    }

    /** By the silence after which members elect another leader. */
    @Override
    public String toString() {
        final double configuredMs = TimeUnit.NANOSECONDS.toMillis(MemberFleet.ELECTION_TIMEOUT_NS);
        return String.format(
                Locale.ROOT,
                "min %,d ms, p50 %,d ms, p90 %,d ms, max %,d ms; p50 is %.2f of the election timeout",
                minMs,
                p50Ms,
                p90Ms,
                maxMs,
                p50Ms / configuredMs);
    }
}
