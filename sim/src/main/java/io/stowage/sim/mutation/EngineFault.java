package io.stowage.sim.mutation;

import java.util.ArrayList;
import java.util.List;

/**
 * A fault in one method of the engine.
 *
 * @param name     with dashes.
 * @param law      that it breaks.
 * @param sentence that says what is wrong.
 * @param edit     of the engine.
 */
record EngineFault(String name, Law law, String sentence, ClassEdit edit) implements Fault {
    private static final String ENGINE = "io.stowage.engine.";

    /** Names the method of the faults to come: its class below the engine's package, and the method. */
    static Part in(final String className, final String methodName) {
        return new Part(className, methodName);
    }

    /** Where a fault stands. */
    record Part(String className, String methodName) {
        EngineFault fault(final String name, final Law law, final String sentence, final Edit... edits) {
            return new EngineFault(name, law, sentence, new ClassEdit(ENGINE + className, methodName, List.of(edits)));
        }
    }

    @Override
    public String place() {
        return edit.className().substring(ENGINE.length()) + "." + edit.methodName();
    }

    @Override
    public FaultyRun open() {
        return FaultyEngineLoader.open(name, List.of(edit));
    }

    @Override
    public FaultyShrink openShrinker() {
        return FaultyEngineLoader.openShrinker(name, List.of(edit));
    }

    @Override
    public FaultyRun openForItsLawAlone() {
        final List<ClassEdit> edits = new ArrayList<>(Muted.allBut(law));
        edits.add(edit);
        return FaultyEngineLoader.open(name, edits);
    }
}
