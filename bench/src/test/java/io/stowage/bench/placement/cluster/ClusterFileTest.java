package io.stowage.bench.placement.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFileTest {
    private static final long SEED = 5707;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldReadWhatItWrote() throws IOException {
        final Cluster cluster = Cluster.generate(100, SEED);
        final Path file = directory.resolve("cluster.tsv");

        ClusterFile.write(cluster, file);

        assertThat(ClusterFile.read(file)).isEqualTo(cluster);
        final List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(101);
        assertThat(lines.getFirst()).startsWith("#");
        assertThat(lines.get(1)).matches("0\tz0\tz0-r0\tn0\t1099511627776\t\\d+");
    }

    @Test
    void shouldGenerateTheSameClusterFromTheSameSeed() {
        assertThat(Cluster.generate(1_000, SEED)).isEqualTo(Cluster.generate(1_000, SEED));
        assertThat(Cluster.generate(1_000, SEED)).isNotEqualTo(Cluster.generate(1_000, SEED + 1));
    }

    @Test
    void shouldHaveExactlyTheShareOfFullChunksThatIsAskedFor() {
        final Cluster cluster = Cluster.generate(1_000, SEED);

        for (int percent = 0; percent < 100; percent++) {
            assertThat(cluster.notFull(percent)).isEqualTo(1_000 - 10 * percent);
        }
    }

    @Test
    void shouldSpreadAHundredRacksOverFourZonesAndMixSizesInEach() {
        final Cluster cluster = Cluster.generate(1_000, SEED);

        assertThat(cluster.racks()).hasSize(100);
        for (final String rack : cluster.racks()) {
            assertThat(cluster.chunks().stream()
                            .filter(chunk -> chunk.rack().equals(rack))
                            .map(ClusterChunk::capacityBytes)
                            .distinct())
                    .containsExactlyInAnyOrder(1L << 40, 2L << 40, 4L << 40);
        }
    }

    @Test
    void shouldSayWhichLineIsNoChunk() throws IOException {
        final Path file = Files.writeString(directory.resolve("bad.tsv"), "#header\n0\tz0\tr0\n");

        assertThatThrownBy(() -> ClusterFile.read(file))
                .isInstanceOf(BenchException.class)
                .hasMessage("a line of a cluster file has 6 columns, not 3: 0\tz0\tr0");
    }
}
