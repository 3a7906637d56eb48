package io.stowage.bench.placement.peer;

import io.stowage.bench.BenchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and answers what it printed. */
final class Child {
    private static final int LAST_BYTES = 300;

    private Child() {}

    /**
     * Runs a program.
     *
     * @param seconds that it may take.
     * @param command program and arguments.
     * @return standard output.
     * @throws BenchException if it cannot be started, fails or takes too long.
     */
    static String run(final long seconds, final List<String> command) {
        return run(seconds, command, Path.of("."));
    }

    static String run(final long seconds, final List<String> command, final Path directory) {
        try {
            final Path out = Files.createTempFile("stowage-bench", ".out");
            final Path err = Files.createTempFile("stowage-bench", ".err");
            try {
                return run(seconds, command, directory, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (final IOException e) {
            throw new BenchException(name(command) + " cannot be run: " + e.getMessage(), e);
        }
    }

    private static String run(
            final long seconds, final List<String> command, final Path directory, final Path out, final Path err)
            throws IOException {
        final Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new BenchException(name(command) + " took more than " + seconds + " seconds");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException(name(command) + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new BenchException(
                    name(command) + " ended with status " + process.exitValue() + ": " + last(out, err));
        }
        return text(out);
    }

    private static String name(final List<String> command) {
        return Path.of(command.getFirst()).getFileName().toString();
    }

    /** The last line that was printed, which mostly says why. */
    private static String last(final Path out, final Path err) {
        final String printed = (text(out) + text(err)).strip();
        final String line = printed.substring(printed.lastIndexOf('\n') + 1);
        return line.substring(0, Math.min(line.length(), LAST_BYTES));
    }

    private static String text(final Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
