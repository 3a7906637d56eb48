package io.stowage.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.ResultCode;
import io.stowage.engine.Limits;
import io.stowage.engine.space.SpaceClass;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No size of a domain is assumed: what holds for a handful holds for one rack of thousands and for a zone of 100,000. */
class PlacementFanOutTest {
    private static final long CAPACITY = 1L << 40;
    private static final int CHUNKS_A_NODE = 4;

    @Test
    void shouldPlaceInOneRackOfFiveThousandNodes() {
        try (PlacementWire wire = new PlacementWire(limitsOf(5_000, 8), 1)) {
            for (int node = 1; node <= 5_000; node++) {
                wire.chunk(node, "z", "r", CAPACITY);
            }

            separate(wire, 3);
            separate(wire, 32);
            wire.engine.verify();
        }
    }

    @Test
    void shouldPlaceInOneZoneOfAHundredThousandChunks() {
        final int nodes = 100_000 / CHUNKS_A_NODE;
        try (PlacementWire wire = new PlacementWire(limitsOf(100_000, 1_024), 2)) {
            for (int number = 0; number < 100_000; number++) {
                final int node = 1 + number % nodes;
                chunk(wire, node, 1 + number / nodes, "r" + node % 1_000);
            }

            separate(wire, 3);
            separate(wire, 32);
        }
    }

    @Test
    void shouldPlaceOnASingleNodeWhatMayShareIt() {
        try (PlacementWire wire = new PlacementWire(limitsOf(64, 8), 3)) {
            for (int number = 0; number < 8; number++) {
                chunk(wire, 1, 1 + number, "r");
            }
            assertThat(wire.reserve(TwinRequest.replicas(3, 1)).result()).isEqualTo(ResultCode.NO_DOMAIN);

            wire.set(TwinSettings.MIN_SPREAD, 0);

            separate(wire, 8);
            assertThat(wire.reserve(TwinRequest.replicas(9, 1)).result()).isEqualTo(ResultCode.NO_DOMAIN);
        }
    }

    private static void chunk(final PlacementWire wire, final int node, final int port, final String rack) {
        if (port == 1) {
            wire.registerNode(node, "z", rack, "");
        }
        final int chunk = wire.registerChunk(node, port, "");
        wire.keepAlive(chunk, -1, Map.of(SpaceClass.CAPACITY, new long[] {CAPACITY, 0}), false);
    }

    private static void separate(final PlacementWire wire, final int replicas) {
        final TwinOutcome outcome = wire.reserve(TwinRequest.replicas(replicas, 1));
        assertThat(outcome.result()).isEqualTo(ResultCode.OK);
        final List<Integer> chunks = outcome.chunks();
        assertThat(new HashSet<>(chunks)).hasSize(replicas);
    }

    private static Limits limitsOf(final int chunks, final int domains) {
        return new Limits(chunks, domains + 8, 4, chunks, 2, 1 << 10, 1 << 9, 1 << 12);
    }
}
