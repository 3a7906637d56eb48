package io.stowage.server.snapshot;

/** A snapshot cannot be written or read; the message says what to do. */
public final class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * For what the operator can put right.
     *
     * @param message what to do.
     */
    public SnapshotException(final String message) {
        super(message);
    }

    /**
     * For what the operator can put right.
     *
     * @param message what to do.
     * @param cause   of it.
     */
    public SnapshotException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
