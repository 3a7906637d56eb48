package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Commands that need no server, and wrong usage: status 2 and one line that helps. */
@Timeout(120)
class UsageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    statsu                        | stowage: 'statsu' is not known here; did you mean 'status'? (try 'stowage --help')
                    status --jsno                 | stowage: '--jsno' is not known here; did you mean '--json'? (try 'stowage status --help')
                    alloc --count 0               | stowage: --count must be at least 1, not 0 (try 'stowage alloc --help')
                    alloc --replicas 99           | stowage: --replicas must be between 1 and 32, not 99 (try 'stowage alloc --help')
                    alloc --ec 4:2                | stowage: --ec is written like 4+2, not '4:2' (try 'stowage alloc --help')
                    alloc --replicas 3 --ec 4+2   | stowage: --replicas=N, --ec=K+M are mutually exclusive (specify only one) (try 'stowage alloc --help')
                    free                          | stowage: name either the chunks with --chunks, or a file with --from (try 'stowage free --help')
                    serve --port 70000            | stowage: --port must be between 0 and 65535, not 70000 (try 'stowage serve --help')
                    serve --seconds 0             | stowage: --seconds must be above 0, not 0.0 (try 'stowage serve --help')
                    cluster members --generation 3   | stowage: --generation goes with --set N=HOST (try 'stowage cluster members --help')
                    cluster transfer-leader --wait 0 | stowage: --wait must be above 0 seconds, not 0 (try 'stowage cluster transfer-leader --help')
                    journal verify                | stowage: Missing required parameter: 'DIR' (try 'stowage journal verify --help')
                    """)
    void shouldHelpInOneLine(final String command, final String complaint) {
        final Cli.Result wrong = Cli.run(command.split(" "));

        assertThat(wrong.complaint(ExitCode.USAGE)).isEqualTo(complaint);
        assertThat(wrong.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    localhost:x           | stowage: 'localhost:x' is not a server; write ipc, HOST:PORT as in localhost:5707, or the members of a cluster as in cluster:0=host0:5710,1=host1:5710,2=host2:5710
                    cluster:0=localhost   | stowage: 'cluster:0=localhost' does not name a cluster: '0=localhost' has no port; write it like cluster:0=host0:5710,1=host1:5710,2=host2:5710
                    cluster:0=127.0.0.1:1 | stowage: no answer from cluster:0=127.0.0.1:1 within 500 ms; check that it runs and can reach this machine, or raise --timeout
                    """)
    void shouldSayWhatIsWrongWithTheServer(final String server, final String complaint) {
        final Cli.Result failed = Cli.run("status", "--timeout", "0.5", "--connect", server);

        assertThat(failed.complaint(ExitCode.FAILED)).isEqualTo(complaint);
    }

    @Test
    void shouldLookNowhereElseForTheServerOfADirectoryThatIsNotThere(@TempDir final Path scratch) {
        final Path missing = scratch.resolve("missing");

        final Cli.Result failed = Cli.run("status", "--dir", missing.toString());

        assertThat(failed.complaint(ExitCode.FAILED))
                .isEqualTo("stowage: there is no data directory " + missing
                        + "; name one with --dir or $STOWAGE_DIR, or a server with --connect");
    }

    @Test
    void shouldAskForACommand() {
        assertThat(Cli.run().complaint(ExitCode.USAGE))
                .isEqualTo("stowage: which command? The first one on a new machine is 'stowage up'"
                        + " (try 'stowage --help')");
    }

    @Test
    void shouldTellItsVersion() {
        assertThat(Cli.run("--version").text()).matches("(?s)stowage \\d+\\.\\d+.*");
    }

    @Test
    void shouldPrintACompletionScript() {
        assertThat(Cli.run("completion").text())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F", "scenario");
    }

    @Test
    void shouldTellWhatThisMachineIsMadeOf(@TempDir final Path directory) {
        final JsonNode machine =
                Cli.run("probe", "--json", "--latency", directory.toString()).json();

        assertThat(machine.get("hostName").asString()).isNotEmpty();
        assertThat(machine.get("fileSystems").isEmpty()).isFalse();
        assertThat(machine.get("latencies")).hasSize(1);
        assertThat(machine.get("latencies").get(0).get("directory").stringValue())
                .isEqualTo(directory.toString());
        assertThat(directory).isEmptyDirectory();
    }
}
