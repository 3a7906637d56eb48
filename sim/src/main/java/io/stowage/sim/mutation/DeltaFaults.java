package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Edit.returns;
import static io.stowage.sim.mutation.Law.S1;
import static io.stowage.sim.mutation.Law.S3;
import static io.stowage.sim.mutation.Law.S9;

import java.util.List;

/** Faults in the changes between two reports. */
final class DeltaFaults {
    private static final EngineFault.Part APPLY = EngineFault.in("space.Deltas", "apply");

    private DeltaFaults() {}

    static List<Fault> all() {
        return List.of(
                EngineFault.in("space.Deltas", "isWhole/2")
                        .fault(
                                "delta-below-zero",
                                S1,
                                "A delta that takes more than was reported is taken.",
                                returns(1)),
                EngineFault.in("space.DeltaCommands", "finish")
                        .fault(
                                "delta-may-grow",
                                S3,
                                "A delta may add what was never reserved.",
                                drop("DeltaBatch.checkGrowth")),
                EngineFault.in("space.Settlement", "settle")
                        .fault(
                                "provision-change-forgotten",
                                S1,
                                "What changes from thick to thin does not move to thinNew.",
                                argument("Math.max", 1, 0)),
                APPLY.fault(
                        "delta-rx-forgotten",
                        S1,
                        "A thin reposition that a delta ends does not move to thinNew.",
                        result("Math.max", 0)),
                APPLY.fault(
                        "delta-not-counted",
                        S9,
                        "A delta does not change the bytes of its extent manager.",
                        drop("ExtentManagerTable.reportedBytes/2")));
    }
}
