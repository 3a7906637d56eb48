package io.stowage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.bench.micro.MicroResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The benchmarks run and their figures are there; how fast anything is, is not looked at. */
class MicroSmokeTest {
    @Test
    void shouldReportTimeAndNoGarbageOfEveryBenchmark() {
        final Program program = Program.run("bench", "micro", "--quick", "--json");

        final List<String> names = new ArrayList<>();
        for (final JsonNode row : program.json().get("results")) {
            names.add(row.get("benchmark").asString());
            assertThat(row.get("nsPerOp").asDouble()).as(row.toString()).isPositive();
            assertThat(row.get("bestNs").asDouble()).as(row.toString()).isPositive();
            assertThat(row.get("cpuShare").asDouble()).as(row.toString()).isPositive();
            assertThat(row.get("cpuNsPerOp").asDouble())
                    .as(row.toString())
                    .isBetween(0.0, row.get("nsPerOp").asDouble());
            assertThat(row.get("bytesPerOp").asDouble() * row.get("operations").asLong())
                    .as(row.toString())
                    .isNotNegative()
                    .isLessThan(MicroResult.HARNESS_BYTES);
        }
        assertThat(names)
                .containsExactly(
                        "ChunkBenchmark.keepAlive",
                        "ChunkBenchmark.spaceView",
                        "FrameCopyBenchmark.copy",
                        "FrameCopyBenchmark.encodeAndDecode",
                        "ReserveBenchmark.reserve",
                        "ReserveBenchmark.reserveAndFree",
                        "ReserveBenchmark.reserveAndFreeBatch");
        assertThat(program.json().get("garbageFree").asBoolean()).isTrue();
        assertThat(program.status()).isZero();
    }
}
