package io.stowage.server;

import org.agrona.ErrorHandler;
import org.jspecify.annotations.Nullable;

/** Takes the errors of all parts: to the error log once it is open, and to the handler of the caller. Thread-safe. */
final class ErrorRelay implements ErrorHandler {
    private final @Nullable ErrorHandler second;
    private volatile @Nullable ServerErrorLog log;

    ErrorRelay(final @Nullable ErrorHandler second) {
        this.second = second;
    }

    void log(final ServerErrorLog opened) {
        log = opened;
    }

    long count() {
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
