package io.stowage.engine.placement;

import io.stowage.engine.Limits;
import io.stowage.engine.candidate.CandidateIndex;
import io.stowage.engine.table.RowTable;
import java.util.Arrays;

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
 * Weights before a position are remembered until a sum changes, for the extents of a request ask for the same ones.
 */
final class Region {
    private static final int MAX_INTERVALS = PlacementRequest.MAX_EXCLUDED + 3 * Limits.MAX_PLACED + 1;
    private static final int REMEMBERED = 256;

    private final CandidateIndex index;
    private final int[] starts = new int[MAX_INTERVALS];
    private final int[] ends = new int[MAX_INTERVALS];
    private final long[] before = new long[MAX_INTERVALS];
    private final long[] weights = new long[MAX_INTERVALS];
    private int low;
    private int high;
    private int count;
    private long lowWeight;
    private long weight;

    private final int[] rememberedKeys = new int[REMEMBERED];
    private final long[] remembered = new long[REMEMBERED];
    private long rememberedAt = -1;

    Region(final CandidateIndex index) {
        this.index = index;
    }

    /** All of an interval. */
    void reset(final int from, final int to) {
        low = from;
        high = to;
        count = 0;
    }

    /** The same as another region. */
    void copy(final Region other) {
        low = other.low;
        high = other.high;
        count = other.count;
        System.arraycopy(other.starts, 0, starts, 0, count);
        System.arraycopy(other.ends, 0, ends, 0, count);
    }

    /** Takes an interval out; nothing where it is empty, outside or out already. */
    void exclude(final int from, final int to) {
        final int start = Math.max(from, low);
        final int end = Math.min(to, high);
        if (start >= end) {
            return;
        }
        int at = count;
        while (at > 0 && starts[at - 1] >= start) {
            at--;
        }
        if (at > 0 && ends[at - 1] >= end) {
            return;
        }
        int next = at;
        while (next < count && ends[next] <= end) {
            next++;
        }
        if (next < count && starts[next] <= start) {
            return;
        }
        System.arraycopy(starts, next, starts, at + 1, count - next);
        System.arraycopy(ends, next, ends, at + 1, count - next);
        count += at + 1 - next;
        starts[at] = start;
        ends[at] = end;
    }

    /** Weighs what is left of the region in a view; to be called before something is drawn. */
    long weigh(final int view) {
        lowWeight = weightBefore(view, low);
        weight = weightBefore(view, high) - lowWeight;
        for (int i = 0; i < count && weight > 0; i++) {
            before[i] = weightBefore(view, starts[i]);
            weights[i] = weightBefore(view, ends[i]) - before[i];
            weight -= weights[i];
        }
        return weight;
    }

    /** Draws a position of the view that was weighed last, with 64 random bits; without branches that chance decides. */
    int draw(final int view, final long random) {
        long at = lowWeight + Math.unsignedMultiplyHigh(random, weight);
        for (int i = 0; i < count; i++) {
            final long isBefore = (at - before[i]) >> 63;
            at += weights[i] & ~isBefore;
        }
        return index.find(view, at);
    }

    boolean contains(final int position) {
        if (position < low || position >= high) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (position >= starts[i] && position < ends[i]) {
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
            final int found = index.roomiest(room, from, i < count ? starts[i] : high);
            if (found != RowTable.NONE
                    && (best == RowTable.NONE || index.roomAt(room, found) > index.roomAt(room, best))) {
                best = found;
            }
            from = i < count ? ends[i] : high;
        }
        return best;
    }

    /** First position of the region, or {@link RowTable#NONE}. */
    int first() {
        return next(low - 1);
    }

    /** Position of the region behind another, or {@link RowTable#NONE}. */
    int next(final int position) {
        int next = position + 1;
        for (int i = 0; i < count; i++) {
            if (next >= starts[i] && next < ends[i]) {
                next = ends[i];
            }
        }
        return next < high ? next : RowTable.NONE;
    }

    private long weightBefore(final int view, final int position) {
        if (rememberedAt != index.changes()) {
            Arrays.fill(rememberedKeys, 0);
            rememberedAt = index.changes();
        }
        final int key = ((position << 5) | view) + 1;
        final int slot = (position * 31 + view) & (REMEMBERED - 1);
        if (rememberedKeys[slot] != key) {
            rememberedKeys[slot] = key;
            remembered[slot] = index.weightBefore(view, position);
        }
        return remembered[slot];
    }
}
