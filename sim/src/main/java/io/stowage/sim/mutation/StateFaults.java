package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Law.S6;

import java.util.List;

/** Faults that make the state depend on more than the log. */
final class StateFaults {
    private static final EngineFault.Part INDEXES = EngineFault.in("Tables", "rebuildIndexes");

    private StateFaults() {}

    static List<Fault> all() {
        return List.of(
                EngineFault.in("cluster.ClusterTable", "draw")
                        .fault(
                                "choice-by-clock",
                                S6,
                                "What varies in placement comes from the machine's clock.",
                                result("TableBuffer.getLong", new Change.Clock())),
                EngineFault.in("extentmanager.ExtentManagers", "seen")
                        .fault(
                                "extent-manager-seen-by-clock",
                                S6,
                                "The last word of an extent manager is dated by the machine's clock.",
                                argument("ExtentManagerTable.lastSeenMs", 1, new Change.Clock())),
                INDEXES.fault(
                        "snapshot-without-reservations",
                        S6,
                        "After a snapshot is loaded, reservations are not found again.",
                        drop("ReservationTable.rebuildIndex")),
                INDEXES.fault(
                        "snapshot-without-rows",
                        S6,
                        "After a snapshot is loaded, the rows of reports are not found again.",
                        drop("SpaceRowTable.rebuildIndex")),
                INDEXES.fault(
                        "snapshot-without-chunks",
                        S6,
                        "After a snapshot is loaded, chunks are not found again.",
                        drop("ChunkTable.rebuildIndex")),
                EngineFault.in("Tables", "<init>")
                        .fault(
                                "snapshot-without-a-table",
                                S6,
                                "Rows of reports that are arriving are missing in snapshots.",
                                result(Call.of("List.of").only(2, 2), new Change.WithoutLast())));
    }
}
