package io.stowage.tools.serve;

import io.stowage.tools.Stowage;
import io.stowage.tools.config.DataDirectory;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What up and serve share: where, on which port, for how long. A mixin. */
public final class ServerOptions {
    private static final int PORT_MAX = 65_535;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataDirectory directory = new DataDirectory();

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "UDP port; 0: any that is free. Default: that of the configuration, 5707.")
    private @Nullable Integer port;

    @Option(names = "--seconds", paramLabel = "N", description = "Stop by itself after so many seconds.")
    private @Nullable Double seconds;

    /** Made by picocli. */
    public ServerOptions() {}

    /**
     * Where the data is.
     *
     * @return the option.
     */
    public DataDirectory directory() {
        return directory;
    }

    /**
     * The configuration, with these options on top.
     *
     * @return settings.
     */
    public Settings settings() {
        final Settings settings =
                Settings.load(directory.configurationFile(), Stowage.of(spec).overrides());
        final Map<Key, @Nullable String> told = new EnumMap<>(Key.class);
        if (port != null) {
            if (port < 0 || port > PORT_MAX) {
                throw new ParameterException(spec.commandLine(), "--port must be between 0 and 65535, not " + port);
            }
            final String endpoint = settings.string(Key.SERVER_ENDPOINT);
            final int colon = endpoint.lastIndexOf(':');
            told.put(Key.SERVER_ENDPOINT, (colon < 0 ? "localhost" : endpoint.substring(0, colon)) + ':' + port);
        }
        return settings.with(told);
    }

    /**
     * Waits for a signal to end, or for the end of the time.
     *
     * @return not started.
     */
    public Running running() {
        return Running.until(seconds, spec.commandLine());
    }
}
