package io.stowage.sim.simulation;

import java.util.Set;
import java.util.TreeSet;

/**
 * What is simulated.
 *
 * @param seed    of everything that varies.
 * @param steps   of work and faults, before all heals.
 * @param chunks  storage daemons, two a node.
 * @param ems     extent managers.
 * @param mistake made on purpose.
 * @param without kinds of faults that never happen, by the names under which they are counted; nothing else changes what
 *                the seed makes of it.
 */
public record SimulationOptions(long seed, int steps, int chunks, int ems, Mistake mistake, Set<String> without) {
    /** Chunks of a small cluster. */
    public static final int CHUNKS = 10;

    /** Extent managers of a small cluster. */
    public static final int EMS = 3;

    /** Most chunks: the space view of all must fit one page. */
    public static final int CHUNKS_MAX = 250;

    /** Most extent managers. */
    public static final int EMS_MAX = 30;

    /** Checks the figures. */
    public SimulationOptions {
        if (steps < 1 || chunks < 1 || chunks > CHUNKS_MAX || ems < 1 || ems > EMS_MAX) {
            throw new IllegalArgumentException("a simulation needs at least one step, 1 to " + CHUNKS_MAX
                    + " chunks and 1 to " + EMS_MAX + " extent managers; found " + steps + ", " + chunks + " and "
                    + ems);
        }
        without = Set.copyOf(without);
    }

    /**
     * A small cluster: 10 chunks, 3 extent managers, no mistake, all kinds of faults.
     *
     * @param seed  of everything that varies.
     * @param steps of work and faults.
     * @return options.
     */
    public static SimulationOptions of(final long seed, final int steps) {
        return new SimulationOptions(seed, steps, CHUNKS, EMS, Mistake.NONE, Set.of());
    }

    /**
     * The same with a mistake.
     *
     * @param made on purpose.
     * @return a copy.
     */
    public SimulationOptions with(final Mistake made) {
        return new SimulationOptions(seed, steps, chunks, ems, made, without);
    }

    /**
     * The same, longer or shorter.
     *
     * @param count of work and faults.
     * @return a copy.
     */
    public SimulationOptions withSteps(final int count) {
        return new SimulationOptions(seed, count, chunks, ems, mistake, without);
    }

    /**
     * The same with another fleet.
     *
     * @param chunkCount storage daemons.
     * @param emCount    extent managers.
     * @return a copy.
     */
    public SimulationOptions withFleet(final int chunkCount, final int emCount) {
        return new SimulationOptions(seed, steps, chunkCount, emCount, mistake, without);
    }

    /**
     * The same without one more kind of fault.
     *
     * @param kind as it is counted in {@link SimulationResult#faults()}.
     * @return a copy.
     */
    public SimulationOptions without(final String kind) {
        final Set<String> more = new TreeSet<>(without);
        more.add(kind);
        return new SimulationOptions(seed, steps, chunks, ems, mistake, more);
    }
}
