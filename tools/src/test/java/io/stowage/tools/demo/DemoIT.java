package io.stowage.tools.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.engine.Engine;
import io.stowage.engine.Limits;
import io.stowage.server.replay.JournalReplay;
import io.stowage.tools.Stowage;
import io.stowage.tools.output.Terminal;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoIT {
    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void shouldNeverPromiseTooMuchOrCountTooLittle(@TempDir final Path directory) {
        // given
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final Terminal terminal =
                new Terminal(new PrintWriter(out), new PrintWriter(err), Reader.nullReader(), false, false, false);
        final Path kept = directory.resolve("demo");

        // when
        final int status = Stowage.run(
                terminal,
                "demo",
                "--seconds",
                "5",
                "--chunks",
                "60",
                "--ems",
                "3",
                "--json",
                "--keep",
                kept.toString());

        // then
        assertThat(status).as(err.toString()).isZero();
        final JsonNode json = new JsonMapper().readTree(out.toString());
        assertThat(json.propertyNames())
                .containsExactly(
                        "allocations",
                        "allocationsPerSecond",
                        "rttNs",
                        "refused",
                        "overcommitted",
                        "underCounted",
                        "journalBytes",
                        "stateHash",
                        "replayMatches");
        assertThat(json.get("rttNs").propertyNames()).containsExactly("p50", "p99", "max");
        assertThat(json.get("allocations").longValue()).isPositive();
        assertThat(json.get("rttNs").get("p50").longValue())
                .isPositive()
                .isLessThanOrEqualTo(json.get("rttNs").get("max").longValue());
        assertThat(json.get("overcommitted").longValue()).isZero();
        assertThat(json.get("underCounted").longValue()).isZero();
        assertThat(json.get("journalBytes").longValue()).isPositive();
        assertThat(json.get("replayMatches").booleanValue()).isTrue();
        // The journal that was kept gives that hash, whoever replays it.
        try (Engine engine = new Engine(Limits.defaults())) {
            JournalReplay.run(kept, engine);
            assertThat(json.get("stateHash").stringValue())
                    .isEqualTo(HexFormat.of().toHexDigits(engine.stateHash()));
        }
    }
}
