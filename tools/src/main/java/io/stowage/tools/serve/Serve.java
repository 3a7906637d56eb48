package io.stowage.tools.serve;

import io.stowage.server.StandaloneServer;
import io.stowage.tools.Logs;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.Settings;
import io.stowage.tools.output.Terminal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A server alone, until a signal. */
@Command(name = "serve", description = "Run a server, until Ctrl-C. Its log goes to standard error.")
public final class Serve implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(
            names = "--afresh",
            paramLabel = "EM",
            split = ",",
            description = {
                "The cluster exists, but its state is lost, and the directory is empty: ids of its extent managers.",
                "Nothing is placed until each has reported or was removed. Needs the cluster's UUID (stowage init --cluster)."
            })
    private int[] afresh = {};

    /** Made by picocli. */
    public Serve() {}

    @Override
    public void run() {
        Logs.toStandardError();
        final Terminal terminal = Stowage.of(spec).terminal();
        final Settings settings = options.settings();
        final Path directory = options.directory().create();
        try (Running running = options.running();
                StandaloneServer server = StandaloneServer.launch(
                        ServerSettings.context(settings, directory).startAfresh(afresh))) {
            terminal.line(greeting(server));
            terminal.flush();
            while (running.goesOn() && server.isRunning()) {
                running.idle(0);
            }
            requireSound(server);
        }
    }

    /**
     * What a server tells when it is ready.
     *
     * @param server running.
     * @return one line.
     */
    public static String greeting(final StandaloneServer server) {
        return "serving cluster " + server.clusterId() + " from "
                + server.context().directory() + " on shared memory"
                + (server.endpoint() == null ? "" : " and UDP " + server.endpoint());
    }

    /**
     * Complains about a server that ended by itself.
     *
     * @param server that was running.
     * @throws ToolException if it failed.
     */
    public static void requireSound(final StandaloneServer server) {
        final Throwable failure = server.failure();
        if (failure != null) {
            throw new ToolException("the server stopped: " + failure.getMessage(), failure);
        }
    }
}
