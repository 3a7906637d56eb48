package io.stowage.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the small text files of procfs and sysfs, each of which holds one value. */
final class KernelText {
    private KernelText() {}

    /**
     * A file's text without the line's end.
     *
     * @param file of procfs or sysfs
     * @return the text, or why it cannot be read; a blank file counts as unreadable
     */
    static Reading<String> text(final Path file) {
        return possiblyBlank(file)
                .flatMap(text -> text.isEmpty() ? Reading.unavailable(file + ": empty") : Reading.measured(text));
    }

    /**
     * A file's text without the line's end; a blank file is a value too.
     *
     * @param file of procfs or sysfs
     * @return the text, or why it cannot be read
     */
    static Reading<String> possiblyBlank(final Path file) {
        return ReadingSource.readingOf(() -> contentOf(file).strip());
    }

    /**
     * A file's whole number.
     *
     * @param file of procfs or sysfs
     * @return the number, or why there is none
     */
    static Reading<Long> number(final Path file) {
        return text(file).flatMap(text -> {
            try {
                return Reading.measured(Long.parseLong(text));
            } catch (final NumberFormatException e) {
                return Reading.unavailable(file + ": '" + text + "' is no number");
            }
        });
    }

    /**
     * A file's 0 or 1.
     *
     * @param file of procfs or sysfs
     * @return whether it is 1, or why there is neither
     */
    static Reading<Boolean> flag(final Path file) {
        return number(file)
                .flatMap(number -> number == 0 || number == 1
                        ? Reading.measured(number == 1)
                        : Reading.unavailable(file + ": '" + number + "' is neither 0 nor 1"));
    }

    /**
     * All of a file.
     *
     * @param file of procfs or sysfs; drivers may put any bytes there, what is no UTF-8 is replaced
     * @return its text
     * @throws IOException if it cannot be read
     */
    static String contentOf(final Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            // A driver's refusal comes as an exception that names no file.
            final String reason = ReadingSource.reasonOf(e);
            throw reason.contains(file.toString()) ? e : new IOException(file + ": " + reason, e);
        }
    }
}
