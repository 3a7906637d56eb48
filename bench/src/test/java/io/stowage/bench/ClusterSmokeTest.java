package io.stowage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two clusters of real processes answer everything, also over the death of a leader; how fast anything is, is not looked at. */
@Tag("long")
class ClusterSmokeTest {
    @Test
    @Timeout(600)
    void shouldReportRatiosFiguresAndTheTimeWithoutService(@TempDir final Path directory) {
        final Program program = Program.run(
                "bench", "cluster", "--quick", "--json", "--kills", "1", "--directory", directory.toString());

        assertThat(program.status()).as(program.err()).isZero();
        final JsonNode report = program.json();
        final List<String> ratios = new ArrayList<>();
        for (final JsonNode ratio : report.get("ratios")) {
            ratios.add(ratio.get("name").asString());
            assertThat(ratio.get("min").asDouble()).as(ratio.toString()).isPositive();
        }
        assertThat(ratios).containsExactly("pipelined throughput", "round trip p50", "round trip p99");
        assertThat(report.get("figures"))
                .hasSize(4)
                .allSatisfy(row ->
                        assertThat(row.get("commandsPerSecond").asDouble()).isPositive());
        final List<String> outages = new ArrayList<>();
        for (final JsonNode outage : report.get("outages")) {
            outages.add(outage.get("of").asString());
            assertThat(outage.get("kills").asInt()).isEqualTo(1);
            assertThat(outage.get("p50Ns").asLong()).as(outage.toString()).isPositive();
        }
        assertThat(outages).containsExactly("stowage", "echo");
        assertThat(report.get("setup").get("journal").asBoolean()).isTrue();
        assertThat(directory).isEmptyDirectory();
    }
}
