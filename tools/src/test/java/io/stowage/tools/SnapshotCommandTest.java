package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Snapshots by command, and the state at any point of a journal. */
@Timeout(300)
class SnapshotCommandTest {
    private static final String SMALL = "-Dlimits.chunks=64";

    @TempDir
    private Path directory;

    private void serve() {
        try (TestServer server = TestServer.launch(directory).fill()) {
            server.run("alloc", "--replicas", "3", "--thick", "--count", "2").text();
        }
    }

    @Test
    void shouldSaveTheStateBesideARunningServer() {
        try (TestServer server = TestServer.launch(directory).fill()) {
            server.run("alloc", "--replicas", "3", "--thick", "--count", "2").text();

            final JsonNode saved =
                    Cli.run("snapshot", "--dir", directory.toString(), "--json").json();

            assertThat(Path.of(saved.get("file").stringValue())).exists();
            assertThat(Cli.run(
                                    "journal",
                                    "replay",
                                    directory.toString(),
                                    "--to",
                                    saved.get("position").toString(),
                                    "--from-start",
                                    "--json")
                            .json()
                            .get("stateHash"))
                    .isEqualTo(saved.get("stateHash"));
        }
    }

    @Test
    void shouldRebuildTheStateAtAnyPoint() {
        serve();
        final JsonNode end =
                Cli.run("journal", "verify", directory.toString(), "--json").json();
        final JsonNode replayed =
                Cli.run("journal", "replay", directory.toString(), "--json").json();
        assertThat(replayed.get("stateHash")).isEqualTo(end.get("stateHash"));
        assertThat(replayed.get("replayed").intValue()).isZero();

        final long half = end.get("lastPosition").longValue() / 2;
        final JsonNode middle = Cli.run(
                        "journal", "replay", directory.toString(), "--to", Long.toString(half), "--json")
                .json();
        assertThat(middle.get("position").longValue()).isPositive().isLessThanOrEqualTo(half);
        assertThat(middle.get("snapshotPosition").longValue()).isZero();
        assertThat(middle.get("stateHash")).isNotEqualTo(end.get("stateHash"));

        assertThat(Cli.run("journal", "replay", directory.toString(), "--to", "2020-01-01T00:00:00Z", "--json")
                        .json()
                        .get("replayed")
                        .intValue())
                .isZero();
        assertThat(Cli.run("journal", "replay", directory.toString(), "--to", "yesterday")
                        .complaint(ExitCode.USAGE))
                .contains("'yesterday' is neither a position nor a time; write a time like");
    }

    @Test
    void shouldExportAStateIntoANewFileOnly(@TempDir final Path other) throws Exception {
        serve();
        final Path file = other.resolve("state.bin");
        final JsonNode exported = Cli.run(
                        "journal", "export-snapshot", directory.toString(), "--out", file.toString(), "--json")
                .json();

        assertThat(Files.size(file)).isEqualTo(exported.get("bytes").longValue());
        assertThat(Cli.run("journal", "export-snapshot", directory.toString(), "--out", file.toString())
                        .complaint(ExitCode.FAILED))
                .contains("is there already");
    }

    @Test
    void shouldSayThatThereIsNoJournal() {
        assertThat(Cli.run("snapshot", "--dir", directory.toString(), SMALL).complaint(ExitCode.FAILED))
                .contains("there is no journal in");
    }
}
