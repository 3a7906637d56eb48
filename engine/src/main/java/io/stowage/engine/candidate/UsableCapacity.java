package io.stowage.engine.candidate;

import io.stowage.engine.candidate.RebuildHeadroom.Level;

/**
 * How much of a pool's capacity the widest extent can use once its largest domain is lost. An extent of w segments puts one on
 * each of w <i>units</i>: nodes, or chunks where its segments may share a node. So where a unit is larger than the share that the
 * others can match, what it has more is of no use:
 *
 * <pre>
 *  usable = w * n   for the largest n with   sum of min(unit, n) over what is left  &gt;=  w * n,   all where no unit is cut
 *
 *    unit sizes 8 2 2 2, w = 3:   n = 3:  3 + 2 + 2 + 2 = 9 = 3 * 3      9 of 14 can be used
 * </pre>
 *
 * Both sides grow with n, the left one ever slower, so that n is found from above by Newton's steps; at most w of the units are cut.
 * Which domain is lost is the one whose loss is the worst at that n. Nothing can be used where fewer than w units are left.
 */
final class UsableCapacity {
    private final TopologyOrder order;
    private final CapacityAt capacity;
    private int tier;
    private Level lost = Level.NONE;
    private boolean nodesApart;
    private long below;
    private int cut;
    private long largestUnit;
    private long worst;
    private long worstBelow;
    private int worstCut;
    private long rest;

    /** Capacity of the chunk at a position. */
    @FunctionalInterface
    interface CapacityAt {
        /** Bytes; 0 where it takes no segments. */
        long at(int position, int tier);
    }

    UsableCapacity(final TopologyOrder order, final CapacityAt capacity) {
        this.order = order;
        this.capacity = capacity;
    }

    /**
     * Finds what can be used.
     *
     * @param pool      row.
     * @param tierCode  of the segments.
     * @param level     of the domain that is lost.
     * @param separates whether the segments of an extent share no node.
     * @param width     segments of the widest extent, at least 1.
     * @return bytes; 0: too little is left for such an extent.
     */
    long find(final int pool, final int tierCode, final Level level, final boolean separates, final int width) {
        tier = tierCode;
        lost = level;
        nodesApart = separates;
        largestUnit = 0;
        scan(pool, Long.MAX_VALUE);
        rest = below - worstBelow;
        long most = largestUnit;
        boolean isCut = false;
        while (most > 0) {
            scan(pool, most);
            final long belowLeft = below - worstBelow;
            final int cutLeft = cut - worstCut;
            if (cutLeft >= width || belowLeft / (width - cutLeft) >= most) {
                return isCut ? width * most : rest;
            }
            most = belowLeft / (width - cutLeft);
            isCut = true;
        }
        return 0;
    }

    /**
     * Capacity that was left in the case found last.
     *
     * @return bytes, whether or not they can be used.
     */
    long rest() {
        return rest;
    }

    /** Adds up all units, none for more than a size, and finds the domain that has the largest part of that. */
    private void scan(final int pool, final long most) {
        below = 0;
        cut = 0;
        worst = 0;
        worstBelow = 0;
        worstCut = 0;
        long domainBelow = 0;
        int domainCut = 0;
        int end = 0;
        for (int start = order.poolStart(pool); start < order.poolEnd(pool); start = end) {
            end = nodesApart ? order.end(start, TopologyOrder.NODE) : start + 1;
            long unit = 0;
            long largestChunk = 0;
            for (int position = start; position < end; position++) {
                final long bytes = capacity.at(position, tier);
                unit += bytes;
                largestChunk = Math.max(largestChunk, bytes);
            }
            largestUnit = Math.max(largestUnit, unit);
            final int isCut = unit >= most ? 1 : 0;
            below += isCut == 1 ? 0 : unit;
            cut += isCut;
            if (lost == Level.CHUNK) {
                considerChunk(unit, largestChunk, most);
            } else if (lost != Level.NONE) {
                if (order.start(start, lost.ordinal() - 2) == start) {
                    domainBelow = 0;
                    domainCut = 0;
                }
                domainBelow += isCut == 1 ? 0 : unit;
                domainCut += isCut;
                consider(domainBelow, domainCut, most);
            }
        }
    }

    private void considerChunk(final long unit, final long chunk, final long most) {
        final long left = unit - chunk;
        if (unit < most) {
            consider(chunk, 0, most);
        } else if (left < most) {
            consider(-left, 1, most);
        }
    }

    private void consider(final long bytesBelow, final int unitsCut, final long most) {
        final long part = bytesBelow + (unitsCut == 0 ? 0 : unitsCut * most);
        if (part > worst) {
            worst = part;
            worstBelow = bytesBelow;
            worstCut = unitsCut;
        }
    }
}
