package io.stowage.tools.connect;

import io.stowage.client.SessionContext;
import io.stowage.client.StowageException;
import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.Role;
import io.stowage.codecs.wire.Protocol;
import io.stowage.server.MediaContext;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SecretsFile;
import io.stowage.tools.Stowage;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server a command speaks to. A mixin. */
public final class ConnectOptions {
    private static final double MAX_TIMEOUT_SECONDS = 3_600;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-c", "--connect"},
            paramLabel = "SERVER",
            description =
                    "HOST:PORT of the server, 'cluster:0=HOST:PORT,1=HOST:PORT,...' for the members of a cluster, or 'ipc'"
                            + " for the server of --dir on this machine. Default: that server if it runs, else localhost:"
                            + Protocol.DEFAULT_PORT + '.')
    private @Nullable String connect;

    @Mixin
    private DataDirectory directory = new DataDirectory();

    @Option(
            names = "--secrets",
            paramLabel = "FILE",
            description = "File with the secret of the role. Default: 'secrets' in the data directory, if it is there.")
    private @Nullable Path secretsFile;

    @Option(
            names = "--cluster",
            paramLabel = "UUID",
            description = "Refuse to speak to any other cluster than this one.")
    private @Nullable UUID clusterId;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for a session and for each answer. Default: 5.")
    private double timeoutSeconds = 5;

    /** Made by picocli. */
    public ConnectOptions() {}

    /**
     * Where the data of this machine's server is.
     *
     * @return the option.
     */
    public DataDirectory directory() {
        return directory;
    }

    /**
     * How long to wait.
     *
     * @return nanoseconds.
     */
    public long timeoutNs() {
        if (!(timeoutSeconds > 0 && timeoutSeconds <= MAX_TIMEOUT_SECONDS)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--timeout must be above 0 and at most " + (int) MAX_TIMEOUT_SECONDS + " seconds");
        }
        return (long) (timeoutSeconds * TimeUnit.SECONDS.toNanos(1));
    }

    /**
     * Reaches the server.
     *
     * @return its media driver and channel; to be closed.
     */
    public ServerConnection open() {
        final long timeoutNs = timeoutNs();
        final Path path = directory.path();
        final Settings settings =
                Settings.load(directory.configurationFile(), Stowage.of(spec).overrides());
        return ServerConnection.open(target(path, settings), timeoutNs, secrets(path, settings), clusterId);
    }

    /**
     * Whether a server was named, for commands that also work without one.
     *
     * @return true with {@code --connect}.
     */
    public boolean isTold() {
        return connect != null;
    }

    /**
     * Reaches the server as an operator.
     *
     * @param connection open.
     * @return connected.
     */
    public BlockingOperator operator(final ServerConnection connection) {
        final SessionContext session = connection.newSession(Role.OPERATOR);
        try {
            return BlockingOperator.connect(session, timeoutNs());
        } catch (final StowageException refused) {
            throw connection.explain(refused);
        }
    }

    private Target target(final Path path, final Settings settings) {
        final String told = Optional.ofNullable(connect).orElseGet(() -> configured(settings));
        if (told.isEmpty()) {
            directory.requireThere();
        }
        final String driver = Optional.of(settings.string(Key.MEDIA_AERON_DIRECTORY))
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> MediaContext.defaultAeronDirectoryName(path));
        return Target.choose(told, path, driver);
    }

    /** The server that the configuration names, be it for clients or as the members of its own cluster. */
    private static String configured(final Settings settings) {
        final String server = settings.string(Key.CLIENT_CONNECT);
        final String members = settings.string(Key.CLUSTER_MEMBERS);
        return server.isEmpty() && !members.isEmpty() ? "cluster:" + members : server;
    }

    private Secrets secrets(final Path path, final Settings settings) {
        if (secretsFile != null) {
            return SecretsFile.read(secretsFile);
        }
        final String configured = settings.string(Key.SERVER_SECRETS_FILE);
        final Path file = path.resolve(configured.isEmpty() ? "secrets" : configured);
        return configured.isEmpty() && !Files.exists(file) ? Secrets.NONE : SecretsFile.read(file);
    }
}
