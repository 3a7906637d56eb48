package io.stowage.probe;

import io.stowage.probe.linux.UnsupportedSystemException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/**
 * Something that measures and may fail; the bridge from exceptions to {@link Reading}s.
 *
 * @param <T> the value's type
 */
@FunctionalInterface
interface ReadingSource<T> {
    /**
     * Measures.
     *
     * @return the value
     * @throws IOException with the reason why there is none
     */
    T read() throws IOException;

    /**
     * Measures, with failures as readings.
     *
     * @param source what to ask
     * @param <T> the value's type
     * @return the value or the failure's reason
     */
    static <T> Reading<T> readingOf(final ReadingSource<T> source) {
        try {
            return Reading.measured(source.read());
        } catch (final IOException e) {
            return Reading.unavailable(reasonOf(e));
        }
    }

    /**
     * One line for an exception; the JDK's own often hold nothing but a path.
     *
     * @param failure what was thrown
     * @return the line
     */
    static String reasonOf(final IOException failure) {
        return switch (failure) {
            case UnsupportedSystemException e -> String.valueOf(e.getMessage());
            case NoSuchFileException e -> e.getFile() + ": no such file or directory";
            case AccessDeniedException e -> e.getFile() + ": permission denied; give this user access or run as root";
            case NotDirectoryException e -> e.getFile() + ": not a directory";
            case FileSystemException e when e.getReason() == null -> e.getFile() + ": cannot be read";
            default -> {
                final String message = failure.getMessage();
                yield message == null ? failure.getClass().getSimpleName() : message;
            }
        };
    }
}
