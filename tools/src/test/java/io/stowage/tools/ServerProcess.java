package io.stowage.tools;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The command in a Java virtual machine of its own, so that it can be killed. Standard output and error are read as one. */
final class ServerProcess implements AutoCloseable {
    /** How long a start or an end may take on a busy machine. */
    static final long LIMIT_SECONDS = 90;

    private static final String END = "\0";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private ServerProcess(final Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts the command with the options that the launcher would give to the machine. */
    static ServerProcess start(final String... args) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("src", "main", "launcher", "jvm.options").toAbsolutePath());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Stowage.class.getName()));
        command.addAll(List.of(args));
        try {
            return new ServerProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the line that contains a text. */
    String await(final String text) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            final String line = next(deadlineNs - System.nanoTime());
            if (line.contains(text)) {
                return line;
            }
            if (line.equals(END)) {
                throw new AssertionError("ended without saying '" + text + "':\n" + String.join("\n", seen));
            }
        }
    }

    /** Waits until it ends by itself. */
    int awaitExit() {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("did not end:\n" + String.join("\n", seen));
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    /** All lines up to its end, and those that were awaited before. */
    List<String> output() {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        boolean isOver = seen.contains(END);
        while (!isOver) {
            isOver = next(deadlineNs - System.nanoTime()).equals(END);
        }
        return seen.stream().filter(line -> !line.equals(END)).toList();
    }

    /** Asks it to end, as Ctrl-C and service managers do. */
    void terminate() {
        // Not the process itself: that would close its output, too.
        process.toHandle().destroy();
    }

    /** SIGKILL; returns when the process is gone, and with it its lock. */
    void kill() {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String next(final long waitNs) {
        try {
            final String line = lines.poll(waitNs, TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("nothing more was said in time:\n" + String.join("\n", seen));
            }
            seen.add(line);
            return line;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (final IOException killed) {
            lines.add("(output broke off: " + killed.getMessage() + ")");
        } finally {
            lines.add(END);
        }
    }
}
