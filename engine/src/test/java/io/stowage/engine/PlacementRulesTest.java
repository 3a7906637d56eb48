package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.FunnelDecoder;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.ResultCode;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where segments go, and why not. */
class PlacementRulesTest {
    private static final int EM = 1;

    private final EngineFixture fixture = new EngineFixture();

    @BeforeEach
    void oneExtentManager() {
        fixture.connectEm(EM, 1);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldNeverPutTwoSegmentsOfAnExtentOnOneNode() {
        for (int i = 1; i <= 20; i++) {
            fixture.healthyChunk(i, 100 * GIB);
        }
        assertThat(fixture.reserve(EM, 1, Provision.THICK, 3, 200)).isEqualTo(ResultCode.OK);

        final List<Integer> granted = fixture.grantedChunks();
        assertThat(granted).hasSize(600);
        for (int extent = 0; extent < 200; extent++) {
            assertThat(new HashSet<>(granted.subList(extent * 3, extent * 3 + 3)))
                    .hasSize(3);
        }
    }

    @Test
    void shouldSpreadOverAsManyZonesAsThereAre() {
        for (int i = 0; i < 8; i++) {
            fixture.healthyChunk(i, 100 * GIB);
        }
        fixture.reserve(EM, 1, Provision.THICK, 4, 10);

        final List<Integer> granted = fixture.grantedChunks();
        for (int extent = 0; extent < 10; extent++) {
            final HashSet<Integer> zones = new HashSet<>();
            granted.subList(extent * 4, extent * 4 + 4).forEach(chunk -> zones.add((chunk - 1) % 4));
            assertThat(zones).hasSize(4);
        }
    }

    @Test
    void shouldSayHowManyChunksWereLeftAfterEachFilter() {
        fixture.healthyChunk(1, 10 * GIB);
        fixture.healthyChunk(2, EXTENT);
        fixture.registerChunk("10.9.9.9", 1);

        assertThat(fixture.reserve(EM, 1, Provision.THICK, 2, 1)).isEqualTo(ResultCode.NO_SPACE);

        final FunnelDecoder funnel = fixture.grantedItem().funnel();
        assertThat(funnel.registered()).isEqualTo(3);
        assertThat(funnel.inPool()).isEqualTo(3);
        assertThat(funnel.inUse()).isEqualTo(3);
        assertThat(funnel.healthy()).isEqualTo(2);
        assertThat(funnel.notIsolated()).isEqualTo(2);
        assertThat(funnel.tier()).isEqualTo(2);
        assertThat(funnel.space()).isEqualTo(1);
        assertThat(funnel.spread()).isZero();
        assertThat(fixture.space(1).allocated()).isZero();
    }

    @Test
    void shouldTellMissingNodesFromMissingSpace() {
        fixture.registerChunk("10.0.0.1", 1);
        fixture.keepAlive(fixture.chunk(), 1, -1, 10 * GIB, 0);
        fixture.registerChunk("10.0.0.1", 2);
        fixture.keepAlive(fixture.chunk(), 1, -1, 10 * GIB, 0);

        assertThat(fixture.reserve(EM, 1, Provision.THICK, 2, 1)).isEqualTo(ResultCode.NO_DOMAIN);
        fixture.setConfig(ConfigKey.MIN_SPREAD, 0);
        assertThat(fixture.reserve(EM, 1, Provision.THICK, 2, 1)).isEqualTo(ResultCode.OK);
        assertThat(fixture.reserve(EM, 1, Provision.THICK, 3, 1)).isEqualTo(ResultCode.NO_DOMAIN);
        fixture.registerChunk("10.0.0.1", 3);
        fixture.keepAlive(fixture.chunk(), 1, -1, EXTENT, 0);
        assertThat(fixture.reserve(EM, 1, Provision.THICK, 3, 1)).isEqualTo(ResultCode.NO_SPACE);
    }

    @Test
    void shouldFillToTheHeadroomAndNotAByteFurther() {
        final int chunk = fixture.healthyChunk(1, 100 * EXTENT);
        fixture.setConfig(ConfigKey.HEADROOM_NEW_PPM, 100_000);

        assertThat(fixture.reserve(EM, 1, 1, Provision.THICK, 1, 200, true)).isEqualTo(ResultCode.PARTIAL);
        assertThat(fixture.grantedItem().extents()).isEqualTo(90);
        assertThat(fixture.space(chunk).allocated()).isEqualTo(90 * EXTENT);
        assertThat(fixture.reserve(EM, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.NO_SPACE);
    }

    @Test
    void shouldLimitThinByItsWatermarkAndItsNominalSize() {
        final int chunk = fixture.healthyChunk(1, 100 * EXTENT);
        fixture.setConfig(ConfigKey.THIN_WATERMARK_PPM, 500_000);
        fixture.setConfig(ConfigKey.OVERSUBSCRIPTION_PPM, 1_000_000);

        assertThat(fixture.reserve(EM, 1, 1, Provision.THIN, 1, 200, true)).isEqualTo(ResultCode.PARTIAL);
        assertThat(fixture.space(chunk).thinPending()).isEqualTo(50 * EXTENT);

        fixture.report(EM, 2, new EngineFixture.Row(chunk, Provision.THIN, 50, 50 * EXTENT));
        fixture.keepAlive(chunk, 1, -1, 100 * EXTENT, 0);
        fixture.keepAlive(chunk, 1, fixture.engine.position(), 100 * EXTENT, 0);
        assertThat(fixture.space(chunk).allocated()).isZero();
        fixture.setConfig(ConfigKey.THIN_WATERMARK_PPM, 1_000_000);
        assertThat(fixture.reserve(EM, 1, 2, Provision.THIN, 1, 200, true)).isEqualTo(ResultCode.PARTIAL);
        assertThat(fixture.space(chunk).thinPending()).isEqualTo(50 * EXTENT);
    }

    @Test
    void shouldRefuseWhatCannotBeMeant() {
        fixture.healthyChunk(1, 10 * GIB);
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.reserve(EM, 1, Provision.THICK, 0, 1)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reason()).isEqualTo(Reason.BAD_RESILIENCY);
        assertThat(fixture.reserve(EM, 1, Provision.THICK, 33, 1)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reserve(EM, 1, Provision.THICK, 3, 0)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reserve(EM, 1, Provision.THICK, 3, 1_000_000)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reserve(EM, 0, Provision.THICK, 3, 1)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.setConfig(ConfigKey.HEADROOM_NEW_PPM, -1)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.setConfig(ConfigKey.EXTENT_BYTES, 1)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldReserveATebibyteInOneRequest() {
        for (int i = 1; i <= 40; i++) {
            fixture.healthyChunk(i, 200 * GIB);
        }

        assertThat(fixture.reserve(EM, 1, Provision.THICK, 3, 4_096)).isEqualTo(ResultCode.OK);
        assertThat(fixture.grantedChunks()).hasSize(3 * 4_096);
    }
}
