package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
    void shouldNotVerifyAJournalThatNoServerCanStartFrom() throws IOException {
        // given a journal that has lost its beginning, and no snapshot
        TestServer.launch(directory).close();
        TestServer.launch(directory).close();
        delete("journal", ".cq4", 1);
        delete("snapshots", ".bin", Integer.MAX_VALUE);

        // when
        final Cli.Result verified = Cli.run("journal", "verify", directory.toString());

        // then
        assertThat(verified.complaint(1))
                .contains("no snapshot behind that can be loaded: no server can start from this")
                .contains("restore older files or a snapshot from a backup");
    }

    private void delete(final String folder, final String suffix, final int most) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(folder))) {
            for (final Path file : files.filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .limit(most)
                    .toList()) {
                Files.delete(file);
            }
        }
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
                .isEqualTo("stowage: the schema has no command 'RegisterChunks'; the nearest one is RegisterChunk, and"
                        + " docs/messages.md lists them");
    }

    private static final String SCENARIO = """
            {"command":"registerNode","name":"n1","dataIp":"10.0.0.1","zone":"z1","rack":"r1"}
            {"command":"registerChunk","ip":"10.0.0.1","port":10201}
            {"command":"registerNode","name":"n2","dataIp":"10.0.0.2","zone":"z1","rack":"r2"}
            {"command":"registerChunk","ip":"10.0.0.2","port":10201}
            {"tick":60000}
            {"command":"keepAlive","chunk":1,"incarnation":1,"fence":"none","tiers":{"CAPACITY":{"total":1099511627776}}}
            {"command":"keepAlive","chunk":2,"incarnation":1,"fence":"none","tiers":{"CAPACITY":{"total":1099511627776}}}
            {"command":"connectEm","em":7,"incarnation":1}
            {"command":"connectEm","em":8,"incarnation":1}
            {"command":"setConfig","key":"REBUILD_HEADROOM","value":0}
            {"command":"reserveForAllocation","em":7,"version":1,"items":[{"tier":"CAPACITY","provision":"THICK","replicas":1,\
            "extents":1,"exclude":[2]}]}
            {"command":"reserveForAllocation","em":8,"version":1,"items":[{"tier":"CAPACITY","provision":"THICK","replicas":1,\
            "extents":1,"exclude":[1]}]}
            {"command":"reportSpace","em":7,"version":2,"rows":[{"chunk":1,"tier":"CAPACITY","provision":"THICK",\
            "priority":"NORMAL","segments":1,"bytes":268435456,"rxSegments":0,"rxBytes":0}]}
            {"command":"removeEm","em":8}
            """;

    private List<String> commands(final String... filters) {
        final List<String> args = new ArrayList<>(List.of("journal", "dump", directory.toString()));
        args.addAll(List.of(filters));
        return Cli.run(args.toArray(String[]::new))
                .text()
                .lines()
                .map(line -> Cli.parse(line).get("command").stringValue())
                .toList();
    }

    @Test
    void shouldDumpWhatAnExtentManagerSentOrWhatNamesIt() throws IOException {
        ScenarioJournal.write(directory, SCENARIO);

        assertThat(commands("--em", "8")).containsExactly("ConnectEm", "ReserveForAllocation", "RemoveEm");
        assertThat(commands("--em", "7"))
                .containsExactly(
                        "ConnectEm", "ReserveForAllocation", "ReportSpaceBegin", "ReportSpaceRows", "ReportSpaceEnd");
        // An extent manager's id is none of a chunk's.
        assertThat(commands("--em", "1")).isEmpty();
    }

    @Test
    void shouldDumpWhatAChunkSentOrWhatNamesItInAListWithinAList() throws IOException {
        ScenarioJournal.write(directory, SCENARIO);

        assertThat(commands("--chunk", "2")).containsExactly("KeepAlive", "ReserveForAllocation");
        assertThat(commands("--chunk", "1")).containsExactly("KeepAlive", "ReserveForAllocation", "ReportSpaceRows");
        assertThat(commands("--chunk", "1", "--em", "8")).containsExactly("ReserveForAllocation");
        assertThat(commands("--chunk", "1", "--command", "KeepAlive")).containsExactly("KeepAlive");
    }

    @Test
    void shouldDumpARangeOfPositionsOrTimes() throws IOException {
        final ScenarioJournal log = ScenarioJournal.write(directory, SCENARIO);
        final List<String> all = commands();
        final String ticked = "2026-01-01T00:00:01Z";

        assertThat(commands("--from", Long.toString(log.fromEnd(3))))
                .isEqualTo(all.subList(all.size() - 3, all.size()));
        assertThat(commands("--to", Long.toString(log.fromEnd(3)))).isEqualTo(all.subList(0, all.size() - 3));
        assertThat(commands("--from", ticked)).startsWith("Tick").endsWith("RemoveEm");
        assertThat(commands("--to", "2026-01-01T00:00:00.999Z"))
                .startsWith("ClusterStart")
                .endsWith("RegisterChunk")
                .isEqualTo(all.subList(0, all.indexOf("Tick")));
        assertThat(commands("--from", ticked, "--limit", "1")).containsExactly("Tick");
    }

    @Test
    void shouldDumpLinesForPeople() throws IOException {
        final ScenarioJournal log = ScenarioJournal.write(directory, SCENARIO);

        assertThat(Cli.run(
                                "journal",
                                "dump",
                                directory.toString(),
                                "--text",
                                "--em",
                                "8",
                                "--command",
                                "ReserveForAllocation")
                        .text())
                .endsWith("  ReserveForAllocation    EXTENT_MANAGER 8 version=1 items=[extents=1 replicas=1 purpose=NEW"
                        + " tier=CAPACITY provision=THICK priority=NORMAL exclude=[1]]\n");
        assertThat(Cli.run(
                                "journal",
                                "dump",
                                directory.toString(),
                                "--text",
                                "--command",
                                "RegisterNode",
                                "--limit",
                                "1")
                        .text())
                .endsWith("dataIp=10.0.0.1 name=n1 zone=z1 rack=r1\n");
        assertThat(log.last()).isPositive();
    }

    @Test
    void shouldTellWhatAJournalHolds() throws IOException {
        ScenarioJournal.write(directory, SCENARIO);

        final JsonNode stat =
                Cli.run("journal", "stat", directory.toString(), "--json").json();

        assertThat(stat.get("entries").longValue()).isEqualTo(commands().size());
        long entries = 0;
        long bytes = 0;
        for (final JsonNode each : stat.get("commands")) {
            entries += each.get("entries").longValue();
            bytes += each.get("bytes").longValue();
        }
        assertThat(entries).isEqualTo(stat.get("entries").longValue());
        assertThat(bytes).isEqualTo(stat.get("logBytes").longValue());
        // An entry a batch.
        assertThat(stat.get("entriesPerBatch").toString())
                .isEqualTo("[{\"least\":1,\"most\":1,\"batches\":" + entries + "}]");
        assertThat(stat.get("damage").isNull()).isTrue();
        assertThat(stat.get("files")).hasSize(1);
        assertThat(Cli.run("journal", "stat", directory.toString()).text())
                .contains("snapshots  none", "ReserveForAllocation", "commands/s");
        assertThat(Cli.run("journal", "stat", directory.toString(), "--fast", "--json")
                        .json()
                        .has("commands"))
                .isFalse();
    }
}
