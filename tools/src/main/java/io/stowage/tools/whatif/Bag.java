package io.stowage.tools.whatif;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the other history holds the segments that the first one holds on one chunk, in one space class, for one extent manager. */
final class Bag {
    /** Stands for a chunk where a history holds nothing. */
    static final int NOWHERE = 0;

    private final TreeMap<Spot, Long> spots = new TreeMap<>();
    private long segments;

    /**
     * A place in the other history.
     *
     * @param chunk id; {@link #NOWHERE}: it was not granted there.
     * @param bytes nominal size of a segment.
     */
    record Spot(int chunk, long bytes) implements Comparable<Spot> {
        private static final Comparator<Spot> ORDER =
                Comparator.comparingInt(Spot::chunk).thenComparingLong(Spot::bytes);

        @Override
        public int compareTo(final Spot other) {
            return ORDER.compare(this, other);
        }
    }

    /** Told each change, with its sign. */
    interface Listener {
        void onChange(Spot spot, long segments);
    }

    long segments() {
        return segments;
    }

    long bytes() {
        long bytes = 0;
        for (final Map.Entry<Spot, Long> each : spots.entrySet()) {
            bytes += each.getKey().bytes() * each.getValue();
        }
        return bytes;
    }

    boolean isEmpty() {
        return segments == 0;
    }

    /** Places with how many segments there are, in the order of chunks. */
    Map<Spot, Long> spots() {
        return spots;
    }

    void add(final Spot spot, final long count) {
        segments += count;
        final long now = spots.getOrDefault(spot, 0L) + count;
        if (now == 0) {
            spots.remove(spot);
        } else {
            spots.put(spot, now);
        }
    }

    /** A segment on a chunk of the other history, of any size; null where there is none. */
    @Nullable
    Spot on(final int chunk) {
        final Spot spot = spots.ceilingKey(new Spot(chunk, 0));
        return spot != null && spot.chunk() == chunk ? spot : null;
    }

    /**
     * The place to take a segment from that the history took without saying which: where most are, so that the places empty in
     * proportion; of the wanted size as long as there is one.
     */
    Spot fullest(final long wantedBytes) {
        @Nullable Spot best = null;
        long most = 0;
        for (final Map.Entry<Spot, Long> each : spots.entrySet()) {
            final boolean fits = each.getKey().bytes() == wantedBytes;
            final boolean bestFits = best != null && best.bytes() == wantedBytes;
            final boolean isBetter = fits == bestFits ? best == null || each.getValue() > most : fits;
            if (isBetter) {
                best = each.getKey();
                most = each.getValue();
            }
        }
        if (best == null) {
            throw new IllegalStateException("nothing is left to take");
        }
        return best;
    }
}
