package io.stowage.sim.simulation;

import io.stowage.client.space.ExtentSettings;
import io.stowage.client.space.RepositionRequest;
import io.stowage.client.space.ReserveRequest;
import io.stowage.client.space.SpaceClass;
import io.stowage.codecs.Priority;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Purpose;
import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What extent managers ask for: a bit of everything, more than there is. */
final class Workload {
    private static final long NS_PER_MS = 1_000_000;
    private static final long MIB = 1L << 20;
    private static final int MAX_ITEMS = 3;

    private final World world;
    private final int chunks;
    private final int comfortableSegments;
    private final Supplier<Set<Integer>> zones;

    Workload(final World world, final SimulationOptions options, final Supplier<Set<Integer>> zones) {
        this.world = world;
        this.zones = zones;
        chunks = options.chunks();
        comfortableSegments = options.chunks() * 30 / options.ems();
    }

    ExtentSettings settings() {
        return new ExtentSettings()
                .requestTimeoutNs(1_500 * NS_PER_MS)
                .reportIntervalNs(2_500 * NS_PER_MS)
                .retryDelayNs(50 * NS_PER_MS)
                .maxRetryDelayNs(400 * NS_PER_MS)
                .maxRequestsInFlight(12)
                .maxItemsPerRequest(MAX_ITEMS)
                .maxRowsPerMessage(4);
    }

    /** How likely a segment is dropped: the more, the fuller the table. */
    int dropPerMille(final int segments) {
        return Math.min(900, 100 + 500 * segments / comfortableSegments);
    }

    /** Fills a request; returns the space class of each item. */
    List<Integer> fill(final ReserveRequest request, final List<Segment> table) {
        final List<Integer> classes = new ArrayList<>();
        for (int left = 1 + world.below(MAX_ITEMS); left > 0; left--) {
            final int spaceClass = SpaceClass.of(
                    world.chance(700) ? Tier.CAPACITY : Tier.PERFORMANCE,
                    world.chance(500) ? Provision.THICK : Provision.THIN,
                    world.chance(750) ? Priority.NORMAL : Priority.PRIORITIZED);
            fillItem(request, spaceClass, table);
            classes.add(spaceClass);
        }
        return classes;
    }

    /** Fills a request to move or rebuild segments; returns them. */
    List<Segment> fill(final RepositionRequest request, final ExtentTable table) {
        request.clear(world.chance(500) ? RepositionKind.MIGRATE : RepositionKind.RECOVER);
        final List<Segment> moved = new ArrayList<>();
        for (int left = 1 + world.below(MAX_ITEMS); left > 0; left--) {
            final Segment segment = table.toDrop();
            if (!segment.isRx() && !moved.contains(segment)) {
                fillItem(request, segment, table);
                moved.add(segment);
            }
        }
        return moved;
    }

    private void fillItem(final RepositionRequest request, final Segment segment, final ExtentTable table) {
        request.item(segment.spaceClass(), segment.chunk).segmentBytes(segment.bytes);
        if (world.chance(200)) {
            request.erasureCode(2, 1);
        } else {
            request.replicas(2 + world.below(2));
        }
        for (int sources = world.below(3); sources > 0; sources--) {
            request.source(table.any().chunk);
        }
        if (world.chance(200)) {
            request.prefer(1 + world.below(chunks));
        }
        while (world.chance(150)) {
            request.exclude(1 + world.below(chunks));
        }
    }

    private void fillItem(final ReserveRequest request, final int spaceClass, final List<Segment> table) {
        request.item(spaceClass, world.chance(850) ? Purpose.NEW : Purpose.TEMPORARY, 1 + world.below(3));
        if (world.chance(120)) {
            request.erasureCode(2 + world.below(2), 1);
        } else {
            request.replicas(1 + world.below(3));
        }
        if (world.chance(300)) {
            request.segmentBytes(world.between(1, 512) * MIB / 2);
        }
        if (world.chance(200)) {
            request.partial(true);
        }
        if (world.chance(150)) {
            request.strictSpread(true);
        }
        if (world.chance(150)) {
            request.preferZone(anyZone());
        }
        if (world.chance(200)) {
            request.prefer(1 + world.below(chunks));
        }
        while (world.chance(150)) {
            request.exclude(1 + world.below(chunks));
        }
        if (!table.isEmpty() && world.chance(150)) {
            request.existing(table.get(world.below(table.size())).chunk);
        }
    }

    /** Seldom one that there is not. */
    private int anyZone() {
        final List<Integer> known = List.copyOf(zones.get());
        return known.isEmpty() || world.chance(50) ? 60_000 : known.get(world.below(known.size()));
    }
}
