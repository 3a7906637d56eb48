package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Law.S1;
import static io.stowage.sim.mutation.Law.S3;
import static io.stowage.sim.mutation.Law.S5;

import io.stowage.engine.space.Term;
import java.util.List;

/** Faults in how bytes flow between the terms of a chunk. */
final class SpaceFaults {
    private static final EngineFault.Part SETTLE = EngineFault.in("space.Settlement", "settle");
    private static final EngineFault.Part MEASURED = EngineFault.in("space.SpaceAccounting", "measured");
    private static final EngineFault.Part GENERATIONS = EngineFault.in("space.SpaceAccounting", "measuredPriority");
    private static final EngineFault.Part GIVE_BACK = EngineFault.in("space.Reservations", "giveBack");
    private static final Call ADD_TERM = Call.of("SpaceAccounting.add");

    private SpaceFaults() {}

    static List<Fault> all() {
        return List.of(
                EngineFault.in("space.Reports", "onDropped")
                        .fault(
                                "dropped-thin-forgotten",
                                S1,
                                "A thin reservation that a report covers does not move to thinNew.",
                                argument("Settlement.settle", 4, 0),
                                argument("SpaceRowTable.addDropped", 1, 0)),
                SETTLE.fault(
                        "new-thin-not-counted",
                        S1,
                        "A thin segment that becomes live counts for nothing until it is measured.",
                        argument(ADD_TERM.only(1, 5), 4, 0)),
                SETTLE.fault(
                        "new-thin-counted-by-growth",
                        S1,
                        "Only the growth of a thin row becomes new, not what was reserved or rebuilt for it.",
                        argument("Math.max", 0, 0)),
                MEASURED.fault(
                        "fence-ignored",
                        S1,
                        "A keepalive drops the aging generation without a look at the fence.",
                        argument(Call.of("SpaceAccounting.measuredPriority").all(2), 4, 1)),
                MEASURED.fault(
                        "seal-too-early",
                        S1,
                        "What joins the aging generation gets its older seal.",
                        result("ChunkSpaceTable.term", 0)),
                MEASURED.fault(
                        "never-sealed",
                        S1,
                        "The aging generation is never sealed, so that any fence covers it.",
                        drop("ChunkSpaceTable.seal/3")),
                GENERATIONS.fault(
                        "fresh-dropped",
                        S1,
                        "A keepalive drops the fresh generation instead of letting it age.",
                        argument(ADD_TERM.only(4, 4), 4, 0)),
                GENERATIONS.fault(
                        "aging-stays", S3, "The aging generation is never dropped.", drop(ADD_TERM.only(2, 4))),
                GENERATIONS.fault(
                        "measurements-added-up",
                        S3,
                        "A measurement is added to the one before it.",
                        result(Call.of("ChunkSpaceTable.term/4").only(1, 3), 0)),
                GIVE_BACK.fault(
                        "free-twice-the-bytes",
                        S1,
                        "Giving back takes twice the bytes out of the pending term.",
                        argument("SpaceAccounting.addToClass", 4, new Change.Times(2))),
                GIVE_BACK.fault(
                        "free-wrong-class",
                        S1,
                        "Giving back a thin segment takes its bytes out of the thick reservations.",
                        argument("SpaceAccounting.addToClass", 3, Term.THICK_PENDING)),
                EngineFault.in("space.AllocationItem", "takeBack")
                        .fault(
                                "refused-stays-reserved",
                                S5,
                                "An item that is refused half-way keeps its reservations until the next report, so that"
                                        + " what fits is refused.",
                                drop("Reservations.giveBack")));
    }
}
