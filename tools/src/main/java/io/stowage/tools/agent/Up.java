package io.stowage.tools.agent;

import io.stowage.client.StowageException;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.server.StandaloneServer;
import io.stowage.tools.Logs;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.Settings;
import io.stowage.tools.connect.ServerConnection;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.output.Text;
import io.stowage.tools.serve.Running;
import io.stowage.tools.serve.Serve;
import io.stowage.tools.serve.ServerOptions;
import io.stowage.tools.serve.ServerSettings;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A server and the agent of this machine in one process, with a live view, until a signal. */
@Command(
        name = "up",
        description =
                "Run a server and this machine's agent in one, until Ctrl-C: the disks of this machine become chunks, and a live"
                        + " view shows them. The first command on a new machine.",
        footer = {
            "",
            "A fresh cluster of one node gets MIN_SPREAD = CHUNK, so that replicas may share the node. Before a second node joins:",
            "  stowage config set MIN_SPREAD NODE",
            "Where its chunks are small, it gets smaller extents as well (EXTENT_BYTES)."
        })
public final class Up implements Runnable {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final String LOG = "stowage.log";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions serverOptions = new ServerOptions();

    @Mixin
    private AgentOptions agentOptions = new AgentOptions();

    @Option(names = "--no-view", description = "No live view; only what happens at start and end.")
    private boolean noView;

    /** Made by picocli. */
    public Up() {}

    @Override
    public void run() {
        final Terminal terminal = Stowage.of(spec).terminal();
        final Settings settings = serverOptions.settings();
        final Path directory = serverOptions.directory().create();
        Logs.toFile(directory.resolve(LOG));
        try (Running running = serverOptions.running()) {
            terminal.line("Starting on " + directory + " (log: " + LOG + " there)");
            terminal.flush();
            final StandaloneServer server = StandaloneServer.launch(ServerSettings.context(settings, directory));
            try (server;
                    ServerConnection connection = ServerConnection.of(server, TIMEOUT_NS);
                    BlockingOperator operator =
                            BlockingOperator.connect(connection.newSession(Role.OPERATOR), TIMEOUT_NS)) {
                terminal.line(Serve.greeting(server));
                final FirstStart firstStart = new FirstStart(operator, terminal);
                firstStart.allowOneNode();
                try (NodeAgent agent = NodeAgent.start(agentOptions, settings, directory, connection)) {
                    settle(running, operator, agent, server);
                    // Told to end before the chunks were taken: their sizes are not known.
                    if (agent.isSettled()) {
                        firstStart.sizeExtents(agent);
                        welcome(terminal, agent, directory);
                        serve(terminal, running, operator, agent, server);
                    }
                }
            }
            final var summary = server.summary();
            terminal.line("Stopped in order" + (summary == null ? "" : " at position " + Text.count(summary.position()))
                    + "; the journal in " + directory + " keeps everything");
            terminal.flush();
        }
    }

    private void serve(
            final Terminal terminal,
            final Running running,
            final BlockingOperator operator,
            final NodeAgent agent,
            final StandaloneServer server) {
        final LiveView view = new LiveView(terminal, operator, agent, server);
        while (running.goesOn()) {
            Serve.requireSound(server);
            running.idle(agent.poll() + operator.poll());
            if (!noView) {
                try {
                    view.showIfDue(running.elapsedSeconds());
                } catch (final StowageException unanswered) {
                    Serve.requireSound(server);
                    throw unanswered;
                }
            }
        }
    }

    private static void settle(
            final Running running,
            final BlockingOperator operator,
            final NodeAgent agent,
            final StandaloneServer server) {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (running.goesOn() && !agent.isSettled()) {
            running.idle(agent.poll() + operator.poll());
            Serve.requireSound(server);
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new ToolException("the chunks of this machine were not taken within "
                        + TimeUnit.NANOSECONDS.toSeconds(TIMEOUT_NS) + " s ("
                        + agent.chunks().getFirst().trouble() + "); see " + LOG + " in the data directory");
            }
        }
    }

    private static void welcome(final Terminal terminal, final NodeAgent agent, final Path directory) {
        terminal.line("Node " + agent.dataIp() + " with " + agent.chunks().size() + " chunks:");
        for (final ChunkAgent chunk : agent.chunks()) {
            terminal.line("  chunk " + chunk.chunk() + "  port " + chunk.site().port() + "  "
                    + Text.bytes(chunk.site().capacityBytes()) + "  "
                    + chunk.site().directory() + "  ("
                    + chunk.fileSystemName() + ")"
                    + (chunk.trouble().isEmpty() ? "" : "  " + chunk.trouble()));
        }
        final String dir =
                directory.equals(Path.of(System.getProperty("user.home"), ".stowage")) ? "" : " --dir " + directory;
        terminal.line("Allocate from another shell: stowage alloc --replicas 3 --thick --count 10" + dir);
        terminal.line("Look at it:                  stowage status" + dir + "    Ctrl-C here ends it.");
        terminal.flush();
    }
}
