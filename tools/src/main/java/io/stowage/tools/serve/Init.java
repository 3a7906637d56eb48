package io.stowage.tools.serve;

import io.stowage.server.DurableFiles;
import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SecretsFile;
import io.stowage.tools.Stowage;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.ConfigurationFile;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Key;
import io.stowage.tools.members.MemberFiles;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prepares a data directory: the cluster's UUID, the secrets of the roles, and a configuration file. Replaces nothing. */
@Command(
        name = "init",
        description = "Prepare a data directory: cluster UUID, secrets, configuration file.",
        footer = {
            "",
            "Needed before clients of other machines can connect: without secrets a server accepts only this machine.",
            "Copy the configuration's cluster-id and the secrets to the machines that run clients or agents."
        })
public final class Init implements Runnable {
    /** Name of the secrets file in a data directory. */
    public static final String SECRETS = "secrets";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataDirectory directory = new DataDirectory();

    @Option(names = "--cluster", paramLabel = "UUID", description = "Join this cluster instead of a new one.")
    private @Nullable UUID clusterId;

    @Option(
            names = "--members",
            paramLabel = "LIST",
            description =
                    "Write the files of all members of a cluster, as in 0=host0:5710,1=host1:5710,2=host2:5710: a folder"
                            + " below --dir for each, to be copied to its machine.")
    private @Nullable String members;

    @Option(names = "--json", description = "JSON for programs.")
    private boolean json;

    /** Made by picocli. */
    public Init() {}

    @Override
    public void run() {
        final Path path = directory.create();
        if (members != null) {
            initMembers(path, MemberEndpoints.parse(members));
            return;
        }
        final Path configuration = path.resolve(DataDirectory.CONFIGURATION);
        final Path secrets = path.resolve(SECRETS);
        if (Files.exists(path.resolve("journal"))) {
            throw new ToolException(path + " belongs to a cluster already; choose another directory with --dir");
        }
        refuseExisting(configuration);
        refuseExisting(secrets);
        final UUID cluster = clusterId == null ? UUID.randomUUID() : clusterId;
        SecretsFile.write(secrets, Secrets.generate(new SecureRandom()));
        try {
            DurableFiles.write(
                    configuration,
                    ConfigurationFile.text(Map.of(Key.SERVER_CLUSTER_ID, cluster.toString())),
                    StandardOpenOption.CREATE_NEW);
        } catch (final IOException e) {
            throw new ToolException(configuration + " cannot be written: " + e.getMessage(), e);
        }
        final Terminal terminal = Stowage.of(spec).terminal();
        if (json) {
            terminal.line(Json.line(Json.object(
                    "cluster", cluster, "configuration", configuration, "secrets", secrets, "directory", path)));
            return;
        }
        terminal.line("cluster        " + cluster);
        terminal.line("configuration  " + configuration + " (every key with its default)");
        terminal.line("secrets        " + secrets + " (mode 600; whoever reads it may act as any role)");
        terminal.line("Start the server with: stowage serve --dir " + path);
    }

    private void initMembers(final Path path, final MemberEndpoints endpoints) {
        final UUID cluster = clusterId == null ? UUID.randomUUID() : clusterId;
        final List<Path> directories = MemberFiles.write(path, endpoints, cluster, Map.of());
        final Terminal terminal = Stowage.of(spec).terminal();
        if (json) {
            terminal.line(Json.line(Json.object(
                    "cluster",
                    cluster,
                    "members",
                    directories.stream().map(Path::toString).toList())));
            return;
        }
        terminal.line("cluster        " + cluster);
        for (int i = 0; i < directories.size(); i++) {
            terminal.line("member " + endpoints.members().get(i).id() + "       " + directories.get(i) + " for "
                    + endpoints.members().get(i).host());
        }
        terminal.line(
                "Copy each folder to its machine (secrets: mode 600), and start there: stowage serve --dir FOLDER");
    }

    private static void refuseExisting(final Path file) {
        if (Files.exists(file)) {
            throw new ToolException(file
                    + " exists already and is left as it is; choose another directory with --dir, or move it away");
        }
    }
}
