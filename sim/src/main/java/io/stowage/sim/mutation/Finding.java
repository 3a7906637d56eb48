package io.stowage.sim.mutation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the simulator found a fault.
 *
 * @param seeds     it took, from 1 on.
 * @param check     that reported it first: a law, the naive {@code twin}, a {@code client} that was told nonsense, or an
 *                  {@code exception} that left the engine.
 * @param step      of the simulation at which it was reported; 0 if it is not known.
 * @param violation as it was reported.
 */
public record Finding(int seeds, String check, int step, String violation) {
    /** The check that holds the engine's terms against those of the naive model. */
    static final String TWIN = "twin";

    private static final Pattern REPORTED = Pattern.compile("(?:step (\\d+): )?([^:]+): .*", Pattern.DOTALL);

    static Finding of(final int seeds, final String violation) {
        final Matcher matcher = REPORTED.matcher(violation);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a violation names its law first, this does not: " + violation);
        }
        final String step = matcher.group(1);
        return new Finding(seeds, matcher.group(2), step == null ? 0 : Integer.parseInt(step), violation);
    }
}
