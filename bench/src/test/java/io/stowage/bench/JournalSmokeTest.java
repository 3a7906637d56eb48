package io.stowage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The benchmarks of journal, replay and memory run, and their figures are there; how fast anything is, is not looked at. */
class JournalSmokeTest {
    @Test
    void shouldReportAppendsAndCommitsBesideTheirFloors(@TempDir final Path directory) {
        final JsonNode report = run("journal", "--directory", directory.toString());

        assertThat(report.get("appends")).hasSize(3).allSatisfy(row -> {
            assertThat(row.get("toCopy").asDouble()).as(row.toString()).isPositive();
            assertThat(row.get("toChronicle").asDouble()).as(row.toString()).isPositive();
        });
        assertThat(report.get("commits"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row.get("share").asDouble()).isPositive());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldReplayWhatWasWritten(@TempDir final Path directory) {
        final JsonNode report = run("replay", "--directory", directory.toString());

        assertThat(report.get("rows")).hasSize(3).allSatisfy(row -> {
            assertThat(row.get("commands").asLong()).isGreaterThanOrEqualTo(2_000);
            assertThat(row.get("share").asDouble()).as(row.toString()).isPositive();
        });
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldTellWhatTheEngineTakes() {
        final JsonNode report = run("memory");

        assertThat(report.get("offHeapBytes").asLong()).isPositive();
        assertThat(report.get("heapBytes")).hasSize(11);
        assertThat(report.get("commands").asLong()).isEqualTo(4_000);
    }

    private static JsonNode run(final String name, final String... more) {
        final String[] arguments = new String[4 + more.length];
        arguments[0] = "bench";
        arguments[1] = name;
        arguments[2] = "--quick";
        arguments[3] = "--json";
        System.arraycopy(more, 0, arguments, 4, more.length);
        final Program program = Program.run(arguments);
        assertThat(program.status()).as(program.err()).isZero();
        return program.json();
    }
}
