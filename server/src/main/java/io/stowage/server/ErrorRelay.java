package io.stowage.server;

import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/** Takes the errors of all parts: to the error log once it is open, and to the handler of the caller. Thread-safe. */
public final class ErrorRelay implements ErrorHandler {
    private final @Nullable ErrorHandler second;
    private volatile @Nullable ServerErrorLog log;

    /**
     * A relay without an error log yet.
     *
     * @param second handler of the caller, or null.
     */
    public ErrorRelay(final @Nullable ErrorHandler second) {
        this.second = second;
    }

    /**
     * From now on errors are counted there too.
     *
     * @param opened error log.
     */
    public void log(final ServerErrorLog opened) {
        log = opened;
    }

    /**
     * How many there were.
     *
     * @return errors since the log was opened, distinct or not.
     */
    public long count() {
        final ServerErrorLog current = log;
        return current == null ? 0 : current.count();
    }

    @Override
    public void onError(final Throwable error) {
        final ServerErrorLog current = log;
        if (current != null) {
            current.record(error);
        }
        if (second != null) {
            second.onError(error);
        }
    }
}
