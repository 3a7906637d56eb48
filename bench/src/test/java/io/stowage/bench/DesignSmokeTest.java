package io.stowage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every design runs and its figures are there; how fast any is, is not looked at. */
class DesignSmokeTest {
    @Test
    void shouldReportTimeAndQualityOfEveryDesign() {
        final Program program = Program.run("bench", "design", "--quick", "--json");

        final List<String> rows = new ArrayList<>();
        for (final JsonNode row : program.json().get("rows")) {
            rows.add(row.get("design").asString() + ' ' + row.get("fullPercent").asInt());
            assertThat(row.get("time").get("cpuNsPerOp").asDouble())
                    .as(row.toString())
                    .isPositive();
            final JsonNode quality = row.get("quality");
            assertThat(quality.get("maxOverMean").asDouble()).as(row.toString()).isGreaterThanOrEqualTo(1);
            assertThat(quality.get("newOverFair").asDouble()).as(row.toString()).isGreaterThan(1);
            assertThat(quality.get("refusedFilled").asDouble())
                    .as(row.toString())
                    .isBetween(0.8, 1.0);
        }
        assertThat(rows)
                .containsExactly(
                        "ORDERED_SUMS 0",
                        "DOMAIN_SUM_TREES 0",
                        "LOAD_BUCKETS 0",
                        "TOURNAMENT_TREES 0",
                        "ORDERED_SUMS 90",
                        "DOMAIN_SUM_TREES 90",
                        "LOAD_BUCKETS 90",
                        "TOURNAMENT_TREES 90");
        assertThat(program.json().get("garbageFree").asBoolean()).isTrue();
        assertThat(program.status()).isZero();
    }
}
