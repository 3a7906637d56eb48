package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Why a reservation got its chunks, or got none. The texts stand in files; {@code WRITE_GOLDEN=yes} in the environment writes
 * them anew.
 */
@Timeout(300)
class ExplainCommandTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "explain");
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    /** Chunks 1 and 2 of {@link #small} are full. */
    private static final String FILLED =
            reserve(1, item(1, 3, 16, ",\"exclude\":[2,3,4]") + "," + item(1, 3, 16, ",\"exclude\":[1,3,4]"));

    @TempDir
    private Path directory;

    /** Racks of two nodes, two racks a zone, one chunk a node; extent manager 7 is connected. */
    private static String cluster(final int racks, final long bytes) {
        final StringBuilder scenario = new StringBuilder();
        for (int n = 1; n <= 2 * racks; n++) {
            final int rack = (n + 1) / 2;
            scenario.append(chunk(n, "n" + n, "10.0.0." + n, "z" + (rack + 1) / 2, "r" + rack, bytes));
        }
        return scenario + "{\"command\":\"connectEm\",\"em\":7,\"incarnation\":1}\n";
    }

    /** Two racks of two chunks of 64 MiB, of which nothing is kept. */
    private static String small() {
        return cluster(2, 64 * MIB) + set("REBUILD_HEADROOM", 0);
    }

    private static String chunk(
            final int id, final String name, final String ip, final String zone, final String rack, final long bytes) {
        return """
                {"command":"registerNode","name":"%s","dataIp":"%s","zone":"%s","rack":"%s"}
                {"command":"registerChunk","ip":"%s","port":10201}
                {"command":"keepAlive","chunk":%d,"incarnation":1,"fence":"none","tiers":{"CAPACITY":{"total":%d}}}
                """.formatted(name, ip, zone, rack, ip, id, bytes);
    }

    private static String item(final int replicas, final int extents, final int mebibytes, final String more) {
        return "{\"tier\":\"CAPACITY\",\"provision\":\"THICK\",\"replicas\":" + replicas + ",\"extents\":" + extents
                + ",\"segmentBytes\":" + mebibytes * MIB + more + "}";
    }

    private static String reserve(final long version, final String items) {
        return "{\"command\":\"reserveForAllocation\",\"em\":7,\"version\":" + version + ",\"items\":[" + items
                + "]}\n";
    }

    private static String set(final String key, final long value) {
        return "{\"command\":\"setConfig\",\"key\":\"" + key + "\",\"value\":" + value + "}\n";
    }

    private Cli.Result explain(final String scenario, final String... options) throws IOException {
        final Path journal = Files.createTempDirectory(directory, "journal");
        final ScenarioJournal log = ScenarioJournal.write(journal, scenario);
        final List<String> args = new ArrayList<>(List.of("explain", "--position", Long.toString(log.last())));
        args.addAll(List.of(options));
        args.add(journal.toString());
        return Cli.run(args.toArray(String[]::new));
    }

    private void shouldPrint(final String name, final String scenario, final String... options) throws IOException {
        final String text = explain(scenario, options).text();
        final Path file = GOLDEN.resolve(name + ".txt");
        if ("yes".equals(System.getenv("WRITE_GOLDEN"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertThat(text).isEqualTo(Files.readString(file));
        assertThat(text.lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(120);
    }

    private List<String> waysOut(final String scenario) throws IOException {
        final List<String> ways = new ArrayList<>();
        final JsonNode items = explain(scenario, "--json").json().get("items");
        items.get(items.size() - 1)
                .get("waysOut")
                .forEach(way -> ways.add(way.get("text").stringValue()));
        return ways;
    }

    /** Does what a way out says; its last line is the request, which must be granted. */
    private void shouldGrant(final String scenario) throws IOException {
        final ScenarioJournal log = ScenarioJournal.write(Files.createTempDirectory(directory, "journal"), scenario);
        assertThat(log.lastReply().get("result").stringValue()).isEqualTo("OK");
    }

    @Test
    void shouldTellWhyEachSegmentStandsWhereItStands() throws IOException {
        shouldPrint("granted", cluster(4, GIB) + reserve(1, item(3, 5, 16, "")) + reserve(2, item(3, 1, 16, "")));
    }

    @Test
    void shouldTellOneExtentOfMany() throws IOException {
        shouldPrint("granted-extent", cluster(4, GIB) + reserve(1, item(3, 5, 16, "")), "--extent", "4");
    }

    @Test
    void shouldTellOfAPreferredChunkAndZone() throws IOException {
        shouldPrint("preferred", cluster(4, GIB) + reserve(1, item(3, 1, 16, ",\"prefer\":5,\"preferZone\":4")));
    }

    @Test
    void shouldTellWhatAPartialGrantLacks() throws IOException {
        shouldPrint("partial", small() + FILLED + reserve(2, item(2, 40, 16, ",\"partial\":true")));
    }

    @Test
    void shouldTellADestinationAndItsSources() throws IOException {
        shouldPrint("reposition", small() + """
                {"command":"reserveForReposition","em":7,"version":2,"kind":"RECOVER","items":[{"tier":"CAPACITY",\
                "provision":"THICK","replicas":3,"segmentBytes":16777216,"sources":[1,2],"replace":9}]}
                """);
    }

    @Test
    void shouldTellThatNoDestinationIsLeft() throws IOException {
        shouldPrint("reposition-refused", small() + """
                {"command":"reserveForReposition","em":7,"version":2,"kind":"MIGRATE","items":[{"tier":"CAPACITY",\
                "provision":"THICK","replicas":3,"segmentBytes":16777216,"sources":[1,2],"replace":3,"exclude":[4]}]}
                """);
    }

    @Test
    void shouldTellHowSpaceCouldBeHad() throws IOException {
        final String refused = small() + FILLED + reserve(2, item(3, 1, 16, ""));

        shouldPrint("no-space", refused);
        assertThat(waysOut(refused))
                .containsExactly(
                        "asking for 2 replicas",
                        "asking for segments of at most 12 MiB",
                        "adding a chunk of 64 MiB on another node");
        shouldGrant(small() + FILLED + reserve(2, item(2, 1, 16, "")));
        shouldGrant(small() + FILLED + reserve(2, item(3, 1, 12, "")));
        shouldGrant(
                small() + FILLED + chunk(5, "new", "10.0.1.1", "z1", "r1", 64 * MIB) + reserve(2, item(3, 1, 16, "")));
    }

    @Test
    void shouldTellHowStrictSpreadCouldBeHad() throws IOException {
        final String strict = ",\"strictSpread\":true";
        final String excluded = ",\"exclude\":[5,6,7,8]";
        final String refused = cluster(4, 64 * MIB) + reserve(1, item(3, 1, 16, strict + excluded));

        shouldPrint("strict", refused);
        assertThat(waysOut(refused))
                .containsExactly(
                        "asking for 1 replica",
                        "asking for preferred instead of strict spread",
                        "not excluding chunks 5, 6, 7 and 8",
                        "adding a chunk of 64 MiB in zone z2");
        shouldGrant(cluster(4, 64 * MIB) + reserve(1, item(1, 1, 16, strict + excluded)));
        shouldGrant(cluster(4, 64 * MIB) + reserve(1, item(3, 1, 16, excluded)));
        shouldGrant(cluster(4, 64 * MIB) + reserve(1, item(3, 1, 16, strict)));
        shouldGrant(cluster(4, 64 * MIB)
                + chunk(9, "new", "10.0.1.1", "z2", "r9", 64 * MIB)
                + reserve(1, item(3, 1, 16, strict + excluded)));
    }

    @Test
    void shouldOfferFewerShards() throws IOException {
        final String coded = "{\"tier\":\"CAPACITY\",\"provision\":\"THICK\",\"ec\":\"%s\",\"segmentBytes\":%d}";

        assertThat(waysOut(small() + reserve(1, coded.formatted("4+2", 8 * MIB))))
                .contains("asking for EC 2+2, with shards of 16 MiB");
        shouldGrant(small() + reserve(1, coded.formatted("2+2", 16 * MIB)));
        assertThat(waysOut(small() + reserve(1, coded.formatted("3+2", 8 * MIB))))
                .contains("asking for EC 3+1");
        shouldGrant(small() + reserve(1, coded.formatted("3+1", 8 * MIB)));
    }

    @Test
    void shouldTellHowNodesCouldBeHad() throws IOException {
        final String maintenance = """
                {"command":"maintenance","node":3,"on":true}
                {"command":"maintenance","node":4,"on":true}
                """;
        final String refused = small() + maintenance + reserve(1, item(3, 2, 16, ""));

        shouldPrint("no-domain", refused);
        assertThat(waysOut(refused))
                .containsExactly(
                        "asking for 2 replicas",
                        "ending the maintenance of node n3",
                        "adding a chunk of 64 MiB on another node");
        shouldGrant(small() + maintenance + reserve(1, item(2, 2, 16, "")));
        shouldGrant(small()
                + maintenance
                + "{\"command\":\"maintenance\",\"node\":3,\"on\":false}\n"
                + reserve(1, item(3, 2, 16, "")));
        shouldGrant(small()
                + maintenance
                + chunk(5, "new", "10.0.1.1", "z1", "r1", 64 * MIB)
                + reserve(1, item(3, 2, 16, "")));
    }

    @Test
    void shouldTellWhatIsKeptForARebuild() throws IOException {
        final String before = cluster(4, GIB) + set("REBUILD_HEADROOM", 4) + reserve(1, item(1, 23, 256, ""));
        final String refused = before + reserve(2, item(1, 1, 256, ""));

        shouldPrint("headroom", refused);
        assertThat(waysOut(refused))
                .containsExactly(
                        "asking for segments of at most 194 MiB",
                        "keeping space for the rebuild of a brick only",
                        "adding a chunk of 1 GiB in another rack of zone z1");
        shouldGrant(before + reserve(2, item(1, 1, 194, "")));
        shouldGrant(before + set("REBUILD_HEADROOM", 3) + reserve(2, item(1, 1, 256, "")));
        shouldGrant(before + chunk(9, "new", "10.0.1.1", "z1", "r9", GIB) + reserve(2, item(1, 1, 256, "")));
    }

    @Test
    void shouldTellWhatIsWrongWithARequest() throws IOException {
        assertThat(explain(small() + reserve(1, item(3, 1, 16, ",\"pool\":9"))).text())
                .contains("CONFLICT / UNKNOWN_POOL", "there is no pool 9; the pools are 1 default");
        assertThat(explain(small() + reserve(1, item(3, 1, 16, ",\"preferZone\":9")))
                        .text())
                .contains("CONFLICT / UNKNOWN_ZONE", "there is no zone 9; the zones are 1 z1");
        assertThat(explain(small() + reserve(1, item(3, 1, 16, ",\"existing\":[77]")))
                        .text())
                .contains("UNKNOWN_CHUNK / UNKNOWN_CHUNK_IN_ROW", "there is no such chunk: 77");
        assertThat(explain(small() + reserve(1, item(33, 1, 16, ""))).text())
                .contains(
                        "MALFORMED / BAD_RESILIENCY",
                        "an extent has at most 32 segments, existing ones among them, not 33");
        assertThat(explain(small() + reserve(0, item(3, 1, 16, ""))).text())
                .contains("MALFORMED / BAD_VALUE: the value 0 is outside its range");
    }

    @Test
    void shouldTellTheItemsOfARequest() throws IOException {
        final String scenario = small() + reserve(1, item(3, 1, 16, "") + "," + item(9, 1, 16, ""));

        shouldPrint("items", scenario);
        assertThat(explain(scenario, "--item", "1").text()).contains("this is item 1, --item N shows another");
        assertThat(explain(scenario, "--item", "3").complaint(ExitCode.FAILED))
                .isEqualTo("stowage: there is no item 3; the request has 2 items");
        assertThat(explain(scenario, "--item", "1", "--extent", "2").complaint(ExitCode.FAILED))
                .isEqualTo("stowage: there is no extent 2 in item 1; 1 extent was tried");
    }

    @Test
    void shouldTellProgramsAll() throws IOException {
        final JsonNode json = explain(cluster(4, GIB) + reserve(1, item(3, 2, 16, "")), "--json")
                .json();

        assertThat(json.get("em").intValue()).isEqualTo(7);
        assertThat(json.get("version").longValue()).isEqualTo(1);
        assertThat(json.get("result").stringValue()).isEqualTo("OK");
        final JsonNode item = json.get("items").get(0);
        assertThat(item.get("asked").get("segmentBytes").longValue()).isEqualTo(16 * MIB);
        assertThat(item.get("granted").intValue()).isEqualTo(2);
        assertThat(item.get("funnel").get("spread").intValue()).isEqualTo(8);
        assertThat(item.get("headroom").get("level").stringValue()).isEqualTo("CHUNK");
        assertThat(item.get("extents")).hasSize(2);
        final JsonNode second = item.get("extents").get(0).get(1);
        assertThat(second.get("level").stringValue()).isEqualTo("ZONE");
        assertThat(second.get("group").stringValue()).isEqualTo("BELOW_HIGH_WATER");
        assertThat(second.get("candidates").intValue()).isEqualTo(4);
        assertThat(second.get("chosen").get("chunk")).isEqualTo(second.get("chunk"));
        assertThat(second.get("others").size() + second.get("drawn").size() + 1).isEqualTo(4);
    }

    @Test
    void shouldFindARequestByItsVersion() throws IOException {
        final ScenarioJournal log = ScenarioJournal.write(
                directory,
                small()
                        + reserve(3, item(3, 1, 16, ""))
                        + reserve(4, item(1, 1, 16, ""))
                        + reserve(4, item(9, 1, 16, "")));

        assertThat(ofVersion("7", "3").text())
                .startsWith("request   extent manager 7 under version 3, position " + log.fromEnd(2) + ",");
        assertThat(ofVersion("7", "4").text())
                .contains(log.fromEnd(1) + "  2026-01-01T00:00:00Z", "allocation", "OK", "NO_DOMAIN")
                .endsWith("2 requests under this version; --position POSITION explains one of them\n");
        final JsonNode rows = Cli.run("explain", "--em", "7", "--space-version", "4", "--json", directory.toString())
                .json();
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).get("result").stringValue()).isEqualTo("NO_DOMAIN");
        assertThat(ofVersion("7", "5").complaint(ExitCode.FAILED))
                .isEqualTo("stowage: extent manager 7 has reserved nothing under version 5; its versions are 3, 4");
        assertThat(ofVersion("8", "4").complaint(ExitCode.FAILED))
                .isEqualTo("stowage: extent manager 8 has reserved nothing; those that have are 7");
    }

    private Cli.Result ofVersion(final String em, final String version) {
        return Cli.run("explain", "--em", em, "--space-version", version, directory.toString());
    }

    @Test
    void shouldSayWhatStandsAtAPositionThatIsNone() throws IOException {
        final ScenarioJournal log =
                ScenarioJournal.write(directory, small() + reserve(1, item(3, 1, 16, "")) + set("REBUILD_HEADROOM", 1));

        assertThat(complaint(log.last()))
                .isEqualTo("stowage: position " + log.last() + " is that of a SetConfig, not of a reservation;"
                        + " the last one before it is at " + log.fromEnd(1));
        assertThat(complaint(log.last() - 1))
                .isEqualTo("stowage: there is no entry at position " + (log.last() - 1) + "; the nearest are "
                        + log.fromEnd(1) + " (ReserveForAllocation) and " + log.last() + " (SetConfig)");
        assertThat(complaint(99_999))
                .isEqualTo("stowage: there is no entry at position 99999; the journal ends with " + log.last()
                        + " (SetConfig)");
    }

    @Test
    void shouldSayThatAJournalIsEmptyOrMissing() throws IOException {
        assertThat(complaint(1))
                .isEqualTo("stowage: there is no journal in " + directory + "; name the data directory of a server");
        assertThat(Cli.run("explain", directory.toString()).complaint(ExitCode.USAGE))
                .startsWith("stowage: which request? Name its --position, or --em and --space-version");

        ScenarioJournal.write(directory, "");

        final String empty = "stowage: the journal in " + directory + " is empty: nothing was reserved yet";
        assertThat(complaint(1)).isEqualTo(empty);
        assertThat(ofVersion("1", "1").complaint(ExitCode.FAILED)).isEqualTo(empty);
    }

    @Test
    void shouldSayWhereAJournalIsDamaged() throws IOException {
        final ScenarioJournal log = ScenarioJournal.write(directory, small() + reserve(1, item(3, 1, 16, "")));
        damage("n3");

        assertThat(complaint(log.last()))
                .startsWith("stowage: journal is damaged at position ")
                .endsWith("; restore the directory from a snapshot, a replica or a backup");
    }

    /** Changes the first place where a text stands in the journal. */
    private void damage(final String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("journal"))) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final byte[] bytes = Files.readAllBytes(file);
                final int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
                if (at >= 0) {
                    bytes[at] ^= 1;
                    Files.write(file, bytes);
                    return;
                }
            }
        }
        throw new AssertionError("no file of the journal holds " + text);
    }

    @Test
    void shouldExplainWhatARunningServerGranted() {
        try (TestServer server = TestServer.launch(directory).fill()) {
            final JsonNode allocated =
                    server.run("alloc", "--replicas", "3", "--thick", "--json").json();

            final Cli.Result explained = ofVersion(
                    allocated.get("em").asString(), allocated.get("version").asString());

            assertThat(explained.text())
                    .contains(
                            "asked     3 replicas of 256 MiB, thick, CAPACITY, new data, pool default",
                            "result    OK: granted",
                            "chunks    3 registered, 3 in the pool",
                            "segment 3  chunk ");
        }
    }

    private String complaint(final long position) {
        return Cli.run("explain", "--position", Long.toString(position), directory.toString())
                .complaint(ExitCode.FAILED);
    }
}
