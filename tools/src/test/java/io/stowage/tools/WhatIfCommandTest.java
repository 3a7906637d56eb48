package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The same history under another configuration. */
@Timeout(300)
class WhatIfCommandTest {
    private static final long GIB = 1L << 30;

    @TempDir
    private Path directory;

    /** Six chunks of 8 GiB, each on a node and in a rack of its own; extent manager 7. */
    private static String cluster() {
        final StringBuilder scenario = new StringBuilder();
        for (int n = 1; n <= 6; n++) {
            scenario.append("""
                    {"command":"registerNode","name":"n@","dataIp":"10.0.0.@","zone":"z1","rack":"r@"}
                    {"command":"registerChunk","ip":"10.0.0.@","port":10201}
                    """.replace("@", Integer.toString(n))).append(alive(n, 0));
        }
        return scenario + "{\"command\":\"connectEm\",\"em\":7,\"incarnation\":1}\n" + set("REBUILD_HEADROOM", 0);
    }

    private static String alive(final int chunk, final long thinUsed) {
        return "{\"command\":\"keepAlive\",\"chunk\":" + chunk + ",\"incarnation\":1,\"fence\":\"last\",\"tiers\":"
                + "{\"CAPACITY\":{\"total\":" + 8 * GIB + ",\"thinUsed\":{\"NORMAL\":" + thinUsed + "}}}}\n";
    }

    private static String set(final String key, final long value) {
        return "{\"command\":\"setConfig\",\"key\":\"" + key + "\",\"value\":" + value + "}\n";
    }

    private static String reserve(final int replicas, final int extents, final String more) {
        return "{\"command\":\"reserveForAllocation\",\"em\":7,\"version\":1,\"items\":[{\"tier\":\"CAPACITY\","
                + "\"provision\":\"THICK\",\"replicas\":" + replicas + ",\"extents\":" + extents + more + "}]}\n";
    }

    private static String row(final int chunk, final int segments) {
        return "{\"chunk\":" + chunk
                + ",\"tier\":\"CAPACITY\",\"provision\":\"THICK\",\"priority\":\"NORMAL\",\"segments\":" + segments
                + ",\"bytes\":" + segments * (256L << 20) + ",\"rxSegments\":0,\"rxBytes\":0}";
    }

    private static String report(final long version, final String rows) {
        return "{\"command\":\"reportSpace\",\"em\":7,\"version\":" + version + ",\"rows\":[" + rows + "]}\n";
    }

    /** Two times: the second one reports what the first one granted. */
    private ScenarioJournal reported(final String requests, final long version, final String after) throws IOException {
        final Path trial = directory.resolve("trial");
        final ScenarioJournal granted = ScenarioJournal.write(trial, cluster() + requests);
        final int[] segments = new int[7];
        for (final JsonNode item : granted.lastReply().get("items")) {
            item.get("locations").forEach(extent -> extent.forEach(chunk -> segments[chunk.intValue()]++));
        }
        final List<String> rows = new ArrayList<>();
        for (int chunk = 1; chunk < segments.length; chunk++) {
            if (segments[chunk] > 0) {
                rows.add(row(chunk, segments[chunk]));
            }
        }
        return ScenarioJournal.write(
                directory.resolve("history"), cluster() + requests + report(version, String.join(",", rows)) + after);
    }

    private JsonNode whatIf(final String... options) {
        final List<String> args = new ArrayList<>(
                List.of("journal", "what-if", directory.resolve("history").toString(), "--json"));
        args.addAll(List.of(options));
        return Cli.run(args.toArray(String[]::new)).json();
    }

    private static long allocated(final JsonNode history) {
        final JsonNode samples = history.get("fill");
        return samples.get(samples.size() - 1)
                .get("tiers")
                .get("CAPACITY")
                .get("allocatedBytes")
                .longValue();
    }

    @Test
    void shouldBeTheSameHistoryUnderTheSameConfiguration() throws IOException {
        reported(reserve(3, 8, ""), 2, alive(1, 0));

        final JsonNode same = whatIf("--set", "HIGH_WATER_PPM=90%");

        assertThat(same.get("partAt").isNull()).isTrue();
        assertThat(same.get("whatIf")).isEqualTo(same.get("asItWas"));
        assertThat(same.get("whatIf").get("stateHash").stringValue())
                .isEqualTo(Cli.run(
                                "journal",
                                "verify",
                                directory.resolve("history").toString(),
                                "--json")
                        .json()
                        .get("stateHash")
                        .stringValue());
    }

    @Test
    void shouldPartWithTheFirstPlaceThatDiffersAndKeepAllThatWasGranted() throws IOException {
        final ScenarioJournal log = reported(reserve(3, 8, ""), 2, "");

        final JsonNode other = whatIf("--set", "placement-choices=1");

        // The report is told of other places: it is accepted, and as much is allocated, elsewhere.
        assertThat(other.get("partAt").longValue()).isLessThan(log.last());
        assertThat(other.get("parting").get("command").stringValue()).startsWith("ReserveForAllocation");
        assertThat(other.get("whatIf").get("refusals"))
                .isEqualTo(other.get("asItWas").get("refusals"));
        assertThat(allocated(other.get("whatIf")))
                .isEqualTo(allocated(other.get("asItWas")))
                .isEqualTo(24 * (256L << 20));
        assertThat(other.get("onlyAsItWas").get("segments").longValue()).isZero();
        assertThat(other.get("onlyWhatIf").get("segments").longValue()).isZero();
    }

    @Test
    void shouldNotHoldWhatTheOtherConfigurationRefuses() throws IOException {
        reported(reserve(3, 8, ""), 2, "");

        // A tenth of each chunk may be filled, 3 segments: 18 of the 24.
        final JsonNode other = whatIf("--set", "HEADROOM_NEW_PPM=90%");

        assertThat(other.get("whatIf").get("allocations").toString()).isEqualTo("{\"NO_SPACE\":1}");
        assertThat(other.get("asItWas").get("allocations").toString()).isEqualTo("{\"OK\":1}");
        assertThat(allocated(other.get("whatIf"))).isZero();
        assertThat(other.get("onlyAsItWas").get("segments").longValue()).isEqualTo(24);
    }

    @Test
    void shouldHoldToTheEndWhatOnlyTheOtherConfigurationGrants() throws IOException {
        ScenarioJournal.write(
                directory.resolve("history"),
                cluster() + set("HEADROOM_NEW_PPM", 1_000_000) + reserve(3, 1, "") + report(2, "") + alive(1, 0));

        final JsonNode kept = whatIf("--set", "HEADROOM_NEW_PPM=5%");
        final JsonNode dropped = whatIf("--set", "HEADROOM_NEW_PPM=5%", "--drop-extra");

        // The history's own 'config set' of it is left out.
        assertThat(kept.get("settingsLeftOut").longValue()).isEqualTo(1);
        assertThat(allocated(kept.get("asItWas"))).isZero();
        assertThat(allocated(kept.get("whatIf"))).isEqualTo(3 * (256L << 20));
        assertThat(kept.get("onlyWhatIf").get("segments").longValue()).isEqualTo(3);
        assertThat(allocated(dropped.get("whatIf"))).isZero();
    }

    @Test
    void shouldMoveWhatAChunkMeasuredAlongWithTheSegments() throws IOException {
        final String thin = reserve(1, 1, ",\"exclude\":[2,3,4,5,6]").replace("THICK", "THIN");
        ScenarioJournal.write(
                directory.resolve("history"),
                cluster()
                        + set("LOCALITY_LOAD_PPM", 0)
                        + thin.replace("\"exclude\":[2,3,4,5,6]", "\"prefer\":1")
                        + report(2, row(1, 1).replace("THICK", "THIN"))
                        + alive(1, 64L << 20)
                        + alive(2, 0)
                        + alive(3, 0)
                        + alive(4, 0)
                        + alive(5, 0)
                        + alive(6, 0)
                        + alive(1, 64L << 20)
                        + alive(2, 0)
                        + alive(3, 0)
                        + alive(4, 0)
                        + alive(5, 0)
                        + alive(6, 0)
                        + alive(1, 64L << 20)
                        + alive(2, 0)
                        + alive(3, 0)
                        + alive(4, 0)
                        + alive(5, 0)
                        + alive(6, 0));

        final JsonNode same = whatIf("--set", "LOCALITY_LOAD_PPM=70%");

        // Wherever the one segment stands, in the end it takes what was written to it.
        assertThat(allocated(same.get("whatIf"))).isEqualTo(allocated(same.get("asItWas")));
    }

    @Test
    void shouldGiveBackInTheOtherHistoryWhatIsGivenBackInTheHistory() throws IOException {
        final String requests = cluster() + reserve(3, 1, "");
        final JsonNode places = ScenarioJournal.write(directory.resolve("trial"), requests)
                .lastReply()
                .get("items")
                .get(0)
                .get("locations")
                .get(0);
        ScenarioJournal.write(
                directory.resolve("history"),
                requests
                        + "{\"command\":\"freeForAllocation\",\"em\":7,\"version\":1,\"tier\":\"CAPACITY\",\"provision\":"
                        + "\"THICK\",\"priority\":\"NORMAL\",\"segmentBytes\":268435456,\"chunks\":" + places + "}\n");

        final JsonNode other = whatIf("--set", "PLACEMENT_CHOICES=1");

        assertThat(other.get("whatIf").get("refusals"))
                .isEqualTo(other.get("asItWas").get("refusals"));
        assertThat(allocated(other.get("whatIf"))).isZero();
    }

    @Test
    void shouldTryOtherLimits() throws IOException {
        ScenarioJournal.write(directory.resolve("history"), cluster());

        final JsonNode other = whatIf("--set", "limits.chunks=5");

        assertThat(other.get("whatIf").get("refusals").toString()).contains("\"RegisterChunk BUSY\":1");
        assertThat(other.get("parting").get("whatIf").stringValue()).contains("BUSY");
    }

    @Test
    void shouldSayItForPeople() throws IOException {
        reported(reserve(3, 8, ""), 2, "");

        assertThat(Cli.run(
                                "journal",
                                "what-if",
                                directory.resolve("history").toString(),
                                "--set",
                                "HEADROOM_NEW_PPM=90%")
                        .text())
                .contains("what if   HEADROOM_NEW_PPM = 90 %, from the start")
                .contains("part      at position")
                .containsPattern("allocation items OK +1 +0")
                .containsPattern("allocation items NO_SPACE +0 +1")
                .contains("24 segments (6 GiB) of the history are nowhere in the other one");
    }

    @Test
    void shouldRefuseWhatCannotBeChanged() throws IOException {
        ScenarioJournal.write(directory.resolve("history"), cluster());
        final String history = directory.resolve("history").toString();

        assertThat(Cli.run("journal", "what-if", history, "--set", "HIGH_WATER=1")
                        .complaint(ExitCode.USAGE))
                .contains("there is no key 'HIGH_WATER'; the nearest one is HIGH_WATER_PPM");
        assertThat(Cli.run("journal", "what-if", history, "--set", "HIGH_WATER_PPM=101%")
                        .complaint(ExitCode.FAILED))
                .contains("it must be between 0 % and 100 %");
        assertThat(Cli.run("journal", "what-if", history, "--set", "EXTENT_BYTES=1GiB")
                        .complaint(ExitCode.FAILED))
                .contains("EXTENT_BYTES cannot be changed in a history");
    }
}
