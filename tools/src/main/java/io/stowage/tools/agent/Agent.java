package io.stowage.tools.agent;

import io.stowage.tools.Logs;
import io.stowage.tools.Stowage;
import io.stowage.tools.config.Settings;
import io.stowage.tools.connect.ConnectOptions;
import io.stowage.tools.connect.ServerConnection;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.serve.Running;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A storage node's agent, until a signal. */
@Command(
        name = "agent",
        description =
                "Run a storage node's agent, until Ctrl-C: registers this machine and its chunks, and keeps them alive with what"
                        + " it measures. Its log goes to standard error.")
public final class Agent implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private AgentOptions options = new AgentOptions();

    @Option(names = "--seconds", paramLabel = "N", description = "Stop by itself after so many seconds.")
    private @Nullable Double seconds;

    /** Made by picocli. */
    public Agent() {}

    @Override
    public void run() {
        Logs.toStandardError();
        final Terminal terminal = Stowage.of(spec).terminal();
        final Settings settings = Settings.load(
                connect.directory().configurationFile(), Stowage.of(spec).overrides());
        final Path directory = connect.directory().create();
        try (Running running = Running.until(seconds, spec.commandLine());
                ServerConnection connection = connect.open();
                NodeAgent agent = NodeAgent.start(options, settings, directory, connection)) {
            terminal.line("agent of node " + agent.dataIp() + " with "
                    + agent.chunks().size() + " chunks at " + connection.serverName());
            terminal.flush();
            while (running.goesOn()) {
                running.idle(agent.poll());
            }
        }
    }
}
