package io.stowage.sim.simulation;

/**
 * What is simulated.
 *
 * @param seed    of everything that varies.
 * @param steps   of work and faults, before all heals.
 * @param chunks  storage daemons, two a node.
 * @param ems     extent managers.
 * @param mistake made on purpose.
 */
public record SimulationOptions(long seed, int steps, int chunks, int ems, Mistake mistake) {
    /** Checks the figures. */
    public SimulationOptions {
        if (steps < 1 || chunks < 1 || chunks > 250 || ems < 1 || ems > 30) {
            throw new IllegalArgumentException(
                    "a simulation needs at least one step, 1 to 250 chunks and 1 to 30 extent" + " managers; found "
                            + steps + ", " + chunks + " and " + ems);
        }
    }

    /**
     * A small cluster: 10 chunks, 3 extent managers, no mistake.
     *
     * @param seed  of everything that varies.
     * @param steps of work and faults.
     * @return options.
     */
    public static SimulationOptions of(final long seed, final int steps) {
        return new SimulationOptions(seed, steps, 10, 3, Mistake.NONE);
    }

    /**
     * The same with a mistake.
     *
     * @param made on purpose.
     * @return a copy.
     */
    public SimulationOptions with(final Mistake made) {
        return new SimulationOptions(seed, steps, chunks, ems, made);
    }
}
