package io.stowage.sim.mutation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of one fault.
 *
 * @param fault     that was made.
 * @param found     whether the simulator found it.
 * @param seeds     how many it took, or how many were tried in vain.
 * @param foundBy   the law, or the check, that was reported first; empty if none was.
 * @param step      of the simulation at which it was reported; 0 if none is known.
 * @param violation as it was reported; empty if none was.
 */
public record MutationResult(Fault fault, boolean found, int seeds, String foundBy, int step, String violation) {
    private static final Pattern REPORTED = Pattern.compile("(?:step (\\d+): )?([^:]+): .*", Pattern.DOTALL);

    static MutationResult found(final Fault fault, final int seeds, final String violation) {
        final Matcher matcher = REPORTED.matcher(violation);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a violation names its law first, this does not: " + violation);
        }
        final String step = matcher.group(1);
        return new MutationResult(
                fault, true, seeds, matcher.group(2), step == null ? 0 : Integer.parseInt(step), violation);
    }

    static MutationResult missed(final Fault fault, final int seeds) {
        return new MutationResult(fault, false, seeds, "", 0, "");
    }
}
