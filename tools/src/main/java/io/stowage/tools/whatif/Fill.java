package io.stowage.tools.whatif;

import io.stowage.engine.Engine;
import io.stowage.tools.journal.StateListing;
import java.util.Map;
import java.util.TreeMap;

/**
 * How full the chunks of a tier are, counted as allocated: what is reported, promised and measured.
 *
 * @param capacityBytes of all chunks.
 * @param allocatedBytes on all chunks.
 * @param fullest       share of the fullest chunk.
 * @param emptiest      share of the emptiest chunk.
 */
record Fill(long capacityBytes, long allocatedBytes, double fullest, double emptiest) {
    private static final Fill NONE = new Fill(0, 0, 0, Double.MAX_VALUE);

    /** The tiers of a state, by name. */
    static Map<String, Fill> of(final StateListing listing, final Engine engine) {
        final Map<String, Fill> tiers = new TreeMap<>();
        listing.rows(engine, StateListing.Kind.SPACE).values().forEach(row -> {
            final long capacity = Long.parseLong(row.getOrDefault("capacity", "0"));
            final long allocated = Long.parseLong(row.getOrDefault("allocated", "0"));
            if (capacity > 0) {
                tiers.merge(row.getOrDefault("tier", ""), NONE.plus(capacity, allocated), Fill::plus);
            }
        });
        return tiers;
    }

    private Fill plus(final long capacity, final long allocated) {
        final double share = (double) allocated / capacity;
        return plus(new Fill(capacity, allocated, share, share));
    }

    private Fill plus(final Fill other) {
        return new Fill(
                capacityBytes + other.capacityBytes,
                allocatedBytes + other.allocatedBytes,
                Math.max(fullest, other.fullest),
                Math.min(emptiest, other.emptiest));
    }

    /** Share of the whole tier. */
    double mean() {
        return capacityBytes == 0 ? 0 : (double) allocatedBytes / capacityBytes;
    }

    /** How much fuller the fullest chunk is than the tier. */
    double fullestByMean() {
        return mean() == 0 ? 1 : fullest / mean();
    }
}
