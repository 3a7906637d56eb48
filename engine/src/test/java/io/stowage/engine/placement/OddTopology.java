package io.stowage.engine.placement;

import io.stowage.engine.space.SpaceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Builds a little cluster of a shape that nobody would plan, step by step, through commands. */
final class OddTopology {
    /** What is odd about the sizes of its chunks. */
    private enum Sizes {
        EQUAL,
        ONE_TWO_FOUR,
        ONE_HUGE,
        BELOW_AN_EXTENT
    }

    /** What is odd about how full they are. */
    private enum Fill {
        NONE,
        RANDOM,
        ALL_BUT_ONE,
        ALMOST
    }

    private static final Fill[] FILLS = {
        Fill.NONE, Fill.NONE, Fill.RANDOM, Fill.RANDOM, Fill.RANDOM, Fill.RANDOM, Fill.ALL_BUT_ONE, Fill.ALMOST
    };
    private static final long GRAIN = 256 << 10;
    private static final String[] POOLS = {"", "second", "third"};

    private final PlacementWire wire;
    private final SplittableRandom random;
    private final long extent;
    private final List<Integer> nodes = new ArrayList<>();
    private final List<Integer> chunks = new ArrayList<>();
    private final Map<Integer, Map<Integer, long[]>> alive = new TreeMap<>();
    private int nodeNumber;

    private OddTopology(final PlacementWire wire, final SplittableRandom random) {
        this.wire = wire;
        this.random = random;
        extent = random.nextBoolean() ? 64L << 20 : 256L << 20;
    }

    static void build(final PlacementWire wire, final SplittableRandom random) {
        final OddTopology topology = new OddTopology(wire, random);
        topology.configure();
        topology.place();
        topology.wake();
        topology.fill();
        topology.disturb();
    }

    private void configure() {
        wire.set(TwinSettings.EXTENT_BYTES, extent);
        wire.set(TwinSettings.HEADROOM_NEW_PPM, one(10_000, 50_000, 100_000));
        wire.set(TwinSettings.HEADROOM_PROTECT_PPM, one(0, 10_000));
        wire.set(TwinSettings.THIN_WATERMARK_PPM, one(500_000, 900_000, 1_000_000));
        wire.set(TwinSettings.OVERSUBSCRIPTION_PPM, one(1_000_000, 1_500_000, 3_000_000));
        wire.set(TwinSettings.PRIORITIZED_SHARE_PPM, one(200_000, 500_000, 1_000_000));
        wire.set(TwinSettings.MIN_SPREAD, one(1, 1, 1, 0));
        wire.set(TwinSettings.CHUNK_SESSION_TIMEOUT_MS, 100);
        wire.set(TwinSettings.HIGH_WATER_PPM, one(500_000, 850_000, 900_000, 1_000_000));
        wire.set(TwinSettings.LOCALITY_LOAD_PPM, one(300_000, 700_000, 1_000_000));
        wire.set(TwinSettings.THIN_AMPLE_PPM, one(100_000, 600_000, 1_000_000));
        wire.set(TwinSettings.REBUILD_HEADROOM, one(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4));
        wire.set(TwinSettings.PLACEMENT_CHOICES, one(1, 2, 2, 8));
    }

    private void place() {
        final int pools = (int) one(1, 1, 1, 2, 3);
        for (int i = 1; i < pools; i++) {
            wire.createPool(POOLS[i]);
        }
        final int zones = (int) one(1, 1, 2, 3, 4, 7);
        final int mostRacks = random.nextInt(1, 5);
        final int mostNodes = random.nextInt(1, 5);
        final int mostChunks = (int) one(1, 1, 2, 4);
        final boolean bricks = random.nextInt(3) == 0;
        for (int zone = 0; zone < zones; zone++) {
            final int racks = random.nextInt(1, mostRacks + 1);
            for (int rack = 0; rack < racks && chunks.size() < 60; rack++) {
                final boolean isEmpty = random.nextInt(8) == 0;
                final boolean isLarge = random.nextInt(12) == 0;
                final int count = isLarge ? random.nextInt(10, 20) : random.nextInt(1, mostNodes + 1);
                for (int node = 0; node < count; node++) {
                    final String brick = bricks && random.nextBoolean() ? "b" + random.nextInt(3) : "";
                    nodes.add(wire.registerNode(++nodeNumber, "z" + zone, "r" + rack, brick));
                    for (int port = isEmpty ? 0 : random.nextInt(1, mostChunks + 1); port > 0; port--) {
                        chunks.add(wire.registerChunk(nodeNumber, port, POOLS[random.nextInt(pools)]));
                    }
                }
            }
        }
    }

    /** Gives tiers to all but those that never spoke; a few were heard before and are silent now. */
    private void wake() {
        final Sizes sizes = Sizes.values()[random.nextInt(Sizes.values().length)];
        final boolean twoTiers = random.nextBoolean();
        final int huge = random.nextInt(1 + chunks.size());
        final boolean someAreSilent = random.nextInt(4) == 0;
        for (int i = 0; i < chunks.size(); i++) {
            final Map<Integer, long[]> tiers = new TreeMap<>();
            tiers.put(SpaceClass.CAPACITY, new long[] {capacity(sizes, i == huge), 0});
            if (twoTiers && random.nextInt(4) > 0) {
                tiers.put(SpaceClass.PERFORMANCE, new long[] {capacity(sizes, false), 0});
                if (random.nextInt(8) == 0) {
                    tiers.remove(SpaceClass.CAPACITY);
                }
            }
            if (random.nextInt(16) > 0) {
                alive.put(chunks.get(i), tiers);
                wire.keepAlive(chunks.get(i), -1, tiers, false);
            }
        }
        wire.tick(200);
        if (someAreSilent) {
            wire.tick(200);
            alive.keySet().removeIf(chunk -> random.nextInt(4) == 0);
        }
        alive.forEach((chunk, tiers) -> wire.keepAlive(chunk, -1, tiers, false));
    }

    private long capacity(final Sizes sizes, final boolean isHuge) {
        final long usual = random.nextInt(8, 12) * extent;
        return switch (sizes) {
            case EQUAL -> 10 * extent;
            case ONE_TWO_FOUR -> (10 * extent) << random.nextInt(3);
            case ONE_HUGE -> isHuge ? 100 * extent : usual;
            case BELOW_AN_EXTENT -> random.nextInt(3) == 0 ? usual : random.nextInt(1, 8) * extent / 6 / GRAIN * GRAIN;
        };
    }

    private void fill() {
        final Fill fill = FILLS[random.nextInt(FILLS.length)];
        final List<PlacementWire.Row> rows = new ArrayList<>();
        final int spared = chunks.isEmpty() ? 0 : chunks.get(random.nextInt(chunks.size()));
        for (final Map.Entry<Integer, Map<Integer, long[]>> each : alive.entrySet()) {
            for (final Map.Entry<Integer, long[]> tier : each.getValue().entrySet()) {
                final long capacity = tier.getValue()[0];
                final long bytes = filled(fill, capacity, each.getKey() == spared) / GRAIN * GRAIN;
                if (bytes > 0) {
                    addRows(rows, each.getKey(), tier.getKey(), bytes);
                }
            }
        }
        if (!rows.isEmpty()) {
            wire.report(rows);
            measureThin();
        }
    }

    private long filled(final Fill fill, final long capacity, final boolean isSpared) {
        return switch (fill) {
            case NONE -> 0;
            case RANDOM -> capacity * random.nextInt(100) / 100;
            case ALL_BUT_ONE -> isSpared ? 0 : capacity;
            case ALMOST -> Math.max(0, capacity - capacity / 20 - random.nextInt(9) * extent / 4);
        };
    }

    private void addRows(final List<PlacementWire.Row> rows, final int chunk, final int tier, final long bytes) {
        final int roll = random.nextInt(6);
        if (roll == 0 && bytes / 2 > 0) {
            rows.add(new PlacementWire.Row(chunk, SpaceClass.of(tier, 0, 1), bytes / 2));
            rows.add(new PlacementWire.Row(chunk, SpaceClass.of(tier, 0, 0), bytes - bytes / 2));
        } else if (roll == 1) {
            rows.add(new PlacementWire.Row(chunk, SpaceClass.of(tier, 1, 0), bytes));
            rows.add(new PlacementWire.Row(chunk, SpaceClass.of(tier, 0, 0), bytes / 2 + 1));
        } else {
            rows.add(new PlacementWire.Row(chunk, SpaceClass.of(tier, 0, 0), bytes));
        }
    }

    /** Thin segments turn out to use little, so that their nominal size is far from what is allocated. */
    private void measureThin() {
        alive.forEach((chunk, tiers) -> {
            tiers.values().forEach(figures -> figures[1] = random.nextInt(3) * GRAIN);
            if (random.nextInt(4) > 0) {
                final long fence = wire.keepAlive(chunk, -1, tiers, false);
                wire.keepAlive(chunk, fence, tiers, false);
            }
        });
    }

    private void disturb() {
        final boolean allIsolated = random.nextInt(40) == 0;
        final boolean someTrouble = random.nextInt(2) == 0;
        for (final int chunk : chunks) {
            final int roll = random.nextInt(40);
            if (allIsolated || (someTrouble && roll < 3)) {
                wire.isolate(chunk);
            } else if (someTrouble && roll < 6) {
                wire.remove(chunk);
            } else if (someTrouble && roll < 8 && alive.containsKey(chunk)) {
                wire.keepAlive(chunk, -1, alive.get(chunk), true);
            }
        }
        if (someTrouble && random.nextInt(3) == 0 && !nodes.isEmpty()) {
            wire.maintain(nodes.get(random.nextInt(nodes.size())));
        }
    }

    private long one(final long... values) {
        return values[random.nextInt(values.length)];
    }
}
