package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scenario files on a fresh engine, by the command. */
@Timeout(120)
class ScenarioFilesTest {
    private static final Path FIRST_STEPS = Path.of("..", "docs", "scenarios", "first-steps.jsonl");

    @TempDir
    private Path scratch;

    @Test
    void shouldPassTheFirstScenario() throws IOException {
        final List<String> replies =
                Cli.run("scenario", FIRST_STEPS.toString()).text().lines().toList();

        assertThat(replies).hasSameSizeAs(Files.readAllLines(FIRST_STEPS)).contains("{\"expect\":\"ok\"}");
    }

    @Test
    void shouldFailWithWhatWasExpectedAndFound() throws IOException {
        final Path file = Files.writeString(scratch.resolve("wrong.jsonl"), """
                {"command":"status"}
                {"expect":{"chunks":0}}
                {"expect":{"nodes":7}}
                {"command":"status"}
                """);

        final Cli.Result failed = Cli.run("scenario", file.toString());

        assertThat(failed.complaint(ExitCode.FAILED))
                .startsWith("stowage: " + file + ": line 3: expected nodes 7, found 0 in {");
        assertThat(failed.out().lines()).hasSize(2);
    }

    @Test
    void shouldNameTheLineThatIsNoCommand() {
        assertThat(Cli.answering("\n{\"command\":\"statu\"}\n", "scenario", "-").complaint(ExitCode.FAILED))
                .isEqualTo("stowage: line 2: unknown command 'statu'; did you mean 'status'?");
    }

    @Test
    void shouldAnswerStandardInputLineByLine() {
        final Cli.Result answered = Cli.answering("{\"command\":\"status\"}\n{\"tick\":1000}\n", "scenario", "-");

        final List<String> lines = answered.text().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(Cli.parse(lines.get(0)).get("chunks").intValue()).isZero();
        assertThat(Cli.parse(lines.get(1)).get("result").stringValue()).isEqualTo("OK");
    }

    @Test
    void shouldSayThatThereIsNoSuchFile() {
        final Path missing = scratch.resolve("missing.jsonl");

        assertThat(Cli.run("scenario", missing.toString()).complaint(ExitCode.FAILED))
                .isEqualTo("stowage: there is no scenario file " + missing + "; name one, or '-' for standard input");
    }
}
