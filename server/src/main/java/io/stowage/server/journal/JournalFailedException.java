package io.stowage.server.journal;

import org.jspecify.annotations.Nullable;

/**
 * A write or a force failed. It is final: what is on the disk is not known any more (a second force may succeed without having
 * written anything), so the appender refuses everything from then on and the host must stop and recover by a restart.
 */
public final class JournalFailedException extends JournalException {
    private static final long serialVersionUID = 1L;

    JournalFailedException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
