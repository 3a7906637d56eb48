package io.stowage.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.engine.Limits;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario of the documentation, and of the tests, holds; twice the same. */
class ScenarioFilesTest {
    private static final Path DOCUMENTED = Path.of("..", "docs", "scenarios");
    private static final Path TESTED = Path.of("src", "test", "resources", "scenarios");

    static Stream<Path> scenarios() throws IOException {
        return Stream.concat(in(DOCUMENTED), in(TESTED));
    }

    private static Stream<Path> in(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void shouldHold(final Path scenario) throws IOException {
        // given
        final List<String> lines = Files.readAllLines(scenario);

        // when
        final List<String> replies = run(scenario).lines().toList();
        final List<String> again = run(scenario).lines().toList();

        // then
        assertThat(lines).anyMatch(line -> line.startsWith("{\"expect\":"));
        assertThat(replies)
                .hasSize((int) lines.stream().filter(line -> !line.isBlank()).count());
        assertThat(again).isEqualTo(replies);
    }

    @Test
    void shouldFindTheScenariosOfTheDocumentation() throws IOException {
        assertThat(scenarios().map(file -> file.getFileName().toString()))
                .contains("first-steps.jsonl", "worked-example.jsonl");
    }

    private static String run(final Path scenario) throws IOException {
        final StringWriter replies = new StringWriter();
        try (ScenarioTarget target = new EngineTarget(Limits.small(), true);
                Reader lines = Files.newBufferedReader(scenario)) {
            new ScenarioRunner(target).run(lines, replies);
        }
        return replies.toString();
    }
}
