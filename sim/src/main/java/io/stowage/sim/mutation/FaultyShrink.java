package io.stowage.sim.mutation;

import io.stowage.sim.shrink.Shrunk;
import java.util.Optional;
import java.util.function.Consumer;

/** Shrinks failures of simulations with a fault. */
@FunctionalInterface
public interface FaultyShrink {
    /**
     * Runs one simulation and makes its failure small.
     *
     * @param seed     of all that varies.
     * @param steps    of work, before all heals.
     * @param progress is told how far it is, in one line; called often.
     * @return the small failure; empty if the simulation breaks no law.
     */
    Optional<Shrunk> shrink(long seed, int steps, Consumer<String> progress);
}
