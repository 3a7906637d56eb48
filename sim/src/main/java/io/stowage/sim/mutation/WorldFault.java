package io.stowage.sim.mutation;

import io.stowage.sim.shrink.Shrinker;
import io.stowage.sim.simulation.Mistake;
import io.stowage.sim.simulation.SimulationOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A fault of those around the engine, which the simulation itself can make.
 *
 * @param mistake that is made.
 */
record WorldFault(Mistake mistake) implements Fault {
    private static final Map<String, String> SENTENCES = Map.of(
            "FENCE_AT_SEND", "A chunk names the newest fence when it sends, not when it measured.",
            "FREE_TWICE", "The network delivers a request to give space back twice.",
            "FORGOTTEN_SEGMENT", "An extent manager that restarts forgets a segment that its table holds.");

    /** Every mistake of the simulated world that must be found. */
    static List<Fault> all() {
        return Arrays.stream(Mistake.values())
                .filter(mistake -> SENTENCES.containsKey(mistake.name()))
                .<Fault>map(WorldFault::new)
                .toList();
    }

    @Override
    public String name() {
        return mistake.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String sentence() {
        return Objects.requireNonNull(SENTENCES.get(mistake.name()), mistake::name);
    }

    @Override
    public Law law() {
        return Law.S1;
    }

    @Override
    public String place() {
        return "the world";
    }

    @Override
    public FaultyRun open() {
        return (seed, steps) ->
                LoadedRun.firstViolation(SimulationOptions.of(seed, steps).with(mistake));
    }

    @Override
    public FaultyShrink openShrinker() {
        return (seed, steps, progress) ->
                Shrinker.shrink(SimulationOptions.of(seed, steps).with(mistake), progress);
    }

    /** The engine does nothing wrong, so that neither it nor its twin says anything: the laws are alone already. */
    @Override
    public FaultyRun openForItsLawAlone() {
        return open();
    }
}
