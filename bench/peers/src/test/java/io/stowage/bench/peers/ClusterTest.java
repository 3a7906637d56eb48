package io.stowage.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterTest {
    private static final String HEADER = "# index\tzone\track\tnode\tcapacityBytes\tfullRank\n";

    @Test
    void shouldTellRacksOfOneNameInTwoZonesApart(@TempDir final Path folder) throws IOException {
        final Path file = folder.resolve("cluster.tsv");
        Files.writeString(file, HEADER + "0\tz0\tr0\tn0\t100\t57\n1\tz1\tr0\tn1\t200\t3\n2\tz0\tr0\tn2\t400\t99\n");

        final Cluster cluster = Cluster.load(file);

        assertThat(cluster.chunkCount()).isEqualTo(3);
        assertThat(cluster.rackCount()).isEqualTo(2);
        assertThat(cluster.place(0)).isEqualTo(new Place(0, 0)).isEqualTo(cluster.place(2));
        assertThat(cluster.place(1)).isEqualTo(new Place(1, 1));
        assertThat(cluster.capacityBytes()).isEqualTo(700);
        assertThat(cluster.chunk(0).isFull(57)).isFalse();
        assertThat(cluster.chunk(0).isFull(58)).isTrue();
        assertThat(cluster.chunk(0).usedBytes(0)).isEqualTo(40);
        assertThat(cluster.chunk(0).usedBytes(58)).isEqualTo(100);
    }

    @Test
    void shouldRefuseALineThatIsNoChunk(@TempDir final Path folder) throws IOException {
        final Path file = folder.resolve("cluster.tsv");
        Files.writeString(file, HEADER + "0\tz0\tr0\tn0\t100\t57\n1\tz1\tr0\tn1\tmuch\t3\n");

        assertThatThrownBy(() -> Cluster.load(file))
                .isInstanceOf(PeerException.class)
                .hasMessage(
                        file + ":3: not chunk 1 as 'index zone rack node capacityBytes fullRank', separated by tabs");
    }

    @Test
    void shouldSpreadNewChunksOverTheRacks() {
        final Cluster cluster = Clusters.mixed(6, 5);

        final Cluster grown = cluster.grown(12, new Random(1));

        assertThat(grown.rackCount()).isEqualTo(12);
        assertThat(IntStream.range(60, 72).mapToObj(grown::place).distinct()).hasSize(12);
        assertThat(grown.capacityBytes() - cluster.capacityBytes()).isEqualTo(cluster.capacityBytes() / 5);
    }
}
