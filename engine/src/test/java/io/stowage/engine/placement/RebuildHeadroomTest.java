package io.stowage.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept for a rebuild is kept at every moment, however often chunks have filled up and emptied before. */
class RebuildHeadroomTest {
    private static final long EXTENT = 256L << 20;
    private static final int CHUNKS = 4;
    private static final int EXTENTS_A_CHUNK = 3;

    /** Far more than what makes the engine count everything anew. */
    private static final int ATTEMPTS = 4_000;

    private final PlacementWire wire = new PlacementWire(PlacementWire.LITTLE, 1);

    @BeforeEach
    void fourChunksOfWhichOneIsKeptFree() {
        wire.set(TwinSettings.HEADROOM_NEW_PPM, 0);
        wire.set(TwinSettings.HEADROOM_PROTECT_PPM, 0);
        wire.set(TwinSettings.REBUILD_HEADROOM, 1);
        for (int number = 1; number <= CHUNKS; number++) {
            wire.chunk(number, "z", "r", EXTENTS_A_CHUNK * EXTENT);
        }
    }

    @AfterEach
    void verifyAndClose() {
        wire.engine.verify();
        wire.close();
    }

    @Test
    void shouldRefuseTheExtentThatEatsIntoItEveryTime() {
        assertThat(wire.reserve(TwinRequest.replicas(1, 7)).result()).isEqualTo(ResultCode.OK);

        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            final TwinOutcome outcome = wire.reserve(TwinRequest.replicas(3, 1));

            assertThat(outcome.result()).as("attempt %d", attempt).isEqualTo(ResultCode.NO_SPACE);
            assertThat(outcome.reason()).isEqualTo(Reason.REBUILD_HEADROOM.value());
        }
        assertThat(wire.reserve(TwinRequest.replicas(2, 1)).result()).isEqualTo(ResultCode.OK);
    }
}
