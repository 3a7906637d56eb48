package io.stowage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Server and echo answer everything and their figures are there; how fast anything is, is not looked at. */
class LoadSmokeTest {
    @Test
    void shouldReportRatiosAndFiguresOfServerAndEcho(@TempDir final Path directory) {
        final Path journals = directory.resolve("journals");
        final Path latencies = directory.resolve("latencies");
        final Program program = Program.run(
                "bench",
                "load",
                "--quick",
                "--json",
                "--idle",
                "backoff",
                "--directory",
                journals.toString(),
                "--histograms",
                latencies.toString());

        assertThat(program.status()).as(program.err()).isZero();
        final JsonNode report = program.json();
        final List<String> ratios = new ArrayList<>();
        for (final JsonNode ratio : report.get("ratios")) {
            ratios.add(ratio.get("name").asString());
            assertThat(ratio.get("min").asDouble()).as(ratio.toString()).isPositive();
            assertThat(ratio.get("median").asDouble())
                    .as(ratio.toString())
                    .isBetween(ratio.get("min").asDouble(), ratio.get("max").asDouble());
        }
        assertThat(ratios)
                .containsExactly(
                        "round trip p50", "round trip p99", "pipelined throughput", "open loop p50", "open loop p99");
        final List<String> figures = new ArrayList<>();
        for (final JsonNode row : report.get("figures")) {
            final String load = row.get("load").asString();
            figures.add(load + " / " + row.get("of").asString());
            assertThat(row.get("commandsPerSecond").asDouble())
                    .as(row.toString())
                    .isPositive();
            assertThat(row.get("roundTrips").asLong() > 0).as(row.toString()).isEqualTo(!load.equals("pipelined"));
            assertThat(row.get("p50Ns").asLong())
                    .as(row.toString())
                    .isLessThanOrEqualTo(row.get("p99Ns").asLong());
        }
        assertThat(figures)
                .containsExactly(
                        "round trip / server",
                        "round trip / echo",
                        "pipelined / server",
                        "pipelined / echo",
                        "open loop / server",
                        "open loop / echo");
        final JsonNode setup = report.get("setup");
        assertThat(setup.get("idleStrategy").asString()).isEqualTo("backoff");
        assertThat(setup.get("journalSync").asString()).isEqualTo("process");
        assertThat(setup.get("journalBytes").asLong()).isPositive();
        assertThat(setup.get("reserveBytes").asInt()).isPositive();
        assertThat(setup.get("freeReplyBytes").asInt()).isPositive();
        assertThat(journals).isEmptyDirectory();
        assertThat(latencies.toFile().list())
                .containsExactlyInAnyOrder(
                        "load-round-trip-server.hgrm",
                        "load-round-trip-echo.hgrm",
                        "load-round-trip.svg",
                        "load-open-loop-server.hgrm",
                        "load-open-loop-echo.hgrm",
                        "load-open-loop.svg");
    }
}
