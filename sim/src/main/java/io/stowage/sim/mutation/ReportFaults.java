package io.stowage.sim.mutation;

import static io.stowage.sim.mutation.Edit.argument;
import static io.stowage.sim.mutation.Edit.drop;
import static io.stowage.sim.mutation.Edit.dropWhere;
import static io.stowage.sim.mutation.Edit.redirect;
import static io.stowage.sim.mutation.Edit.result;
import static io.stowage.sim.mutation.Law.S1;
import static io.stowage.sim.mutation.Law.S3;
import static io.stowage.sim.mutation.Law.S7;

import java.util.List;

/** Faults in how reports take effect and reservations end. */
final class ReportFaults {
    private static final EngineFault.Part TAKE_EFFECT = EngineFault.in("space.Reports", "takeEffect");
    private static final EngineFault.Part END = EngineFault.in("space.ReportCommands", "end");
    private static final int NO_ROW = -1;

    private ReportFaults() {}

    static List<Fault> all() {
        return List.of(
                TAKE_EFFECT.fault(
                        "report-drops-its-own-version",
                        S1,
                        "A report drops the reservations of its own version too.",
                        argument("Reservations.dropBelow", 1, new Change.Plus(1))),
                TAKE_EFFECT.fault(
                        "report-drops-nothing",
                        S3,
                        "A report leaves the reservations that it covers.",
                        drop("Reservations.dropBelow")),
                TAKE_EFFECT.fault(
                        "report-drops-for-another",
                        S1,
                        "A report drops the reservations of the first extent manager instead of its own.",
                        argument("Reservations.dropBelow", 0, 0)),
                TAKE_EFFECT.fault(
                        "report-merged",
                        S3,
                        "A report replaces the rows that it names and leaves all others.",
                        dropWhere("Reports.replace", 1, NO_ROW)),
                TAKE_EFFECT.fault(
                        "report-version-forgotten",
                        S1,
                        "The version of a report is not remembered.",
                        drop("ExtentManagerTable.lastVersion/2")),
                EngineFault.in("extentmanager.ExtentManagers", "acceptsVersion")
                        .fault(
                                "stale-version-accepted",
                                S7,
                                "A request or report of a version below the last report's is taken.",
                                result(Call.of("ExtentManagerTable.lastVersion").all(2), 0)),
                END.fault(
                        "checksum-ignored",
                        S1,
                        "A report whose rows do not give its checksum takes effect.",
                        result(Call.of("OpenReportTable.checksum").all(2), 0),
                        result(Call.of("ReportSpaceEndDecoder.checksum").all(2), 0)),
                END.fault(
                        "row-fault-forgotten",
                        S1,
                        "A report takes effect though one of its rows was refused.",
                        result("OpenReportTable.faultReason", 0)),
                EngineFault.in("extentmanager.ExtentManagerCommands", "connect")
                        .fault(
                                "restart-forgets",
                                S1,
                                "An extent manager that restarts loses its rows and reservations.",
                                redirect("Reports.discard", "forget")),
                EngineFault.in("space.Reservations", "drop")
                        .fault(
                                "dropped-stays-pending",
                                S3,
                                "What a report covers leaves its rows, but not the pending term of the chunk.",
                                drop(Call.of("SpaceAccounting.addToClass").only(1, 2))));
    }
}
