package io.stowage.engine;

/**
 * Assertions that stay on in production. A broken one stops the engine rather than let it corrupt what it guards; no
 * string is built where the condition holds.
 */
public final class Invariant {
    private Invariant() {}

    /**
     * Checks a condition that the engine's own code guarantees.
     *
     * @param condition which must hold.
     * @param law       that is broken otherwise, in a few words.
     * @throws InvariantViolation if it does not hold.
     */
    public static void check(final boolean condition, final String law) {
        if (!condition) {
            throw new InvariantViolation(law);
        }
    }

    /**
     * Checks that two figures agree.
     *
     * @param expected figure, recomputed.
     * @param actual   figure, kept incrementally.
     * @param law      that is broken otherwise.
     * @param row      that is concerned.
     * @throws InvariantViolation if they differ.
     */
    public static void checkEquals(final long expected, final long actual, final String law, final int row) {
        if (expected != actual) {
            throw new InvariantViolation(law + ": row " + row + " holds " + actual + ", recomputed " + expected);
        }
    }
}
