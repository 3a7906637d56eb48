package io.stowage.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class PeerTest {
    private static final long SEGMENT_BYTES = 256L << 20;
    private static final int DECISION_COUNT = 500;

    @ParameterizedTest
    @EnumSource
    void shouldChooseThreeNodesOnAsManyRacksAsPromised(final PeerKind kind) {
        final Cluster cluster = Clusters.mixed(12, 3);
        try (Peer peer = kind.open()) {
            addAll(peer, cluster, 0);

            for (int i = 0; i < DECISION_COUNT; i++) {
                final Set<Integer> chunks = chosen(peer);

                assertThat(chunks).hasSize(3);
                assertThat(chunks.stream().map(cluster::place).distinct())
                        .hasSizeGreaterThanOrEqualTo(kind.promisedRacks());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReachEveryNode(final PeerKind kind) {
        final Cluster cluster = Clusters.mixed(12, 3);
        final Set<Integer> seen = new HashSet<>();
        try (Peer peer = kind.open()) {
            addAll(peer, cluster, 0);

            for (int i = 0; i < DECISION_COUNT; i++) {
                seen.addAll(chosen(peer));
            }
        }
        assertThat(seen).hasSize(cluster.chunkCount());
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotChooseWhatWasReportedFull(final PeerKind kind) {
        final Cluster cluster = Clusters.mixed(4, 6);
        try (Peer peer = kind.open()) {
            addAll(peer, cluster, 0);
            for (int i = 0; i < 12; i++) {
                // More than fits is as full as full.
                peer.report(i, cluster.chunk(i).capacityBytes() + SEGMENT_BYTES * (i % 2));
            }

            for (int i = 0; i < DECISION_COUNT; i++) {
                assertThat(chosen(peer)).allMatch(chunk -> chunk >= 12);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldChooseWhatHasRoomAgain(final PeerKind kind) {
        final Cluster cluster = Clusters.mixed(2, 1);
        try (Peer peer = kind.open()) {
            addAll(peer, cluster, 100);
            assertThat(peer.choose(3, SEGMENT_BYTES)).isLessThan(3);

            for (int i = 0; i < cluster.chunkCount(); i++) {
                peer.report(i, 0);
            }

            assertThat(chosen(peer)).hasSize(3);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HDFS_DEFAULT", "HDFS_AVAILABLE_SPACE"})
    void shouldCountScheduledBlocksUntilTheReport(final PeerKind kind) {
        final Cluster cluster = Clusters.mixed(2, 1);
        try (Peer peer = kind.open()) {
            for (int i = 0; i < 3; i++) {
                peer.add(cluster.place(i), SEGMENT_BYTES, 0);
            }
            assertThat(peer.choose(3, SEGMENT_BYTES)).isEqualTo(3);
            peer.accept();
            assertThat(peer.choose(3, SEGMENT_BYTES)).isZero();

            for (int i = 0; i < 3; i++) {
                peer.report(i, 0);
            }

            assertThat(peer.choose(3, SEGMENT_BYTES)).isEqualTo(3);
        }
    }

    private static void addAll(final Peer peer, final Cluster cluster, final int fullPercent) {
        for (int i = 0; i < cluster.chunkCount(); i++) {
            final Chunk chunk = cluster.chunk(i);
            peer.add(cluster.place(i), chunk.capacityBytes(), chunk.usedBytes(fullPercent));
        }
    }

    /** A decision, with the repetition that a caller of a policy that gives up has to do. */
    private static Set<Integer> chosen(final Peer peer) {
        int given = 0;
        for (int attempt = 0; attempt < 100 && given < 3; attempt++) {
            given = peer.choose(3, SEGMENT_BYTES);
        }
        final Set<Integer> chunks = new HashSet<>();
        for (int i = 0; i < given; i++) {
            chunks.add(peer.chosen(i));
        }
        return chunks;
    }
}
