package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Law.S9;

import java.util.List;

/** Faults in sums that are kept beside the rows. */
final class SumFaults {
    private static final EngineFault.Part REPLACE = EngineFault.in("space.Reports", "replace");
    private static final EngineFault.Part TAKE_EFFECT = EngineFault.in("space.Reports", "takeEffect");

    private SumFaults() {}

    static List<Fault> all() {
        return List.of(
                EngineFault.in("space.SpaceAccounting", "add")
                        .fault(
                                "cluster-allocated-forgotten",
                                S9,
                                "What is allocated in the cluster is not updated.",
                                drop("ClusterTable.addAllocated")),
                EngineFault.in("space.SpaceAccounting", "measured")
                        .fault(
                                "cluster-capacity-forgotten",
                                S9,
                                "The capacity of the cluster is not updated.",
                                drop("ClusterTable.addCapacity")),
                EngineFault.in("space.ChunkSpaceTable", "add")
                        .fault(
                                "chunk-allocated-forgotten",
                                S9,
                                "What is allocated on a chunk is not updated.",
                                drop("ReservedSpaceTable.addAllocated")),
                EngineFault.in("space.Reservations", "giveBack")
                        .fault(
                                "version-sum-forgotten",
                                S9,
                                "Giving back does not lower what is reserved under the version.",
                                drop("ExtentManagerTable.addReserved")),
                EngineFault.in("space.Reservations", "removeIfEmpty")
                        .fault(
                                "empty-reservation-stays",
                                S9,
                                "A reservation of which nothing is left keeps its row.",
                                result("ReservationTable.isEmpty", 0)),
                REPLACE.fault(
                        "segment-count-forgotten",
                        S9,
                        "A report does not change the number of segments on its chunks.",
                        drop("ChunkTable.addSegments")),
                REPLACE.fault(
                        "staged-row-stays",
                        S9,
                        "A row in force still points to the row of a report that has ended.",
                        drop("SpaceRowTable.staged")),
                TAKE_EFFECT.fault(
                        "row-count-forgotten",
                        S9,
                        "A report that names a row no more does not lower the number of rows on its chunk.",
                        drop("ChunkTable.addSpaceRows")),
                TAKE_EFFECT.fault(
                        "reported-bytes-forgotten",
                        S9,
                        "A report does not change the bytes of its extent manager.",
                        drop("ExtentManagerTable.reportedBytes")),
                EngineFault.in("chunk.ChunkStates", "health")
                        .fault(
                                "health-count-forgotten",
                                S9,
                                "A chunk whose health changes still counts for its old health.",
                                drop(Call.of("ChunkStates.count").only(1, 2))),
                EngineFault.in("chunk.ChunkStates", "isolation")
                        .fault(
                                "isolated-count-forgotten",
                                S9,
                                "The number of isolated chunks is not updated.",
                                drop("ClusterTable.add")));
    }
}
