package io.stowage.bench.placement.own;

import io.stowage.bench.placement.cluster.Cluster;
import io.stowage.bench.placement.cluster.ClusterChunk;
import io.stowage.bench.placement.figure.Evenness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our own sums of what the replies said: segments on each chunk, and where the replicas of each extent stand. */
final class FillSums {
    private static final int REPLICAS = 3;

    private final List<ClusterChunk> chunks;
    private final Map<String, Integer> places = new HashMap<>();
    private final int[] rackOf;
    private final int[] zoneOf;
    private final int[] segments;
    private final boolean[] isRemoved;
    private final long segmentBytes;
    private int[] extents = new int[1 << 16];
    private int used;
    private long zones;

    FillSums(final Cluster cluster, final int toSpare, final long segmentBytes) {
        final int room = cluster.size() + toSpare;
        chunks = new ArrayList<>(room);
        rackOf = new int[room];
        zoneOf = new int[room];
        segments = new int[room];
        isRemoved = new boolean[room];
        this.segmentBytes = segmentBytes;
        cluster.chunks().forEach(this::add);
    }

    void add(final ClusterChunk chunk) {
        final int index = chunks.size();
        rackOf[index] = places.computeIfAbsent(chunk.rack(), _ -> places.size());
        zoneOf[index] = places.computeIfAbsent("zone " + chunk.zone(), _ -> places.size());
        chunks.add(chunk);
    }

    /** An extent of three replicas was granted. */
    void granted(final int first, final int second, final int third) {
        if (used + REPLICAS > extents.length) {
            extents = Arrays.copyOf(extents, 2 * extents.length);
        }
        extents[used] = first;
        extents[used + 1] = second;
        extents[used + 2] = third;
        used += REPLICAS;
        segments[first]++;
        segments[second]++;
        segments[third]++;
        zones += distinct(zoneOf, first, second, third);
    }

    /** A replica moved. */
    void moved(final int slot, final int to) {
        segments[extents[slot]]--;
        segments[to]++;
        extents[slot] = to;
    }

    void removed(final int index) {
        isRemoved[index] = true;
    }

    private static int distinct(final int[] place, final int first, final int second, final int third) {
        final int differing = place[second] == place[first] ? 1 : 2;
        return place[third] == place[first] || place[third] == place[second] ? differing : differing + 1;
    }

    /** Replicas of all extents, in threes. */
    int slots() {
        return used;
    }

    /** Index of the chunk of a replica. */
    int chunkAt(final int slot) {
        return extents[slot];
    }

    int segmentsOn(final int index) {
        return segments[index];
    }

    long allocatedBytes() {
        return used * segmentBytes;
    }

    /** Capacity of the chunks that are there. */
    long capacityBytes() {
        long sum = 0;
        for (int i = 0; i < chunks.size(); i++) {
            sum += isRemoved[i] ? 0 : chunks.get(i).capacityBytes();
        }
        return sum;
    }

    /** Extents that stand on fewer than three racks; replicas that are still to be moved count where they were. */
    long rackViolations() {
        long found = 0;
        for (int at = 0; at < used; at += REPLICAS) {
            found += distinct(rackOf, extents[at], extents[at + 1], extents[at + 2]) < REPLICAS ? 1 : 0;
        }
        return found;
    }

    /** Distinct zones of an extent, in the mean. */
    double zoneSpread() {
        return used == 0 ? 0 : (double) zones * REPLICAS / used;
    }

    /** How evenly the chunks from 0 to below some index are filled. */
    Evenness evenness(final int end) {
        final double[] utilisations = new double[end];
        int there = 0;
        for (int i = 0; i < end; i++) {
            if (!isRemoved[i]) {
                utilisations[there++] =
                        (double) segments[i] * segmentBytes / chunks.get(i).capacityBytes();
            }
        }
        return Evenness.of(Arrays.copyOf(utilisations, there));
    }

    int chunkCount() {
        return chunks.size();
    }
}
