package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Tier;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a chunk measured at one moment: the used bytes of each thin segment that it had, in the tiers that it tells of. */
final class Reading {
    private final Set<Tier> told = EnumSet.noneOf(Tier.class);
    private final Map<Segment, Long> used = new LinkedHashMap<>();

    /** A tier that the chunk offers. */
    void tells(final Tier tier) {
        told.add(tier);
    }

    boolean tellsOf(final Tier tier) {
        return told.contains(tier);
    }

    void add(final Segment segment) {
        used.put(segment, segment.usedBytes());
    }

    boolean holds(final Segment segment) {
        return used.containsKey(segment);
    }

    long usedOf(final Segment segment) {
        return used.getOrDefault(segment, 0L);
    }

    /** What is known after this reading: of the tiers that it tells nothing of, what an earlier one said. */
    Reading over(final Reading earlier) {
        final Reading known = new Reading();
        used.forEach((segment, bytes) -> {
            if (tellsOf(tierOf(segment))) {
                known.used.put(segment, bytes);
            }
        });
        earlier.used.forEach((segment, bytes) -> {
            if (!tellsOf(tierOf(segment))) {
                known.used.put(segment, bytes);
            }
        });
        return known;
    }

    long sum(final Tier tier, final Priority priority) {
        long sum = 0;
        for (final Map.Entry<Segment, Long> entry : used.entrySet()) {
            if (tierOf(entry.getKey()) == tier
                    && SpaceClass.priority(entry.getKey().spaceClass()) == priority) {
                sum += entry.getValue();
            }
        }
        return sum;
    }

    private static Tier tierOf(final Segment segment) {
        return SpaceClass.tier(segment.spaceClass());
    }
}
