package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.codecs.Role;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import io.stowage.server.FrameBuilder;
import io.stowage.server.HostEntryFrames;
import io.stowage.server.ServerException;
import io.stowage.server.snapshot.SnapshotException;
import io.stowage.server.snapshot.SnapshotStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberSnapshotTest {
    private static final int NODES = 100;

    @TempDir
    private Path home;

    private final Engine engine = new Engine(Limits.small());
    private final List<UnsafeBuffer> frames = new ArrayList<>();

    @BeforeEach
    void writeASnapshot() {
        final HostEntryFrames host = new HostEntryFrames();
        apply(HostEntryFrames.HOST_SESSION, host.buffer(), host.clusterStart(1, 2, 3));
        final FrameBuilder builder = new FrameBuilder().as(TestCluster.CLUSTER, Role.OPERATOR, 0);
        for (int i = 1; i <= NODES; i++) {
            final UnsafeBuffer frame = builder.registerNode("10.0.0." + i, "n" + i);
            apply(1, frame, frame.capacity());
        }
        new MemberSnapshotWriter((buffer, length) -> {
                    final byte[] copy = new byte[length];
                    buffer.getBytes(0, copy);
                    frames.add(new UnsafeBuffer(copy));
                })
                .write(engine, new ClusterSessions());
    }

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void shouldGiveTheSameStateAgain() {
        try (Engine restored = new Engine(Limits.small());
                MemberSnapshotReader reader = new MemberSnapshotReader(home)) {
            // when
            readAll(reader);
            reader.load(restored, false);

            // then
            assertThat(restored.position()).isEqualTo(engine.position());
            assertThat(restored.commands()).isEqualTo(engine.commands());
            assertThat(restored.timestampMs()).isEqualTo(engine.timestampMs());
            assertThat(restored.stateHash()).isEqualTo(engine.stateHash());
        }
        assertThat(new SnapshotStore(home).list()).isEmpty();
        assertThat(home.resolve("snapshots")).isEmptyDirectory();
    }

    @Test
    void shouldLeaveASnapshotThatToolsFind() {
        try (Engine restored = new Engine(Limits.small());
                MemberSnapshotReader reader = new MemberSnapshotReader(home)) {
            readAll(reader);
            reader.load(restored, true);
        }

        try (Engine found = new SnapshotStore(home).restore(Limits.small()).engine()) {
            assertThat(found.position()).isEqualTo(engine.position());
            assertThat(found.stateHash()).isEqualTo(engine.stateHash());
        }
    }

    @Test
    void shouldRefuseASnapshotThatEndsTooEarly() {
        for (int missing = 1; missing < frames.size(); missing++) {
            try (Engine restored = new Engine(Limits.small());
                    MemberSnapshotReader reader = new MemberSnapshotReader(home)) {
                frames.subList(0, frames.size() - missing).forEach(frame -> reader.onFrame(frame, 0, frame.capacity()));

                assertThat(reader.isDone()).isFalse();
                assertThatThrownBy(() -> reader.load(restored, true))
                        .isInstanceOf(ServerException.class)
                        .hasMessageContaining("the cluster's snapshot is damaged: it ends too early");
            }
        }
    }

    @Test
    void shouldRefuseASnapshotThatLacksAFrame() {
        for (int lacking = 0; lacking < frames.size() - 1; lacking++) {
            try (MemberSnapshotReader reader = new MemberSnapshotReader(home)) {
                final List<UnsafeBuffer> rest = new ArrayList<>(frames);
                rest.remove(lacking);

                assertThatThrownBy(() -> rest.forEach(frame -> reader.onFrame(frame, 0, frame.capacity())))
                        .isInstanceOf(ServerException.class)
                        .hasMessageContaining("the cluster's snapshot is damaged");
            }
        }
    }

    @Test
    void shouldRefuseAFlippedBit() {
        for (int flipped = 0; flipped < frames.size(); flipped++) {
            final UnsafeBuffer frame = frames.get(flipped);
            final int last = frame.capacity() - 1;
            frame.putByte(last, (byte) (frame.getByte(last) ^ 1));
            // The last word of the first frame says nothing.
            if (flipped > 0) {
                assertRefused(flipped);
            }
            frame.putByte(last, (byte) (frame.getByte(last) ^ 1));
        }
    }

    private void assertRefused(final int flipped) {
        try (Engine restored = new Engine(Limits.small());
                MemberSnapshotReader reader = new MemberSnapshotReader(home)) {
            assertThatThrownBy(() -> {
                        readAll(reader);
                        reader.load(restored, true);
                    })
                    .as("frame %d", flipped)
                    .isInstanceOfAny(ServerException.class, SnapshotException.class);
        }
        assertThat(new SnapshotStore(home).list()).isEmpty();
    }

    private void readAll(final MemberSnapshotReader reader) {
        frames.forEach(frame -> reader.onFrame(frame, 0, frame.capacity()));
        assertThat(reader.isDone()).isTrue();
    }

    private void apply(final long sessionId, final DirectBuffer buffer, final int length) {
        final long position = LogPosition.after(engine.position(), length);
        engine.onEntry(position, position, sessionId, buffer, 0, length, ReplySink.NONE);
    }
}
