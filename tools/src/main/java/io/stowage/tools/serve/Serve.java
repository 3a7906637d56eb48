package io.stowage.tools.serve;

import io.stowage.server.StandaloneServer;
import io.stowage.server.cluster.ClusterMember;
import io.stowage.tools.Logs;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import io.stowage.tools.output.Terminal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A server, alone or as a member of a cluster, until a signal. */
@Command(
        name = "serve",
        description = {
            "Run a server, until Ctrl-C. Its log goes to standard error.",
            "Where the configuration names the members of a cluster (cluster.members), it is one of them."
        })
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

    @Option(
            names = "--member",
            paramLabel = "N",
            description = "Which of the cluster's members this is. Default: that of the configuration.")
    private @Nullable Integer member;

    /** Made by picocli. */
    public Serve() {}

    @Override
    public void run() {
        Logs.toStandardError();
        final Terminal terminal = Stowage.of(spec).terminal();
        final Settings settings = options.settings();
        final Path directory = options.directory().create();
        if (!settings.string(Key.CLUSTER_MEMBERS).isEmpty()) {
            serveAsMember(settings, directory);
            return;
        }
        if (member != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--member needs cluster.members in the configuration; 'stowage init --members' writes it");
        }
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

    private void serveAsMember(final Settings settings, final Path directory) {
        if (afresh.length > 0) {
            throw new ParameterException(spec.commandLine(), "--afresh is for a server that stands alone");
        }
        NameLookups.keepShortly();
        final Terminal terminal = Stowage.of(spec).terminal();
        try (Running running = options.running();
                ClusterMember server =
                        ClusterMember.launch(ServerSettings.memberContext(settings, directory, member))) {
            terminal.line("member " + server.memberId() + " of cluster "
                    + server.context().clusterId() + " from " + directory + " on UDP "
                    + server.context().members().member(server.memberId()).ingress());
            terminal.flush();
            while (running.goesOn() && server.isRunning()) {
                running.idle(0);
            }
            final Throwable failure = server.failure();
            if (failure != null) {
                throw new ToolException("the member stopped: " + failure.getMessage(), failure);
            }
            final String movedTo = server.movedTo();
            if (movedTo != null) {
                terminal.line("member " + server.memberId() + " has moved to " + movedTo
                        + " by the member list, and ends here; there: stowage cluster replace-member "
                        + server.memberId());
            }
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
