package io.stowage.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import io.stowage.codecs.Isolation;
import io.stowage.codecs.Purpose;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The twin itself, on clusters small enough to check by hand: chunk 11 stands in zone 1 and rack 1, 25 in zone 2. */
class PlacementTwinTest {
    private static final long EXTENT = 256L << 20;
    private static final TwinRequest THREE = TwinRequest.replicas(3, 1);

    private final Map<Integer, Long> settings = new HashMap<>(Map.of(
            TwinSettings.EXTENT_BYTES, EXTENT,
            TwinSettings.MIN_SPREAD, 1L,
            TwinSettings.HEADROOM_NEW_PPM, 50_000L,
            TwinSettings.HEADROOM_PROTECT_PPM, 0L));

    private final TreeMap<Integer, TwinChunk> chunks = new TreeMap<>();

    /** A chunk of 100 extents on a node of its own, in zone id / 100 and rack id / 10. */
    private void chunk(final int id, final int usedExtents) {
        chunk(id, TwinPlace.of(id / 100, id / 10, 0, id), 100, usedExtents);
    }

    private void chunk(final int id, final TwinPlace place, final int extents, final int usedExtents) {
        final long used = usedExtents * EXTENT;
        final TwinSpace space = new TwinSpace(true, extents * EXTENT, used, 0, used, 0);
        chunks.put(
                id,
                new TwinChunk(id, 1, place, AdminState.IN_USE, Health.HEALTHY, Isolation.NONE, space, TwinSpace.NONE));
    }

    private TwinCluster cluster() {
        final List<Integer> zones = chunks.values().stream()
                .map(chunk -> chunk.place().zone())
                .distinct()
                .toList();
        final int racks = (int) chunks.values().stream()
                .map(chunk -> chunk.place().rack())
                .distinct()
                .count();
        return new TwinCluster(new TwinSettings(settings), chunks, zones, racks, Map.of());
    }

    private List<Integer> best(final TwinRequest request, final Integer... placed) {
        final TwinCluster cluster = cluster();
        final PreferenceRules rules = new PreferenceRules(cluster, request, List.of(placed));
        return rules.roomiest(rules.best(new HardRules(cluster, request).feasible(List.of(placed)))).stream()
                .map(TwinChunk::id)
                .toList();
    }

    @Test
    void shouldTakeANewZoneThenANewRackInTheEmptiestZoneThenANewBrick() {
        List.of(111, 112, 121, 211, 221).forEach(id -> chunk(id, 0));

        assertThat(best(THREE)).containsExactly(111, 112, 121, 211, 221);
        assertThat(best(THREE, 111)).containsExactly(211, 221);
        assertThat(best(THREE, 111, 211)).containsExactly(121, 221);
        assertThat(best(THREE, 111, 121, 211)).containsExactly(221);
        assertThat(best(THREE, 111, 121, 211, 221)).containsExactly(112);
    }

    @Test
    void shouldGiveUpSpreadBeforeItOverfillsAChunk() {
        List.of(111, 112, 211).forEach(id -> chunk(id, id == 211 ? 90 : 0));

        assertThat(best(THREE, 111)).containsExactly(112);
        assertThat(best(THREE, 111, 112)).containsExactly(211);
    }

    @Test
    void shouldTakeTheRoomiestWhereNobodyHasRoomForAWholeExtent() {
        chunk(111, 95);
        chunk(112, TwinPlace.of(1, 11, 0, 112), 10, 9);
        chunk(211, TwinPlace.of(2, 21, 0, 211), 34, 32);
        final TwinRequest shards = TwinRequest.replicas(0, 1).coded(4, 1).sized(EXTENT / 4);

        assertThat(new HardRules(cluster(), shards).feasible(List.of()))
                .extracting(TwinChunk::id)
                .containsExactly(112, 211);
        assertThat(best(shards)).containsExactly(112);
    }

    @Test
    void shouldFillThePreferredZoneToAMajorityAndThenTheOthers() {
        List.of(111, 121, 211, 221, 311).forEach(id -> chunk(id, 0));
        final TwinRequest request = THREE.preferring(0, 2);

        assertThat(best(request)).containsExactly(211, 221);
        assertThat(best(request, 211)).containsExactly(221);
        assertThat(best(request, 211, 221)).containsExactly(111, 121, 311);
    }

    @Test
    void shouldPreferAChunkOnlyWithinTheBestGroupAndBelowTheLocalityLoad() {
        List.of(111, 112, 211).forEach(id -> chunk(id, id == 112 ? 70 : 0));

        assertThat(mustPrefer(111)).isTrue();
        assertThat(mustPrefer(112)).isFalse();
        assertThat(mustPrefer(211)).isTrue();
        chunk(211, 90);
        settings.put(TwinSettings.LOCALITY_LOAD_PPM, 1_000_000L);
        assertThat(mustPrefer(112)).isTrue();
        assertThat(mustPrefer(211)).isFalse();
    }

    private boolean mustPrefer(final int chunk) {
        final TwinRequest request = THREE.preferring(chunk, 0);
        final PreferenceRules rules = new PreferenceRules(cluster(), request, List.of());
        return rules.mustTakePreferred(rules.best(new HardRules(cluster(), request).feasible(List.of())));
    }

    @Test
    void shouldKnowHowManySegmentsAnExtentCanGet() {
        List.of(111, 121, 211).forEach(id -> chunk(id, 0));
        chunk(212, TwinPlace.of(2, 21, 0, 211), 100, 0);
        chunk(311, 100);

        assertThat(new HardRules(cluster(), THREE).mostSegments(List.of())).isEqualTo(3);
        assertThat(new HardRules(cluster(), THREE).mostSegments(List.of(212))).isEqualTo(2);
        assertThat(new HardRules(cluster(), THREE.with(false, true)).mostSegments(List.of()))
                .isEqualTo(2);
        settings.put(TwinSettings.MIN_SPREAD, 0L);
        assertThat(new HardRules(cluster(), THREE).mostSegments(List.of())).isEqualTo(4);
    }

    @Test
    void shouldKeepWhatTheOthersNeedToTakeOverTheLargestDomain() {
        settings.put(TwinSettings.REBUILD_HEADROOM, 1L);
        List.of(111, 121, 211).forEach(id -> chunk(id, 60));
        final TwinRequest one = TwinRequest.replicas(1, 1);

        assertThat(new RebuildHeadroom(cluster(), one).isEatenBy(20 * EXTENT)).isFalse();
        assertThat(new RebuildHeadroom(cluster(), one).isEatenBy(20 * EXTENT + 1))
                .isTrue();
        assertThat(new RebuildHeadroom(cluster(), one.of(Purpose.TEMPORARY, 0)).isEatenBy(60 * EXTENT))
                .isFalse();
        settings.put(TwinSettings.REBUILD_HEADROOM, 0L);
        assertThat(new RebuildHeadroom(cluster(), one).isEatenBy(60 * EXTENT)).isFalse();
    }

    @Test
    void shouldKeepNothingWhereTooFewNodesAreLeftForTheWidestExtent() {
        settings.put(TwinSettings.REBUILD_HEADROOM, 1L);
        List.of(111, 121, 211).forEach(id -> chunk(id, 60));

        assertThat(new RebuildHeadroom(cluster(), TwinRequest.replicas(2, 1)).isEatenBy(20 * EXTENT + 1))
                .isTrue();
        assertThat(new RebuildHeadroom(cluster(), THREE).isEatenBy(60 * EXTENT)).isFalse();
    }

    /** Sizes 400, 400, 100, 100, 100: a large one is lost, and of the other only what the small ones match counts. */
    @Test
    void shouldCountNoNodeForMoreThanTheOthersCanMatch() {
        settings.put(TwinSettings.REBUILD_HEADROOM, 2L);
        List.of(111, 112).forEach(id -> chunk(id, TwinPlace.of(1, 11, 0, id), 400, 0));
        List.of(121, 131, 141).forEach(id -> chunk(id, 0));

        // 400, 100, 100 and 100 hold 150 extents of 3, of which the large one has a segment each.
        assertThat(new RebuildHeadroom(cluster(), THREE).isEatenBy(450 * EXTENT))
                .isFalse();
        assertThat(new RebuildHeadroom(cluster(), THREE).isEatenBy(450 * EXTENT + 1))
                .isTrue();
    }

    @Test
    void shouldKeepWhatThinSegmentsWouldReserve() {
        settings.put(TwinSettings.REBUILD_HEADROOM, 1L);
        settings.put(TwinSettings.THIN_WATERMARK_PPM, 1_000_000L);
        settings.put(TwinSettings.OVERSUBSCRIPTION_PPM, 2_000_000L);
        List.of(111, 121, 211).forEach(id -> {
            final TwinPlace place = TwinPlace.of(id / 100, id / 10, 0, id);
            final TwinSpace space = new TwinSpace(true, 100 * EXTENT, 10 * EXTENT, 0, 100 * EXTENT, 100 * EXTENT);
            chunks.put(
                    id,
                    new TwinChunk(
                            id, 1, place, AdminState.IN_USE, Health.HEALTHY, Isolation.NONE, space, TwinSpace.NONE));
        });
        final TwinRequest one = TwinRequest.replicas(1, 1);

        // 100 nominal extents of the lost one go beside 2 x 10 allocated and 2 x 100 nominal.
        assertThat(new RebuildHeadroom(cluster(), one).isEatenBy(80 * EXTENT)).isFalse();
        assertThat(new RebuildHeadroom(cluster(), one).isEatenBy(80 * EXTENT + 1))
                .isTrue();
        settings.put(TwinSettings.OVERSUBSCRIPTION_PPM, 1_500_000L);
        assertThat(new RebuildHeadroom(cluster(), one).isEatenBy(1)).isTrue();
    }

    @Test
    void shouldKnowTheBestSpread() {
        List.of(111, 112, 121, 211, 221).forEach(id -> chunk(id, 0));
        final List<TwinChunk> all = List.copyOf(chunks.values());

        assertThat(BestSpread.reachable(cluster(), all, List.of(), 3)).isEqualTo(new BestSpread(2, 3, 3));
        assertThat(BestSpread.reachable(cluster(), all, List.of(111, 112), 2)).isEqualTo(new BestSpread(2, 3, 4));
        assertThat(BestSpread.of(cluster(), List.of(111, 112))).isEqualTo(new BestSpread(1, 1, 2));
    }
}
