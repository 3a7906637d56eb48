package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Edit.returns;
import static io.stowage.sim.mutation.Law.S1;
import static io.stowage.sim.mutation.Law.S2;
import static io.stowage.sim.mutation.Law.S3;
import static io.stowage.sim.mutation.Law.S9;

import java.util.List;

/** Faults in how extent managers and chunks come and go, and in the licence. */
final class LifeFaults {
    private static final EngineFault.Part FORGET = EngineFault.in("space.Reports", "forget");
    private static final EngineFault.Part COMPLETE = EngineFault.in("chunk.ChunkCommands", "completeRemoval");

    private LifeFaults() {}

    static List<Fault> all() {
        return List.of(
                FORGET.fault(
                        "removed-keeps-reservations",
                        S3,
                        "The reservations of an extent manager that is removed stay.",
                        drop("Reservations.dropBelow")),
                FORGET.fault(
                        "removed-keeps-space",
                        S3,
                        "The rows of an extent manager that is removed go, but their space stays counted.",
                        drop("Reports.replace")),
                EngineFault.in("extentmanager.Readiness", "accepts")
                        .fault(
                                "promised-before-reports",
                                S1,
                                "A state that was started afresh grants before all extent managers have reported.",
                                returns(1)),
                COMPLETE.fault(
                        "chunk-removed-with-segments",
                        S1,
                        "A chunk may be removed while segments are reported on it.",
                        result(Call.of("ChunkTable.segments").all(2), 0),
                        result("ChunkTable.spaceRows", 0)),
                COMPLETE.fault(
                        "chunk-removed-with-reservations",
                        S1,
                        "A chunk may be removed while space is reserved on it.",
                        result(Call.of("SpaceAccounting.reserved").all(2), 0)),
                EngineFault.in("chunk.ChunkCommands", "remove")
                        .fault(
                                "removed-chunk-listed",
                                S9,
                                "A chunk that is removed still counts as one that takes new segments.",
                                drop("ChunkStates.forget")),
                EngineFault.in("space.SpaceAccounting", "close")
                        .fault(
                                "removed-chunk-counts",
                                S9,
                                "The capacity of a removed chunk still counts for the cluster.",
                                drop("ClusterTable.addCapacity")),
                EngineFault.in("space.AllocationItem", "decode")
                        .fault(
                                "expired-licence-ignored",
                                S2,
                                "New data is granted after the licence has ended.",
                                result("ClusterTable.isLicenceExpired", 0)),
                EngineFault.in("chunk.KeepAliveCommand", "growRawCapacity")
                        .fault(
                                "unlicensed-capacity-counts",
                                S2,
                                "A chunk may grow beyond the licensed capacity.",
                                returns(0)));
    }
}
