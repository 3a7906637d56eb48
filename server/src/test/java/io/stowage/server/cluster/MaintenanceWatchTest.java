package io.stowage.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.codecs.MaintenanceDecoder;
import io.stowage.codecs.MessageHeaderDecoder;
import io.stowage.codecs.Role;
import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.engine.LogPosition;
import io.stowage.engine.ReplySink;
import io.stowage.server.FrameBuilder;
import io.stowage.server.HostEntryFrames;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaintenanceWatchTest {
    private static final int OWN = 2;
    private static final int OTHER = 1;

    private final Engine engine = new Engine(Limits.small());
    private final FrameBuilder frames = new FrameBuilder().as(TestCluster.CLUSTER, Role.OPERATOR, 0);
    private final MaintenanceWatch watch = new MaintenanceWatch("own");

    @BeforeEach
    void registerNodes() {
        final HostEntryFrames host = new HostEntryFrames();
        final int length = host.clusterStart(
                TestCluster.CLUSTER.getMostSignificantBits(), TestCluster.CLUSTER.getLeastSignificantBits(), 3);
        apply(HostEntryFrames.HOST_SESSION, host.buffer(), length);
        apply(frames.registerNode("10.0.0.1", "other"));
        apply(frames.registerNode("10.0.0.2", "own"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldYieldWhenItsNodeEntersMaintenance() {
        assertThat(yieldsTo(watch, frames.maintenance(OWN, true))).isTrue();
    }

    @Test
    void shouldKnowItsNodeByItsIdToo() {
        assertThat(yieldsTo(new MaintenanceWatch("2"), frames.maintenance(OWN, true)))
                .isTrue();
    }

    @Test
    void shouldStayForEverythingElse() {
        assertThat(yieldsTo(watch, frames.maintenance(OTHER, true))).isFalse();
        assertThat(yieldsTo(watch, frames.maintenance(OWN, false))).isFalse();
        assertThat(yieldsTo(watch, frames.maintenance(0, true))).isFalse();
        assertThat(yieldsTo(watch, frames.maintenance(77, true))).isFalse();
        assertThat(yieldsTo(watch, frames.registerNode("10.0.0.3", "third"))).isFalse();
        assertThat(yieldsTo(watch, frames.bare(MaintenanceDecoder.TEMPLATE_ID, MessageHeaderDecoder.SCHEMA_ID, 40, 48)))
                .isFalse();
    }

    @Test
    void shouldStayWhereItsNodeIsNotTold() {
        assertThat(yieldsTo(new MaintenanceWatch(""), frames.maintenance(OWN, true)))
                .isFalse();
    }

    @Test
    void shouldYieldOnceWhereItIsElectedInMaintenance() {
        assertThat(watch.wantsToYield(engine)).isFalse();

        apply(frames.maintenance(OWN, true));
        assertThat(watch.wantsToYield(engine)).isTrue();
        assertThat(watch.wantsToYield(engine)).isFalse();

        apply(frames.maintenance(OWN, false));
        assertThat(watch.wantsToYield(engine)).isFalse();

        apply(frames.maintenance(OWN, true));
        assertThat(watch.wantsToYield(engine)).isTrue();
    }

    private boolean yieldsTo(final MaintenanceWatch watching, final UnsafeBuffer frame) {
        apply(frame);
        return watching.wantsToYield(engine, frame, 0, frame.capacity());
    }

    private void apply(final UnsafeBuffer frame) {
        apply(1, frame, frame.capacity());
    }

    private void apply(final long session, final DirectBuffer buffer, final int length) {
        final long position = LogPosition.after(engine.position(), length);
        engine.onEntry(position, 1_000, session, buffer, 0, length, ReplySink.NONE);
    }
}
