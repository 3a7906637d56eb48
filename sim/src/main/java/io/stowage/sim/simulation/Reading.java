package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Tier;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a chunk measured at one moment: the used bytes of each thin segment that it had. */
final class Reading {
    private final Map<Segment, Long> used = new LinkedHashMap<>();

    void add(final Segment segment) {
        used.put(segment, segment.usedBytes());
    }

    boolean holds(final Segment segment) {
        return used.containsKey(segment);
    }

    long usedOf(final Segment segment) {
        return used.getOrDefault(segment, 0L);
    }

    long sum(final Tier tier, final Priority priority) {
        long sum = 0;
        for (final Map.Entry<Segment, Long> entry : used.entrySet()) {
            final int spaceClass = entry.getKey().spaceClass;
            if (SpaceClass.tier(spaceClass) == tier && SpaceClass.priority(spaceClass) == priority) {
                sum += entry.getValue();
            }
        }
        return sum;
    }
}
