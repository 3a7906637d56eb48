package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Law.S2;

import java.util.List;

/** Faults in the limits of a decision. */
final class LimitFaults {
    private static final EngineFault.Part FITS = EngineFault.in("space.SpaceLimits", "fits");
    private static final EngineFault.Part THIN_FITS = EngineFault.in("space.SpaceLimits", "thinFits");
    private static final Call SETTING = Call.of("ConfigTable.value");
    private static final Call TERM = Call.of("ChunkSpaceTable.term/3");
    private static final long ALL_PPM = 1_000_000;
    private static final long BEYOND_ALL_PPM = 100 * ALL_PPM;

    private LimitFaults() {}

    static List<Fault> all() {
        return List.of(
                FITS.fault("headroom-ignored", S2, "The headroom is not kept free.", result(SETTING, 0)),
                FITS.fault(
                        "allocated-ignored",
                        S2,
                        "A segment fits wherever the capacity is large enough for it alone.",
                        result("ChunkSpaceTable.allocated", 0)),
                THIN_FITS.fault(
                        "watermark-ignored",
                        S2,
                        "Thin segments may pass the thin watermark.",
                        result(SETTING.only(1, 2), ALL_PPM)),
                THIN_FITS.fault(
                        "over-subscription-ignored",
                        S2,
                        "Thin segments may pass the over-subscription.",
                        result(SETTING.only(2, 2), BEYOND_ALL_PPM)),
                THIN_FITS.fault(
                        "over-subscription-without-live",
                        S2,
                        "Live thin segments do not count for the over-subscription.",
                        result(TERM.only(1, 6), 0)),
                THIN_FITS.fault(
                        "over-subscription-without-pending",
                        S2,
                        "Reserved thin segments do not count for the over-subscription.",
                        result(TERM.only(2, 6), 0)),
                EngineFault.in("space.SpaceLimits", "prioritizedFits")
                        .fault(
                                "prioritized-share-ignored",
                                S2,
                                "Prioritized segments may take the whole performance tier.",
                                result(SETTING, ALL_PPM)),
                EngineFault.in("space.AllocationItem", "decode")
                        .fault(
                                "last-space-for-new",
                                S2,
                                "New data may take the space that is kept for what protects existing data.",
                                argument("PlacementRequest.reset", 4, 1)),
                EngineFault.in("placement.Placement", "isFeasible")
                        .fault(
                                "segment-itself-not-counted",
                                S2,
                                "A limit is looked at before the segment is added.",
                                argument("SpaceLimits.fits", 2, 0)),
                EngineFault.in("space.ChunkSpaceTable", "allocated/2")
                        .fault(
                                "prioritized-not-counted",
                                S2,
                                "Only what normal segments take counts as allocated.",
                                result(Call.of("UnsafeBuffer.getLong").only(2, 2), 0)),
                EngineFault.in("space.ChunkSpaceTable", "capacity/2")
                        .fault(
                                "failed-capacity-counts",
                                S2,
                                "Failed capacity counts as if it were valid.",
                                result(Call.of("UnsafeBuffer.getLong").only(2, 2), 0)));
    }
}
