package io.stowage.engine.placement;

import io.stowage.engine.Limits;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.candidate.RoomIndex;
import io.stowage.engine.candidate.TopologyOrder;
import io.stowage.engine.cluster.ClusterTable;
import io.stowage.engine.table.RowTable;

/**
 * An interval of the order of all chunks without some intervals of it: what a segment may be drawn from. The intervals are
 * domains and single chunks, so that of two of them one holds the other or they are apart; they are kept sorted and apart.
 *
 * <pre>
 *   low        out[0]            out[1]                 high
 *    |---------[======)---------[=====)------------------|     a weight w falls behind out[i] if it is not below the
 *                                                              weight before it: then it moves on by what out[i] weighs
 * </pre>
 *
 * What is left is weighed as the region shrinks, until a sum changes or another view is asked for; what the single intervals
 * weigh is looked up when a weight is searched. Weights before a position are remembered, for the extents of a request ask for
 * the same ones.
 */
final class Region {
    private static final int MAX_INTERVALS = PlacementRequest.MAX_EXCLUDED + 3 * Limits.MAX_PLACED + 1;
    private static final int REMEMBERED = 512;
    private static final int NO_VIEW = -1;
    private static final int VIEW_BITS = 5;

    /** Tries at a time, which wait for memory together. */
    private static final int TRIES = 4;

    /** Times that so many tries are made before a position is searched. */
    private static final int GROUPS = 2;

    /** One try in so many must hit, or the search by weight is cheaper. */
    private static final int SPARSE = 3;

    private final ClusterTable cluster;
    private final CandidateIndex index;
    private final TopologyOrder order;
    /** Start in the high half, end in the low one. */
    private final long[] out = new long[MAX_INTERVALS];

    private final long[] before = new long[MAX_INTERVALS];
    private final long[] weights = new long[MAX_INTERVALS];
    private int pool;
    private int low;
    private int high;
    private int count;
    private int weighedView = NO_VIEW;
    private long weighedAt;
    private long lowWeight;
    private long wholeWeight;
    private long weight;
    private long span;
    private long outWeight;
    private long outSpan;
    private boolean isSearchable;
    private int maxWeight;
    private boolean isDense;
    private final int[] tries = new int[TRIES];
    /** A bit for each try that hit and was not handed out. */
    private int hits;

    /** Never read: a field that is written keeps the reads ahead from being optimised away. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    private final long[] rememberedKeys = new long[REMEMBERED];
    private final long[] remembered = new long[REMEMBERED];

    Region(final ClusterTable cluster, final CandidateIndex index) {
        this.cluster = cluster;
        this.index = index;
        order = index.order();
    }

    private static int start(final long interval) {
        return (int) (interval >>> Integer.SIZE);
    }

    private static int end(final long interval) {
        return (int) interval;
    }

    /** All of an interval of a pool. */
    void reset(final int poolRow, final int from, final int to) {
        pool = poolRow;
        if (low != from || high != to) {
            weighedView = NO_VIEW;
        }
        low = from;
        high = to;
        count = 0;
        outWeight = 0;
        outSpan = 0;
        isSearchable = false;
    }

    /** The same as another region. */
    void copy(final Region other) {
        pool = other.pool;
        low = other.low;
        high = other.high;
        count = other.count;
        outWeight = other.outWeight;
        outSpan = other.outSpan;
        isSearchable = false;
        weighedView = other.weighedView;
        weighedAt = other.weighedAt;
        lowWeight = other.lowWeight;
        wholeWeight = other.wholeWeight;
        System.arraycopy(other.out, 0, out, 0, count);
    }

    /** Takes an interval out; nothing where it is empty, outside or out already. */
    void exclude(final int from, final int to) {
        final int start = Math.max(from, low);
        final int end = Math.min(to, high);
        if (start >= end) {
            return;
        }
        int at = count;
        while (at > 0 && start(out[at - 1]) >= start) {
            at--;
        }
        if (at > 0 && end(out[at - 1]) >= end) {
            return;
        }
        int next = at;
        while (next < count && end(out[next]) <= end) {
            count(out[next], -1);
            next++;
        }
        if (next < count && start(out[next]) <= start) {
            return;
        }
        move(next, at + 1);
        out[at] = (long) start << Integer.SIZE | end;
        count(out[at], 1);
        isSearchable = false;
    }

    /** Moves the intervals from one to the last to another place: by one to the right, or to the left. */
    private void move(final int from, final int to) {
        if (to > from) {
            for (int i = count - 1; i >= from; i--) {
                out[i + 1] = out[i];
            }
        } else if (to < from) {
            System.arraycopy(out, from, out, to, count - from);
        }
        count += to - from;
    }

    /** Counts an interval that comes or goes, by its weight too where the region is weighed. */
    private void count(final long interval, final int sign) {
        outSpan += (long) sign * (end(interval) - start(interval));
        if (weighedView != NO_VIEW && weighedAt == index.changes()) {
            outWeight += sign * weightOf(weighedView, interval);
        } else {
            weighedView = NO_VIEW;
        }
    }

    private long weightOf(final int view, final long interval) {
        return weightBefore(view, end(interval)) - weightBefore(view, start(interval));
    }

    /** Weighs what is left of the region in a view; to be called before something is drawn. */
    long weigh(final int view) {
        if (weighedView != view || weighedAt != index.changes()) {
            weighedView = view;
            weighedAt = index.changes();
            lowWeight = weightBefore(view, low);
            wholeWeight = weightBefore(view, high) - lowWeight;
            outWeight = 0;
            for (int i = 0; i < count; i++) {
                outWeight += weightOf(view, out[i]);
            }
            isSearchable = false;
        }
        weight = wholeWeight - outWeight;
        span = (long) high - low - outSpan;
        maxWeight = index.maxWeight(view, pool);
        isDense = weight * SPARSE >= span * maxWeight;
        hits = 0;
        return weight;
    }

    /**
     * Draws a position of the view that was weighed last, by its weight: where most tries hit, by trying positions of the
     * region, each of which is taken as often as its weight is of the largest; else, and where several tries in a row miss, by
     * searching for a weight. Both give the same odds, so that their mixture does. What chance decides costs no branch, but for
     * the tries that miss.
     */
    int draw(final int view) {
        for (int group = 0; isDense && hits == 0 && group < GROUPS; group++) {
            tryGroup(view);
        }
        if (hits == 0) {
            return search(view, cluster.draw());
        }
        final int first = Integer.numberOfTrailingZeros(hits);
        hits &= hits - 1;
        return tries[first];
    }

    /** Tries a few positions at once, so that one waits for memory while the others do. */
    private void tryGroup(final int view) {
        final long random0 = cluster.draw();
        final long random1 = cluster.draw();
        final long random2 = cluster.draw();
        final long random3 = cluster.draw();
        final int from0 = low + (int) Math.unsignedMultiplyHigh(random0, span);
        final int from1 = low + (int) Math.unsignedMultiplyHigh(random1, span);
        final int from2 = low + (int) Math.unsignedMultiplyHigh(random2, span);
        final int from3 = low + (int) Math.unsignedMultiplyHigh(random3, span);
        int at0 = from0;
        int at1 = from1;
        int at2 = from2;
        int at3 = from3;
        int skipped = 0;
        for (int i = 0; i < count; i++) {
            // Compared with where the position began: so no interval waits for what the one before it did to it.
            final int edge = start(out[i]) - skipped;
            final int length = end(out[i]) - start(out[i]);
            skipped += length;
            at0 += length & ~((from0 - edge) >> 31);
            at1 += length & ~((from1 - edge) >> 31);
            at2 += length & ~((from2 - edge) >> 31);
            at3 += length & ~((from3 - edge) >> 31);
        }
        touched = order.touch(at0) ^ order.touch(at1) ^ order.touch(at2) ^ order.touch(at3);
        tries[0] = at0;
        tries[1] = at1;
        tries[2] = at2;
        tries[3] = at3;
        hits = hit(random0, index.weight(view, at0))
                | (hit(random1, index.weight(view, at1)) << 1)
                | (hit(random2, index.weight(view, at2)) << 2)
                | (hit(random3, index.weight(view, at3)) << 3);
    }

    /** 1 as often as a weight is of the largest, by what is left of the random bits beside the position; else 0. */
    private int hit(final long random, final int weightThere) {
        final long rest = (random * span) >>> Integer.SIZE;
        return (int) ((rest * maxWeight - ((long) weightThere << Integer.SIZE)) >>> (Long.SIZE - 1));
    }

    private int search(final int view, final long random) {
        if (!isSearchable) {
            weighIntervals(view);
        }
        long at = lowWeight + Math.unsignedMultiplyHigh(random, weight);
        for (int i = 0; i < count; i++) {
            final long isBefore = (at - before[i]) >> 63;
            at += weights[i] & ~isBefore;
        }
        return index.find(view, at);
    }

    private void weighIntervals(final int view) {
        for (int i = 0; i < count; i++) {
            before[i] = weightBefore(view, start(out[i]));
            weights[i] = weightBefore(view, end(out[i])) - before[i];
        }
        isSearchable = true;
    }

    boolean contains(final int position) {
        if (position < low || position >= high) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (position >= start(out[i]) && position < end(out[i])) {
                return false;
            }
        }
        return true;
    }

    /** The roomiest of the chunks without room for a whole extent: first position, or {@link RowTable#NONE}. */
    int roomiest(final int room) {
        int best = RowTable.NONE;
        int from = low;
        for (int i = 0; i <= count; i++) {
            final int found = index.roomiest(room, from, i < count ? start(out[i]) : high);
            if (found != RowTable.NONE
                    && (best == RowTable.NONE || index.roomAt(room, found) > index.roomAt(room, best))) {
                best = found;
            }
            from = i < count ? end(out[i]) : high;
        }
        return best;
    }

    /** The roomiest of all chunks in a view that is open: first position, or {@link RowTable#NONE}. */
    int roomiest(final RoomIndex rooms, final int view) {
        int best = RowTable.NONE;
        int from = low;
        for (int i = 0; i <= count; i++) {
            final int found = rooms.roomiest(view, from, i < count ? start(out[i]) : high);
            if (found != RowTable.NONE
                    && (best == RowTable.NONE || rooms.roomAt(view, found) > rooms.roomAt(view, best))) {
                best = found;
            }
            from = i < count ? end(out[i]) : high;
        }
        return best;
    }

    /** How many chunks that were taken out have room for a segment, in a view that is open. */
    int countOutside(final RoomIndex rooms, final int view, final long bytes) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += rooms.count(view, start(out[i]), end(out[i]), bytes);
        }
        return found;
    }

    /** Whether any chunk of the region takes segments of the tier of a view, whatever its space. */
    boolean takesSegments(final int view) {
        int from = low;
        for (int i = 0; i <= count; i++) {
            if (index.takesSegments(view, from, i < count ? start(out[i]) : high)) {
                return true;
            }
            from = i < count ? end(out[i]) : high;
        }
        return false;
    }

    /** First position of the region, or {@link RowTable#NONE}. */
    int first() {
        return next(low - 1);
    }

    /** Position of the region behind another, or {@link RowTable#NONE}. */
    int next(final int position) {
        int next = position + 1;
        for (int i = 0; i < count; i++) {
            if (next >= start(out[i]) && next < end(out[i])) {
                next = end(out[i]);
            }
        }
        return next < high ? next : RowTable.NONE;
    }

    private long weightBefore(final int view, final int position) {
        final long key = (index.changes() << Integer.SIZE) | (position << VIEW_BITS) | view;
        final int slot = (position * 31 + view) & (REMEMBERED - 1);
        if (rememberedKeys[slot] != key) {
            rememberedKeys[slot] = key;
            remembered[slot] = index.weightBefore(view, position);
        }
        return remembered[slot];
    }
}
