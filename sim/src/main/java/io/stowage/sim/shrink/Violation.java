package io.stowage.sim.shrink;

import io.stowage.sim.simulation.SimulationResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first violation of a simulation, taken apart.
 *
 * @param step at which it was found.
 * @param law  that is broken.
 * @param text all that is known, as the simulation told it.
 */
record Violation(int step, String law, String text) {
    private static final Pattern TOLD = Pattern.compile("step (\\d+): ([^:]+): .*", Pattern.DOTALL);

    static boolean isIn(final SimulationResult result) {
        return !result.violations().isEmpty();
    }

    static Violation of(final SimulationResult result) {
        final String text = result.violations().getFirst();
        final Matcher told = TOLD.matcher(text);
        if (!told.matches()) {
            throw new IllegalArgumentException("a violation names its step and its law first, this does not: " + text);
        }
        return new Violation(Integer.parseInt(told.group(1)), told.group(2), text);
    }
}
