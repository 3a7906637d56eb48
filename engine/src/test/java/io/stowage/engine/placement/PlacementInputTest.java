package io.stowage.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Purpose;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be placed, or cannot be meant: the code that says so, the funnel that says why, and nothing reserved. */
class PlacementInputTest {
    private static final long EXTENT = 256L << 20;
    private static final int UNKNOWN = 99;

    /** Codes of reasons that came with decision 0006. */
    private static final int PREFERS_EXCLUDED = 55;

    private static final int UNKNOWN_ZONE = 57;

    private final PlacementWire wire = new PlacementWire(PlacementWire.LITTLE, 1);
    private int first;
    private int second;
    private int third;

    @BeforeEach
    void threeChunksInTwoZones() {
        wire.set(TwinSettings.REBUILD_HEADROOM, 0);
        first = wire.chunk(1, "z1", "r1", 10 * EXTENT);
        second = wire.chunk(2, "z1", "r2", 10 * EXTENT);
        third = wire.chunk(3, "z2", "r3", 10 * EXTENT);
    }

    @AfterEach
    void verifyAndClose() {
        try (wire) {
            wire.engine.verify();
        }
    }

    /** Refused, and not a byte of the state has changed. */
    private TwinOutcome refused(final TwinRequest request, final ResultCode result, final int reason) {
        final long hash = wire.engine.stateHash();
        final TwinOutcome outcome = wire.reserve(request);
        assertThat(outcome.result()).isEqualTo(result);
        assertThat(outcome.itemResult()).isEqualTo(result);
        assertThat(outcome.reason()).isEqualTo(reason);
        assertThat(outcome.extents()).isZero();
        assertThat(outcome.chunks()).isEmpty();
        assertThat(wire.engine.stateHash()).isEqualTo(hash);
        return outcome;
    }

    private void malformed(final TwinRequest request, final Reason reason, final long expected, final long found) {
        final TwinOutcome outcome = refused(request, ResultCode.MALFORMED, reason.value());
        assertThat(outcome.funnel()).isEqualTo(TwinFunnel.NONE);
        assertThat(outcome.expected()).isEqualTo(expected);
        assertThat(outcome.found()).isEqualTo(found);
    }

    @Test
    void shouldRefuseMoreReplicasThanThereAreNodes() {
        final TwinOutcome outcome = refused(TwinRequest.replicas(4, 1), ResultCode.NO_DOMAIN, 0);

        assertThat(outcome.funnel()).isEqualTo(new TwinFunnel(3, 3, 3, 3, 3, 3, 3, 0));
    }

    @Test
    void shouldRefuseShardsForWhichThereAreTooFewNodes() {
        refused(TwinRequest.replicas(1, 1).coded(2, 2), ResultCode.NO_DOMAIN, 0);
        assertThat(wire.reserve(TwinRequest.replicas(1, 1).coded(2, 1)).result())
                .isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldRefuseAReplicaBesideOnesOnEveryNode() {
        final TwinRequest request = TwinRequest.replicas(1, 1).beside(List.of(), List.of(first, second, third));

        assertThat(refused(request, ResultCode.NO_DOMAIN, 0).funnel())
                .isEqualTo(new TwinFunnel(3, 3, 3, 3, 3, 3, 3, 0));
    }

    @Test
    void shouldRefuseWhereAllIsExcluded() {
        final TwinRequest request = TwinRequest.replicas(1, 1).beside(List.of(first, second, third), List.of());

        assertThat(refused(request, ResultCode.NO_DOMAIN, 0).funnel())
                .isEqualTo(new TwinFunnel(3, 3, 3, 3, 3, 3, 3, 0));
    }

    @Test
    void shouldRefuseASegmentThatIsLargerThanAnyRoom() {
        final TwinRequest request = TwinRequest.replicas(1, 1).sized(10 * EXTENT);

        assertThat(refused(request, ResultCode.NO_SPACE, 0).funnel()).isEqualTo(new TwinFunnel(3, 3, 3, 3, 3, 3, 0, 0));
    }

    @Test
    void shouldRefuseATierThatNobodyOffers() {
        final TwinRequest request = TwinRequest.replicas(1, 1).of(Purpose.NEW, 4);

        assertThat(refused(request, ResultCode.NO_SPACE, 0).funnel()).isEqualTo(new TwinFunnel(3, 3, 3, 3, 3, 0, 0, 0));
    }

    @Test
    void shouldCountWhoIsNotThereAtEachFilter() {
        wire.registerChunk(3, 2, "");
        wire.isolate(first);
        wire.remove(second);
        wire.isolate(third);

        assertThat(refused(TwinRequest.replicas(1, 1), ResultCode.NO_SPACE, 0).funnel())
                .isEqualTo(new TwinFunnel(4, 4, 3, 2, 0, 0, 0, 0));
    }

    @Test
    void shouldRefuseAnEmptyPool() {
        final int empty = wire.createPool("empty");

        assertThat(refused(TwinRequest.replicas(1, 1).in(empty), ResultCode.NO_SPACE, 0)
                        .funnel())
                .isEqualTo(new TwinFunnel(3, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void shouldRefuseAPoolThatIsNotThere() {
        refused(TwinRequest.replicas(1, 1).in(UNKNOWN), ResultCode.CONFLICT, Reason.UNKNOWN_POOL.value());
    }

    @Test
    void shouldRefuseExistingSegmentsOnAnUnknownChunk() {
        final TwinOutcome outcome = refused(
                TwinRequest.replicas(1, 1).beside(List.of(), List.of(first, UNKNOWN)),
                ResultCode.UNKNOWN_CHUNK,
                Reason.UNKNOWN_CHUNK_IN_ROW.value());

        assertThat(outcome.found()).isEqualTo(UNKNOWN);
    }

    @Test
    void shouldRefuseExistingSegmentsOnAChunkThatWasRemoved() {
        final TwinRequest request = TwinRequest.replicas(1, 1).beside(List.of(), List.of(first));
        wire.remove(first);
        assertThat(wire.reserve(request).result()).isEqualTo(ResultCode.OK);

        wire.completeRemoval(first);

        refused(request, ResultCode.UNKNOWN_CHUNK, Reason.UNKNOWN_CHUNK_IN_ROW.value());
    }

    @Test
    void shouldRefuseNoExtentAndMoreThanAReplyHolds() {
        malformed(TwinRequest.replicas(3, 0), Reason.BAD_SIZE, 65_534 / 3, 0);
        malformed(TwinRequest.replicas(3, 65_534 / 3 + 1), Reason.TOO_MANY_ITEMS, 65_534, 65_535);
        malformed(TwinRequest.replicas(1, 0xFFFF_FFFEL), Reason.TOO_MANY_ITEMS, 65_534, 0xFFFF_FFFEL);
    }

    @Test
    void shouldRefuseWhatIsNeitherReplicatedNorCoded() {
        malformed(TwinRequest.replicas(0, 1), Reason.BAD_RESILIENCY, 32, 0);
        malformed(TwinRequest.replicas(33, 1), Reason.BAD_RESILIENCY, 32, 33);
        malformed(TwinRequest.replicas(1, 1).coded(0, 2), Reason.BAD_RESILIENCY, 32, 2);
        malformed(TwinRequest.replicas(1, 1).coded(2, 0), Reason.BAD_RESILIENCY, 32, 2);
        malformed(TwinRequest.replicas(1, 1).coded(30, 3), Reason.BAD_RESILIENCY, 32, 33);
    }

    @Test
    void shouldRefuseASizeBeyondAllLimits() {
        malformed(TwinRequest.replicas(1, 1).sized((1L << 48) + 1), Reason.BAD_SIZE, 1L << 48, (1L << 48) + 1);
        malformed(TwinRequest.replicas(1, 1).sized(-1), Reason.BAD_SIZE, 1L << 48, -1);
    }

    @Test
    void shouldRefuseListsBeyondTheirLimits() {
        final List<Integer> many = IntStream.range(1_000, 1_257).boxed().toList();
        final List<Integer> existing =
                IntStream.range(0, 33).mapToObj(i -> first).toList();

        malformed(TwinRequest.replicas(1, 1).beside(many, List.of()), Reason.TOO_MANY_ITEMS, 256, 257);
        malformed(TwinRequest.replicas(1, 1).beside(List.of(), existing), Reason.TOO_MANY_ITEMS, 32, 33);
        assertThat(wire.reserve(TwinRequest.replicas(1, 1).beside(many.subList(0, 256), List.of()))
                        .result())
                .isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldTakeBackAnItemThatDoesNotGoThroughWhole() {
        refused(TwinRequest.replicas(3, 10), ResultCode.NO_SPACE, 0);

        final TwinOutcome outcome = wire.reserve(TwinRequest.replicas(3, 10).with(true, false));

        assertThat(outcome.result()).isEqualTo(ResultCode.PARTIAL);
        assertThat(outcome.extents()).isEqualTo(9);
        assertThat(outcome.funnel()).isEqualTo(new TwinFunnel(3, 3, 3, 3, 3, 3, 0, 0));
    }

    @Test
    void shouldRefuseStrictlyRatherThanShareAZone() {
        wire.report(List.of(new PlacementWire.Row(third, 0, 10 * EXTENT)));

        final TwinOutcome outcome = refused(TwinRequest.replicas(2, 1).with(false, true), ResultCode.NO_DOMAIN, 0);

        assertThat(outcome.funnel()).isEqualTo(new TwinFunnel(3, 3, 3, 3, 3, 3, 2, 0));
        assertThat(wire.reserve(TwinRequest.replicas(2, 1)).result()).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldCallItALackOfSpaceWhereStrictSpreadChangesNothing() {
        wire.report(List.of(new PlacementWire.Row(third, 0, 10 * EXTENT)));

        refused(TwinRequest.replicas(3, 1).with(false, true).beside(List.of(first), List.of()), ResultCode.NO_SPACE, 0);
    }

    /** Nobody gets by more replicas what strict spread refuses for fewer. */
    @Test
    void shouldNotBeLessStrictWithMoreReplicas() {
        wire.chunk(4, "z2", "r3", 10 * EXTENT);
        wire.chunk(5, "z2", "r3", 10 * EXTENT);
        for (int replicas = 2; replicas <= 5; replicas++) {
            final TwinRequest oneZone =
                    TwinRequest.replicas(replicas, 1).with(false, true).beside(List.of(first, second), List.of());
            refused(oneZone, ResultCode.NO_DOMAIN, 0);
        }
        assertThat(wire.reserve(TwinRequest.replicas(5, 1).with(false, true)).result())
                .isEqualTo(ResultCode.OK);
    }

    /** The other zones of the cluster have no chunk of the pool. */
    @Test
    void shouldReckonStrictSpreadByThePool() {
        final int pool = wire.createPool("p");
        for (int number = 4; number <= 6; number++) {
            wire.registerNode(number, "z3", "r" + number, "");
            final int chunk = wire.registerChunk(number, 1, "p");
            wire.keepAlive(chunk, -1, java.util.Map.of(0, new long[] {10 * EXTENT, 0}), false);
        }
        final TwinRequest request = TwinRequest.replicas(1, 1).in(pool);

        for (int replicas = 1; replicas <= 3; replicas++) {
            final TwinRequest strict =
                    TwinRequest.replicas(replicas, 1).in(request.pool()).with(false, true);
            assertThat(wire.reserve(strict).result()).isEqualTo(ResultCode.OK);
        }
    }

    @Test
    void shouldRefuseToPreferWhatIsExcluded() {
        final TwinRequest request = TwinRequest.replicas(1, 1).beside(List.of(first, second), List.of());

        assertThat(refused(request.preferring(second, 0), ResultCode.MALFORMED, PREFERS_EXCLUDED)
                        .funnel())
                .isEqualTo(TwinFunnel.NONE);
    }

    @Test
    void shouldRefuseAZoneThatIsNotThere() {
        final int rack = new ClusterReader(wire).read().chunk(first).place().rack();

        refused(TwinRequest.replicas(1, 1).preferring(0, UNKNOWN), ResultCode.CONFLICT, UNKNOWN_ZONE);
        refused(TwinRequest.replicas(1, 1).preferring(0, rack), ResultCode.CONFLICT, UNKNOWN_ZONE);
    }

    @Test
    void shouldRefuseNewDataThatWouldEatTheRebuildHeadroom() {
        wire.set(TwinSettings.HEADROOM_NEW_PPM, 0);
        wire.set(TwinSettings.HEADROOM_PROTECT_PPM, 0);
        wire.set(TwinSettings.REBUILD_HEADROOM, 1);
        assertThat(wire.reserve(TwinRequest.replicas(1, 20)).result()).isEqualTo(ResultCode.OK);

        final TwinOutcome outcome =
                refused(TwinRequest.replicas(1, 1), ResultCode.NO_SPACE, Reason.REBUILD_HEADROOM.value());

        assertThat(outcome.funnel().tier()).isEqualTo(3);
        assertThat(wire.reserve(TwinRequest.replicas(1, 1).of(Purpose.TEMPORARY, 0))
                        .result())
                .isEqualTo(ResultCode.OK);
    }
}
