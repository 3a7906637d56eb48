package io.stowage.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stowage.codecs.Purpose;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.space.SpaceClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rule 5 by its statistics: which of the best chunks takes a segment is left to chance, weighed by capacity and load. The seed
 * of the cluster is fixed, so that what passes once passes always.
 */
class PlacementLoadTest {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final int TEN = 10;
    private static final int PICKS = 10_000;

    /** Share of the picks that the better half gets of two candidates, one of them at least in it. */
    private static final double BETTER_HALF = 0.75;

    private final PlacementWire wire =
            new PlacementWire(new Limits(128, 512, 4, 128, 2, 1 << 10, 1 << 10, 1 << 12), 20_261_127);

    private final List<PlacementWire.Row> rows = new ArrayList<>();

    @BeforeEach
    void withoutRebuildHeadroom() {
        wire.set(TwinSettings.REBUILD_HEADROOM, 0);
        wire.set(TwinSettings.EXTENT_BYTES, MIB);
    }

    @AfterEach
    void verifyAndClose() {
        try (wire) {
            wire.engine.verify();
        }
    }

    /** Chunks on nodes in racks of their own in one zone, numbered on. */
    private List<Integer> chunks(final int first, final int count, final long capacityBytes) {
        final List<Integer> chunks = new ArrayList<>();
        for (int number = first; number < first + count; number++) {
            chunks.add(wire.chunk(number, "z", "r" + number, capacityBytes));
        }
        return chunks;
    }

    private void fill(final List<Integer> chunks, final int spaceClass, final long bytes) {
        chunks.forEach(chunk -> rows.add(new PlacementWire.Row(chunk, spaceClass, bytes)));
    }

    /** Segments so small that they change no load, each given back at once or all at the end. */
    private Map<Integer, Integer> picks(final TwinRequest request) {
        final Map<Integer, Integer> picks = new HashMap<>();
        for (int i = 0; i < PICKS; i++) {
            final TwinOutcome outcome = wire.reserve(request.sized(4_096));
            assertThat(outcome.result()).isEqualTo(ResultCode.OK);
            picks.merge(outcome.chunks().getFirst(), 1, Integer::sum);
            if (request.spaceClass() == 0 && request.purpose() == Purpose.NEW) {
                wire.free(outcome);
            }
        }
        return picks;
    }

    private static double share(final Map<Integer, Integer> picks, final List<Integer> chunks) {
        return chunks.stream().mapToInt(chunk -> picks.getOrDefault(chunk, 0)).sum() / (double) PICKS;
    }

    @Test
    void shouldDrawInProportionToCapacity() {
        final List<Integer> small = chunks(1, TEN, 100 * GIB);
        final List<Integer> large = chunks(11, TEN, 200 * GIB);
        wire.set(TwinSettings.PLACEMENT_CHOICES, 1);

        final Map<Integer, Integer> picks = picks(TwinRequest.replicas(1, 1));

        assertThat(share(picks, small)).isCloseTo(1 / 3d, within(0.02));
        small.forEach(chunk -> assertThat(picks.get(chunk)).isBetween(PICKS / 30 * 75 / 100, PICKS / 30 * 125 / 100));
        large.forEach(chunk -> assertThat(picks.get(chunk)).isBetween(PICKS / 15 * 75 / 100, PICKS / 15 * 125 / 100));
    }

    @Test
    void shouldTakeTheLessLoadedOfTwoCandidates() {
        final List<Integer> fuller = chunks(1, TEN, 100 * GIB);
        final List<Integer> emptier = chunks(11, TEN, 100 * GIB);
        fill(fuller, 0, 20 * GIB);
        fill(emptier, 0, 10 * GIB);
        wire.report(rows);

        final Map<Integer, Integer> picks = picks(TwinRequest.replicas(1, 1));

        assertThat(share(picks, emptier)).isCloseTo(BETTER_HALF, within(0.03));
        fuller.forEach(chunk -> assertThat(picks.get(chunk)).isBetween(PICKS / 40 / 2, PICKS / 40 * 2));
    }

    @Test
    void shouldTakeEqualsEquallyOften() {
        final List<Integer> all = chunks(1, 2 * TEN, 100 * GIB);

        final Map<Integer, Integer> picks = picks(TwinRequest.replicas(1, 1));

        all.forEach(chunk -> assertThat(picks.get(chunk)).isBetween(PICKS / 20 * 75 / 100, PICKS / 20 * 125 / 100));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldNotPourEverythingIntoANewEmptyChunk(final int choices) {
        final List<Integer> old = chunks(1, 19, 100 * GIB);
        final List<Integer> fresh = chunks(20, 1, 100 * GIB);
        fill(old, 0, 50 * GIB);
        wire.report(rows);
        wire.set(TwinSettings.PLACEMENT_CHOICES, choices);

        final double share = share(picks(TwinRequest.replicas(1, 1)), fresh);

        assertThat(share).isBetween(choices * 0.8 / 20, choices * 1.1 / 20);
    }

    @Test
    void shouldFillChunksOfDifferentSizesToTheSameRatio() {
        final long smallest = 1_250 * MIB;
        int number = 0;
        for (int zone = 0; zone < 4; zone++) {
            for (int rack = 0; rack < 5; rack++) {
                for (int size = 0; size < 3; size++) {
                    wire.chunk(++number, "z" + zone, "r" + rack, smallest << size);
                }
            }
        }
        wire.set(TwinSettings.HEADROOM_NEW_PPM, 0);
        final int segments = 20 * (1_250 + 2_500 + 5_000) * 8 / 10;

        for (int i = 0; i < 10; i++) {
            assertThat(wire.reserve(TwinRequest.replicas(3, segments / 3 / 10)).result())
                    .isEqualTo(ResultCode.OK);
        }

        double most = 0;
        double sum = 0;
        for (final TwinChunk chunk : new ClusterReader(wire).read().chunks().values()) {
            final double share =
                    (double) chunk.capacity().allocated() / chunk.capacity().capacity();
            most = Math.max(most, share);
            sum += share;
        }
        assertThat(most / (sum / number)).isBetween(1.0, 1.01);
    }

    @Test
    void shouldTakeThePreferredChunkOnlyWhileItsLoadIsModerate() {
        final List<Integer> all = chunks(1, TEN, 100 * GIB);
        final TwinRequest request = TwinRequest.replicas(1, 1).preferring(all.getFirst(), 0);
        fill(all, 0, 60 * GIB);
        wire.report(rows);
        wire.set(TwinSettings.LOCALITY_LOAD_PPM, 700_000);
        assertThat(share(picks(request), List.of(all.getFirst()))).isEqualTo(1);

        wire.set(TwinSettings.LOCALITY_LOAD_PPM, 500_000);

        assertThat(share(picks(request), List.of(all.getFirst()))).isCloseTo(0.1, within(0.02));
    }

    @Test
    void shouldCountRunningRepositionsFirstForATemporaryReplica() {
        final List<Integer> busy = chunks(1, TEN, 100 * GIB);
        final List<Integer> idle = chunks(11, TEN, 100 * GIB);
        fill(idle, 0, 50 * GIB);
        wire.report(rows);
        busy.forEach(chunk ->
                wire.keepAlive(chunk, -1, Map.of(SpaceClass.CAPACITY, new long[] {100 * GIB, 0}), false, 3));

        assertThat(share(picks(TwinRequest.replicas(1, 1).of(Purpose.TEMPORARY, 0)), idle))
                .isCloseTo(BETTER_HALF, within(0.03));
        assertThat(share(picks(TwinRequest.replicas(1, 1)), busy)).isCloseTo(BETTER_HALF, within(0.03));
    }

    @Test
    void shouldCountTheShareOfPrioritizedDataFirst() {
        final int normal = SpaceClass.of(SpaceClass.PERFORMANCE, 0, 0);
        final int prioritized = SpaceClass.of(SpaceClass.PERFORMANCE, 0, SpaceClass.PRIORITIZED);
        final List<Integer> pinned = chunks(1, TEN, 100 * GIB);
        final List<Integer> full = chunks(11, TEN, 100 * GIB);
        final Map<Integer, long[]> tiers = Map.of(SpaceClass.PERFORMANCE, new long[] {100 * GIB, 0});
        pinned.forEach(chunk -> wire.keepAlive(chunk, -1, tiers, false));
        full.forEach(chunk -> wire.keepAlive(chunk, -1, tiers, false));
        fill(pinned, prioritized, 20 * GIB);
        fill(full, normal, 60 * GIB);
        wire.report(rows);

        assertThat(share(picks(TwinRequest.replicas(1, 1).of(Purpose.NEW, prioritized)), full))
                .isCloseTo(BETTER_HALF, within(0.03));
        assertThat(share(picks(TwinRequest.replicas(1, 1).of(Purpose.NEW, normal)), pinned))
                .isCloseTo(BETTER_HALF, within(0.03));
    }

    @Test
    void shouldLookAtTheNominalSizeOfThinSegmentsOnceSpaceIsScarce() {
        final int thin = SpaceClass.of(SpaceClass.CAPACITY, 1, 0);
        final List<Integer> sparse = chunks(1, TEN, 100 * GIB);
        final List<Integer> thick = chunks(11, TEN, 100 * GIB);
        fill(sparse, thin, 200 * GIB);
        fill(thick, 0, 10 * GIB);
        wire.report(rows);
        final Map<Integer, long[]> measured = Map.of(SpaceClass.CAPACITY, new long[] {100 * GIB, GIB});
        sparse.forEach(chunk -> wire.keepAlive(chunk, wire.keepAlive(chunk, -1, measured, false), measured, false));
        wire.set(TwinSettings.OVERSUBSCRIPTION_PPM, 3_000_000);
        final TwinRequest request = TwinRequest.replicas(1, 1).of(Purpose.NEW, thin);

        wire.set(TwinSettings.THIN_AMPLE_PPM, 1_000_000);
        assertThat(share(picks(request), sparse)).isCloseTo(BETTER_HALF, within(0.03));

        wire.set(TwinSettings.THIN_AMPLE_PPM, 10_000);
        assertThat(share(picks(request), thick)).isCloseTo(BETTER_HALF, within(0.03));
    }

    /** What another pool has free is of no use to one that is full. */
    @Test
    void shouldTellByThePoolWhetherSpaceIsScarce() {
        final int thin = SpaceClass.of(SpaceClass.CAPACITY, 1, 0);
        final List<Integer> sparse = chunks(1, TEN, 100 * GIB);
        final List<Integer> thick = chunks(11, TEN, 100 * GIB);
        wire.createPool("empty");
        wire.registerNode(21, "z", "r", "");
        final int huge = wire.registerChunk(21, 1, "empty");
        wire.keepAlive(huge, -1, Map.of(SpaceClass.CAPACITY, new long[] {100_000 * GIB, 0}), false);
        fill(sparse, thin, 200 * GIB);
        fill(thick, 0, 10 * GIB);
        wire.report(rows);
        final Map<Integer, long[]> measured = Map.of(SpaceClass.CAPACITY, new long[] {100 * GIB, GIB});
        sparse.forEach(chunk -> wire.keepAlive(chunk, wire.keepAlive(chunk, -1, measured, false), measured, false));
        wire.set(TwinSettings.OVERSUBSCRIPTION_PPM, 3_000_000);
        wire.set(TwinSettings.THIN_AMPLE_PPM, 10_000);

        assertThat(share(picks(TwinRequest.replicas(1, 1).of(Purpose.NEW, thin)), thick))
                .isCloseTo(BETTER_HALF, within(0.03));
    }
}
