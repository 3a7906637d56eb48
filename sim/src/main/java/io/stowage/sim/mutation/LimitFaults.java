package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Law.S2;
import static io.stowage.sim.mutation.Law.S9;

import java.util.List;

/** Faults in the limits of a decision. */
final class LimitFaults {
    private static final EngineFault.Part DERIVED = EngineFault.in("space.SpaceLimits", "capacityChanged");
    private static final EngineFault.Part NOMINAL = EngineFault.in("space.SpaceLimits", "nominal");
    private static final Call DERIVE = Call.of("SpaceLimits.put");
    private static final int PPM = 2;
    private static final long ALL_PPM = 1_000_000;
    private static final long BEYOND_ALL_PPM = 100 * ALL_PPM;

    /** The terms of {@code SpaceLimits.nominal}, in the order in which they are added. */
    private static final Call TERM = Call.of("ChunkSpaceTable.term");

    private LimitFaults() {}

    static List<Fault> all() {
        return List.of(
                DERIVED.fault(
                        "headroom-ignored",
                        S2,
                        "The headroom is not kept free of new data.",
                        argument(DERIVE.only(1, 6), PPM, ALL_PPM)),
                DERIVED.fault(
                        "last-headroom-ignored",
                        S2,
                        "The headroom is not kept free of what protects existing data.",
                        argument(DERIVE.only(2, 6), PPM, ALL_PPM)),
                DERIVED.fault(
                        "watermark-ignored",
                        S2,
                        "Thin segments may pass the thin watermark.",
                        argument(DERIVE.only(3, 6), PPM, ALL_PPM)),
                DERIVED.fault(
                        "over-subscription-ignored",
                        S2,
                        "Thin segments may pass the over-subscription.",
                        argument(DERIVE.only(4, 6), PPM, BEYOND_ALL_PPM)),
                NOMINAL.fault(
                        "over-subscription-without-live",
                        S2,
                        "Live thin segments do not count for the over-subscription.",
                        result(TERM.only(4, 6), 0)),
                NOMINAL.fault(
                        "over-subscription-without-pending",
                        S2,
                        "Reserved thin segments do not count for the over-subscription.",
                        result(TERM.only(5, 6), 0)),
                NOMINAL.fault(
                        "over-subscription-without-rx",
                        S2,
                        "Thin repositions do not count for the over-subscription.",
                        result(TERM.only(6, 6), 0)),
                DERIVED.fault(
                        "prioritized-share-ignored",
                        S2,
                        "Prioritized segments may take the whole performance tier.",
                        argument(DERIVE.only(5, 6), PPM, ALL_PPM)),
                EngineFault.in("space.SpaceLimits", "room")
                        .fault(
                                "allocated-ignored",
                                S2,
                                "A segment fits wherever the capacity is large enough for it alone.",
                                result("ChunkSpaceTable.allocated", 0)),
                EngineFault.in("space.AllocationItem", "decode")
                        .fault(
                                "last-space-for-new",
                                S2,
                                "New data may take the space that is kept for what protects existing data.",
                                argument("PlacementRequest.reset", 4, 1)),
                EngineFault.in("placement.Placement", "chooseTight")
                        .fault(
                                "segment-itself-not-counted",
                                S2,
                                "Where space ends, a chunk takes a segment if it has room for a byte.",
                                result("PlacementRequest.segmentBytes", 1)),
                EngineFault.in("space.ReservedSpaceTable", "allocated/1")
                        .fault(
                                "prioritized-not-counted",
                                S2,
                                "Only what normal segments take counts as allocated.",
                                result(Call.of("ReservedSpaceTable.allocated").only(2, 2), 0)),
                EngineFault.in("space.ChunkSpaceTable", "capacity/2")
                        .fault(
                                "failed-capacity-counts",
                                S2,
                                "Failed capacity counts as if it were valid.",
                                result(Call.of("TableBuffer.getLong").only(2, 2), 0)),
                EngineFault.in("cluster.ClusterCommands", "setConfig")
                        .fault(
                                "limits-of-old-settings",
                                S2,
                                "A setting that changes does not change the limits.",
                                drop("SpaceLimits.rebuild")),
                EngineFault.in("space.AllocationItem", "grantExtent")
                        .fault(
                                "rebuild-headroom-ignored",
                                S2,
                                "New data may take what the rebuild of a failure domain needs.",
                                result("RebuildHeadroom.left", Long.MAX_VALUE)),
                EngineFault.in("candidate.CandidateIndex", "spaceChanged")
                        .fault(
                                "rebuild-headroom-not-followed",
                                S9,
                                "What goes to a chunk far from its limits does not lower the room for a rebuild.",
                                drop("RebuildHeadroom.filled")),
                EngineFault.in("candidate.RebuildHeadroom", "countShare")
                        .fault(
                                "stake-not-followed",
                                S9,
                                "The stake of a failure domain is not updated.",
                                drop("MaxTree.set")),
                EngineFault.in("candidate.RebuildHeadroom", "leftBy")
                        .fault(
                                "stake-of-others-ignored",
                                S2,
                                "Of the failure domains of a pool, only the first is kept room for.",
                                argument("MaxTree.max", 2, new Change.Times(0))));
    }
}
