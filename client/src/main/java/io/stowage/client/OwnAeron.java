package io.stowage.client;

import io.aeron.Aeron;
import io.aeron.exceptions.AeronException;
import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/** Makes an Aeron client where none is shared. */
final class OwnAeron {
    private OwnAeron() {}

    static Aeron connect(final @Nullable String directory, final ErrorHandler errorHandler) {
        final Aeron.Context own = new Aeron.Context().errorHandler(errorHandler);
        if (directory != null) {
            own.aeronDirectoryName(directory);
        }
        try {
            return Aeron.connect(own);
        } catch (final AeronException noDriver) {
            throw new StowageException("no media driver in " + own.aeronDirectoryName() + " (" + text(noDriver)
                    + "); start the server on this host, or tell its Aeron directory");
        }
    }

    /** The first line of what Aeron says. */
    static String text(final AeronException failure) {
        final String message = failure.getMessage();
        return message == null
                ? failure.toString()
                : message.lines().findFirst().orElse(failure.toString());
    }
}
