package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Law.S1;
import static io.stowage.sim.mutation.Law.S2;
import static io.stowage.sim.mutation.Law.S5;

import java.util.List;

/** Faults in what is held at the destinations of repositions. */
final class RepositionFaults {
    private static final EngineFault.Part DECODE = EngineFault.in("space.RepositionItem", "decode");

    private RepositionFaults() {}

    static List<Fault> all() {
        return List.of(
                EngineFault.in("space.Reports", "replace")
                        .fault(
                                "ended-rx-forgotten",
                                S1,
                                "A thin reposition that a report shows no more does not move to thinNew.",
                                result("Math.max", 0)),
                EngineFault.in("space.Reservations", "addRx")
                        .fault(
                                "rx-not-held",
                                S1,
                                "The destination of a reposition holds no space.",
                                argument("SpaceAccounting.addToClass", 4, 0)),
                EngineFault.in("space.Reservations", "addRx")
                        .fault(
                                "rx-held-as-pending",
                                S1,
                                "The rx of a thin reposition is added to the thin reservations.",
                                argument("SpaceAccounting.addToClass", 3, 6)),
                EngineFault.in("space.Reservations", "giveBackRx")
                        .fault(
                                "rx-given-back-twice",
                                S1,
                                "Giving back a destination takes twice its bytes.",
                                argument("SpaceAccounting.addToClass", 4, new Change.Times(2))),
                DECODE.fault(
                        "last-space-for-migration",
                        S2,
                        "A migration may take the space that is kept for what protects existing data.",
                        argument("PlacementRequest.reset", 4, 1)),
                DECODE.fault(
                        "moved-onto-itself",
                        S5,
                        "The chunk that a segment leaves may be chosen as its destination.",
                        drop("PlacementRequest.exclude")),
                EngineFault.in("space.RepositionItem", "decodeSources")
                        .fault(
                                "moved-beside-another",
                                S5,
                                "A segment may be rebuilt on the node of another segment of its extent.",
                                drop("PlacementRequest.addExisting")));
    }
}
