package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.returns;
import static io.stowage.sim.mutation.Law.S1;
import static io.stowage.sim.mutation.Law.S3;

import java.util.List;

/** Faults in the changes between two reports. */
final class DeltaFaults {
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
                                argument("Math.max", 1, 0)));
    }
}
