package io.stowage.bench.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a design is good at, it never chooses a full chunk and never refuses while there is room. */
class DesignsTest {
    private static final int SMALLEST_SEGMENTS = 50;
    private static final long SEED = 5;

    @ParameterizedTest
    @EnumSource
    void shouldFillAClusterUntilFewerThanThreeZonesHaveRoom(final DesignKind kind) {
        for (final int chunks : new int[] {100, 300, 7_000}) {
            final DesignCluster cluster = new DesignCluster(chunks, SMALLEST_SEGMENTS, SEED);
            final DesignFilling filling = new DesignFilling(kind, cluster, chunk -> cluster.isFull(chunk, 90), 1);

            assertThat(filling.fillTo(100)).as("%d chunks", chunks).isFalse();

            assertThat(filling.evenness().max()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldStayRightWhileSegmentsAreGivenBack(final DesignKind kind) {
        final DesignCluster cluster = new DesignCluster(200, SMALLEST_SEGMENTS, SEED);
        final int[] allocated = cluster.start(90, 50);
        final Design design = kind.create(cluster, allocated, new Draws(3));
        final SplittableRandom random = new SplittableRandom(4);
        final Deque<int[]> decisions = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            final int[] chosen = new int[Design.REPLICAS];
            if (random.nextInt(5) < 3 && design.place(chosen, 0)) {
                for (final int chunk : chosen) {
                    assertThat(++allocated[chunk]).isLessThanOrEqualTo(cluster.capacity(chunk));
                }
                assertThat(Arrays.stream(chosen).map(cluster::zoneOf).distinct())
                        .hasSize(Design.REPLICAS);
                decisions.add(chosen);
            } else if (!decisions.isEmpty()) {
                for (final int chunk : decisions.remove()) {
                    design.giveBack(chunk);
                    allocated[chunk]--;
                }
            }
        }
    }

    @Test
    void shouldRefuseAClusterThatDoesNotFillItsRacks() {
        assertThatThrownBy(() -> DesignCluster.checkSize(150))
                .hasMessage("chunks must be a multiple of 100 up to 131072, not 150");
    }
}
