package io.stowage.engine;

/** A law that the engine's own code guarantees does not hold: the state must not be used any further. */
public final class InvariantViolation extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param law that is broken.
     */
    public InvariantViolation(final String law) {
        super("invariant broken, the engine stops: " + law);
    }
}
