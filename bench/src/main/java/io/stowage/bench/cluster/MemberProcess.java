package io.stowage.bench.cluster;

import io.stowage.bench.BenchException;
import io.stowage.bench.micro.ForkArguments;
import io.stowage.server.MediaContext;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;

/** A member's process, which can be killed. Single-threaded. */
final class MemberProcess implements AutoCloseable {
    private static final List<String> HEAP = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");
    private static final long CLOSE_SECONDS = 30;

    private final MemberSettings settings;
    private final Path log;
    private final Process process;
    private final OutputStream questions;
    private final BufferedReader answers;

    private MemberProcess(final MemberSettings settings, final Path log, final Process process) {
        this.settings = settings;
        this.log = log;
        this.process = process;
        questions = process.getOutputStream();
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a member.
     *
     * @param settings of it.
     * @param options  further options of its JVM.
     * @param log      gets what it says beside its answers, behind what an earlier process said.
     */
    static MemberProcess start(final MemberSettings settings, final List<String> options, final Path log) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ForkArguments.taken());
        command.addAll(List.of("-Dchronicle.analytics.disable=true", "-Dchronicle.announcer.disable=true"));
        command.addAll(HEAP);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MemberProgram.class.getName()));
        command.add(settings.json());
        try {
            return new MemberProcess(
                    settings,
                    log,
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                            .start());
        } catch (final IOException e) {
            throw new BenchException("the process of a member cannot be started: " + e.getMessage(), e);
        }
    }

    /** How far the log is agreed on, as the member knows, bytes. */
    long commitPosition() {
        try {
            questions.write('\n');
            questions.flush();
            final String answer = answers.readLine();
            if (answer != null) {
                return Long.parseLong(answer);
            }
        } catch (final IOException broken) {
            // The same as the end of its output: it is gone.
        }
        throw ended();
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL; returns when the process is gone. */
    void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    /** Fails where the member has ended. */
    void requireRunning() {
        if (!process.isAlive()) {
            throw ended();
        }
    }

    /** Lets it end, and deletes its media driver's files, which lie in memory. */
    @Override
    public void close() {
        try {
            questions.close();
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
            answers.close();
        } catch (final IOException gone) {
            kill();
        } catch (final InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        } finally {
            deleteDriverFiles();
        }
    }

    /** Without waiting for anything: where the benchmark is cut short. */
    void abandon() {
        kill();
        deleteDriverFiles();
    }

    private void deleteDriverFiles() {
        final Path directory = Path.of(settings.directory());
        IoUtil.delete(Path.of(MediaContext.defaultAeronDirectoryName(directory)).toFile(), true);
    }

    private BenchException ended() {
        return new BenchException(
                "member " + settings.member() + " of " + settings.kind() + " has ended; what it said is in " + log);
    }
}
