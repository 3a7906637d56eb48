package io.stowage.engine;

import static io.stowage.engine.EngineFixture.EXTENT;
import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.ConfigKey;
import io.stowage.codecs.ReserveForAllocationReplyDecoder;
import io.stowage.codecs.ResultCode;
import io.stowage.engine.SpaceWire.Item;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one command looks up once holds for each of its items, also behind those that are granted in between. */
class RefusedItemsTest {
    private static final int EM = 1;
    private static final int CHUNKS = 40;

    private final EngineFixture fixture = new EngineFixture();
    private final SpaceWire wire = new SpaceWire(fixture);

    /** An item's result, the chunks that had room for it, and those on nodes of their own. */
    private record Told(ResultCode result, long space, long spread, List<Integer> chunks) {}

    @BeforeEach
    void chunksOfOneExtentAndThreeOfFour() {
        fixture.setConfig(ConfigKey.REBUILD_HEADROOM, 0);
        fixture.setConfig(ConfigKey.HEADROOM_NEW_PPM, 0);
        for (int i = 1; i <= CHUNKS; i++) {
            fixture.healthyChunk(i, i % 13 == 0 ? 4 * EXTENT : EXTENT);
        }
        fixture.connectEm(EM, 1);
    }

    @AfterEach
    void verifyAndClose() {
        fixture.close();
    }

    @Test
    void shouldCountWhatTheItemsBeforeHaveLeft() {
        final List<Told> told = reserve(
                item(4, 2 * EXTENT),
                item(3, 2 * EXTENT),
                item(4, 2 * EXTENT),
                item(1, 3 * EXTENT),
                item(3, 2 * EXTENT),
                item(1, 2 * EXTENT),
                item(38, EXTENT),
                item(1, EXTENT));

        assertThat(told.get(0)).isEqualTo(new Told(ResultCode.NO_SPACE, 3, 0, List.of()));
        assertThat(told.get(1).result()).isEqualTo(ResultCode.OK);
        assertThat(told.get(1).chunks()).containsExactlyInAnyOrder(13, 26, 39);
        assertThat(told.get(2)).isEqualTo(new Told(ResultCode.NO_SPACE, 3, 0, List.of()));
        assertThat(told.get(3)).isEqualTo(new Told(ResultCode.NO_SPACE, 0, 0, List.of()));
        assertThat(told.get(4).chunks()).containsExactlyInAnyOrder(13, 26, 39);
        assertThat(told.get(5)).isEqualTo(new Told(ResultCode.NO_SPACE, 0, 0, List.of()));
        assertThat(told.get(6)).isEqualTo(new Told(ResultCode.MALFORMED, 0, 0, List.of()));
        assertThat(told.get(7).result()).isEqualTo(ResultCode.OK);
    }

    /** A segment larger than an extent finds the few chunks that take it, to the last one, extent by extent. */
    @Test
    void shouldFindTheLastChunkForASegmentLargerThanAnExtent() {
        final Item six = item(1, 2 * EXTENT);
        six.extents = 6;
        final Item another = item(1, 2 * EXTENT);

        final List<Told> told = reserve(six, another);

        assertThat(told.get(0).chunks()).containsExactlyInAnyOrder(13, 13, 26, 26, 39, 39);
        assertThat(told.get(1)).isEqualTo(new Told(ResultCode.NO_SPACE, 0, 0, List.of()));
    }

    /** The next command sees what has happened between the two. */
    @Test
    void shouldLookAnewInTheNextCommand() {
        assertThat(reserve(item(4, 2 * EXTENT)).getFirst().space()).isEqualTo(3);
        fixture.keepAlive(1, 1, -1, 4 * GIB, 0);

        assertThat(reserve(item(5, 2 * EXTENT)).getFirst().space()).isEqualTo(4);
        assertThat(reserve(item(4, 2 * EXTENT)).getFirst().result()).isEqualTo(ResultCode.OK);
    }

    private static Item item(final int replicas, final long bytes) {
        final Item item = new Item(0);
        item.replicas = replicas;
        item.bytes = bytes;
        return item;
    }

    private List<Told> reserve(final Item... items) {
        wire.reserve(EM, 1, 1, items);
        final List<Told> told = new ArrayList<>();
        for (final ReserveForAllocationReplyDecoder.ItemsDecoder item : new ReserveForAllocationReplyDecoder()
                .wrapAndApplyHeader(fixture.reply, 0, fixture.headerDecoder)
                .items()) {
            final long space = item.funnel().space();
            final long spread = item.funnel().spread();
            final ResultCode result = item.result();
            final List<Integer> chunks = new ArrayList<>();
            item.chunks().forEach(each -> chunks.add((int) each.chunk()));
            told.add(new Told(result, space, spread, List.copyOf(chunks)));
        }
        return told;
    }
}
