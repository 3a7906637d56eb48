package io.stowage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The placement is timed, filled and asked, alone; how fast or even it is, is not looked at. */
class PlacementSmokeTest {
    @Test
    void shouldMeasureOurPlacement(@TempDir final Path directory) {
        final Program program = Program.run(
                "bench",
                "placement",
                "--quick",
                "--json",
                "--no-peers",
                "--no-crush",
                "--chunks",
                "100",
                "--full",
                "0,90",
                "--fill-chunks",
                "100",
                "--cluster-files",
                directory.resolve("clusters").toString(),
                "--charts",
                directory.resolve("charts").toString());

        final JsonNode report = program.json();
        assertThat(report.get("notes").size())
                .as(report.get("notes").toString())
                .isZero();
        assertThat(report.get("timings"))
                .extracting(row -> row.get("peer").asString() + row.get("fullPercent"))
                .containsExactly("stowage0", "stowage-single0", "stowage-ec-8-30", "stowage90", "stowage-single90");
        for (final JsonNode row : report.get("timings")) {
            assertThat(row.get("nsPerDecision").asDouble()).isPositive();
            assertThat(row.get("failures").asInt()).as(row.toString()).isZero();
        }
        final JsonNode filling = report.get("fillings").get(0);
        assertThat(filling.get("meanUtilisation").asDouble()).isBetween(0.79, 0.82);
        assertThat(filling.get("newChunkShare").asDouble()).isPositive();
        assertThat(report.get("feasibility").get("refused").asInt()).isPositive();
        assertThat(report.get("feasibility").get("refusedThoughFeasible").asInt())
                .isZero();
        assertThat(report.get("feasibility").get("brokenRules").asInt()).isZero();
        assertThat(directory.resolve("clusters")).isDirectoryContaining("glob:**cluster-100.tsv");
        assertThat(directory.resolve("charts"))
                .isDirectoryContaining("glob:**placement-time-90-full.svg")
                .isDirectoryContaining("glob:**placement-garbage.svg")
                .isDirectoryContaining("glob:**placement-evenness.svg");
    }

    @Test
    void shouldRefuseAClusterThatIsFullThroughout() {
        final Program program = Program.run("bench", "placement", "--quick", "--no-peers", "--full", "100");

        assertThat(program.status()).isEqualTo(1);
        assertThat(program.err())
                .isEqualToIgnoringNewLines("stowage: the share of full chunks must be between 0 and 99, not 100");
    }
}
