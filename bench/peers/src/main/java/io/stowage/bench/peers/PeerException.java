package io.stowage.bench.peers;

/** A measurement that could not be made, in one line that says what to do. */
public final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * With a message for people.
     *
     * @param message one line.
     */
    public PeerException(final String message) {
        super(message);
    }

    /**
     * With a message for people and what stands behind it.
     *
     * @param message one line.
     * @param cause   of the failure.
     */
    public PeerException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
