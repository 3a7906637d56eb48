package io.stowage.engine;

import static io.stowage.engine.EngineFixture.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.codecs.Provision;
import io.stowage.engine.EngineFixture.Row;
import java.util.SplittableRandom;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same log gives the same bytes: from the start, from any snapshot, over and over. */
class DeterminismTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldComeToTheSameBytesFromTheLogAndFromAnySnapshot(final long seed) {
        try (EngineFixture fixture = new EngineFixture()) {
            final SplittableRandom random = new SplittableRandom(seed);
            final ExpandableArrayBuffer snapshot = new ExpandableArrayBuffer();
            final int snapshotAt = random.nextInt(50, 300);
            int snapshotLength = 0;
            final long[] version = {0, 1, 1, 1};
            final int[][] tables = new int[4][65];
            for (int em = 1; em <= 3; em++) {
                fixture.connectEm(em, 1);
            }
            for (int step = 0; step < 400; step++) {
                step(fixture, random, version, tables);
                if (step == snapshotAt) {
                    snapshotLength = take(fixture.engine, snapshot);
                }
            }
            fixture.engine.verify();
            try (Engine fromLog = new Engine(Limits.small());
                    Engine fromSnapshot = new Engine(Limits.small())) {
                EngineFixture.replay(fixture.log, fromLog);
                assertThat(fromLog.stateHash()).isEqualTo(fixture.engine.stateHash());
                fromSnapshot.load(snapshot, 0, snapshotLength);
                fromSnapshot.verify();
                EngineFixture.replay(fixture.log, fromSnapshot);
                fromSnapshot.verify();
                assertThat(fromSnapshot.stateHash()).isEqualTo(fixture.engine.stateHash());
                assertThat(fromSnapshot.commands()).isEqualTo(fixture.engine.commands());
            }
        }
    }

    @Test
    void shouldKnowNobodyWhoWasRemovedBeforeTheSnapshot() {
        try (EngineFixture fixture = new EngineFixture();
                Engine fromSnapshot = new Engine(Limits.small())) {
            // given
            for (int em = 1; em <= 4; em++) {
                fixture.connectEm(em, 1);
            }
            fixture.removeEm(1);
            fixture.removeEm(2);
            fixture.removeEm(3);
            final ExpandableArrayBuffer snapshot = new ExpandableArrayBuffer();
            final int length = take(fixture.engine, snapshot);

            // when
            fixture.sessionClosed(0);
            fixture.connectEm(3, 1);
            fixture.connectEm(1, 1);
            fromSnapshot.load(snapshot, 0, length);
            EngineFixture.replay(fixture.log, fromSnapshot);

            // then
            fromSnapshot.verify();
            assertThat(fromSnapshot.stateHash()).isEqualTo(fixture.engine.stateHash());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void shouldRefuseADamagedSnapshot(final long seed) {
        try (EngineFixture fixture = new EngineFixture()) {
            for (int i = 1; i <= 5; i++) {
                fixture.healthyChunk(i, GIB);
            }
            final ExpandableArrayBuffer snapshot = new ExpandableArrayBuffer();
            final int length = take(fixture.engine, snapshot);
            final SplittableRandom random = new SplittableRandom(seed);
            int refused = 0;
            for (int i = 0; i < 40; i++) {
                final int at = random.nextInt(length);
                final byte original = snapshot.getByte(at);
                snapshot.putByte(at, (byte) (original ^ 1 << random.nextInt(8)));
                try (Engine engine = new Engine(Limits.small())) {
                    engine.load(snapshot, 0, length);
                    assertThat(engine.stateHash())
                            .as("byte %d does no harm", at)
                            .isEqualTo(fixture.engine.stateHash());
                } catch (final IllegalArgumentException detected) {
                    assertThat(detected).hasMessageContaining("snapshot");
                    refused++;
                }
                snapshot.putByte(at, original);
            }
            assertThat(refused).isGreaterThan(30);
            try (Engine engine = new Engine(Limits.small())) {
                assertThatThrownBy(() -> engine.load(snapshot, 0, length - 1))
                        .hasMessageContaining("the snapshot cannot be used");
            }
        }
    }

    private static void step(
            final EngineFixture fixture, final SplittableRandom random, final long[] version, final int[][] tables) {
        final int em = random.nextInt(1, 4);
        final int[] held = tables[em];
        switch (random.nextInt(6)) {
            case 0 -> fixture.healthyChunk(random.nextInt(1, 60), 20 * GIB);
            case 1, 2 -> {
                fixture.reserve(em, version[em], Provision.THICK, random.nextInt(1, 4), random.nextInt(1, 5));
                if (fixture.grantedItem().extents() > 0) {
                    fixture.grantedChunks().forEach(chunk -> held[chunk]++);
                }
            }
            case 3 -> {
                version[em]++;
                final Row[] rows = java.util.stream.IntStream.range(1, held.length)
                        .filter(chunk -> held[chunk] > 0)
                        .mapToObj(chunk ->
                                new Row(chunk, Provision.THICK, held[chunk], held[chunk] * EngineFixture.EXTENT))
                        .toArray(Row[]::new);
                fixture.report(em, version[em], rows);
            }
            case 4 -> fixture.tick(random.nextInt(1, 3_000));
            default -> fixture.reserve(em, version[em], Provision.THIN, 2, 1);
        }
    }

    private static int take(final Engine engine, final ExpandableArrayBuffer target) {
        final int[] length = {0};
        engine.snapshot((buffer, offset, count) -> {
            target.putBytes(length[0], buffer, offset, count);
            length[0] += count;
        });
        return length[0];
    }
}
