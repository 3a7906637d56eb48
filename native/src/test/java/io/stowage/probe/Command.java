package io.stowage.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A program run to its end: its output, both streams in one, and its exit code. */
record Command(int exitCode, String output) {
    private static final long LIMIT_SECONDS = 60;

    /** Runs a program and waits for its end; the test fails if that takes more than a minute. */
    static Command run(final String... command) throws IOException {
        final Path file = Files.createTempFile("command", ".out");
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            final boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            final String output = Files.readString(file, StandardCharsets.UTF_8).strip();
            assertThat(ended)
                    .as("%s ended; it said: %s", Arrays.asList(command), output)
                    .isTrue();
            return new Command(process.exitValue(), output);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + command[0] + " ran");
        } finally {
            Files.delete(file);
        }
    }

    /** Runs a program that must succeed. */
    static String outputOf(final String... command) throws IOException {
        final Command ended = run(command);
        assertThat(ended.exitCode())
                .as("%s: %s", Arrays.asList(command), ended.output())
                .isZero();
        return ended.output();
    }

    /** Skips the test, saying why, unless the programs are installed. */
    static void assumeInstalled(final String... programs) {
        for (final String program : programs) {
            final boolean found = Arrays.stream(
                            String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
                    .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
            assumeTrue(found, program + " is not installed: nothing to compare with");
        }
    }

    /** Skips the test, saying why, unless it runs as root. */
    static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root, to mount and to attach loop devices");
    }
}
