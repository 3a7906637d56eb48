package io.stowage.bench;

/** A benchmark that could not be run, in one line that says what to do. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line.
     */
    public BenchException(final String message) {
        super(message);
    }

    /**
     * With a message for people and what stands behind it.
     *
     * @param message one line.
     * @param cause   of the failure.
     */
    public BenchException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
