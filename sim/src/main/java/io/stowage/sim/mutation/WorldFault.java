package io.stowage.sim.mutation;

import io.stowage.sim.simulation.Mistake;
import io.stowage.sim.simulation.SimulationOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A fault of those around the engine, which the simulation itself can make.
 *
 * @param mistake that is made.
 */
record WorldFault(Mistake mistake) implements Fault {
    /** Every mistake that a simulation can make. */
    static List<Fault> all() {
        return Arrays.stream(Mistake.values())
                .filter(mistake -> mistake != Mistake.NONE)
                .<Fault>map(WorldFault::new)
                .toList();
    }

    @Override
    public String name() {
        return mistake.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String sentence() {
        return switch (mistake) {
            case NONE -> "Nothing is wrong.";
            case FENCE_AT_SEND -> "A chunk names the newest fence when it sends, not when it measured.";
            case FREE_TWICE -> "The network delivers a request to give space back twice.";
            case KEEPALIVE_OF_AN_OLD_SESSION -> "A keepalive of a session that was given up comes after newer ones.";
            case FORGOTTEN_SEGMENT -> "An extent manager that restarts forgets a segment that its table holds.";
        };
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
    public FaultyRun open(final boolean withTwin) {
        return (seed, steps) ->
                LoadedRun.firstViolation(SimulationOptions.of(seed, steps).with(mistake));
    }
}
