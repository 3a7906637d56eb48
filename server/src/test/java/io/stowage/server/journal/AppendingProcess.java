package io.stowage.server.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** A JVM of its own that appends to a journal and writes the position of each committed batch to its output. */
final class AppendingProcess implements AutoCloseable {
    static final long CYCLE_BYTES = 200_000;

    private final Process process;
    private final BufferedReader output;

    private AppendingProcess(final Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static AppendingProcess start(final Path directory, final SyncLevel level, final long seed) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), AppendingProcess.class.getName()));
        command.addAll(List.of(directory.toString(), level.name(), Long.toString(seed)));
        try {
            return new AppendingProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    long pid() {
        return process.pid();
    }

    /** The position of the next batch that was acknowledged; -1 once the process is gone. */
    long nextPosition() {
        try {
            while (true) {
                final String line = output.readLine();
                if (line == null) {
                    return -1;
                }
                if (line.startsWith("ack ") && line.endsWith(".")) {
                    return Long.parseLong(line.substring(4, line.length() - 1));
                }
            }
        } catch (final IOException ex) {
            return -1;
        }
    }

    /** Kills it the hard way and returns the last position that it acknowledged. */
    long kill() {
        destroy();
        return drain();
    }

    /** Waits until it ends by itself and returns the last position that it acknowledged; 0 if there is none. */
    long drain() {
        long last = 0;
        for (long next = nextPosition(); next >= 0; next = nextPosition()) {
            last = next;
        }
        return last;
    }

    /** Reads what it has acknowledged up to now and returns the last position; 0 if there is nothing new. */
    long catchUp() throws IOException {
        long last = 0;
        while (output.ready()) {
            last = Math.max(last, nextPosition());
        }
        return last;
    }

    /** Waits until it ends by itself and returns the last position but one that it acknowledged; 0 if there is none. */
    long drainAllButLast() {
        long lastButOne = 0;
        long last = 0;
        for (long next = nextPosition(); next >= 0; next = nextPosition()) {
            lastButOne = last;
            last = next;
        }
        return lastButOne;
    }

    @Override
    public void close() {
        destroy();
    }

    private void destroy() {
        // The lock goes with the process, not with the signal.
        process.destroyForcibly().onExit().join();
    }

    /** Appends until it is killed. */
    public static void main(final String[] arguments) {
        final Random random = new Random(Long.parseLong(arguments[2]));
        final UnsafeBuffer command = new UnsafeBuffer(new byte[4000]);
        try (Journal journal = Journal.open(new Journal.Context()
                .directory(Path.of(arguments[0]))
                .syncLevel(SyncLevel.valueOf(arguments[1]))
                .cycleBytes(CYCLE_BYTES)
                .blockBytes(64 << 10)
                .maxBatchBytes(8192)
                .reserveBytes(32 << 10)
                .minFreeBytes(0))) {
            final JournalAppender appender = journal.appender();
            while (true) {
                appender.beginBatch(appender.position());
                final int entries = 1 + random.nextInt(3);
                long position = appender.position();
                for (int i = 0; i < entries; i++) {
                    final int length = random.nextInt(2000);
                    // Every byte says where it stands, so that a reader can check it without knowing the seed.
                    command.setMemory(0, length, (byte) position);
                    position = appender.append(position, length, command, 0, length);
                }
                System.out.println("ack " + appender.commit() + ".");
            }
        }
    }
}
