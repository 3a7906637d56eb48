package io.stowage.tools.cluster;

import io.stowage.client.blocking.BlockingOperator;
import io.stowage.client.blocking.ConfigRow;
import io.stowage.tools.Stowage;
import io.stowage.tools.config.Key;
import io.stowage.tools.config.Settings;
import io.stowage.tools.connect.ConnectOptions;
import io.stowage.tools.connect.ServerConnection;
import io.stowage.tools.output.Column;
import io.stowage.tools.output.Json;
import io.stowage.tools.output.Listing;
import io.stowage.tools.output.OutputOptions;
import io.stowage.tools.output.Page;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the cluster agrees on, or what this machine's programs are told and by whom. */
@Command(name = "show", description = "Show what the whole cluster agrees on; it is state in the log.")
final class ShowConfig implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--effective",
            description = "Show this machine's settings instead, and where each value came from. Needs no server.")
    private boolean effective;

    @Override
    public void run() {
        if (effective) {
            output.show(this::settings, () -> {});
            return;
        }
        try (ServerConnection connection = connect.open();
                BlockingOperator operator = connect.operator(connection)) {
            output.show(() -> agreed(operator), operator::poll);
        }
    }

    private static Page agreed(final BlockingOperator operator) {
        return new Listing<>(
                operator.config(),
                Rows::config,
                List.of(
                        Column.word("KEY", ConfigRow::key),
                        Column.figure("VALUE", row -> ClusterSetting.text(row.key(), row.value())),
                        Column.word("", row -> row.changed() ? "changed" : ""),
                        Column.figure("SMALLEST", row -> ClusterSetting.text(row.key(), row.minimum())),
                        Column.figure("LARGEST", row -> ClusterSetting.text(row.key(), row.maximum()))),
                "no configuration");
    }

    private Page settings() {
        final Settings settings = Settings.load(
                connect.directory().configurationFile(), Stowage.of(spec).overrides());
        return new Listing<>(
                List.of(Key.values()),
                key -> Json.object("key", key.path(), "value", settings.text(key), "source", settings.source(key)),
                List.of(
                        Column.word("KEY", Key::path),
                        Column.word("VALUE", key -> settings.text(key).isEmpty() ? "-" : settings.text(key)),
                        Column.word("SOURCE", settings::source)),
                "");
    }
}
