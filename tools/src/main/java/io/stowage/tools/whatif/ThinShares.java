package io.stowage.tools.whatif;

import io.stowage.tools.whatif.Holdings.Cell;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the chunks of the other history would measure of their thin segments. A segment is written as much as its partner: what a
 * chunk of the first history measured is shared out evenly among the thin segments there, and goes where their partners are.
 * What no segment stands for stays at its chunk.
 */
final class ThinShares {
    private static final int THIN = 2;

    /** Segments by tier and priority, chunk of the other history, chunk of the first. */
    private final Map<Cell, TreeMap<Integer, Long>> flows = new HashMap<>();

    private final Map<Cell, Long> totals = new HashMap<>();
    private final Map<Cell, Long> used = new HashMap<>();

    /** Segments in reports changed; of thick ones nothing is noted. */
    void changed(final Cell cell, final int otherChunk, final long segments) {
        if ((cell.spaceClass() & THIN) != 0) {
            final TreeMap<Integer, Long> into =
                    flows.computeIfAbsent(new Cell(otherChunk, cell.spaceClass()), key -> new TreeMap<>());
            add(into, cell.chunk(), segments);
            add(totals, cell, segments);
        }
    }

    private static <K> void add(final Map<K, Long> sums, final K key, final long change) {
        final long sum = sums.getOrDefault(key, 0L) + change;
        if (sum == 0) {
            sums.remove(key);
        } else {
            sums.put(key, sum);
        }
    }

    /** A chunk of the first history measured; answers what the same chunk of the other history would have. */
    long measured(final int chunk, final int tier, final int priority, final long bytes) {
        final int spaceClass = tier << 2 | THIN | priority;
        final Cell here = new Cell(chunk, spaceClass);
        used.put(here, bytes);
        double sum = totals.containsKey(here) ? 0 : bytes;
        for (final Map.Entry<Integer, Long> flow :
                flows.getOrDefault(here, new TreeMap<>()).entrySet()) {
            sum += flow.getValue() * perSegment(new Cell(flow.getKey(), spaceClass));
        }
        return Math.round(sum);
    }

    /** Of a chunk that did not measure yet nothing is known; of what only the other history has, the mean of all. */
    private double perSegment(final Cell cell) {
        if (cell.chunk() != Bag.NOWHERE) {
            return (double) used.getOrDefault(cell, 0L) / totals.getOrDefault(cell, 1L);
        }
        long bytes = 0;
        long segments = 0;
        for (final Map.Entry<Cell, Long> each : totals.entrySet()) {
            if (each.getKey().spaceClass() == cell.spaceClass() && each.getKey().chunk() != Bag.NOWHERE) {
                bytes += used.getOrDefault(each.getKey(), 0L);
                segments += each.getValue();
            }
        }
        return segments == 0 ? 0 : (double) bytes / segments;
    }
}
