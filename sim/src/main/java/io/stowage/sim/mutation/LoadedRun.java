package io.stowage.sim.mutation;

import io.stowage.sim.simulation.Simulation;
import io.stowage.sim.simulation.SimulationOptions;
import java.util.function.BiFunction;

/** A simulation inside a {@link FaultyEngineLoader}; speaks only in types of the JDK with the world outside. */
public final class LoadedRun implements BiFunction<Long, Integer, String> {
    /** Creates a runner. */
    public LoadedRun() {}

    @Override
    public String apply(final Long seed, final Integer steps) {
        return firstViolation(SimulationOptions.of(seed, steps));
    }

    /** A fault may also show as an exception that leaves the engine. */
    static String firstViolation(final SimulationOptions options) {
        try {
            return Simulation.run(options).violations().stream().findFirst().orElse(FaultyRun.NO_VIOLATION);
        } catch (final RuntimeException thrown) {
            return "exception: " + thrown;
        }
    }
}
