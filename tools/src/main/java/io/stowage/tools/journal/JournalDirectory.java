package io.stowage.tools.journal;

import io.stowage.tools.ToolException;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Finds the journal that a command is to read. */
public final class JournalDirectory {
    private JournalDirectory() {}

    /**
     * The directory itself, if a server ever ran on it.
     *
     * @param directory of a server.
     * @return the same.
     */
    public static Path require(final Path directory) {
        if (!Files.isDirectory(directory.resolve("journal"))) {
            throw new ToolException("there is no journal in " + directory + "; name the data directory of a server");
        }
        return directory;
    }

    /**
     * The settings that its server runs with, as far as its own configuration file tells them.
     *
     * @param directory of a server.
     * @param overrides of the command line.
     * @return settings.
     */
    public static Settings settings(final Path directory, final Map<String, String> overrides) {
        final Path file = directory.resolve(DataDirectory.CONFIGURATION);
        return Settings.load(Files.exists(file) ? file : null, overrides);
    }
}
