package io.stowage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The load runs, is varied, and leaves a state that is right; the long run is a command. */
class EnduranceSmokeTest {
    @Test
    void shouldHoldMemoryAndTruthUnderAVariedLoad() {
        final Program program = Program.run("bench", "endurance", "--commands", "60000", "--seed", "7", "--json");

        final JsonNode report = program.json();
        assertThat(report.get("commands").asLong()).isBetween(60_000L, 60_010L);
        assertThat(report.get("offHeapBytesEnd").asLong())
                .isEqualTo(report.get("offHeapBytesStart").asLong())
                .isPositive();
        assertThat(report.get("verified").asBoolean()).isTrue();
        assertThat(report.get("healed").asBoolean()).isTrue();
        final Map<String, Long> results = new TreeMap<>();
        report.get("results")
                .propertyStream()
                .forEach(each -> results.put(each.getKey(), each.getValue().asLong()));
        assertThat(results)
                .containsKeys(
                        "OK",
                        "FENCED",
                        "MALFORMED",
                        "CONFLICT",
                        "LEDGER_MISMATCH",
                        "UNKNOWN_CHUNK",
                        "NO_SPACE",
                        "PARTIAL");
        assertThat(results.get("OK")).isGreaterThan(55_000);
        for (final JsonNode table : report.get("tables")) {
            assertThat(table.get("rows").asInt())
                    .as(table.toString())
                    .isLessThanOrEqualTo(table.get("highWater").asInt());
            assertThat(table.get("highWater").asInt())
                    .as(table.toString())
                    .isLessThanOrEqualTo(table.get("capacity").asInt());
        }
    }

    @Test
    void shouldComeToTheSameStateFromTheSameSeed() {
        final JsonNode first = Program.run("bench", "endurance", "--commands", "5000", "--json")
                .json();
        final JsonNode again = Program.run("bench", "endurance", "--commands", "5000", "--json")
                .json();
        final JsonNode other = Program.run("bench", "endurance", "--commands", "5000", "--json", "--seed", "2")
                .json();

        assertThat(again.get("stateHash")).isEqualTo(first.get("stateHash"));
        assertThat(other.get("stateHash")).isNotEqualTo(first.get("stateHash"));
    }

    @Test
    void shouldRefuseARunThatIsTooShort() {
        final Program program = Program.run("bench", "endurance", "--commands", "10");

        assertThat(program.status()).isEqualTo(1);
        assertThat(program.err()).isEqualToIgnoringNewLines("stowage: commands must be at least 1000, not 10");
    }
}
