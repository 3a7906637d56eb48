package io.stowage.sim.mutation;

/** Runs simulations with a fault. */
@FunctionalInterface
public interface FaultyRun {
    /** What stands for a run without a violation. */
    String NO_VIOLATION = "";

    /**
     * Runs one simulation.
     *
     * @param seed  of all that varies.
     * @param steps of work, before all heals.
     * @return first violation, beginning with its law and a colon; {@link #NO_VIOLATION} if there is none.
     */
    String firstViolation(long seed, int steps);
}
