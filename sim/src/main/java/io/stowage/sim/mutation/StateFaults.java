package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Law.S6;

import java.util.List;

/** Faults that make the state depend on more than the log. */
final class StateFaults {
    private StateFaults() {}

    static List<Fault> all() {
        return List.of(
                EngineFault.in("cluster.ClusterTable", "draw")
                        .fault(
                                "choice-by-clock",
                                S6,
                                "What varies in placement comes from the machine's clock.",
                                result("UnsafeBuffer.getLong", new Change.Clock())),
                EngineFault.in("extentmanager.ExtentManagers", "seen")
                        .fault(
                                "extent-manager-seen-by-clock",
                                S6,
                                "The last word of an extent manager is dated by the machine's clock.",
                                argument("ExtentManagerTable.lastSeenMs", 1, new Change.Clock())));
    }
}
