package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Edit.returns;
import static io.stowage.sim.mutation.Law.S5;

import io.stowage.codecs.AdminState;
import io.stowage.codecs.Health;
import java.util.List;

/** Faults in the choice of chunks. */
final class PlacementFaults {
    private static final EngineFault.Part IS_ELIGIBLE = EngineFault.in("chunk.ChunkStates", "isEligible");
    private static final EngineFault.Part IS_SEPARATE = EngineFault.in("placement.Placement", "isSeparate");
    private static final int CHUNK_SPREAD = 0;
    private static final int NO_CHUNK = -1;

    private PlacementFaults() {}

    static List<Fault> all() {
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
                                "A chunk that is isolated stays on the list of those that take new segments.",
                                drop("ChunkStates.changed")),
                EngineFault.in("placement.PlacementRequest", "isExcluded")
                        .fault("excluded-chosen", S5, "Excluded chunks are chosen.", returns(0)),
                EngineFault.in("placement.Placement", "begin")
                        .fault(
                                "existing-ignored",
                                S5,
                                "The segments that an extent has already do not count as placed.",
                                result("PlacementRequest.existingCount", 0)),
                IS_SEPARATE.fault(
                        "one-node-for-two",
                        S5,
                        "Two segments of an extent may stand on one node, whatever the setting.",
                        result("ConfigTable.value", CHUNK_SPREAD)),
                IS_SEPARATE.fault(
                        "one-chunk-for-two", S5, "Two segments of an extent may stand on one chunk.", returns(1)),
                EngineFault.in("placement.Placement", "scan")
                        .fault(
                                "feasible-refused",
                                S5,
                                "Where no drawn chunk will do, the others are not looked at.",
                                returns(NO_CHUNK)),
                EngineFault.in("chunk.EligibleList", "remove")
                        .fault(
                                "eligible-list-shuffled",
                                S5,
                                "Where a chunk leaves the list of those that take new segments, the last one is lost in"
                                        + " its place.",
                                drop("EligibleList.put")));
    }
}
