package io.stowage.tools.members;

import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.cluster.MemberNames;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SecretsFile;
import io.stowage.tools.Stowage;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to reach the members that are copied, and to prove that one may. A mixin. */
final class CopyOptions {
    private static final double MAX_TIMEOUT_SECONDS = 3_600;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataDirectory directory = new DataDirectory();

    @Option(
            names = "--secrets",
            paramLabel = "FILE",
            description =
                    "File with the secret of an operator. Default: 'secrets' in the data directory, if it is there.")
    private @Nullable Path secretsFile;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address of this machine to which the members send. Default: the one that faces them.")
    private @Nullable String host;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait where nothing comes. Default: 60.")
    private double timeoutSeconds = 60;

    CopyOptions() {}

    DataDirectory directory() {
        return directory;
    }

    Settings settings() {
        return Settings.load(directory.configurationFile(), Stowage.of(spec).overrides());
    }

    LogCopySource source(
            final Settings settings,
            final List<MemberEndpoints.Member> members,
            final MemberNames names,
            final boolean ofTheLeader) {
        if (!(timeoutSeconds > 0 && timeoutSeconds <= MAX_TIMEOUT_SECONDS)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--timeout must be above 0 and at most " + (int) MAX_TIMEOUT_SECONDS + " seconds");
        }
        return new LogCopySource(
                members,
                names,
                ofTheLeader,
                secrets(settings),
                host == null ? OwnAddress.facing(members) : host,
                settings.smallBytes(Key.CLUSTER_LOG_SEGMENT_BYTES),
                (long) (timeoutSeconds * TimeUnit.SECONDS.toNanos(1)));
    }

    Secrets secrets(final Settings settings) {
        if (secretsFile != null) {
            return SecretsFile.read(secretsFile);
        }
        final String configured = settings.string(Key.SERVER_SECRETS_FILE);
        final Path file = directory.path().resolve(configured.isEmpty() ? MemberFiles.SECRETS : configured);
        return configured.isEmpty() && !Files.exists(file) ? Secrets.NONE : SecretsFile.read(file);
    }
}
