package io.stowage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchMainTest {
    @Test
    void shouldSayWhichBenchmarksThereAre() {
        final Program program = Program.run("bench");

        assertThat(program.status()).isEqualTo(2);
        assertThat(program.err())
                .isEqualToIgnoringNewLines(
                        "stowage: which benchmark? There are 'micro', 'load', 'space', 'endurance', 'placement', 'design', 'journal', 'replay', 'memory' and 'cluster' (try 'stowage bench --help')");
    }

    @Test
    void shouldRefuseAFleetThatIsTooSmallAndLeaveNothingBehind(@TempDir final Path directory) {
        final Program program =
                Program.run("bench", "load", "--quick", "--chunks", "3", "--directory", directory.toString());

        assertThat(program.status()).isEqualTo(1);
        assertThat(directory).isEmptyDirectory();
        assertThat(program.err()).isEqualToIgnoringNewLines("stowage: chunks must be between 20 and 131072, not 3");
    }

    @Test
    void shouldRefuseAnUnknownIdleStrategy() {
        final Program program = Program.run("bench", "load", "--quick", "--idle", "nap");

        assertThat(program.status()).isEqualTo(1);
        assertThat(program.err())
                .isEqualToIgnoringNewLines(
                        "stowage: there is no idle strategy 'nap'; choose backoff, yield, spin, none or sleep");
    }

    @Test
    void shouldRefuseAMeasurementWithoutTime() {
        final Program program = Program.run("bench", "load", "--seconds", "0");

        assertThat(program.status()).isEqualTo(1);
        assertThat(program.err()).isEqualToIgnoringNewLines("stowage: seconds must be between 1 and 3600, not 0");
    }

    @Test
    void shouldRefuseTurnsThatMembersWouldTakeForDeath() {
        final Program program = Program.run("bench", "cluster", "--seconds", "60", "--rounds", "5");

        assertThat(program.status()).isEqualTo(1);
        assertThat(program.err())
                .isEqualToIgnoringNewLines("stowage: a turn lasts 1 s at most: 60 seconds need 15 rounds, not 5");
    }

    @Test
    void shouldRefuseAClusterThatHasNoMajority() {
        final Program program = Program.run("bench", "cluster", "--members", "2");

        assertThat(program.status()).isEqualTo(1);
        assertThat(program.err()).isEqualToIgnoringNewLines("stowage: a cluster has 3 or 5 members, not 2");
    }

    @Test
    void shouldSayWhenNoBenchmarkHasThatName() {
        final Program program = Program.run("bench", "micro", "--quick", "--include", "NoSuchBenchmark");

        assertThat(program.status()).isEqualTo(1);
        assertThat(program.err())
                .isEqualToIgnoringNewLines(
                        "stowage: no benchmark has a name like 'NoSuchBenchmark'; run all to see them");
    }
}
