package io.stowage.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
final class PeerMainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldListThePeers() {
        assertThat(run("list")).isZero();

        final JsonNode peers = json().get("peers");
        assertThat(peers.size()).isEqualTo(PeerKind.values().length);
        assertThat(peers.get(0).get("peer").asString()).isEqualTo("ozone-rack-aware");
        assertThat(peers.get(0).get("version").asString()).isEqualTo("2.2.1");
        assertThat(peers.get(3).get("version").asString()).isEqualTo("3.5.0");
    }

    @Test
    void shouldPrintOneObjectForATimeAndForAFill(@TempDir final Path folder) throws IOException {
        final String file = clusterFile(folder);

        assertThat(run(
                        "time",
                        "--cluster=" + file,
                        "--peer=hdfs-default",
                        "--full=50",
                        "--decisions=10",
                        "--warm-up-seconds=0.1",
                        "--measure-seconds=0.1"))
                .isZero();
        assertThat(json().get("failures").asInt()).isZero();
        assertThat(json().get("batches").size()).isEqualTo(10);

        out.getBuffer().setLength(0);
        assertThat(run("fill", "--cluster", file, "--peer", "ozone-rack-scatter", "--segments-per-unit", "10"))
                .isZero();
        assertThat(json().get("endedBy").asString()).isEqualTo("fill");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrongInOneLine(@TempDir final Path folder) throws IOException {
        assertThat(run("time", "--cluster", clusterFile(folder), "--peer", "nobody"))
                .isEqualTo(1);

        assertThat(err.toString()).isEqualToIgnoringNewLines("peers: no peer 'nobody'; 'list' prints them all");
        assertThat(out.toString()).isEmpty();
    }

    private int run(final String... args) {
        return PeerMain.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private JsonNode json() {
        assertThat(out.toString().strip()).doesNotContain("\n");
        return new JsonMapper().readTree(out.toString());
    }

    private static String clusterFile(final Path folder) throws IOException {
        final Cluster cluster = Clusters.mixed(4, 4);
        final StringBuilder text = new StringBuilder("# index\tzone\track\tnode\tcapacityBytes\tfullRank\n");
        for (int i = 0; i < cluster.chunkCount(); i++) {
            final Chunk chunk = cluster.chunk(i);
            text.append(String.join(
                            "\t",
                            Integer.toString(i),
                            chunk.zone(),
                            chunk.rack(),
                            chunk.node(),
                            Long.toString(chunk.capacityBytes()),
                            Integer.toString(chunk.fullRank() * 3)))
                    .append('\n');
        }
        final Path file = folder.resolve("cluster.tsv");
        Files.writeString(file, text);
        return file.toString();
    }
}
