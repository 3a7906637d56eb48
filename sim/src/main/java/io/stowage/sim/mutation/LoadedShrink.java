package io.stowage.sim.mutation;

import io.stowage.sim.shrink.Shrinker;
import io.stowage.sim.shrink.Shrunk;
import io.stowage.sim.simulation.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A shrinker inside a {@link FaultyEngineLoader}; speaks only in types of the JDK with the world outside. */
public final class LoadedShrink implements BiFunction<List<Long>, Consumer<String>, List<String>> {
    private static final int ARGUMENTS = 0;
    private static final int VIOLATION = 1;
    private static final int NOTE = 2;
    private static final int SCENARIO = 3;

    /** Creates a shrinker. */
    public LoadedShrink() {}

    @Override
    public List<String> apply(final List<Long> seedAndSteps, final Consumer<String> progress) {
        final SimulationOptions options =
                SimulationOptions.of(seedAndSteps.getFirst(), Math.toIntExact(seedAndSteps.getLast()));
        return Shrinker.shrink(options, progress).map(LoadedShrink::write).orElse(List.of());
    }

    /** What {@link #apply} has told; nothing is told of a simulation that breaks no law. */
    static Optional<Shrunk> read(final List<String> told) {
        return told.isEmpty()
                ? Optional.empty()
                : Optional.of(new Shrunk(
                        told.get(ARGUMENTS),
                        told.get(VIOLATION),
                        List.copyOf(told.subList(SCENARIO, told.size())),
                        told.get(NOTE)));
    }

    private static List<String> write(final Shrunk shrunk) {
        final List<String> told = new ArrayList<>(List.of(shrunk.arguments(), shrunk.violation(), shrunk.note()));
        told.addAll(shrunk.scenario());
        return told;
    }
}
