package io.stowage.tools.journal;

import io.stowage.server.journal.JournalStat;
import io.stowage.server.snapshot.SnapshotFile;
import io.stowage.server.snapshot.SnapshotStore;
import io.stowage.tools.ToolException;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Settings;
import io.stowage.tools.output.Text;
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

    /**
     * The oldest position at which the state is known and from which the journal goes on.
     *
     * @param directory of a server.
     * @return 0 as long as the journal is whole; that of a snapshot where its oldest files were removed.
     */
    public static long oldestState(final Path directory) {
        final long first = JournalStat.of(directory).firstPosition();
        return first == 0
                ? 0
                : new SnapshotStore(directory)
                        .list().stream()
                                .mapToLong(SnapshotFile::position)
                                .filter(position -> position >= first)
                                .min()
                                .orElseThrow(() -> new ToolException("the journal in " + directory
                                        + " begins at position " + Text.count(first)
                                        + ", and no snapshot tells the state there; restore one from a backup"));
    }
}
