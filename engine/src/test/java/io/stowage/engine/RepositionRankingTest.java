package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.RepositionKind;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.SpaceWire.Item;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From where a segment is read: not isolated, then least busy, then nearest to its destination. */
class RepositionRankingTest {
    private static final int EM = 1;
    private static final int DESTINATION = 1;
    private static final int SAME_NODE = 2;
    private static final int SAME_RACK = 3;
    private static final int SAME_ZONE = 4;
    private static final int FAR = 5;
    private static final int SILENT = 6;

    private final EngineFixture fixture = new EngineFixture();
    private final SpaceWire wire = new SpaceWire(fixture);

    @BeforeEach
    void aDestinationWithSourcesNearAndFar() {
        fixture.setConfig(io.stowage.codecs.ConfigKey.MIN_SPREAD, 0);
        fixture.registerNode("10.0.0.1", "n1", "z1", "r1");
        fixture.registerNode("10.0.0.2", "n2", "z1", "r1");
        fixture.registerNode("10.0.0.3", "n3", "z1", "r2");
        fixture.registerNode("10.0.0.4", "n4", "z2", "r1");
        fixture.registerChunk("10.0.0.1", 1);
        fixture.registerChunk("10.0.0.1", 2);
        fixture.registerChunk("10.0.0.2", 1);
        fixture.registerChunk("10.0.0.3", 1);
        fixture.registerChunk("10.0.0.4", 1);
        fixture.registerChunk("10.0.0.4", 2);
        for (int chunk = DESTINATION; chunk <= FAR; chunk++) {
            keepAlive(chunk, 0);
        }
        fixture.connectEm(EM, 1);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    private void keepAlive(final int chunk, final int running) {
        wire.keepAlive(chunk, -1, running, Map.of(0, new long[] {100 * GIB, 0, 0, 0}));
    }

    private List<Integer> ranked(final RepositionKind kind, final int replace, final int... sources) {
        final Item item = new Item(0);
        item.prefer = DESTINATION;
        item.exclude = new int[] {SAME_NODE, SAME_RACK, SAME_ZONE, FAR, SILENT};
        item.replace = replace;
        item.existing = sources;
        assertThat(wire.reposition(EM, 1, 1, kind, item)).isEqualTo(ResultCode.OK);
        final SpaceWire.Moved moved = wire.moved().getFirst();
        assertThat(moved.destination()).isEqualTo(DESTINATION);
        assertThat(moved.source()).isEqualTo(moved.ranked().getFirst());
        assertThat(moved.bytes()).isEqualTo(EXTENT);
        assertThat(moved.registered()).isZero();
        return moved.ranked();
    }

    @Test
    void shouldPreferTheNearest() {
        assertThat(ranked(RepositionKind.RECOVER, 99, FAR, SAME_ZONE, SAME_RACK, SAME_NODE))
                .containsExactly(SAME_NODE, SAME_RACK, SAME_ZONE, FAR);
        keepAlive(SAME_NODE, 0);
        assertThat(ranked(RepositionKind.RECOVER, 99, SAME_NODE, SAME_RACK, SAME_ZONE, FAR))
                .containsExactly(SAME_NODE, SAME_RACK, SAME_ZONE, FAR);
        keepAlive(SAME_NODE, 0);
        assertThat(ranked(RepositionKind.RECOVER, 99, SAME_RACK, FAR, SAME_NODE, SAME_ZONE))
                .containsExactly(SAME_NODE, SAME_RACK, SAME_ZONE, FAR);
    }

    @Test
    void shouldPreferTheLeastBusyWhereverItStands() {
        keepAlive(SAME_NODE, 2);
        keepAlive(SAME_RACK, 1);
        assertThat(ranked(RepositionKind.RECOVER, 99, SAME_NODE, SAME_RACK, SAME_ZONE, FAR))
                .containsExactly(SAME_ZONE, FAR, SAME_RACK, SAME_NODE);
    }

    @Test
    void shouldCountWhatWasGivenSinceTheLastKeepalive() {
        keepAlive(FAR, 2);
        assertThat(firstSources(3)).containsExactly(SAME_RACK, SAME_ZONE, SAME_RACK);
        assertThat(firstSources(3)).containsExactly(SAME_ZONE, SAME_RACK, SAME_ZONE);
        keepAlive(SAME_ZONE, 0);
        assertThat(firstSources(1)).containsExactly(SAME_ZONE);
    }

    private List<Integer> firstSources(final int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> ranked(RepositionKind.RECOVER, 99, SAME_RACK, SAME_ZONE, FAR)
                        .getFirst())
                .toList();
    }

    @Test
    void shouldReadFromAnIsolatedChunkOnlyWhereThereIsNoOther() {
        keepAlive(FAR, 60_000);
        fixture.maintenance(2, true);
        assertThat(ranked(RepositionKind.RECOVER, 99, SAME_RACK, SAME_ZONE, FAR))
                .containsExactly(SAME_ZONE, FAR, SAME_RACK);
        assertThat(ranked(RepositionKind.RECOVER, 99, SAME_RACK)).containsExactly(SAME_RACK);
    }

    @Test
    void shouldReadWhatMovesFromWhereItStandsToo() {
        assertThat(ranked(RepositionKind.MIGRATE, SAME_RACK, FAR, SAME_ZONE, SAME_RACK))
                .containsExactly(SAME_RACK, SAME_ZONE, FAR);
        assertThat(ranked(RepositionKind.MIGRATE, SAME_RACK)).containsExactly(SAME_RACK);
        assertThat(ranked(RepositionKind.RECOVER, SAME_RACK, FAR, SAME_RACK)).containsExactly(FAR);
    }

    @Test
    void shouldKeepTheOrderOfTheRequestAmongEquals() {
        keepAlive(SILENT, 0);
        assertThat(ranked(RepositionKind.RECOVER, 99, FAR, SILENT)).containsExactly(FAR, SILENT);
        assertThat(ranked(RepositionKind.RECOVER, 99, SILENT, FAR)).containsExactly(SILENT, FAR);
    }

    @Test
    void shouldNotReadFromAChunkThatDoesNotKeepAlive() {
        assertThat(ranked(RepositionKind.RECOVER, 99, SILENT, FAR)).containsExactly(FAR);
        final Item item = new Item(0);
        item.existing = new int[] {SILENT};
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.RECOVER, item)).isEqualTo(ResultCode.NO_SOURCE);
    }

    @Test
    void shouldStayInThePoolOfTheSegmentOrOfItsSources() {
        fixture.send(buffer -> {
            final var encoder =
                    new io.stowage.codecs.CreatePoolEncoder().wrapAndApplyHeader(buffer, 0, fixture.headerEncoder);
            fixture.header(encoder.header(), io.stowage.codecs.Role.OPERATOR, 0, 0);
            return encoder.name("fast").encodedLength();
        });
        final int pool = (int) new io.stowage.codecs.PoolReplyDecoder()
                .wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder)
                .pool();
        for (final int chunk : new int[] {SAME_ZONE, FAR}) {
            fixture.send(buffer -> {
                final var encoder =
                        new io.stowage.codecs.MoveChunkEncoder().wrapAndApplyHeader(buffer, 0, fixture.headerEncoder);
                fixture.header(encoder.header(), io.stowage.codecs.Role.OPERATOR, 0, 0);
                return encoder.chunk(chunk).pool(pool).encodedLength();
            });
            assertThat(fixture.result()).isEqualTo(ResultCode.OK);
        }
        final Item migrated = new Item(0);
        migrated.replace = FAR;
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.MIGRATE, migrated)).isEqualTo(ResultCode.OK);
        assertThat(wire.moved().getFirst().destination()).isEqualTo(SAME_ZONE);
        final Item recovered = new Item(0);
        recovered.existing = new int[] {SAME_ZONE};
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.RECOVER, recovered)).isEqualTo(ResultCode.OK);
        assertThat(wire.moved().getFirst().destination()).isEqualTo(FAR);
        final Item known = new Item(0);
        known.replace = SAME_RACK;
        known.existing = new int[] {SAME_ZONE};
        known.exclude = new int[] {SAME_NODE};
        assertThat(wire.reposition(EM, 1, 1, RepositionKind.RECOVER, known)).isEqualTo(ResultCode.OK);
        assertThat(wire.moved().getFirst().destination()).isEqualTo(DESTINATION);
        final Item reserved = new Item(0);
        reserved.pool = pool;
        reserved.replicas = 2;
        assertThat(wire.reserve(EM, 1, 1, reserved)).isEqualTo(ResultCode.OK);
        assertThat(wire.granted().getFirst().chunks()).containsExactlyInAnyOrder(SAME_ZONE, FAR);
    }
}
