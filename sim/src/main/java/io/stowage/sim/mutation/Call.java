package io.stowage.sim.mutation;

import java.lang.classfile.instruction.InvokeInstruction;

/**
 * Calls in a method: all of a callee, or one of them in the order of the code. The number of them that there must be makes
 * sure that an edit means what it meant when it was written.
 *
 * @param owner      simple name of the class that is called.
 * @param name       of the method that is called.
 * @param parameters how many it has; -1: any number.
 * @param which      the only one that is meant, from 1; 0: all.
 * @param sites      how many calls there must be.
 */
record Call(String owner, String name, int parameters, int which, int sites) {
    private static final int ANY = -1;

    /** One call of {@code Owner.name}, or {@code Owner.name/parameters} where names are overloaded. */
    static Call of(final String callee) {
        final int dot = callee.indexOf('.');
        final int slash = callee.indexOf('/');
        final String name = callee.substring(dot + 1, slash < 0 ? callee.length() : slash);
        final int parameters = slash < 0 ? ANY : Integer.parseInt(callee.substring(slash + 1));
        return new Call(callee.substring(0, dot), name, parameters, 0, 1);
    }

    /** All calls, of which there must be so many. */
    Call all(final int count) {
        return new Call(owner, name, parameters, 0, count);
    }

    /** The n-th of so many. */
    Call only(final int nth, final int count) {
        return new Call(owner, name, parameters, nth, count);
    }

    boolean isOf(final InvokeInstruction invoke) {
        final String called = invoke.owner().asInternalName();
        return called.substring(called.lastIndexOf('/') + 1).equals(owner)
                && invoke.name().equalsString(name)
                && (parameters == ANY || invoke.typeSymbol().parameterCount() == parameters);
    }

    boolean means(final int nth) {
        return which == 0 || which == nth;
    }

    String callee() {
        return owner + "." + name + (parameters == ANY ? "" : "/" + parameters);
    }
}
