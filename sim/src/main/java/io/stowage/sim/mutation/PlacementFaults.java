package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Edit.returns;
import static io.stowage.sim.mutation.Law.S2;
import static io.stowage.sim.mutation.Law.S5;
import static io.stowage.sim.mutation.Law.S9;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import java.util.List;
import java.util.stream.Stream;

/** Faults in the choice of chunks, and in the index of those that can be chosen. */
final class PlacementFaults {
    private static final String INDEX = "candidate.CandidateIndex";
    private static final String PLACEMENT = "placement.Placement";
    private static final EngineFault.Part IS_ELIGIBLE = EngineFault.in(INDEX, "isEligible");
    private static final EngineFault.Part START = EngineFault.in(PLACEMENT, "startAgain");
    private static final EngineFault.Part BEGIN = EngineFault.in(PLACEMENT, "begin");
    private static final EngineFault.Part STRICT_LEVEL = EngineFault.in(PLACEMENT, "strictLevel");
    private static final int CHUNK_SPREAD = 0;
    private static final int NONE = -1;

    private PlacementFaults() {}

    static List<Fault> all() {
        return Stream.of(eligibility(), index(), hardRules(), preferences())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Fault> eligibility() {
        return List.of(
                IS_ELIGIBLE.fault(
                        "isolated-chosen", S5, "Isolated chunks take new segments.", result("ChunkTable.isolation", 0)),
                IS_ELIGIBLE.fault(
                        "silent-chosen",
                        S5,
                        "Chunks take new segments whatever their health.",
                        result("ChunkTable.health", Health.HEALTHY.value())),
                IS_ELIGIBLE.fault(
                        "removing-chosen",
                        S5,
                        "Chunks that are being evacuated take new segments.",
                        result("ChunkTable.adminState", AdminState.IN_USE.value())),
                EngineFault.in("chunk.ChunkStates", "isolation")
                        .fault(
                                "isolation-without-effect",
                                S5,
                                "A chunk that is isolated stays among those that take new segments.",
                                drop("ChunkStates.changed")),
                EngineFault.in("chunk.ChunkStates", "changed")
                        .fault(
                                "state-not-followed",
                                S5,
                                "The index of candidates is not told that the state of a chunk changed.",
                                drop("CandidateIndex.chunkChanged")),
                EngineFault.in("chunk.KeepAliveCommand", "apply")
                        .fault(
                                "capacity-not-followed",
                                S2,
                                "The index of candidates is not told that the capacity of a chunk changed.",
                                drop("CandidateIndex.chunkChanged")));
    }

    private static List<Fault> index() {
        return List.of(
                EngineFault.in(INDEX, "spaceChanged")
                        .fault(
                                "full-chunk-drawn",
                                S2,
                                "A chunk that fills up stays in every view.",
                                result("CandidateIndex.taken", 0)),
                EngineFault.in(INDEX, "update")
                        .fault(
                                "weight-stays",
                                S9,
                                "Where a chunk leaves a view, its weight stays in the sums.",
                                drop(Call.of("CandidateIndex.addToViews").only(2, 2))),
                EngineFault.in(INDEX, "update")
                        .fault(
                                "last-space-not-followed",
                                S9,
                                "The room of a chunk that is nearly full is not updated.",
                                drop("CandidateIndex.updateRooms")),
                EngineFault.in("placement.Region", "weightBefore")
                        .fault(
                                "weights-remembered-too-long",
                                S5,
                                "A weight that was read is remembered after it changed.",
                                result("CandidateIndex.changes", 0)),
                EngineFault.in("placement.Region", "tryGroup")
                        .fault(
                                "tried-chunk-always-taken",
                                S5,
                                "A chunk that is tried is taken, whatever its weight.",
                                result(Call.of("CandidateIndex.weight").all(4), Integer.MAX_VALUE)),
                EngineFault.in("topology.Topology", "changed")
                        .fault(
                                "move-of-a-node-not-followed",
                                S5,
                                "The order of all chunks is not made anew where a node moves.",
                                drop("CandidateIndex.invalidate")),
                EngineFault.in("chunk.ChunkCommands", "moveChunk")
                        .fault(
                                "move-to-a-pool-not-followed",
                                S5,
                                "The order of all chunks is not made anew where a chunk moves to another pool.",
                                drop("CandidateIndex.invalidate")),
                EngineFault.in("cluster.ClusterCommands", "setConfig")
                        .fault(
                                "setting-not-followed",
                                S5,
                                "The index of candidates is not made anew where a setting changes.",
                                drop("CandidateIndex.invalidate")));
    }

    private static List<Fault> hardRules() {
        return List.of(
                EngineFault.in(PLACEMENT, "allow")
                        .fault(
                                "excluded-chosen",
                                S5,
                                "Excluded chunks are chosen.",
                                result("PlacementRequest.excludedCount", 0)),
                EngineFault.in(PLACEMENT, "allow")
                        .fault(
                                "another-pool-chosen",
                                S5,
                                "Chunks of the pools before that of the request are chosen.",
                                argument("Region.reset", 1, 0)),
                START.fault(
                        "existing-ignored",
                        S5,
                        "The segments that an extent has already do not count as placed.",
                        result("PlacementRequest.existingCount", 0)),
                START.fault(
                        "one-node-for-two",
                        S5,
                        "Two segments of an extent may stand on one node, whatever the setting.",
                        argument("Spread.clear", 1, CHUNK_SPREAD)),
                EngineFault.in("placement.Spread", "leaveOut")
                        .fault(
                                "one-chunk-for-two",
                                S5,
                                "Where nothing else is left, two segments of an extent may stand on one chunk.",
                                drop(Call.of("Region.exclude").only(3, 3))),
                EngineFault.in("placement.Spread", "endOf")
                        .fault(
                                "last-of-a-domain-chosen",
                                S5,
                                "The last chunk of a domain or node does not belong to it.",
                                result("TopologyOrder.end", new Change.Plus(-1))),
                STRICT_LEVEL.fault(
                        "strict-spread-ignored",
                        S5,
                        "Strict spread is as good as none.",
                        result("PlacementRequest.strictSpread", 0)),
                STRICT_LEVEL.fault(
                        "strict-spread-of-the-new-alone",
                        S5,
                        "How far strict spread can keep segments apart is reckoned without those there are.",
                        result("Spread.domains", 0)),
                EngineFault.in(PLACEMENT, "isPreferredIn")
                        .fault(
                                "preferred-beyond-limits",
                                S2,
                                "A preferred chunk is taken whatever room it has.",
                                result("CandidateIndex.contains", 1)),
                EngineFault.in(PLACEMENT, "chooseTight")
                        .fault(
                                "feasible-refused",
                                S5,
                                "The last space is not given: where no chunk has room for a whole extent, none is chosen.",
                                returns(NONE)),
                EngineFault.in(PLACEMENT, "drawOversize")
                        .fault(
                                "oversize-refused",
                                S5,
                                "Where no drawn chunk takes a segment larger than an extent, the roomiest is not looked up.",
                                result("Region.roomiest", NONE)));
    }

    private static List<Fault> preferences() {
        return List.of(
                EngineFault.in(INDEX, "viewsOf")
                        .fault(
                                "high-water-ignored",
                                S5,
                                "Chunks are filled beyond the high-water mark while others are below it.",
                                result("SpaceLimits.staysBelowHighWater", 1)),
                EngineFault.in("placement.Spread", "know")
                        .fault(
                                "fuller-domain-chosen",
                                S5,
                                "Nobody counts how many segments of an extent share a domain.",
                                drop("Spread.countShare")),
                EngineFault.in("candidate.TopologyOrder", "domainOf")
                        .fault(
                                "spread-without-zones",
                                S5,
                                "A zone without a segment of the extent is not preferred.",
                                result("NodeTable.zone", 0)),
                EngineFault.in("placement.Spread", "keyOfForeign")
                        .fault(
                                "segment-of-another-pool-ignored",
                                S5,
                                "A segment on a chunk of another pool does not count for the domains of its node.",
                                result("TopologyOrder.endOf", 0)),
                EngineFault.in(PLACEMENT, "scope")
                        .fault(
                                "preferred-zone-ignored",
                                S5,
                                "No zone is preferred.",
                                result("PlacementRequest.preferredZone", NONE)),
                EngineFault.in(PLACEMENT, "confine")
                        .fault(
                                "all-in-the-preferred-zone",
                                S5,
                                "A preferred zone that has its share may get more.",
                                drop("Region.exclude")),
                BEGIN.fault(
                        "preferred-ignored", S5, "No chunk is preferred.", result("PlacementRequest.preferred", NONE)),
                EngineFault.in("placement.Load", "isModerate")
                        .fault(
                                "preferred-whatever-its-load",
                                S5,
                                "A preferred chunk is taken however full it is.",
                                returns(1)));
    }
}
