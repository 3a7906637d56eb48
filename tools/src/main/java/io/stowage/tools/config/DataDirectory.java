package io.stowage.tools.config;

import io.stowage.tools.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server keeps its journal, secrets and configuration, and an agent its chunks. A mixin. */
public final class DataDirectory {
    /** Environment variable that names the data directory. */
    public static final String VARIABLE = "STOWAGE_DIR";

    /** Name of the configuration file in a data directory. */
    public static final String CONFIGURATION = "stowage.conf";

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "Data directory. Default: $" + VARIABLE + ", else ~/.stowage.")
    private @Nullable Path told;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file. Default: " + CONFIGURATION + " in the data directory, if it is there.")
    private @Nullable Path configuration;

    /** Made by picocli. */
    public DataDirectory() {}

    /**
     * The directory, whether it is there or not. Links are followed, so that everybody means the same one.
     *
     * @return absolute path.
     */
    public Path path() {
        final Path path = (told == null ? defaultPath() : told).toAbsolutePath().normalize();
        try {
            return Files.exists(path) ? path.toRealPath() : path;
        } catch (final IOException e) {
            throw new ToolException("the data directory " + path + " cannot be reached: " + e.getMessage(), e);
        }
    }

    /**
     * Fails where a directory was told that is not there, for a command that would look elsewhere for a server otherwise: a slip of
     * the pen must not lead to another one.
     */
    public void requireThere() {
        if ((told != null || !variable().isEmpty()) && !Files.isDirectory(path())) {
            throw new ToolException("there is no data directory " + path() + "; name one with --dir or $" + VARIABLE
                    + ", or a server with --connect");
        }
    }

    /**
     * The directory, created if it is not there.
     *
     * @return absolute path.
     */
    public Path create() {
        final Path path = path();
        try {
            Files.createDirectories(path);
            return path.toRealPath();
        } catch (final IOException e) {
            throw new ToolException(
                    "the data directory " + path + " cannot be created (" + reason(e)
                            + "); choose another with --dir, or make its parent writable",
                    e);
        }
    }

    /**
     * The configuration file.
     *
     * @return the one that was told, or that of the directory if it is there; null for none.
     */
    public @Nullable Path configurationFile() {
        if (configuration != null) {
            return configuration;
        }
        final Path own = path().resolve(CONFIGURATION);
        return Files.exists(own) ? own : null;
    }

    private static Path defaultPath() {
        final String variable = variable();
        return variable.isEmpty() ? Path.of(System.getProperty("user.home"), ".stowage") : Path.of(variable);
    }

    private static String variable() {
        return Objects.requireNonNullElse(System.getenv(VARIABLE), "");
    }

    private static String reason(final IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }
}
