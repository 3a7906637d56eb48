package io.stowage.server.journal;

import org.jspecify.annotations.Nullable;

/** The journal cannot do what was asked. The message is one line that says what is wrong and what to do. */
public class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message alone.
     *
     * @param message one line: what is wrong and what to do.
     */
    public JournalException(final String message) {
        super(message);
    }

    /**
     * With the cause beneath.
     *
     * @param message one line: what is wrong and what to do.
     * @param cause   what the operating system or the library said.
     */
    public JournalException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
