package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Preparing a directory, and starting a server on it, or not. */
@Timeout(300)
class ServeTest {
    @TempDir
    private Path scratch;

    @Test
    void shouldServeThePreparedCluster() throws IOException {
        // given
        final String directory = scratch.resolve("data").toString();
        final JsonNode prepared = Cli.run("init", "--dir", directory, "--json").json();
        final String cluster = prepared.get("cluster").stringValue();
        assertThat(UUID.fromString(cluster)).isNotNull();
        final Path secrets = Path.of(prepared.get("secrets").stringValue());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rw-------");

        // when
        final Cli.Result served = Cli.run("serve", "--dir", directory, "--port", "0", "--seconds", "0.5");

        // then
        assertThat(served.text())
                .matches("\\Qserving cluster " + cluster + " from "
                        + prepared.get("directory").stringValue() + "\\E on shared memory and UDP \\S+:\\d+\n");
    }

    @Test
    void shouldPrepareADirectoryOnlyOnce() {
        final Path directory = scratch.resolve("data");
        Cli.run("init", "--dir", directory.toString()).text();

        assertThat(Cli.run("init", "--dir", directory.toString()).complaint(ExitCode.FAILED))
                .isEqualTo("stowage: " + directory.resolve("stowage.conf")
                        + " exists already and is left as it is; choose another directory with --dir, or move it away");
    }

    @Test
    void shouldRefuseASecondServerOnOneDirectory() {
        try (TestServer first = TestServer.launch(scratch)) {
            for (final String command : new String[] {"serve", "up"}) {
                assertThat(Cli.run(command, "--dir", scratch.toString(), "--port", "0", "--seconds", "1")
                                .complaint(ExitCode.FAILED))
                        .matches("stowage: \\Q" + scratch + "\\E is in use by process \\d+ since \\S+;"
                                + " stop it, or choose another --dir");
            }
            assertThat(first.run("status", "--json").json().get("cluster").stringValue())
                    .isEqualTo(first.clusterId());
        }
    }

    @Test
    void shouldRefuseAPortInUse() {
        try (TestServer first = TestServer.launch(scratch.resolve("first"))) {
            final String port = first.endpoint().substring(first.endpoint().lastIndexOf(':') + 1);
            final String second = scratch.resolve("second").toString();

            assertThat(Cli.run("serve", "--dir", second, "--port", port, "--seconds", "1")
                            .complaint(ExitCode.FAILED))
                    .startsWith("stowage: UDP port " + port + " of ")
                    .endsWith(" is in use; stop what uses it (another server?), or choose another port");
        }
    }

    @Test
    void shouldRefuseADirectoryThatCannotBeMade() throws IOException {
        // Root passes all permission bits, so a file stands where the directory should be: nobody can make it.
        final Path file = Files.writeString(scratch.resolve("file"), "not a directory");

        assertThat(Cli.run("serve", "--dir", file.resolve("data").toString(), "--port", "0", "--seconds", "1")
                        .complaint(ExitCode.FAILED))
                .startsWith("stowage: the data directory " + file.resolve("data") + " cannot be created (")
                .endsWith("); choose another with --dir, or make its parent writable");
        assertThat(file).hasContent("not a directory");
    }

    @Test
    void shouldRefuseADirectoryOfAnotherCluster() {
        try (TestServer first = TestServer.launch(scratch)) {
            assertThat(first.run("status").text()).contains(first.clusterId());
        }
        final String other = "00000000-0000-0001-0000-000000000002";

        assertThat(Cli.run("serve", "--dir", scratch.toString(), "--port", "0", "-D", "server.cluster-id=" + other)
                        .complaint(ExitCode.FAILED))
                .startsWith("stowage: the directory " + scratch + " is of cluster ")
                .contains(", not of " + other);
    }

    @Test
    void shouldSayThatNoServerRuns() {
        assertThat(Cli.run("status", "--dir", scratch.toString(), "--connect", "ipc")
                        .complaint(ExitCode.FAILED))
                .isEqualTo(
                        "stowage: no server runs on " + scratch + "; start one with 'stowage up' or 'stowage serve'");
    }
}
