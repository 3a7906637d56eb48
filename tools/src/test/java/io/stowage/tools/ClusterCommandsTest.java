package io.stowage.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Looking at a cluster, and taking space of it: what is printed is what the server holds. */
@Timeout(300)
class ClusterCommandsTest {
    private static final long TIB = 1L << 40;
    private static final long SEGMENT = 256L << 20;

    @TempDir
    private Path directory;

    private TestServer server;

    @BeforeEach
    void launch() {
        server = TestServer.launch(directory).fill();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldTellTheClusterAsJson() {
        final JsonNode status = server.run("status", "--json").json();

        assertThat(status.get("cluster").stringValue()).isEqualTo(server.clusterId());
        assertThat(status.get("nodes").intValue()).isEqualTo(3);
        assertThat(status.get("chunks").intValue()).isEqualTo(3);
        assertThat(status.get("healthy").intValue()).isEqualTo(3);
        assertThat(status.get("eligible").intValue()).isEqualTo(3);
        assertThat(status.get("zones").intValue()).isEqualTo(1);
        assertThat(status.get("racks").intValue()).isEqualTo(3);
        assertThat(status.get("capacityBytes").longValue()).isEqualTo(3 * TIB);
        assertThat(status.get("capacityAllocated").longValue()).isZero();
        assertThat(server.run("status").text())
                .contains("health    good", "chunks    3: 3 healthy, 3 take new data", "0 B of 3 TiB allocated");
    }

    @Test
    void shouldTellWhatCanBeLost() {
        final JsonNode headroom =
                server.run("status", "--json").json().get("headroom").get(0);

        assertThat(headroom.get("name").stringValue()).isEqualTo("default");
        assertThat(headroom.get("tier").stringValue()).isEqualTo("CAPACITY");
        assertThat(headroom.get("capacityBytes").longValue()).isEqualTo(3 * TIB);
        assertThat(headroom.get("kept").stringValue()).isEqualTo("CHUNK");
        assertThat(headroom.get("keptBytes").longValue()).isEqualTo(TIB - TIB / 100 - 1);
        assertThat(headroom.get("losableRacks").intValue()).isEqualTo(2);
        assertThat(headroom.get("losableZones").intValue()).isZero();
        assertThat(server.run("status").text())
                .contains(
                        "loss      you can lose 2 racks, 2 nodes or 2 chunks, and all can be rebuilt\n",
                        "          kept for a rebuild of the largest chunk: 1014 GiB; new data may still take 2.0 TiB\n");

        // when: nothing is kept any more
        server.run("config", "set", "REBUILD_HEADROOM", "none").text();
        assertThat(server.run("config", "show").text()).containsPattern("REBUILD_HEADROOM +NONE +changed +NONE +RACK");

        // then
        assertThat(server.run("status").text())
                .contains(
                        "          nothing is kept for a rebuild (REBUILD_HEADROOM is NONE); new data may still take 2.8 TiB");

        // when: one rack alone takes segments, and racks are what may be lost
        server.run("config", "set", "REBUILD_HEADROOM", "4").text();
        server.run("node", "maintenance", "1", "on").text();
        server.run("node", "maintenance", "2", "on").text();

        // then
        assertThat(server.run("status").text())
                .contains(
                        "loss      one chunk alone takes segments: what is lost there cannot be rebuilt elsewhere\n",
                        "          nothing is kept for a rebuild: without the largest rack too few are left for the"
                                + " widest extent; new data may still take 973 GiB\n");
    }

    @Test
    void shouldListNodesAndTopology() {
        final JsonNode nodes = server.run("node", "list", "--json").json();
        assertThat(values(nodes, "name")).containsExactly("n1", "n2", "n3");
        assertThat(values(nodes, "dataIp")).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3");
        assertThat(values(nodes, "chunks")).containsExactly("1", "1", "1");

        final JsonNode domains = server.run("topology", "show", "--json").json();
        assertThat(values(domains, "name")).containsExactlyInAnyOrder("z1", "r1", "r2", "r3");
        assertThat(server.run("topology", "show").text())
                .startsWith("zone z1  (3 nodes)\n  rack r1  (1 node)\n    node 1  n1  10.0.0.1  1 chunk\n");
    }

    @Test
    void shouldListAndCreatePools() {
        assertThat(values(server.run("pool", "list", "--json").json(), "chunks"))
                .containsExactly("3");

        final JsonNode created = server.run("pool", "create", "flash", "--json").json();
        assertThat(created.get("result").stringValue()).isEqualTo("OK");

        final JsonNode pools = server.run("pool", "list", "--json").json();
        assertThat(values(pools, "name")).hasSize(2).contains("flash");
        assertThat(values(pools, "chunks")).containsExactlyInAnyOrder("3", "0");
    }

    @Test
    void shouldShowAndChangeWhatTheClusterAgreesOn() {
        assertThat(value("EXTENT_BYTES")).isEqualTo(SEGMENT);

        server.run("config", "set", "EXTENT_BYTES", "64MiB").text();

        assertThat(value("EXTENT_BYTES")).isEqualTo(64L << 20);
        assertThat(server.run("config", "set", "EXTENT_BITES", "64MiB").complaint(ExitCode.USAGE))
                .startsWith("stowage: ")
                .contains("EXTENT_BITES", "EXTENT_BYTES", "(try 'stowage config set --help')");
    }

    @Test
    void shouldAllocateAndGiveBack() {
        // when: ten extents
        final Cli.Result allocated = server.run("alloc", "--replicas", "3", "--thick", "--count", "10", "--json");

        // then: their locations are printed, and their space is taken
        final JsonNode locations = allocated.json();
        assertThat(locations.get("result").stringValue()).isEqualTo("OK");
        assertThat(locations.get("reservedBytes").longValue()).isEqualTo(30 * SEGMENT);
        assertThat(locations.get("extents"))
                .hasSize(10)
                .allSatisfy(extent ->
                        assertThat(extent).extracting(JsonNode::intValue).containsExactlyInAnyOrder(1, 2, 3));
        assertThat(values(server.run("chunk", "list", "--json").json(), "capacityAllocated"))
                .containsOnly(Long.toString(10 * SEGMENT))
                .hasSize(3);
        assertThat(values(server.run("chunk", "space", "--json").json(), "thickPending"))
                .containsOnly(Long.toString(10 * SEGMENT))
                .hasSize(3);
        assertThat(values(server.run("em", "list", "--json").json(), "pendingBytes"))
                .containsExactly(Long.toString(30 * SEGMENT));
        final JsonNode em = server.run("em", "show", "1000", "--json").json();
        assertThat(values(em.get("reservations"), "segments")).containsExactly("30");

        // when: given back
        final JsonNode freed = server.answering(allocated.out(), "free", "--from", "-", "--json")
                .json();

        // then
        assertThat(freed.get("freedBytes").longValue()).isEqualTo(30 * SEGMENT);
        assertThat(values(server.run("chunk", "list", "--json").json(), "capacityAllocated"))
                .containsExactly("0", "0", "0");
        assertThat(server.run("status", "--json")
                        .json()
                        .get("capacityAllocated")
                        .longValue())
                .isZero();
    }

    @Test
    void shouldGiveBackSingleSegments() {
        server.run("alloc", "--replicas", "3", "--thick").text();

        assertThat(server.run("free", "--thick", "--chunks", "2").text())
                .isEqualTo("1 segment, 256 MiB, given back; 512 MiB stay reserved for extent manager 1000\n");

        assertThat(values(server.run("chunk", "list", "--json").json(), "capacityAllocated"))
                .containsExactly(Long.toString(SEGMENT), "0", Long.toString(SEGMENT));
    }

    @Test
    void shouldSayWhyAnAllocationIsRefused() {
        final Cli.Result refused = server.run("alloc", "--replicas", "4", "--thick");

        assertThat(refused.out()).isEmpty();
        assertThat(refused.complaint(ExitCode.FAILED))
                .startsWith("stowage: nothing was reserved, ")
                .endsWith("an extent needs 4 chunks, and only 3 are registered (3 registered, 3 in the pool, 3 in use,"
                        + " 3 healthy, 3 not isolated, 3 with the tier, 3 with the space, 0 on nodes of their own);"
                        + " start 'stowage agent' on more nodes");
        assertThat(server.run("status", "--json")
                        .json()
                        .get("capacityAllocated")
                        .longValue())
                .isZero();
    }

    @Test
    void shouldSayWhatIsKeptForARebuild() {
        final Cli.Result refused =
                server.run("alloc", "--count", "6", "--replicas", "2", "--thick", "--segment-size", "170GiB");

        assertThat(refused.complaint(ExitCode.FAILED))
                .startsWith("stowage: nothing was reserved, NO_SPACE: ")
                .endsWith("bytes are left for new data and " + 2 * (170L << 30)
                        + " were asked for: the rest is kept for a rebuild; add space, or lower REBUILD_HEADROOM");
    }

    @Test
    void shouldTellProgramsTheFunnelOfARefusal() {
        final Cli.Result refused =
                server.run("alloc", "--replicas", "3", "--thick", "--segment-size", "2TiB", "--json");

        assertThat(refused.complaint(ExitCode.FAILED)).contains("only 0 are with the space");
        final JsonNode json = Cli.parse(refused.out());
        assertThat(json.get("granted").intValue()).isZero();
        assertThat(json.get("funnel").get("healthy").intValue()).isEqualTo(3);
        assertThat(json.get("funnel").get("space").intValue()).isZero();
    }

    @Test
    void shouldRefuseToSpeakToAnotherCluster() {
        final String other = "00000000-0000-0001-0000-000000000002";

        assertThat(server.run("status", "--cluster", other).complaint(ExitCode.FAILED))
                .contains(
                        "refused the session: ",
                        "this server is of cluster " + server.clusterId() + ", not of " + other
                                + "; check the address and the configured cluster");
        assertThat(server.run("status", "--cluster", server.clusterId()).text()).contains(server.clusterId());
    }

    @Test
    void shouldKnowOfNoMembersWhereItStandsAlone() {
        assertThat(server.run("cluster", "members", "--set", "0=10.0.0.9").complaint(ExitCode.FAILED))
                .startsWith("stowage: the server stands alone and has no members; name the members of a cluster");
    }

    @Test
    void shouldSpeakToAServerOverUdp() {
        final JsonNode chunks = server.run("chunk", "list", "--json", "--connect", server.endpoint())
                .json();

        assertThat(values(chunks, "health")).containsExactly("HEALTHY", "HEALTHY", "HEALTHY");
    }

    @Test
    void shouldNotLookForAnotherLeaderWhereTheServerStandsAlone() {
        assertThat(server.run("cluster", "transfer-leader").complaint(ExitCode.FAILED))
                .startsWith("stowage: the server stands alone, so no other member can lead;");
    }

    @Test
    void shouldNotRemoveAnythingWithoutBeingTold() {
        assertThat(server.run("pool", "remove", "1").complaint(ExitCode.USAGE))
                .isEqualTo("stowage: Remove pool 1? There is nobody to ask; add --yes to do it"
                        + " (try 'stowage pool remove --help')");
    }

    private long value(final String key) {
        for (final JsonNode row : server.run("config", "show", "--json").json()) {
            if (row.get("key").stringValue().equals(key)) {
                return row.get("value").longValue();
            }
        }
        throw new AssertionError("no key " + key);
    }

    private static List<String> values(final JsonNode rows, final String member) {
        final List<String> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.get(member).asString()));
        return values;
    }
}
