package io.stowage.tools.journal;

import io.stowage.engine.Limits;
import io.stowage.tools.Stowage;
import io.stowage.tools.config.Settings;
import io.stowage.tools.output.Terminal;
import io.stowage.tools.serve.ServerSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The journal that a command reads, and how much its server holds. A mixin. */
public final class JournalSource {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "DIR", description = "Data directory of the server.")
    private Path directory = Path.of("");

    /** Made by picocli. */
    public JournalSource() {}

    /**
     * The data directory.
     *
     * @return one with a journal.
     */
    public Path directory() {
        return JournalDirectory.require(directory);
    }

    /**
     * The configuration that its server runs with, as far as it is known here.
     *
     * @return settings of its file, the environment and the command line.
     */
    public Settings settings() {
        return JournalDirectory.settings(directory(), Stowage.of(spec).overrides());
    }

    /**
     * That configuration with some keys changed.
     *
     * @param changes by the keys' names.
     * @return settings.
     */
    public Settings settings(final Map<String, String> changes) {
        final Map<String, String> all = new LinkedHashMap<>(Stowage.of(spec).overrides());
        all.putAll(changes);
        return JournalDirectory.settings(directory(), all);
    }

    /**
     * How much its server's engine holds: another limit would have refused other commands.
     *
     * @return limits to replay with.
     */
    public Limits limits() {
        return ServerSettings.limits(settings());
    }

    /**
     * The journal of a data directory, with the limits that its own configuration tells.
     *
     * @param home data directory of a server.
     * @return the journal.
     */
    public Member member(final Path home) {
        JournalDirectory.require(home);
        return new Member(
                home,
                ServerSettings.limits(
                        JournalDirectory.settings(home, Stowage.of(spec).overrides())));
    }

    /**
     * A journal, and how much the engine that wrote it holds.
     *
     * @param directory of the server.
     * @param limits    of its engine.
     */
    public record Member(Path directory, Limits limits) {}

    /**
     * Who to speak to.
     *
     * @return the terminal.
     */
    public Terminal terminal() {
        return Stowage.of(spec).terminal();
    }
}
