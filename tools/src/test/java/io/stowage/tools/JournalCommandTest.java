package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Looking into the journal that a server left, and into that of a running one. */
@Timeout(300)
class JournalCommandTest {
    @TempDir
    private Path directory;

    @Test
    void shouldVerifyDumpAndMeasureAJournal() {
        // given
        try (TestServer server = TestServer.launch(directory).fill()) {
            server.run("alloc", "--replicas", "3", "--thick", "--count", "2").text();
        }

        // when
        final JsonNode verified =
                Cli.run("journal", "verify", directory.toString(), "--json").json();
        final JsonNode stat =
                Cli.run("journal", "stat", directory.toString(), "--json").json();
        final List<String> dump =
                Cli.run("journal", "dump", directory.toString()).text().lines().toList();

        // then: the three agree
        assertThat(verified.get("ok").booleanValue()).isTrue();
        assertThat(verified.get("tornBytes").longValue()).isZero();
        assertThat(verified.get("stateHash").stringValue()).matches("[0-9a-f]{16}");
        assertThat(dump).hasSize(verified.get("commands").intValue());
        assertThat(stat.get("entries").longValue()).isEqualTo(dump.size());
        assertThat(stat.get("lastPosition").longValue())
                .isEqualTo(verified.get("lastPosition").longValue());
        assertThat(Cli.parse(dump.getFirst()).get("command").stringValue()).isEqualTo("ClusterStart");
        assertThat(Cli.parse(dump.getLast()).get("position").longValue())
                .isEqualTo(verified.get("lastPosition").longValue());
        assertThat(Cli.run("journal", "dump", directory.toString(), "--command", "RegisterChunk")
                        .text()
                        .lines()
                        .map(line -> Cli.parse(line).get("fields").get("port").intValue()))
                .containsExactly(10_201, 10_201, 10_201);
        assertThat(Cli.run("journal", "verify", directory.toString(), "--json").json())
                .isEqualTo(verified);
    }

    @Test
    void shouldVerifyTheJournalOfARunningServer() {
        try (TestServer server = TestServer.launch(directory).fill()) {
            final JsonNode verified =
                    Cli.run("journal", "verify", directory.toString(), "--json").json();

            assertThat(verified.get("ok").booleanValue()).isTrue();
            assertThat(server.run("status", "--json").json().get("position").longValue())
                    .isGreaterThanOrEqualTo(verified.get("lastPosition").longValue());
        }
    }

    @Test
    void shouldRefuseToDumpACommandThatIsNone() {
        assertThat(Cli.run("journal", "dump", directory.toString(), "--command", "RegisterChunks")
                        .complaint(ExitCode.FAILED))
                .isEqualTo("stowage: the schema has no command 'RegisterChunks'; docs/messages.md lists them");
    }
}
