package io.stowage.bench.placement.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stowage.bench.placement.cluster.ClusterFiles;
import io.stowage.bench.placement.figure.Filling;
import io.stowage.bench.placement.figure.Timing;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where crushtool is installed: it compiles our map and uses it. */
class CrushTest {
    @TempDir
    private Path directory = Path.of("");

    @BeforeEach
    void requireTool() {
        assumeTrue(Crush.find() != null, "crushtool is on the path");
    }

    @Test
    void shouldMapEveryObjectToThreeRacks() {
        final ClusterFiles files = ClusterFiles.write(100, 5707, directory);

        final Timing timing = crush().time(files, 0, 1_000, 1);

        assertThat(timing.failures()).isZero();
        assertThat(timing.decisions()).isPositive();
        assertThat(timing.bytesPerDecision()).isNegative();
    }

    @Test
    void shouldSpreadByWeight() {
        final Filling filling = CrushFilling.run(crush(), ClusterFiles.write(100, 5707, directory), 0.8, 100);

        assertThat(filling.failures()).isZero();
        assertThat(filling.meanUtilisation()).isBetween(0.79, 0.81);
        assertThat(filling.minUtilisation()).isGreaterThan(0.4);
    }

    @Test
    void shouldCompileAMapWhoseWeightsWouldNotFitUnscaled() {
        final ClusterFiles files = ClusterFiles.write(40_000, 5707, directory);

        crush().compile(files);

        assertThat(directory.resolve("cluster-40000.crush.txt.bin")).isNotEmptyFile();
    }

    private static Crush crush() {
        final Crush crush = Crush.find();
        if (crush == null) {
            throw new IllegalStateException("crushtool is gone");
        }
        return crush;
    }
}
