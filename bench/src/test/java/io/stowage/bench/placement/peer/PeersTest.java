package io.stowage.bench.placement.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.bench.BenchException;
import io.stowage.bench.placement.cluster.ClusterFiles;
import io.stowage.bench.placement.figure.Filling;
import io.stowage.bench.placement.figure.Timing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the program of the same name that stands beside these tests and prints canned figures. */
class PeersTest {
    private static final long SEED = 5707;

    @TempDir
    private Path directory = Path.of("");

    private final Peers peers = Peers.of(System.getProperty("java.class.path"), SEED);

    @Test
    void shouldListThePolicies() {
        assertThat(peers.all())
                .containsExactly(new Peers.Peer("good", "1.0", true, 3), new Peers.Peer("broken", "1.0", false, 2));
    }

    @Test
    void shouldReadTimesAndSkipWhatItDoesNotKnow() {
        final Timing timing = peers.contestants().getFirst().time(files(), 50, 1_000, 2);

        assertThat(timing.peer()).isEqualTo("good");
        assertThat(timing.fullPercent()).isEqualTo(50);
        assertThat(timing.decisions()).isEqualTo(2_000);
        assertThat(timing.cpuNsPerDecision()).isEqualTo(4_000);
        assertThat(timing.batches()).containsExactly(5_000.0, 4_500.0);
    }

    @Test
    void shouldReadAFilling() {
        final Filling filling = peers.fill(peers.all().getFirst(), files(), 0.8, 1_000, 10_000);

        assertThat(filling.refreshEvery()).isEqualTo(10_000);
        assertThat(filling.maxOverMean()).isEqualTo(1.25);
        assertThat(filling.isWhole()).isFalse();
        assertThat(filling.skewAfter()).isNull();
    }

    @Test
    void shouldSayWhyAPeerFailed() {
        final Contestant broken = peers.contestants().getLast();

        assertThatThrownBy(() -> broken.time(files(), 0, 1_000, 2))
                .isInstanceOf(BenchException.class)
                .hasMessage("java ended with status 1: no such luck");
    }

    private ClusterFiles files() {
        return ClusterFiles.write(100, SEED, directory);
    }
}
