package io.stowage.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.CancelRemovalEncoder;
import io.stowage.codecs.CompleteRemovalEncoder;
import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.Provision;
import io.stowage.codecs.Reason;
import io.stowage.codecs.RemoveChunkEncoder;
import io.stowage.codecs.ResultCode;
import io.stowage.codecs.TopologyChangedEncoder;
import io.stowage.engine.EngineFixture.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes and chunks: known by their natural keys, placed, isolated, silent, removed. */
class RegistrationTest {
    private final EngineFixture fixture = new EngineFixture();

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldAnswerARepeatedRegistrationWithTheSameIds() {
        fixture.registerNode("10.0.0.1", "n1", "z1", "r1");
        final int node = fixture.node();
        fixture.registerChunk("10.0.0.1", 10_201);
        final int chunk = fixture.chunk();
        final long version = fixture.status().topologyVersion();
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.registerNode("10.0.0.1", "n1", "z1", "r1")).isEqualTo(ResultCode.OK);
        assertThat(fixture.node()).isEqualTo(node);
        assertThat(fixture.registerChunk("10.0.0.1", 10_201)).isEqualTo(ResultCode.OK);
        assertThat(fixture.chunk()).isEqualTo(chunk);
        assertThat(fixture.status().topologyVersion()).isEqualTo(version);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldRefuseToMoveANodeByRegisteringItElsewhere() {
        fixture.registerNode("10.0.0.1", "n1", "z1", "r1");

        assertThat(fixture.registerNode("10.0.0.1", "n1", "z1", "r2")).isEqualTo(ResultCode.CONFLICT);
        assertThat(fixture.reason()).isEqualTo(Reason.NODE_DIFFERS);
    }

    @Test
    void shouldCreateTheNodeOfAnUnknownAddressAndPlaceItLater() {
        fixture.registerChunk("10.0.0.9", 10_201);
        assertThat(fixture.status().nodes()).isEqualTo(1);

        assertThat(fixture.registerNode("10.0.0.9", "n9", "z1", "r7")).isEqualTo(ResultCode.OK);
        assertThat(fixture.status().nodes()).isEqualTo(1);
        assertThat(fixture.status().racks()).isEqualTo(1);
        assertThat(fixture.events).contains(TopologyChangedEncoder.TEMPLATE_ID);
    }

    @Test
    void shouldTellSeveralChunksOfOneNodeApartByTheirPorts() {
        fixture.registerChunk("10.0.0.1", 1);
        final int first = fixture.chunk();
        fixture.registerChunk("10.0.0.1", 2);

        assertThat(fixture.chunk()).isNotEqualTo(first);
        assertThat(fixture.status().nodes()).isEqualTo(1);
        assertThat(fixture.status().chunks()).isEqualTo(2);
    }

    @Test
    void shouldRefuseAnotherClusterAndChangeNothing() {
        final long hash = fixture.engine.stateHash();
        fixture.clusterLow++;

        assertThat(fixture.registerNode("10.0.0.1", "n1", "z1", "r1")).isEqualTo(ResultCode.WRONG_CLUSTER);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldFenceAChunkThatWasReplaced() {
        final int chunk = fixture.healthyChunk(1, EngineFixture.GIB);
        fixture.keepAlive(chunk, 2, -1, EngineFixture.GIB, 0);
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.keepAlive(chunk, 1, -1, EngineFixture.GIB, 0)).isEqualTo(ResultCode.FENCED);
        assertThat(fixture.reason()).isEqualTo(Reason.INCARNATION_TOO_OLD);
        assertThat(fixture.commandReply().expected()).isEqualTo(2);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldRefuseAMeasurementThatCannotBe() {
        final int chunk = fixture.healthyChunk(1, EngineFixture.GIB);
        final long hash = fixture.engine.stateHash();

        assertThat(fixture.keepAlive(chunk, 1, Long.MAX_VALUE, EngineFixture.GIB, 0))
                .isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reason()).isEqualTo(Reason.FENCE_FROM_THE_FUTURE);
        assertThat(fixture.keepAlive(chunk, 1, -1, EngineFixture.GIB, 2 * EngineFixture.GIB))
                .isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.reason()).isEqualTo(Reason.BAD_SIZE);
        assertThat(fixture.keepAlive(chunk, 1, -1, -1, 0)).isEqualTo(ResultCode.MALFORMED);
        assertThat(fixture.keepAlive(99, 1, -1, 1, 0)).isEqualTo(ResultCode.UNKNOWN_CHUNK);
        assertThat(fixture.engine.stateHash()).isEqualTo(hash);
    }

    @Test
    void shouldTakeTheChunksOfANodeInMaintenanceOutOfPlacement() {
        fixture.registerNode("10.0.0.2", "n1", "z1", "r1");
        final int node = fixture.node();
        fixture.registerChunk("10.0.0.2", 10_000);
        fixture.keepAlive(fixture.chunk(), 1, -1, 10 * EngineFixture.GIB, 0);
        fixture.connectEm(1, 1);
        assertThat(fixture.status().eligible()).isEqualTo(1);

        assertThat(fixture.maintenance(node, true)).isEqualTo(ResultCode.OK);
        assertThat(fixture.status().isolated()).isEqualTo(1);
        assertThat(fixture.reserve(1, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.NO_SPACE);
        assertThat(fixture.grantedItem().funnel().healthy()).isEqualTo(1);
        assertThat(fixture.grantedItem().funnel().notIsolated()).isZero();

        fixture.maintenance(node, false);
        assertThat(fixture.reserve(1, 1, Provision.THICK, 1, 1)).isEqualTo(ResultCode.OK);
    }

    @Test
    void shouldDisconnectASilentChunkAndLoseItAfterTheRecoverDelay() {
        final int silent = fixture.healthyChunk(1, EngineFixture.GIB);
        for (int i = 2; i <= 10; i++) {
            fixture.healthyChunk(i, EngineFixture.GIB);
        }
        fixture.setConfig(ConfigKey.RECOVER_DELAY_MS, 40_000);
        passTime(20_000, silent);
        assertThat(fixture.status().disconnected()).isEqualTo(1);
        assertThat(fixture.status().lost()).isZero();

        passTime(30_000, silent);
        assertThat(fixture.status().lost()).isEqualTo(1);

        fixture.keepAlive(silent, 1, -1, EngineFixture.GIB, 0);
        assertThat(fixture.status().lost()).isZero();
        assertThat(fixture.status().eligible()).isEqualTo(10);
    }

    /** Lets time pass tick by tick while everybody but one keeps alive. */
    private void passTime(final int ms, final int silent) {
        for (int passed = 0; passed < ms; passed += 1_000) {
            fixture.tick(1_000);
            for (int chunk = 1; chunk <= 10; chunk++) {
                if (chunk != silent) {
                    fixture.keepAlive(chunk, 1, -1, EngineFixture.GIB, 0);
                }
            }
        }
    }

    @Test
    void shouldBlameNobodyForItsOwnPause() {
        fixture.healthyChunk(1, EngineFixture.GIB);
        fixture.tick(1_000);

        fixture.tick(3_600_000);

        assertThat(fixture.status().disconnected()).isZero();
    }

    @Test
    void shouldNotLoseMoreThanItsShareOfTheClusterAtOnce() {
        for (int i = 1; i <= 4; i++) {
            fixture.healthyChunk(i, EngineFixture.GIB);
        }
        fixture.setConfig(ConfigKey.RECOVER_DELAY_MS, 20_000);
        for (int i = 0; i < 60; i++) {
            fixture.tick(1_000);
        }
        assertThat(fixture.status().disconnected()).isEqualTo(4);
        assertThat(fixture.status().lost()).isZero();
    }

    @Test
    void shouldLoseASingleSilentChunkOfASmallCluster() {
        final int silent = fixture.healthyChunk(1, EngineFixture.GIB);
        final int alive = fixture.healthyChunk(2, EngineFixture.GIB);
        fixture.setConfig(ConfigKey.RECOVER_DELAY_MS, 20_000);
        for (int i = 0; i < 25; i++) {
            fixture.tick(1_000);
            fixture.keepAlive(alive, 1, -1, EngineFixture.GIB, 0);
        }

        assertThat(fixture.status().lost()).isEqualTo(1);
        assertThat(fixture.keepAlive(silent, 1, -1, EngineFixture.GIB, 0)).isEqualTo(ResultCode.OK);
        assertThat(fixture.status().healthy()).isEqualTo(2);
    }

    @Test
    void shouldRemoveAChunkOnlyOnceNothingIsLeftOnIt() {
        final int chunk = fixture.healthyChunk(1, 10 * EngineFixture.GIB);
        fixture.connectEm(1, 1);
        fixture.reserve(1, 1, Provision.THICK, 1, 2);
        fixture.report(1, 2, new Row(chunk, Provision.THICK, 2, 2 * EngineFixture.EXTENT));

        assertThat(fixture.onChunk(CompleteRemovalEncoder.TEMPLATE_ID, chunk)).isEqualTo(ResultCode.CONFLICT);
        assertThat(fixture.reason()).isEqualTo(Reason.NOT_REMOVING);
        assertThat(fixture.onChunk(RemoveChunkEncoder.TEMPLATE_ID, chunk)).isEqualTo(ResultCode.OK);
        assertThat(fixture.onChunk(CancelRemovalEncoder.TEMPLATE_ID, chunk)).isEqualTo(ResultCode.OK);
        assertThat(fixture.onChunk(RemoveChunkEncoder.TEMPLATE_ID, chunk)).isEqualTo(ResultCode.OK);
        assertThat(fixture.status().eligible()).isZero();
        assertThat(fixture.onChunk(CompleteRemovalEncoder.TEMPLATE_ID, chunk)).isEqualTo(ResultCode.CONFLICT);
        assertThat(fixture.reason()).isEqualTo(Reason.SEGMENTS_LEFT);
        assertThat(fixture.commandReply().found()).isEqualTo(2);

        fixture.report(1, 3);
        assertThat(fixture.onChunk(CompleteRemovalEncoder.TEMPLATE_ID, chunk)).isEqualTo(ResultCode.OK);
        assertThat(fixture.status().chunks()).isZero();
        assertThat(fixture.status().capacityBytes()).isZero();
        assertThat(fixture.status().nodes()).isEqualTo(1);
    }
}
