package io.stowage.sim.scenario;

/** A line of a scenario that cannot be run, or an expectation that does not hold: one line naming which and why. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    ScenarioException(final int line, final String text) {
        super("line " + line + ": " + text);
        this.line = line;
    }

    /**
     * Which line of the scenario.
     *
     * @return from 1.
     */
    public int line() {
        return line;
    }
}
