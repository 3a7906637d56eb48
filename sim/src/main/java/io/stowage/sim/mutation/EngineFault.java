package io.stowage.sim.mutation;

import java.util.List;

/**
 * A fault in one method of the engine.
 *
 * @param name       with dashes.
 * @param law        that it breaks.
 * @param sentence   that says what is wrong.
 * @param className  of the class, below {@code io.stowage.engine}.
 * @param methodName of the method; with a slash and the number of parameters where names are overloaded.
 * @param edits      of its code, all of which must fit.
 */
record EngineFault(String name, Law law, String sentence, String className, String methodName, List<Edit> edits)
        implements Fault {
    private static final String ENGINE = "io.stowage.engine.";

    /** Begins a fault. */
    static Part in(final String className, final String methodName) {
        return new Part(className, methodName);
    }

    /** Where a fault stands. */
    record Part(String className, String methodName) {
        EngineFault fault(final String name, final Law law, final String sentence, final Edit... edits) {
            return new EngineFault(name, law, sentence, ENGINE + className, methodName, List.of(edits));
        }
    }

    @Override
    public String place() {
        return className.substring(ENGINE.length()) + "." + methodName;
    }

    @Override
    public FaultyRun open() {
        return new FaultyEngineLoader(this).open();
    }
}
