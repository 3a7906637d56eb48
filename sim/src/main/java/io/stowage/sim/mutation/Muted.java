package io.stowage.sim.mutation;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks of the simulator that are left out, so that one law alone has to find a fault. Without that, the naive twin, which
 * compares every term, is nearly always the first.
 *
 * <p>S6, S7 and what the engine itself asserts stay: they are never in the way of another law.
 */
final class Muted {
    private static final String SIMULATION = "io.stowage.sim.simulation.";

    private Muted() {}

    /** What to leave out so that a law stands alone. */
    static List<ClassEdit> allBut(final Law law) {
        final List<ClassEdit> edits = new ArrayList<>();
        edits.add(edit(SIMULATION + "Twin", "compare", Edit.returns(0)));
        if (law != Law.S1) {
            edits.add(edit(SIMULATION + "Truth", "checkNeverUnderCounted/1", Edit.returns(0)));
            edits.add(edit(SIMULATION + "Truth", "checkNeverUnderCounted/2", Edit.returns(0)));
        }
        if (law != Law.S2) {
            edits.add(edit(SIMULATION + "GrantCheck", "onExtent", Edit.result("SpaceLimitsModel.fits", 1)));
            edits.add(edit(SIMULATION + "GrantCheck", "requireHeadroom", Edit.returns(0)));
        }
        if (law != Law.S5) {
            edits.add(edit(SIMULATION + "GrantCheck", "onExtent", Edit.result("String.isEmpty", 1)));
            edits.add(edit(SIMULATION + "GrantCheck", "onRefused", Edit.returns(0)));
            edits.add(edit(SIMULATION + "PreferenceCheck", "check", Edit.returns(0)));
        }
        if (law != Law.S9) {
            edits.add(edit("io.stowage.engine.Engine", "verify", Edit.returns(0)));
        }
        if (law != Law.S3) {
            edits.add(edit(SIMULATION + "Truth", "checkHealed", Edit.returns(0)));
        }
        return edits;
    }

    private static ClassEdit edit(final String className, final String methodName, final Edit edit) {
        return new ClassEdit(className, methodName, List.of(edit));
    }
}
