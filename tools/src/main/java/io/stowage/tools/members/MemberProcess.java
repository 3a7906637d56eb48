package io.stowage.tools.members;

import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A member in a Java virtual machine of its own, with the options of this one; what it says goes into a file in its directory. */
final class MemberProcess implements AutoCloseable {
    /** Where a member's words go, in its data directory. */
    static final String LOG = "member.log";

    private static final long STOP_LIMIT_SECONDS = 30;

    private final int member;
    private final Process process;

    private MemberProcess(final int member, final Process process) {
        this.member = member;
        this.process = process;
    }

    static MemberProcess start(final int member, final Path directory, final Map<String, String> overrides) {
        final List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current()
                .info()
                .command()
                .orElseGet(() ->
                        Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Stowage.class.getName()));
        command.addAll(List.of("serve", "--dir", directory.toString()));
        overrides.forEach((key, value) -> command.addAll(List.of("-D", key + '=' + value)));
        try {
            return new MemberProcess(
                    member,
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                    directory.resolve(LOG).toFile()))
                            .start());
        } catch (final IOException e) {
            throw new ToolException("member " + member + " cannot be started: " + e.getMessage(), e);
        }
    }

    int member() {
        return member;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Status with which it ended. */
    int exitStatus() {
        return process.exitValue();
    }

    /** Asks it to end, without waiting. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it, in order if it does so in time. */
    @Override
    public void close() {
        terminate();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
