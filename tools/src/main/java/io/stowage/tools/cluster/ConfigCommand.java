package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.codecs.ConfigKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Configuration: what the cluster must agree on, and what this machine's programs are told. */
@Command(
        name = "config",
        description = "Configuration: show, set.",
        subcommands = {ShowConfig.class, ConfigCommand.SetKey.class})
public final class ConfigCommand extends Group {
    /** Made by picocli. */
    public ConfigCommand() {}

    /** Changes a key. */
    @Command(name = "set", description = "Change what the whole cluster agrees on.")
    static final class SetKey extends ActionCommand {
        @Parameters(index = "0", paramLabel = "KEY", description = "Key, as 'config show' lists it.")
        private String name = "";

        @Parameters(
                index = "1",
                paramLabel = "VALUE",
                description =
                        "Value: a number, a size as in 256MiB, a share as in 5%, a time as in 15s, or a name as in NODE.")
        private String text = "";

        private ConfigKey key = ConfigKey.NULL_VAL;
        private long value;

        @Override
        protected void check() {
            try {
                key = ClusterSetting.key(name);
                value = ClusterSetting.value(key, text);
            } catch (final IllegalArgumentException wrong) {
                throw new ParameterException(spec().commandLine(), wrong.getMessage(), wrong);
            }
        }

        @Override
        protected int run(final BlockingOperator operator) {
            return tell(
                    operator.configure(key, value),
                    key + " is " + ClusterSetting.text(key, value),
                    "key",
                    key,
                    "value",
                    value);
        }
    }
}
