package io.stowage.engine.placement;

import io.stowage.codecs.Purpose;
import io.stowage.engine.space.SpaceClass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Makes requests up that an extent manager might send to a given cluster on a bad day; all of them well formed. */
final class OddRequest {
    private static final Purpose[] PURPOSES = {
        Purpose.NEW, Purpose.NEW, Purpose.NEW, Purpose.SINK, Purpose.ELEVATE, Purpose.TEMPORARY, Purpose.TEMPORARY
    };

    private final TwinCluster cluster;
    private final SplittableRandom random;
    private final List<Integer> ids;

    private OddRequest(final TwinCluster cluster, final SplittableRandom random) {
        this.cluster = cluster;
        this.random = random;
        ids = List.copyOf(cluster.chunks().keySet());
    }

    static TwinRequest make(final TwinCluster cluster, final SplittableRandom random) {
        return new OddRequest(cluster, random).make();
    }

    private TwinRequest make() {
        final Purpose purpose = PURPOSES[random.nextInt(PURPOSES.length)];
        final long extents = random.nextInt(3) == 0 ? random.nextInt(2, 7) : 1;
        TwinRequest request = TwinRequest.replicas(random.nextInt(1, 6), extents)
                .of(purpose, spaceClass())
                .in(random.nextInt(4) == 0 ? anyPool() : 0)
                .sized(segmentBytes())
                .with(random.nextInt(4) > 0, random.nextInt(6) == 0)
                .beside(excluded(), existing(purpose));
        if (random.nextInt(4) == 0) {
            request = request.coded(random.nextInt(1, 9), random.nextInt(1, 5));
        }
        return request.preferring(preferred(request), preferredZone());
    }

    private int spaceClass() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> SpaceClass.of(SpaceClass.CAPACITY, 1, 0);
            case 2 -> hasPerformance() ? SpaceClass.of(SpaceClass.PERFORMANCE, 0, SpaceClass.PRIORITIZED) : 0;
            case 3 -> random.nextInt(8);
            default -> 0;
        };
    }

    private boolean hasPerformance() {
        return cluster.chunks().values().stream()
                .anyMatch(chunk -> chunk.performance().offered());
    }

    private int anyPool() {
        return ids.isEmpty() ? 0 : cluster.chunk(any()).pool();
    }

    private int any() {
        return ids.get(random.nextInt(ids.size()));
    }

    /** Mostly by name; sometimes a part of an extent, sometimes more than one. */
    private long segmentBytes() {
        final long extent = cluster.settings().value(TwinSettings.EXTENT_BYTES);
        return switch (random.nextInt(8)) {
            case 0 -> extent / 4;
            case 1 -> extent * 3 / 2;
            case 2 -> 1 << 20;
            default -> 0;
        };
    }

    /** A few, or nearly all, among them ids that nobody has. */
    private List<Integer> excluded() {
        final int roll = random.nextInt(12);
        final List<Integer> excluded = new ArrayList<>();
        if (roll < 2 && !ids.isEmpty()) {
            excluded.addAll(some(random.nextInt(1, 4)));
            excluded.add(4_000_000);
        } else if (roll == 2) {
            excluded.addAll(some(ids.size() - ids.size() / 6));
            for (int unknown = 5_000; excluded.size() < 200; unknown++) {
                excluded.add(unknown);
            }
        }
        return List.copyOf(excluded);
    }

    /** Chunks in whatever state, also of other pools; always for a temporary replica. */
    private List<Integer> existing(final Purpose purpose) {
        return purpose == Purpose.TEMPORARY || random.nextInt(6) == 0 ? some(random.nextInt(1, 5)) : List.of();
    }

    private List<Integer> some(final int count) {
        final List<Integer> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
    }

    /** Not one that is excluded, for that is malformed. */
    private int preferred(final TwinRequest request) {
        if (ids.isEmpty() || random.nextInt(3) > 0) {
            return 0;
        }
        final int chunk = any();
        return request.excluded().contains(chunk) ? 0 : chunk;
    }

    private int preferredZone() {
        final List<Integer> zones = cluster.zones();
        return zones.isEmpty() || random.nextInt(4) > 0 ? 0 : zones.get(random.nextInt(zones.size()));
    }
}
