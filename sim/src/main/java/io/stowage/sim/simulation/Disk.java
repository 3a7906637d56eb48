package io.stowage.sim.simulation;

import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The media of one chunk: capacities, and the segments that extent managers put there. */
final class Disk {
    private static final long THIN_BLOCK_BYTES = 256 << 10;

    private final Map<Tier, Long> totalBytes = new EnumMap<>(Tier.class);
    private final Map<Tier, Long> failedBytes = new EnumMap<>(Tier.class);
    private final Set<Tier> withdrawn = EnumSet.noneOf(Tier.class);
    private final Set<Segment> segments = new LinkedHashSet<>();

    Disk(final long capacityBytes, final long performanceBytes) {
        totalBytes.put(Tier.CAPACITY, capacityBytes);
        totalBytes.put(Tier.PERFORMANCE, performanceBytes);
    }

    long totalBytes(final Tier tier) {
        return totalBytes.getOrDefault(tier, 0L);
    }

    long failedBytes(final Tier tier) {
        return failedBytes.getOrDefault(tier, 0L);
    }

    void failed(final Tier tier, final long bytes) {
        failedBytes.put(tier, Math.min(bytes, totalBytes(tier)));
    }

    /** Whether keepalives tell of a tier. */
    boolean offers(final Tier tier) {
        return totalBytes(tier) > 0 && !withdrawn.contains(tier);
    }

    /** The daemon stops offering a tier, or offers it again; what is there stays. */
    void withdraw(final Tier tier, final boolean isSo) {
        if (isSo) {
            withdrawn.add(tier);
        } else {
            withdrawn.remove(tier);
        }
    }

    /** Another disk is put in. */
    void grow(final Tier tier, final long bytes) {
        totalBytes.merge(tier, bytes, Long::sum);
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    void put(final Segment segment) {
        segments.add(segment);
    }

    void remove(final Segment segment) {
        segments.remove(segment);
    }

    void forEach(final Consumer<Segment> consumer) {
        segments.forEach(consumer);
    }

    void readInto(final Reading reading) {
        for (final Tier tier : EngineView.TIERS) {
            if (offers(tier)) {
                reading.tells(tier);
            }
        }
        for (final Segment segment : segments) {
            if (segment.isThin()) {
                reading.add(segment);
            }
        }
    }

    /** Writes to some thin segment, as far as the medium has room. */
    void write(final World world) {
        final List<Segment> thin = new ArrayList<>();
        for (final Segment segment : segments) {
            if (segment.isThin()) {
                thin.add(segment);
            }
        }
        if (!thin.isEmpty()) {
            final Segment segment = thin.get(world.below(thin.size()));
            final long wanted = world.between(1, 200) * THIN_BLOCK_BYTES;
            final Tier tier = SpaceClass.tier(segment.spaceClass());
            segment.write(Math.clamp(roomFor(tier), 0, wanted) / THIN_BLOCK_BYTES * THIN_BLOCK_BYTES);
        }
    }

    /** Writes to a thin segment until it holds so much; false if there is no room. */
    boolean fill(final Segment segment, final long bytes) {
        final long wanted = Math.ceilDiv(bytes, THIN_BLOCK_BYTES) * THIN_BLOCK_BYTES - segment.usedBytes();
        if (wanted > roomFor(SpaceClass.tier(segment.spaceClass()))) {
            return false;
        }
        segment.write(Math.max(0, wanted));
        return true;
    }

    private long roomFor(final Tier tier) {
        long room = totalBytes(tier);
        for (final Segment segment : segments) {
            if (SpaceClass.tier(segment.spaceClass()) == tier) {
                room -= segment.isThin() ? segment.usedBytes() : segment.bytes;
            }
        }
        return room;
    }
}
