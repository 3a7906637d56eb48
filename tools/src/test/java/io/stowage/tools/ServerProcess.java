package io.stowage.tools;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command in a Java virtual machine of its own, so that it can be killed. Standard output and error are read as one. */
public final class ServerProcess implements AutoCloseable {
    /** How long a start or an end may take on a busy machine. */
    public static final long LIMIT_SECONDS = 300;

    private static final String END = "\0";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();

    private ServerProcess(final Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts the command with the options that the launcher would give to the machine. */
    public static ServerProcess start(final String... args) {
        return start(List.of(), List.of(), "", args);
    }

    /**
     * The same, behind another command and with other classes.
     *
     * @param prefix         command and arguments, which has to become the machine, not to start it.
     * @param machineOptions for the machine, beside those of the launcher.
     * @param classes        that come before those of this build; empty for none.
     * @param args           of the command.
     */
    public static ServerProcess start(
            final List<String> prefix, final List<String> machineOptions, final String classes, final String... args) {
        final List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + Path.of("src", "main", "launcher", "jvm.options").toAbsolutePath());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(machineOptions);
        final List<String> classPath = new ArrayList<>(classPath());
        if (!classes.isEmpty()) {
            classPath.addFirst(classes);
        }
        if (classPath.stream().allMatch(entry -> entry.endsWith(".jar"))) {
            // Keeps loaded classes over the starts, which halves each; a machine takes directories for that in no other
            // way.
            command.addAll(List.of("-Xlog:cds=off", "-Xlog:aot=off", "-XX:+AutoCreateSharedArchive"));
            command.add("-XX:SharedArchiveFile=" + Path.of("target", "server-process.jsa"));
        }
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), Stowage.class.getName()));
        command.addAll(List.of(args));
        try {
            return new ServerProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** That of the tests, without the tests. */
    private static List<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
    }

    /** Waits for the line that contains a text. */
    public String await(final String text) {
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
    public int awaitExit() {
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
    public List<String> output() {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        boolean isOver = seen.contains(END);
        while (!isOver) {
            isOver = next(deadlineNs - System.nanoTime()).equals(END);
        }
        return seen.stream().filter(line -> !line.equals(END)).toList();
    }

    /** SIGSTOP: it stands still in the middle of whatever it does, and its lock stays with it. */
    public void stop() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        signal("CONT");
    }

    /** Whether it has not ended yet. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has said so far. */
    public List<String> said() {
        lines.drainTo(seen);
        return List.copyOf(seen);
    }

    /** As the system numbers it. */
    public long pid() {
        return process.pid();
    }

    /** Asks it to end, as Ctrl-C and service managers do. */
    public void terminate() {
        // Not the process itself: that would close its output, too.
        process.toHandle().destroy();
    }

    /** SIGKILL; returns when the process is gone, and with it its lock. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    @Override
    public void close() {
        // What it has open goes with the process, not with the signal.
        process.destroyForcibly().onExit().join();
    }

    private void signal(final String name) {
        try {
            final int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + " failed with status " + status);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
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
