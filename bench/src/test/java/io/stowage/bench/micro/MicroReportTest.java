package io.stowage.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.bench.output.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class MicroReportTest {
    @Test
    void shouldNameWhatMakesGarbage() {
        final MicroResult clean = new MicroResult("A.clean", 100, 10, 1, 9, 1, 10, 0.999, 1_000_000, 2.0);
        final MicroResult dirty = new MicroResult("A.dirty", null, 10, 1, 9, 1, 10, 24, 10_000, null);
        final MicroReport report = new MicroReport(
                List.of(clean, dirty), false, List.of(), MicroOptions.quick(), new Machine(2, "", "Linux", "JVM", 0));

        assertThat(clean.makesGarbage()).isFalse();
        assertThat(dirty.makesGarbage()).isTrue();
        assertThat(report.text())
                .endsWith("FAILED: A.dirty makes 24.0 bytes of garbage an operation; the hot path must make none\n")
                .doesNotContain("FAILED: A.clean");
    }

    @Test
    void shouldNotTakeWhatTheHarnessLeavesForGarbageOfFewOperations() {
        assertThat(new MicroResult("A", 100, 10, 1, 9, 1, 10, 6, 10_000, null).makesGarbage())
                .isFalse();
        assertThat(new MicroResult("A", 100, 10, 1, 9, 1, 10, 7, 10_000, null).makesGarbage())
                .isTrue();
    }

    @Test
    void shouldNotTakeAMissingFigureForNoGarbage() {
        assertThat(new MicroResult("A", 100, 10, 1, 9, 1, 10, Double.NaN, 1_000_000, null).makesGarbage())
                .isTrue();
    }
}
