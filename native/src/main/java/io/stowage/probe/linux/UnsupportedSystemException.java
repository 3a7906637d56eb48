package io.stowage.probe.linux;

import java.io.IOException;

/** A native call that this system, or the way this JVM was started, does not offer. */
public final class UnsupportedSystemException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is missing.
     *
     * @param message one line, with what to do about it
     */
    UnsupportedSystemException(final String message) {
        super(message);
    }

    /**
     * The exception of a system that is none of {@link Platform}'s.
     *
     * @return an exception that names this system
     */
    public static UnsupportedSystemException ofThisSystem() {
        return new UnsupportedSystemException(Platform.unsupportedReason());
    }
}
