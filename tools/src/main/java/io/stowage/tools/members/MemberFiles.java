package io.stowage.tools.members;

import io.stowage.server.DurableFiles;
import io.stowage.server.MediaContext;
import io.stowage.server.cluster.MemberEndpoints;
import io.stowage.server.session.Secrets;
import io.stowage.server.session.SecretsFile;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.ConfigurationFile;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that members of a cluster start with: for each a data directory with a configuration that names all of them, and the same
 * secrets.
 */
public final class MemberFiles {
    private static final Pattern NAME = Pattern.compile("member-(\\d+)");
    /** Name of the secrets file in a data directory. */
    static final String SECRETS = "secrets";

    private MemberFiles() {}

    /**
     * Writes the files of all members. Replaces nothing.
     *
     * @param root      folder that gets a folder for each member.
     * @param endpoints of all members.
     * @param clusterId of the cluster.
     * @param settings  that their configurations have besides, the same for all.
     * @return their data directories, in the order of their numbers.
     * @throws ToolException if one of them is there already, or cannot be written.
     */
    public static List<Path> write(
            final Path root, final MemberEndpoints endpoints, final UUID clusterId, final Map<Key, String> settings) {
        for (final MemberEndpoints.Member member : endpoints.members()) {
            if (Files.exists(directory(root, member.id()))) {
                throw new ToolException(directory(root, member.id())
                        + " exists already and is left as it is; choose another directory with --dir, or move it away");
            }
        }
        final Secrets secrets = Secrets.generate(new SecureRandom());
        final List<Path> directories = new ArrayList<>();
        for (final MemberEndpoints.Member member : endpoints.members()) {
            final Path directory = directory(root, member.id());
            final Map<Key, String> values = new EnumMap<>(Key.class);
            values.putAll(settings);
            values.put(Key.SERVER_CLUSTER_ID, clusterId.toString());
            values.put(Key.CLUSTER_MEMBERS, endpoints.toString());
            values.put(Key.CLUSTER_MEMBER, Integer.toString(member.id()));
            try {
                Files.createDirectories(directory);
                DurableFiles.write(
                        directory.resolve(DataDirectory.CONFIGURATION),
                        ConfigurationFile.text(values),
                        StandardOpenOption.CREATE_NEW);
            } catch (final IOException e) {
                throw new ToolException(directory + " cannot be written: " + e.getMessage(), e);
            }
            SecretsFile.write(directory.resolve(SECRETS), secrets);
            directories.add(directory);
        }
        try {
            DurableFiles.forceFolder(root);
        } catch (final IOException e) {
            throw new ToolException(root + " cannot be written: " + e.getMessage(), e);
        }
        return directories;
    }

    /**
     * Data directory of a member below a common folder.
     *
     * @param root   folder.
     * @param member its number.
     * @return path, whether it is there or not.
     */
    static Path directory(final Path root, final int member) {
        return root.resolve("member-" + member);
    }

    /** Whether a data directory below a common folder is that of a member. */
    static boolean isOf(final Path directory, final int member) {
        return directory.endsWith("member-" + member);
    }

    /**
     * Directory of a member's media driver.
     *
     * @param directory data directory of the member.
     * @return the one that its configuration names, or the default.
     */
    static String aeronDirectory(final Path directory) {
        final Path file = directory.resolve(DataDirectory.CONFIGURATION);
        final String told =
                Settings.load(Files.exists(file) ? file : null, Map.of()).string(Key.MEDIA_AERON_DIRECTORY);
        return told.isEmpty() ? MediaContext.defaultAeronDirectoryName(directory) : told;
    }

    /**
     * Finds the members of this machine: a data directory itself, or those below a common folder.
     *
     * @param path of one or of many.
     * @return data directories, in the order of their numbers; empty if there are none.
     */
    static List<Path> find(final Path path) {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> below = Files.list(path)) {
            final List<Path> many = below.filter(each -> number(each) >= 0)
                    .sorted((one, other) -> Integer.compare(number(one), number(other)))
                    .toList();
            return !many.isEmpty() || !Files.exists(path.resolve(DataDirectory.CONFIGURATION)) ? many : List.of(path);
        } catch (final IOException e) {
            throw new ToolException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static int number(final Path directory) {
        final Matcher matcher = NAME.matcher(directory.getFileName().toString());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
