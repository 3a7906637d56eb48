package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.sim.simulation.Simulation;
import io.stowage.sim.simulation.SimulationOptions;
import io.stowage.sim.simulation.SimulationResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Simulations by the command: one, a range, a swarm; with and without a broken law. */
@Timeout(120)
class SimCommandTest {
    @Test
    void shouldPrintOneSeedForPrograms() {
        // given
        final SimulationResult expected = Simulation.run(SimulationOptions.of(5, 300));

        // when
        final JsonNode json =
                Cli.run("sim", "--seed", "5", "--steps", "300", "--json").json();

        // then
        assertThat(json.propertyNames())
                .containsExactly("seed", "steps", "faults", "grants", "violations", "stateHash");
        assertThat(json.get("seed").longValue()).isEqualTo(5);
        assertThat(json.get("steps").longValue()).isEqualTo(300);
        assertThat(json.get("grants").longValue()).isEqualTo(expected.grants()).isPositive();
        assertThat(json.get("violations").isEmpty()).isTrue();
        assertThat(json.get("stateHash").stringValue()).isEqualTo(HexFormat.of().toHexDigits(expected.stateHash()));
        expected.faults()
                .forEach((kind, count) ->
                        assertThat(json.get("faults").get(kind).longValue()).isEqualTo(count));
        assertThat(json.get("faults").size())
                .isEqualTo(expected.faults().size())
                .isPositive();
    }

    @Test
    void shouldNameAFreshSeed() {
        // when
        final String text = Cli.run("sim", "--steps", "20").text();

        // then
        final String seed = text.lines().findFirst().orElseThrow().substring("seed ".length());
        assertThat(text).endsWith("seed " + seed + ", 20 steps: every law holds\n");
        assertThat(Cli.run("sim", "--steps", "20", "--seed", seed).text())
                .isEqualTo(text.substring(text.indexOf('\n') + 1));
    }

    @Test
    void shouldFailWhereALawIsBroken() {
        // given
        final SimulationOptions broken =
                SimulationOptions.of(1, 3_000).with(io.stowage.sim.simulation.Mistake.FORGOTTEN_SEGMENT);
        final SimulationResult expected = Simulation.run(broken);
        assertThat(expected.violations()).hasSize(1);

        // when
        final Cli.Result failed =
                Cli.run("sim", "--seed", "1", "--steps", "3000", "--mistake", "FORGOTTEN_SEGMENT", "--json");

        // then
        assertThat(failed.status()).isEqualTo(ExitCode.FAILED);
        final JsonNode json = Cli.parse(failed.out());
        assertThat(json.get("violations").get(0).stringValue())
                .isEqualTo(expected.violations().getFirst());
        assertThat(json.get("shrunk").get("arguments").stringValue())
                .startsWith("--seed 1 --steps ")
                .endsWith(" --mistake FORGOTTEN_SEGMENT");
        assertThat(json.get("shrunk").get("scenario").isEmpty()).isTrue();
    }

    @Test
    void shouldNotShrinkWhereItIsNotWanted() {
        // when
        final Cli.Result failed =
                Cli.run("sim", "--seeds", "2", "--steps", "3000", "--mistake", "FORGOTTEN_SEGMENT", "--no-shrink");

        // then
        assertThat(failed.status()).isEqualTo(ExitCode.FAILED);
        assertThat(failed.err()).contains("seed 1 BREAKS A LAW at step ");
        assertThat(failed.out()).contains("the first: seed ").doesNotContain("the smallest run");
    }

    @Test
    void shouldFindAFaultAndShrinkItToAScenario(@TempDir final Path scratch) throws IOException {
        // when
        final Cli.Result found =
                Cli.run("sim", "--fault", "dropped-thin-forgotten", "--seeds", "20", "--steps", "500", "--json");

        // then
        assertThat(found.status()).isZero();
        final JsonNode json = Cli.parse(found.out());
        assertThat(json.get("found").booleanValue()).isTrue();
        final List<String> lines = new ArrayList<>();
        json.get("shrunk").get("scenario").forEach(line -> lines.add(line.stringValue()));
        assertThat(lines).hasSizeBetween(5, 25);
        final Path scenario = Files.write(scratch.resolve("shrunk.jsonl"), lines);
        assertThat(Cli.run("scenario", scenario.toString()).text()).endsWith("{\"expect\":\"ok\"}\n");
    }

    @Test
    void shouldSumUpARange() {
        // given
        long grants = 0;
        long lost = 0;
        for (long seed = 3; seed <= 6; seed++) {
            final SimulationResult result = Simulation.run(SimulationOptions.of(seed, 200));
            grants += result.grants();
            lost += result.faults().getOrDefault("frame lost", 0L);
        }

        // when
        final Cli.Result result = Cli.run("sim", "--seeds", "3..6", "--steps", "200", "--threads", "2", "--json");

        // then
        assertThat(result.status()).isZero();
        final JsonNode json = Cli.parse(result.out());
        assertThat(json.get("seeds").longValue()).isEqualTo(4);
        assertThat(json.get("steps").longValue()).isEqualTo(800);
        assertThat(json.get("grants").longValue()).isEqualTo(grants);
        assertThat(json.get("faults").get("frame lost").longValue()).isEqualTo(lost);
        assertThat(json.get("violations").isEmpty()).isTrue();
    }

    @Test
    void shouldLeaveOutAKindOfFault() {
        // when
        final JsonNode json = Cli.run(
                        "sim",
                        "--seed",
                        "5",
                        "--steps",
                        "300",
                        "--without",
                        "frame lost",
                        "--without",
                        "operator",
                        "--json")
                .json();

        // then
        assertThat(json.get("faults").propertyNames())
                .contains("frame doubled")
                .doesNotContain("frame lost", "operator");
    }

    @Test
    void shouldSwarmUntilTheTimeIsOver() {
        // when
        final Cli.Result result = Cli.run("sim", "--swarm", "0.01", "--steps", "50", "--seed", "7");

        // then
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("faults in all")
                .containsPattern("\\d+ seeds? in 0 s, .* seeds a minute: every");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sim --seeds 5..1               | stowage: Invalid value for option '--seeds': it is written like 1..2000 or 2000, not '5..1' (try 'stowage sim --help')
                    sim --seeds many               | stowage: Invalid value for option '--seeds': it is written like 1..2000 or 2000, not 'many' (try 'stowage sim --help')
                    sim --fault x                  | stowage: there is no fault 'x'; docs/simulation-faults.md lists them (try 'stowage sim --help')
                    sim --fault x --mutations      | stowage: --mutations takes all faults; leave out --fault (try 'stowage sim --help')
                    sim --mutations --seed 3       | stowage: --mutations takes --seeds and --steps; leave out --seed (try 'stowage sim --help')
                    sim --mutations --seeds 2..3   | stowage: --mutations begins with seed 1; write --seeds 3 (try 'stowage sim --help')
                    sim --seeds 1..5 --seed 3      | stowage: --seeds names all seeds; leave out --seed (try 'stowage sim --help')
                    sim --seeds 1..5 --swarm 3     | stowage: --seeds names all seeds; leave out --swarm (try 'stowage sim --help')
                    sim --swarm 0                  | stowage: --swarm must be above 0 minutes, not 0.0 (try 'stowage sim --help')
                    sim --steps 0                  | stowage: --steps must be between 1 and 100000000, not 0 (try 'stowage sim --help')
                    sim --chunks 251               | stowage: --chunks must be between 1 and 250, not 251 (try 'stowage sim --help')
                    sim --ems 0                    | stowage: --ems must be between 1 and 30, not 0 (try 'stowage sim --help')
                    sim --threads 0                | stowage: --threads must be between 1 and 1024, not 0 (try 'stowage sim --help')
                    """)
    void shouldHelpInOneLine(final String command, final String complaint) {
        assertThat(Cli.run(command.split(" ", -1)).complaint(ExitCode.USAGE)).isEqualTo(complaint);
    }
}
