package io.stowage.server;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** What a person has to put right: the message is one line that says what is wrong and what to do. */
public class ServerException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message one line: what is wrong, and what to do.
     */
    public ServerException(final String message) {
        super(message);
    }

    /**
     * With a cause, for the error log.
     *
     * @param message one line: what is wrong, and what to do.
     * @param cause   behind it.
     */
    public ServerException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
