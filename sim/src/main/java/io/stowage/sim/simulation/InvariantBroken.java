package io.stowage.sim.simulation;

/** A law of the specification does not hold: the simulation ends. */
final class InvariantBroken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;

    InvariantBroken(final String law, final String text) {
        super(law + ": " + text);
        this.text = law + ": " + text;
    }

    String text() {
        return text;
    }
}
