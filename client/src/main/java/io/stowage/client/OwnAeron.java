package io.stowage.client;

import io.aeron.Aeron;
import io.aeron.CncFileDescriptor;
import io.aeron.exceptions.AeronException;
import java.io.File;
import org.jspecify.annotations.Nullable;

/** Makes an Aeron client where none is shared. */
final class OwnAeron {
    private OwnAeron() {}

    /** Waits at most the connect timeout for a media driver to appear; Aeron itself would wait much longer. */
    static Aeron connect(final SessionContext context, final @Nullable String directory) {
        final Aeron.Context own = new Aeron.Context().errorHandler(context.errorHandler());
        if (directory != null) {
            own.aeronDirectoryName(directory);
        }
        final File mark = new File(own.aeronDirectoryName(), CncFileDescriptor.CNC_FILE);
        final long deadlineNs = context.nanoClock().nanoTime() + context.connectTimeoutNs();
        context.idleStrategy().reset();
        while (!mark.exists()) {
            if (context.nanoClock().nanoTime() - deadlineNs >= 0) {
                throw noDriver(own, "it has no " + CncFileDescriptor.CNC_FILE);
            }
            context.idleStrategy().idle();
        }
        try {
            return Aeron.connect(own);
        } catch (final AeronException failure) {
            throw noDriver(own, text(failure));
        }
    }

    private static StowageException noDriver(final Aeron.Context own, final String why) {
        return new StowageException("no media driver in " + own.aeronDirectoryName() + " (" + why
                + "); start the server on this host, or tell its Aeron directory");
    }

    /** The first line of what Aeron says. */
    static String text(final AeronException failure) {
        final String message = failure.getMessage();
        return message == null
                ? failure.toString()
                : message.lines().findFirst().orElse(failure.toString());
    }
}
