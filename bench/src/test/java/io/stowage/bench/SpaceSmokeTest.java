package io.stowage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.bench.micro.MicroResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The benchmarks run at both sizes and their figures are there; how fast anything is, is not looked at. */
class SpaceSmokeTest {
    @Test
    void shouldCompareASmallAndALargeCluster() {
        final Program program = Program.run("bench", "space", "--quick", "--include", "(view|report)", "--json");

        final List<String> compared = new ArrayList<>();
        for (final JsonNode ratio : program.json().get("ratios")) {
            compared.add(
                    ratio.get("operation").asString() + ' ' + ratio.get("touch").asString());
            assertThat(ratio.get("ratio").asDouble()).as(ratio.toString()).isPositive();
            assertThat(ratio.get("bestRatio").asDouble()).as(ratio.toString()).isPositive();
        }
        assertThat(compared).containsExactly("report SAME", "view SAME", "report ALL", "view ALL");
        for (final JsonNode row : program.json().get("results")) {
            assertThat(row.get("bytesPerOp").asDouble() * row.get("operations").asLong())
                    .as(row.toString())
                    .isNotNegative()
                    .isLessThan(MicroResult.HARNESS_BYTES);
        }
        final JsonNode sizes = program.json().get("sizes");
        assertThat(sizes.get(0).get("spaceRows").asLong()).isEqualTo(2 * (64 * 100 + 64));
        assertThat(sizes.get(1).get("spaceRows").asLong()).isEqualTo(2 * (64 * 400 + 64));
    }
}
