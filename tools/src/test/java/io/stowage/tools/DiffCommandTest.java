package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What changed between two points of a journal, and where two journals part. */
@Timeout(300)
class DiffCommandTest {
    private static final String SMALL = "-Dlimits.chunks=1024";
    private static final String START = node(1) + node(2) + """
            {"command":"connectEm","em":7,"incarnation":1}
            {"command":"setConfig","key":"REBUILD_HEADROOM","value":0}
            """;
    private static final String RESERVE = """
            {"command":"reserveForAllocation","em":7,"version":1,"items":[{"tier":"CAPACITY","provision":"THICK","replicas":1,\
            "extents":2,"exclude":[2]}]}
            """;

    @TempDir
    private Path directory;

    private static String node(final int n) {
        return """
                {"command":"registerNode","name":"n@","dataIp":"10.0.0.@","zone":"z1","rack":"r@"}
                {"command":"registerChunk","ip":"10.0.0.@","port":10201}
                {"command":"keepAlive","chunk":@,"incarnation":1,"fence":"none","tiers":{"CAPACITY":{"total":1099511627776}}}
                """.replace("@", Integer.toString(n));
    }

    private Path journal(final String scenario) throws IOException {
        final Path journal = Files.createTempDirectory(directory, "journal");
        ScenarioJournal.write(journal, scenario);
        return journal;
    }

    private static Cli.Result compare(final Path one, final Path other, final String... more) {
        final String[] args = new String[6 + more.length];
        System.arraycopy(
                new String[] {"journal", "diff", one.toString(), "--other", other.toString(), SMALL}, 0, args, 0, 6);
        System.arraycopy(more, 0, args, 6, more.length);
        return Cli.run(args);
    }

    @Test
    void shouldShowWhatChangedBetweenTwoPositions() throws IOException {
        final String change = """
                {"command":"setConfig","key":"HIGH_WATER_PPM","value":700000}
                {"command":"maintenance","node":2,"on":true}
                """;
        final ScenarioJournal log = ScenarioJournal.write(directory, START + RESERVE + node(3) + change);
        final String before = Long.toString(log.fromEnd(6));

        final String text =
                Cli.run("journal", "diff", directory.toString(), before).text();

        assertThat(text)
                .contains("between  6 commands", "HIGH_WATER_PPM  changed  value 90 % -> 70 %")
                .containsPattern("(?m)^ RegisterNode +1$")
                .containsPattern("(?m)^ 3 +added +.*dataIp 10\\.0\\.0\\.3.*name n3")
                .containsPattern("(?m)^ 2 +changed +maintenance FALSE -> TRUE")
                .containsPattern("(?m)^ 2 +changed +isolation NONE -> MAINTENANCE")
                .containsPattern("(?m)^ 1 CAPACITY +thickPending +0 B +512 MiB +\\+512 MiB$");
        final JsonNode json = Cli.run("journal", "diff", directory.toString(), before, "--json")
                .json();
        assertThat(json.get("to").get("position").longValue()).isEqualTo(log.last());
        assertThat(json.get("changes")
                        .get("space")
                        .get(0)
                        .get("fields")
                        .get("thickPending")
                        .toString())
                .isEqualTo("{\"before\":\"0\",\"after\":\"536870912\"}");
        assertThat(json.get("commands").get("SetConfig").longValue()).isEqualTo(1);
    }

    @Test
    void shouldShowThatOnlyTimePassed() throws IOException {
        final ScenarioJournal log = ScenarioJournal.write(directory, START + """
                {"command":"keepAlive","chunk":1,"incarnation":1,"fence":"none","tiers":{"CAPACITY":{"total":1099511627776}}}
                """);

        assertThat(Cli.run("journal", "diff", directory.toString(), Long.toString(log.fromEnd(1)))
                        .text())
                .endsWith("nothing changed but when chunks and extent managers were heard last\n");
    }

    @Test
    void shouldSayHowItIsUsed() throws IOException {
        final Path journal = journal(START);
        assertThat(Cli.run("journal", "diff", journal.toString()).complaint(ExitCode.USAGE))
                .contains("name either FROM (and TO)");
        assertThat(Cli.run("journal", "diff", journal.toString(), "500", "100").complaint(ExitCode.FAILED))
                .contains("TO lies before FROM");
    }

    @Test
    void shouldFindNoDifferenceWhereOneJournalIsLonger() throws IOException {
        final Path one = journal(START + RESERVE);
        final Path other = journal(START);

        assertThat(compare(one, other).text())
                .contains("no difference up to position ")
                .contains(one + " goes on to position")
                .contains(other + " does not");
        assertThat(compare(one, journal(START + RESERVE)).text()).contains("both journals end there");
    }

    @Test
    void shouldFindTheFirstEntryThatDiffers() throws IOException {
        final Path one = journal(START + RESERVE + node(3));
        final Path other = journal(START + RESERVE.replace("\"extents\":2", "\"extents\":3") + node(3));

        final Cli.Result result = compare(one, other);

        assertThat(result.status()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out())
                .contains("the next one differs in command")
                .contains("extents=2", "extents=3")
                .doesNotContain("RegisterNode");
        final JsonNode json = Cli.parse(compare(one, other, "--json").out());
        assertThat(json.get("difference").stringValue()).isEqualTo("entries");
        assertThat(json.get("entry").get("position"))
                .isEqualTo(json.get("otherEntry").get("position"));
    }

    /** The same log, but the other member holds fewer nodes: the third is refused there, and nothing says so but the state. */
    @Test
    void shouldFindTheEntryAtWhichTheStatesPart() throws IOException {
        final String scenario = START + RESERVE + node(3) + RESERVE;
        final Path one = journal(scenario);
        final Path other = journal(scenario);
        Files.writeString(other.resolve("stowage.conf"), "limits { nodes = 2 }\n");

        final Cli.Result result = compare(one, other, "--json");

        assertThat(result.status()).isEqualTo(ExitCode.FAILED);
        final JsonNode json = Cli.parse(result.out());
        assertThat(json.get("difference").stringValue()).isEqualTo("states");
        assertThat(json.get("entry").get("command").stringValue()).isEqualTo("RegisterNode");
        assertThat(json.get("entry").get("fields").stringValue()).contains("name=n3");
        assertThat(compare(one, other).out()).contains("the journals are the same, but the states part at position");
    }
}
