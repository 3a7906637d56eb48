package io.stowage.tools;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A command failed; the message is one line that says what is wrong and what to do. Ends the program with status 1. */
public final class ToolException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Without a cause.
     *
     * @param message one line: what is wrong, and what to do.
     */
    public ToolException(final String message) {
        super(message);
    }

    /**
     * With a cause, which {@code --verbose} shows.
     *
     * @param message one line: what is wrong, and what to do.
     * @param cause   behind it.
     */
    public ToolException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
